import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, freeze_time, new_test_user
from odoo.tools import file_open

from odoo.addons.hr.models.hr_employee import HrEmployee

from .workbooks import workbook

HEADINGS = (
    "Number,Name,Job,Department,Manager,Start,Contract type,Contract end,Hours,"
    "Email,Staff group,Induction until"
)


@freeze_time("2026-10-05")
class TestStaffImport(TransactionCase):
    """The administrator imports a staff list, with HR's and our rights only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Fictional Trust"})
        cls.policy = cls.env["school.appraisal.policy"].create(
            {
                "name": "Policy of Fictional Trust",
                "reviewee_word": "Reviewee",
                "reviewer_word": "Reviewer",
                "objective_word": "Objective",
                "staff_group_ids": [
                    (0, 0, {"name": "Support staff"}),
                    (0, 0, {"name": "Central team"}),
                ],
            }
        )
        cls.support, cls.central = cls.policy.staff_group_ids
        cls.school = cls._school("Example Hill School")
        cls.user = cls._user(
            "importer", "hr.group_hr_manager", "school_appraisal.group_administrator"
        )

    @classmethod
    def _school(cls, name):
        return cls.env["school.appraisal.school"].create(
            {"name": name, "company_id": cls.company.id}
        )

    @classmethod
    def _user(cls, login, *groups):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(("base.group_user", *groups)),
            email=False,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _content(self, *lines, headings=HEADINGS):
        text = "\n".join((headings, *lines, ""))
        return base64.b64encode(text.encode())

    def _import(self, *lines, headings=HEADINGS, school=None, user=None, **kwargs):
        Import = self.env["school.appraisal.staff.import"].with_user(user or self.user)
        report = Import.import_staff_list(
            (school or self.school).id,
            self.support.id,
            self._content(*lines, headings=headings),
            **kwargs,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return report

    def _refused(self, *lines, **kwargs):
        """The problems of a list, after making sure that it changed nothing."""
        before = self._everything()
        with self.assertRaises(UserError) as refusal:
            self._import(*lines, **kwargs)
        self.env.flush_all()
        self.assertEqual(self._everything(), before)
        return str(refusal.exception).split("\n")

    def _everything(self):
        return {
            model: sorted(
                self.env[model].with_context(active_test=False).search([]).ids
            )
            for model in (
                "hr.employee",
                "hr.version",
                "hr.department",
                "hr.job",
                "hr.contract.type",
                "resource.calendar",
                "school.appraisal.staff",
            )
        }

    def _employee(self, name):
        return self.env["hr.employee"].search(
            [("name", "=", name), ("company_id", "=", self.company.id)]
        )

    # IMPORTING

    def test_workbook(self):
        """Said first and then taken, as from a CSV file; one problem changes
        nothing."""
        headings = ("Number", "Name", "Job", "Manager", "Start", "Hours", "Email")

        def edit(book):
            book.active.title = "Staff"
            for cell in ("A4", "A5", "D4"):
                book.active[cell].number_format = "0000"
            book.create_sheet("Leavers").append(["Name"])

        rows = [
            ["Staff of Example Hill School"],
            [],
            headings,
            [42, "Jo Example", "Cook", 1, date(2026, 9, 1), 27.5, "jo@hill.example"],
            [1, "Sam Sample", "Manager", None, "01/04/2018", 37],
        ]
        content = workbook(*rows, edit=edit)
        wizard = self._wizard(content=content)
        wizard.action_check()
        self.assertFalse(wizard.problems)
        self.assertEqual(
            wizard.report.split("\n"),
            [
                "2 new, 0 changed, 0 unchanged.",
                "New jobs: Cook, Manager.",
                "New working hours: 27.5 hours a week, 37 hours a week.",
                "Read: the sheet “Staff”. Not read: “Leavers”.",
            ],
        )
        self.assertFalse(self._employee("Jo Example"))
        wizard.action_import()
        self.assertEqual(wizard.state, "done")
        jo, sam = self._employee("Jo Example"), self._employee("Sam Sample")
        self.assertEqual(jo.parent_id, sam)
        self.assertEqual(jo.contract_date_start, date(2026, 9, 1))
        staff = self.env["school.appraisal.staff"].search(
            [("employee_id", "in", (jo | sam).ids)], order="payroll_number"
        )
        self.assertEqual(staff.mapped("payroll_number"), ["0001", "0042"])
        # Once more as CSV: it is the same list.
        report = self._import(
            "0042,Jo Example,Cook,0001,01/09/2026,27.5,jo@hill.example",
            "0001,Sam Sample,Manager,,2018-04-01,37,",
            headings=",".join(headings),
        )
        self.assertEqual(report, "0 new, 0 changed, 2 unchanged.")
        # One bad cell, and the good line is not taken.
        before = self._everything()
        content = workbook(*rows, ["7", "Al", "=B4"], ["8", "Kim"], edit=edit)
        wizard = self._wizard(content=content)
        for step in (wizard.action_check, wizard.action_import):
            step()
            self.assertIn("Line 6: The cell C6 holds a formula", wizard.problems)
        self.assertEqual(self._everything(), before)

    def test_import(self):
        """Managers in later rows, new departments, jobs, contract types and hours."""
        report = self._import(
            "0042,Jo Example,Teaching Assistant,Learning Support,Sam Sample,01/09/2026,"
            "Permanent,,27.5,jo@hill.example,,31/01/2027",
            "0043,Quinn Blank,Cleaner,Premises,0001,01/09/2026,Cover,12/10/2026,15,,,",
            "0002,Sam Sample,Business Manager,Leadership,0001,01/04/2018,Permanent,,37,"
            ",Central team,",
            "0001,Morgan Madeup,Headteacher,Leadership,,01/09/2019,Permanent,,32.5,"
            ",none,",
        )
        self.assertEqual(
            report.split("\n"),
            [
                "4 new, 0 changed, 0 unchanged.",
                "New departments: Learning Support, Premises, Leadership.",
                "New jobs: Teaching Assistant, Cleaner, Business Manager, Headteacher.",
                "New contract types: Cover.",
                "New working hours: 15 hours a week, 27.5 hours a week, "
                "32.5 hours a week, 37 hours a week.",
            ],
        )
        jo, sam = self._employee("Jo Example"), self._employee("Sam Sample")
        head, quinn = self._employee("Morgan Madeup"), self._employee("Quinn Blank")
        self.assertEqual((jo.parent_id, sam.parent_id), (sam, head))
        self.assertFalse(head.parent_id)
        self.assertEqual(jo.company_id, self.company)
        self.assertEqual(jo.job_title, "Teaching Assistant")
        self.assertEqual(jo.job_id.company_id, self.company)
        self.assertEqual(jo.department_id.name, "Learning Support")
        self.assertEqual(jo.department_id.company_id, self.company)
        self.assertEqual(jo.work_email, "jo@hill.example")
        self.assertEqual(jo.contract_type_id.name, "Permanent")
        self.assertEqual(jo.contract_date_start, date(2026, 9, 1))
        self.assertFalse(jo.contract_date_end)
        self.assertEqual(quinn.contract_date_end, date(2026, 10, 12))
        staff = jo.appraisal_staff_ids
        self.assertEqual(staff.school_id, self.school)
        self.assertEqual(staff.payroll_number, "0042")
        self.assertEqual(staff.induction_until, date(2027, 1, 31))
        self.assertEqual(staff.staff_group_id, self.support)
        self.assertEqual(sam.appraisal_staff_ids.staff_group_id, self.central)
        self.assertFalse(head.appraisal_staff_ids)

    def test_working_hours(self):
        """Equal days from Monday to Friday, in the company's own timezone; hours
        that the company has a calendar for take that."""
        self.company.resource_calendar_id.tz = "Europe/London"
        standard = self.company.resource_calendar_id
        self._import(
            "1,Jo Example,,,,,,,22.47,,,",
            "2,Sam Sample,,,,,,,22.47,,,",
            f"3,Al Sample,,,,,,,{standard.hours_per_week},,,",
            "4,Kit Sample,,,,,,,,,,",
            "5,Max Sample,,,,,,,168,,,",
        )
        calendar = self._employee("Jo Example").resource_calendar_id
        self.assertEqual(calendar.name, "22.47 hours a week")
        self.assertEqual(calendar.hours_per_week, 22.47)
        self.assertEqual(calendar.tz, "Europe/London")
        self.assertEqual(calendar.company_id, self.company)
        self.assertEqual(
            calendar.attendance_ids.mapped("dayofweek"), ["0", "1", "2", "3", "4"]
        )
        self.assertEqual(self._employee("Sam Sample").resource_calendar_id, calendar)
        for name in ("Al Sample", "Kit Sample"):
            self.assertEqual(self._employee(name).resource_calendar_id, standard)
        self.assertEqual(
            self._employee("Max Sample").resource_calendar_id.hours_per_week, 168
        )

    def test_import_again(self):
        """The same list a second time changes nothing; a changed one updates."""
        lines = [
            "1,Morgan Madeup,Headteacher,Leadership,,01/09/2019,Permanent,,32.5,,none,",
            "2,Jo Example,Assistant,Learning,1,01/09/2026,Cover,31/08/2027,20,,,",
            "3,Sam Sample,Manager,Office,1,01/09/2026,Permanent,,37,,,31/01/2027",
        ]
        self._import(*lines)
        before = self._everything()
        self.assertEqual(self._import(*lines), "0 new, 0 changed, 3 unchanged.")
        self.assertEqual(self._everything(), before)

        lines[1] = "2,Jo Sample,Cook,Kitchen,3,01/09/2026,Permanent,,15,jo@x.example,,"
        lines[2] = (
            "3,Sam Sample,Manager,Office,1,01/09/2026,Permanent,,37,,Central team,"
        )
        report = self._import(*lines)
        self.assertTrue(report.startswith("0 new, 2 changed, 1 unchanged."))
        self.assertEqual(self._everything()["hr.employee"], before["hr.employee"])
        self.assertEqual(self._everything()["hr.version"], before["hr.version"])
        jo, sam = self._employee("Jo Sample"), self._employee("Sam Sample")
        self.assertEqual(jo.parent_id, sam)
        self.assertEqual((jo.job_title, jo.department_id.name), ("Cook", "Kitchen"))
        self.assertEqual(jo.contract_type_id.name, "Permanent")
        self.assertFalse(jo.contract_date_end)
        self.assertEqual(jo.resource_calendar_id.hours_per_week, 15)
        self.assertEqual(jo.work_email, "jo@x.example")
        self.assertEqual(jo.appraisal_staff_ids.staff_group_id, self.support)
        self.assertEqual(sam.appraisal_staff_ids.staff_group_id, self.central)
        self.assertFalse(sam.appraisal_staff_ids.induction_until)

    def test_columns_that_are_not_there_change_nothing(self):
        self._import(
            "2,Jo Example,Cook,Kitchen,,01/09/2026,Permanent,,20,a@b.example,,"
        )
        before = self._employee("Jo Example").read(
            ["job_id", "department_id", "contract_date_start", "work_email"]
        )
        self.assertEqual(
            self._import("2,Jo Example", headings="Number,Name"),
            "0 new, 0 changed, 1 unchanged.",
        )
        after = self._employee("Jo Example").read(list(before[0]))
        self.assertEqual(after, before)

    def test_people_not_on_the_list_are_left_alone(self):
        self._import("1,Jo Example,,,,,,,,,,", "2,Sam Sample,,,,,,,,,,")
        report = self._import("1,Jo Example,,,,,,,,,,")
        self.assertEqual(
            report,
            "0 new, 0 changed, 1 unchanged.\n"
            "Not on the list, and left alone: 1 of Example Hill School.",
        )
        self.assertTrue(self._employee("Sam Sample").active)

    def test_next_contract(self):
        """A contract that follows another becomes a version of its own: the earlier
        one stays for the year it belongs to."""
        self._import("1,Jo Example,Cook,,,01/09/2025,Cover,31/08/2026,20,,,")
        line = "1,Jo Example,Head Cook,,,01/09/2026,Cover,31/08/2027,20,,,"
        self._import(line)
        jo = self._employee("Jo Example")
        self.assertEqual(
            jo.version_ids.mapped(lambda v: (v.contract_date_start, v.job_title)),
            [(date(2025, 9, 1), "Cook"), (date(2026, 9, 1), "Head Cook")],
        )
        # Also one that is still to come, and each only once.
        line = "1,Jo Example,Chef,,,01/09/2027,Cover,31/08/2028,30,,,"
        self._import(line)
        self.assertEqual(self._import(line), "0 new, 0 changed, 1 unchanged.")
        self.assertEqual(
            jo.version_ids.mapped(
                lambda v: (v.contract_date_start, v.contract_date_end, v.job_title)
            ),
            [
                (date(2025, 9, 1), date(2026, 8, 31), "Cook"),
                (date(2026, 9, 1), date(2027, 8, 31), "Head Cook"),
                (date(2027, 9, 1), date(2028, 8, 31), "Chef"),
            ],
        )
        self.assertEqual(jo.job_title, "Head Cook")

    def test_employees_that_odoo_has_already(self):
        """An employee without a payroll number is taken by the exact name."""
        jo = self.env["hr.employee"].create(
            {"name": "Jo Example", "company_id": self.company.id}
        )
        report = self._import("1,jo example,Cook,,,,,,,,,")
        self.assertEqual(
            report.split("\n")[-1],
            "Line 2, jo example: taken to be the employee of that name, who has no "
            "payroll number.",
        )
        self.assertEqual(jo.appraisal_staff_ids.payroll_number, "1")
        self.assertEqual(jo.job_id.name, "Cook")
        # From now on the number counts, whatever the name.
        self._import("1,Jo Sample,Cook,,,,,,,,,", "2,Jo Example,,,,,,,,,,")
        self.assertEqual(jo.name, "Jo Sample")
        self.assertNotEqual(self._employee("Jo Example"), jo)

    def test_manager_outside_the_list(self):
        """Known to Odoo only: by number or name, in another company too."""
        other = self.env["res.company"].create({"name": "Other"})
        self.user.company_ids |= other
        chief = self.env["hr.employee"].create(
            {"name": "Chief Example", "company_id": other.id}
        )
        self._import("1,Morgan Madeup,,,Chief Example,,,,,,,")
        head = self._employee("Morgan Madeup")
        self.assertEqual(head.parent_id, chief)
        self._import("2,Jo Example,,,1,,,,,,,", "3,Al Example,,,morgan madeup,,,,,,,")
        self.assertEqual(self._employee("Jo Example").parent_id, head)
        self.assertEqual(self._employee("Al Example").parent_id, head)

    def test_departments_of_the_school(self):
        """Below the school's own department; another school's of the same name is
        another one."""
        top, elsewhere = self.env["hr.department"].create(
            [
                {"name": "Example Hill", "company_id": self.company.id},
                {"name": "Office", "company_id": self.company.id},
            ]
        )
        self.school.department_id = top
        self._import("1,Jo Example,,Office,,,,,,,,")
        office = self._employee("Jo Example").department_id
        self.assertNotEqual(office, elsewhere)
        self.assertEqual(office.parent_id, top)

    # REFUSING

    def test_all_problems_at_once(self):
        problems = self._refused(
            "1,Jo Example,Cook,Kitchen,Nobody Real,soon,,,,,,",
            "2,Al Example,,,3,,,,,,,",
            "3,Kit Example,,,2,,,,200,,,",
            "2,Sam Sample,,,Sam Sample,,,,,,Pilots,",
        )
        self.assertEqual(
            problems,
            [
                "Line 2: “soon” under “Start” is not a date. Write dates as 31/12/2026 "
                "or 2026-12-31.",
                "Line 2: The manager “Nobody Real” is neither on the list nor an "
                "employee in Odoo. Give a payroll number or the exact name.",
                "Line 3: The managers go round in a circle: Al Example → Kit Example → "
                "Al Example.",
                "Line 4: “200” is not a number of hours per week. It must be more than "
                "0 and at most 168; leave it empty where no hours are agreed.",
                "Line 5: Payroll number 2 stands on line 3 already.",
                "Line 5: The managers go round in a circle: Sam Sample → Sam Sample.",
                "Line 5: There is no staff group “Pilots”. Choose one of Support staff "
                "· Central team, or “none” for who is not appraised here.",
            ],
        )

    def test_circle_through_somebody_who_is_not_listed(self):
        self._import("1,Jo Example,,,2,,,,,,,", "2,Sam Sample,,,,,,,,,,")
        self.assertEqual(
            self._refused("2,Sam Sample,,,1,,,,,,,"),
            [
                "Line 2: The managers go round in a circle: Jo Example → Sam Sample → "
                "Jo Example."
            ],
        )

    def test_ambiguous_names(self):
        for _twin in range(2):
            self.env["hr.employee"].create(
                {"name": "Al Twin", "company_id": self.company.id}
            )
        self.assertEqual(
            self._refused("1,Al Twin,,,,,,,,,,", "2,Jo Example,,,Al Twin,,,,,,,"),
            [
                "Line 2: 2 employees without a payroll number are called Al Twin. "
                "Enter the number on the appraisal facts of the right one first.",
            ],
        )
        self.assertEqual(
            self._refused("2,Jo Example,,,Al Twin,,,,,,,"),
            [
                "Line 2: The manager “Al Twin” could be 2 people. Give the payroll "
                "number."
            ],
        )

    def test_number_of_another_school(self):
        self._import("1,Jo Example,,,,,,,,,,")
        self.assertEqual(
            self._refused(
                "1,Jo Example,,,,,,,,,,", school=self._school("Other School")
            ),
            [
                "Line 2: Payroll number 1 belongs to Jo Example of Example Hill "
                "School. Import the list of that school, or move the person to Other "
                "School first."
            ],
        )

    def test_what_odoo_refuses(self):
        """An objection of Odoo's own import stops the whole list, with its line."""
        create = HrEmployee.create
        reason = "This employee cannot be."

        def refuse(employees, vals_list):
            if any(vals["name"] == "Bad Example" for vals in vals_list):
                raise UserError(reason)
            return create(employees, vals_list)

        self.patch(HrEmployee, "create", refuse)
        self.assertEqual(
            self._refused(
                "1,Jo Example,Cook,Kitchen,,,,,,,,",
                "2,Bad Example,Cook,Kitchen,,,,,,,,",
                "3,Sam Sample,Cook,Kitchen,2,,,,,,,",
            ),
            [f"Line 3: {reason}"],
        )

    def test_rights(self):
        """Both offices are needed, and the school's company."""
        sentence = (
            "To import a staff list you need to be an administrator of both Employees "
            "and School appraisal."
        )
        for login, *groups in (
            ("plain",),
            ("hr", "hr.group_hr_manager"),
            ("appraisal", "school_appraisal.group_administrator"),
            ("officer", "hr.group_hr_user", "school_appraisal.group_administrator"),
        ):
            with self.subTest(login=login):
                user = self._user(login, *groups)
                with self.assertRaises(AccessError) as refusal:
                    self._import("1,Jo Example,,,,,,,,,,", user=user)
                self.assertEqual(str(refusal.exception), sentence)
        self.assertFalse(self._employee("Jo Example"))

    def test_company(self):
        other = self.env["res.company"].create({"name": "Other Trust"})
        self.school.company_id = other
        with self.assertRaises(AccessError) as refusal:
            self._import("1,Jo Example,,,,,,,,,,")
        self.assertEqual(
            str(refusal.exception),
            "To import the staff list of Example Hill School you need access to the "
            "company Other Trust.",
        )

    # THE SCREEN

    def _wizard(self, *lines, content=None):
        Import = self.env["school.appraisal.staff.import"].with_user(self.user)
        with Form(Import.with_company(self.company)) as form:
            self.assertEqual(form.school_id, self.school)
            form.staff_group_id = self.support
            form.file = base64.b64encode(content) if content else self._content(*lines)
        return form.record

    def test_screen(self):
        wizard = self._wizard("1,Jo Example,Cook,,,,,,,,,")
        wizard.action_check()
        self.assertEqual(wizard.state, "checked")
        self.assertEqual(
            wizard.report, "1 new, 0 changed, 0 unchanged.\nNew jobs: Cook."
        )
        self.assertFalse(wizard.problems)
        self.assertFalse(self._employee("Jo Example"))
        wizard.action_import()
        self.assertEqual(wizard.state, "done")
        self.assertFalse(wizard.file)
        self.assertTrue(self._employee("Jo Example"))

    def test_screen_with_problems(self):
        wizard = self._wizard("1,Jo Example,Cook,,,,,,,,,", "2,,,,,,,,,,,")
        for step in (wizard.action_check, wizard.action_import):
            step()
            self.assertEqual(wizard.state, "checked")
            self.assertEqual(wizard.problems, "Line 3: The name is missing.")
            self.assertFalse(wizard.report)
        self.assertFalse(self._employee("Jo Example"))
        # Another file has not been checked yet.
        with Form(wizard) as form:
            form.file = self._content("1,Jo Example,,,,,,,,,,")
            self.assertEqual((form.state, form.problems), ("choose", False))

    def test_screen_without_a_file(self):
        wizard = self.env["school.appraisal.staff.import"].with_user(self.user)
        wizard = wizard.create({"school_id": self.school.id})
        with self.assertRaises(UserError):
            wizard.action_check()

    # SPEED

    def test_comparing_needs_no_more_queries_for_more_people(self):
        def lines(count):
            return [
                f"{n},Person {n},Job {n % 3},Team {n % 3},0,01/09/2020,Permanent,,20,,,"
                if n
                else "0,Morgan Madeup,Head,Top,,01/09/2020,Permanent,,20,,,"
                for n in range(count)
            ]

        self._import(*lines(40))

        def queries(count):
            before = self.cr.sql_log_count
            self._import(*lines(count), check=True)
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(40), queries(2))

    def test_importing_costs_what_odoo_takes(self):
        """Beside the queries of Odoo's own import of the same employees, there is
        little for each person."""
        people = range(30)
        values = {"company_id/.id": str(self.company.id)}
        before = self.cr.sql_log_count
        result = (
            self.env["hr.employee"]
            .with_user(self.user)
            .load(
                ["name", "contract_date_start", *values],
                [[f"Plain {n}", "2020-09-01", *values.values()] for n in people],
            )
        )
        self.env.flush_all()
        self.assertEqual(len(result["ids"]), len(people))
        plain = self.cr.sql_log_count - before
        before = self.cr.sql_log_count
        self._import(*[f"{n},Person {n},,,,01/09/2020,,,,,," for n in people])
        self.assertLess(self.cr.sql_log_count - before, 1.5 * plain + 60)

    # WHAT COMES WITH THE ADDON

    def test_demo_list(self):
        with file_open("school_appraisal/demo/staff.csv", "rb") as file:
            content = base64.b64encode(file.read())
        Import = self.env["school.appraisal.staff.import"].with_user(self.user)
        report = Import.import_staff_list(self.school.id, self.support.id, content)
        self.assertTrue(report.startswith("28 new, 0 changed, 0 unchanged."))
        staff = self.env["school.appraisal.staff"].search(
            [("school_id", "=", self.school.id)]
        )
        self.assertEqual(len(staff), 26)
