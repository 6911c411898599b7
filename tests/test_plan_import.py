import base64
import csv
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import AppraisalCommon
from .workbooks import workbook

HEADINGS = ("Payroll number", "Name", "Reviewer", "Objective")
WELSH = "Codi safon darllen yn nosbarth Siân: llŷfr bob wythnos, â chymorth tŵr"
MODEL = "school.appraisal.plan.import"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05")
class TestPlanImport(AppraisalCommon):
    """The head brings objectives and reviewers from a spreadsheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, key in enumerate(("reviewee", "colleague", "reviewer"), start=7001):
            cls.staff[key].payroll_number = str(number)
        cls.group.objective_max = 0
        cls.year = cls._launch()
        cls.other_year = cls._launch("colleague")
        cls.chair = new_test_user(
            cls.env,
            login="t_chair",
            name="Cher Chair",
            email=False,
            groups="base.group_user,school_appraisal.group_governor",
        )
        cls.users["chair"] = cls.chair
        cls.school.chair_user_id = cls.chair

    # THE DIALOG

    def _content(self, *rows, headings=HEADINGS):
        """Rows as a spreadsheet saves them."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([headings, *rows])
        return text.getvalue().encode("utf-8-sig")

    def _dialog(self, *rows, who="head", content=None, cycle=None, **kwargs):
        content = content or self._content(*rows, **kwargs)
        return self.as_(who, self.env[MODEL]).create(
            {
                "cycle_id": (cycle or self.cycle).id,
                "file": base64.b64encode(content),
            }
        )

    def _check(self, *rows, **kwargs):
        """What is said before, after making sure that nothing was written."""
        before = self._everything()
        dialog = self._dialog(*rows, **kwargs)
        dialog.action_check()
        self.assertEqual(self._everything(), before)
        return dialog

    def _problems(self, *rows, **kwargs):
        """The problems of a file, which pressing Import does not take either."""
        dialog = self._check(*rows, **kwargs)
        before = self._everything()
        dialog.action_import()
        self.assertEqual(self._everything(), before)
        self.assertFalse(dialog.report)
        self.assertEqual(dialog.state, "checked")
        return dialog.problems.split("\n")

    def _import(self, *rows, **kwargs):
        dialog = self._dialog(*rows, **kwargs)
        dialog.action_import()
        self.assertFalse(dialog.problems)
        self.assertEqual(dialog.state, "done")
        return dialog

    def _everything(self):
        self.env.flush_all()
        self.env.invalidate_all()
        years = self.env["school.appraisal"].search([])
        return {
            "reviewers": years.mapped("reviewer_id.id"),
            "access": years.access_ids.mapped(lambda row: (row.id, row.state)),
            "objectives": years.objective_ids.ids,
            "forms": years.statement_ids.mapped(lambda form: (form.state, form.edits)),
            "imports": self._imported(),
        }

    def _imported(self):
        return self.env["school.appraisal.access.log"].search_count(
            [("event", "=", "imported")]
        )

    def _plan_of(self, year):
        return year.sudo().objective_ids.mapped("name")

    # WHAT IT DOES

    def test_dry_run(self):
        """Said for each person, and nothing written."""
        self._plan(self.year)
        dialog = self._check(
            ["7001", "Rae Reviewee", "t_colleague", "Learn Welsh"],
            ["7001", "", "", "Support  early reading in YEAR 2"],
            ["7001", "", "", "Learn first aid"],
            ["7002", "Col League", "", "Learn first aid"],
        )
        self.assertFalse(dialog.problems)
        self.assertEqual(
            dialog.report.split("\n"),
            [
                "People: 2. Objectives to add: 3. New reviewers: 1.",
                "Rae Reviewee: Col League reviews in place of Rory Reviewer. A form "
                "that is shared and not final becomes a draft again.",
                "Rae Reviewee: 2 objectives added.",
                "Rae Reviewee: left out, for the plan has these objectives already: "
                "line 3.",
                "Col League: 1 objectives added.",
            ],
        )

    def test_import(self):
        self._plan(self.year)
        dialog = self._import(
            ["7001", "Rae Reviewee", "t_colleague", "Learn Welsh"],
            ["7001", "", "T_Colleague", "Learn first aid"],
            ["7001", "", "", "Learn first aid"],
        )
        self.assertFalse(dialog.file)
        self.assertEqual(self.year.reviewer_id, self.users["colleague"])
        self.assertEqual(
            self._plan_of(self.year),
            ["Support early reading in year 2", "Learn Welsh", "Learn first aid"],
        )
        # The new reviewer goes on with them; the old one is gone.
        new = self.as_("colleague", self.year).objective_ids[1:]
        new.write({"action_steps": "A course"})
        self.assertFalse(self.as_("reviewer", self.year).has_access("read"))
        # They say how they came, and by whom.
        self.assertEqual(new.create_uid, self.users["head"])
        self.assertEqual(set(new.mapped("imported_on")), {date(2026, 10, 5)})

    def test_register(self):
        """The person reads in the register that objectives came from a file."""
        self._import(["7001", "", "", "Learn Welsh"], ["7001", "", "", "Sing"])
        rows = self.as_("reviewee", self.year).access_log_ids
        rows = rows.filtered(lambda row: row.event == "imported")
        self.assertEqual(rows.user_id, self.users["head"])
        self.assertEqual(len(rows), 1)
        self.assertFalse(
            self.other_year.access_log_ids.filtered(lambda r: r.event == "imported")
        )

    def test_comparing_is_reading(self):
        """Whether an objective stands in a plan tells of the plan."""
        self._plan(self.year)
        self._check(["7001", "", "", "Learn Welsh"])
        rows = self.year.access_log_ids
        self.assertIn(
            (self.users["head"], "opened"), [(r.user_id, r.event) for r in rows]
        )

    def test_reviewer_alone(self):
        """Named by e-mail, whatever stage the plan is in; the same one stays."""
        self.users["colleague"].email = "col@example.com"
        self._sign_plan(self.year)
        dialog = self._import(
            ["7001", "", "Col@Example.com", ""], ["7002", "", "t_reviewer", ""]
        )
        self.assertIn("New reviewers: 1.", dialog.report)
        self.assertEqual(self.year.reviewer_id, self.users["colleague"])
        self.assertEqual(self.other_year.reviewer_id, self.users["reviewer"])

    def test_all_columns(self):
        self.group.write(
            {
                "category_ids": [Command.create({"name": "Pupil progress"})],
                "ask_monitoring_method": "optional",
                "ask_milestone": "optional",
            }
        )
        action = self.priority.copy({"name": "Paired reading"})
        action.parent_id = self.priority
        row = {
            "Employee number": "7001",
            "Objective": WELSH,
            "Priority": "Early reading → Paired reading",
            "Action steps": "One\nTwo",
            "Success criteria": "Eight of ten",
            "How followed": "A talk",
            "Milestone": "Half of it",
            "Date due": "31/03/2027",
            "Support": "A course",
            "Category": "pupil  progress",
        }
        self._import(list(row.values()), headings=list(row))
        objective = self.year.objective_ids
        self.assertRecordValues(
            objective,
            [
                {
                    "name": WELSH,
                    "priority_id": action.id,
                    "action_steps": "One\nTwo",
                    "success_criteria": "Eight of ten",
                    "monitoring_method": "A talk",
                    "milestone": "Half of it",
                    "support_promised": "A course",
                    "category_id": self.group.category_ids.id,
                    "date_due": date(2027, 3, 31),
                }
            ],
        )

    def test_words_as_they_are(self):
        """Text stays text: what looks like a formula, long, in Windows' letters."""
        texts = ["=1+1", '@SUM("A1")', "x" * 3000, WELSH]
        self._import(*(["7001", "", "", text] for text in texts))
        self.assertEqual(self._plan_of(self.year), texts)
        content = self._content(["7002", "", "", "Siân a Zoë"]).decode("utf-8-sig")
        self._import(content=content.encode("cp1252"))
        self.assertEqual(self._plan_of(self.other_year), ["Siân a Zoë"])

    def test_workbook(self):
        """Said first and then taken, as from a CSV file."""
        self.staff["reviewee"].payroll_number = "00071"

        def edit(book):
            sheet = book.active
            sheet.title = "Plans"
            sheet["A2"].number_format = "00000"
            sheet["D2"].number_format = "0%"
            # Not worked out: somebody typed it as text.
            sheet["D3"].data_type = "s"
            sheet.row_dimensions[3].hidden = True
            book.create_sheet("Notes").append(["Ask Mina"])

        content = workbook(
            (*HEADINGS, "Date due", "Success criteria"),
            [71, "Rae Reviewee", "t_colleague", 0.8, date(2027, 3, 31), 12.0],
            [7002, "Col League", None, "=1+1", "31/03/2027", WELSH],
            edit=edit,
        )
        dialog = self._check(content=content)
        self.assertFalse(dialog.problems)
        self.assertEqual(
            dialog.report.split("\n"),
            [
                "People: 2. Objectives to add: 2. New reviewers: 1.",
                "Rae Reviewee: Col League reviews in place of Rory Reviewer. A form "
                "that is shared and not final becomes a draft again.",
                "Rae Reviewee: 1 objectives added.",
                "Col League: 1 objectives added.",
                "Read: the sheet “Plans”. Not read: “Notes”.",
                "Hidden rows are read, too: 3.",
            ],
        )
        self._import(content=content)
        self.assertEqual(self.year.reviewer_id, self.users["colleague"])
        values = {"date_due": date(2027, 3, 31)}
        self.assertRecordValues(
            self.year.objective_ids | self.other_year.objective_ids,
            [
                {"name": "80%", "success_criteria": "12", **values},
                {"name": "=1+1", "success_criteria": WELSH, **values},
            ],
        )

    def test_template(self):
        """The empty file has headings that are understood again, in each language."""
        self.env["res.lang"]._activate_lang("cy_GB")
        for lang in ("en_US", "cy_GB"):
            dialog = self._dialog(["7001", "", "", "x"]).with_context(lang=lang)
            self.assertTrue(dialog.template_name.endswith(".xlsx"))
            book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(dialog.template)))
            headings = [cell.value for cell in book.active[1]]
            self.assertEqual(len(headings), 13)
            self.assertEqual("Rhif cyflogres" in headings, lang == "cy_GB")
            # Text columns keep leading zeros, and what looks like a date.
            formats = [
                book.active.column_dimensions[letter].number_format for letter in "ABL"
            ]
            self.assertEqual(formats, ["@", "@", "dd/mm/yyyy"])
            book.active.append(["7001", "", "", f"In {lang}"])
            content = io.BytesIO()
            book.save(content)
            with self.subTest(lang=lang):
                dialog.file = base64.b64encode(content.getvalue())
                dialog.action_import()
                self.assertFalse(dialog.problems)
                self.assertIn(f"In {lang}", self._plan_of(self.year))

    def test_the_empty_file_is_there_from_the_start(self):
        """A dialog that is not saved yet could not hand it out."""
        action = self.as_("head", self.cycle).action_import_plans()
        dialog = self.as_("head", self.env[MODEL]).browse(action["res_id"])
        self.assertEqual(action["target"], "new")
        self.assertEqual(dialog.cycle_id, self.cycle)
        self.assertTrue(dialog.template)
        self.cycle._with_pass().state = "closed"
        with self.assertRaisesRegex(UserError, "an open cycle only"):
            self.as_("head", self.cycle).action_import_plans()

    def test_screen(self):
        """The head comes from the cycle; a file that is changed is checked anew."""
        dialog = Form(
            self.as_("head", self.env[MODEL]).with_context(
                default_cycle_id=self.cycle.id
            )
        )
        dialog.file = base64.b64encode(self._content(["7001", "", "", "Sing"]))
        record = dialog.save()
        record.action_check()
        self.assertEqual(record.state, "checked")
        with Form(record) as dialog:
            dialog.file = base64.b64encode(self._content(["1", "", "", "Sing"]))
            self.assertEqual((dialog.state, dialog.report), ("choose", False))

    # WHAT IT REFUSES

    def test_all_or_nothing(self):
        """Every problem with its line; the good lines wait for the others."""
        self.assertEqual(
            self._problems(
                ["7001", "Rae Reviewee", "", "Learn Welsh"],
                ["7009", "", "", "Learn Welsh"],
                ["7003", "", "", "Learn Welsh"],
                ["7002", "Rae Reviewee", "", "Learn Welsh"],
                ["7001", "", "nobody@example.com", ""],
                ["", "", "", "Learn Welsh"],
                ["7001", "", "", ""],
            ),
            [
                "Line 3: There is nobody with payroll number 7009 whose year you lead "
                "in this cycle. Correct the number, or leave the line out.",
                "Line 4: Who has payroll number 7003 has no appraisal in this cycle "
                "that you lead. Add the person to the cycle first.",
                "Line 5: Payroll number 7002 belongs to Col League, and not to Rae "
                "Reviewee. Correct the number or the name.",
                "Line 6: “nobody@example.com” is nobody's login or e-mail. A reviewer "
                "needs a login as a member of staff.",
                "Line 7: The payroll number is missing.",
                "Line 8: There is neither an objective nor a reviewer. Leave the line "
                "out.",
            ],
        )

    def test_bad_cells(self):
        self.group.write({"ask_milestone": "off", "priority_link": "considered"})
        headings = (
            "Number",
            "Objective",
            "By when",
            "Priority",
            "Category",
            "Milestone",
        )
        self.assertEqual(
            self._problems(
                ["7001", "A", "31/02/2027", "", "", ""],
                ["7001", "B", "", "Late reading", "", ""],
                ["7001", "C", "", "", "Any", ""],
                ["7001", "D", "", "", "", "Half"],
                ["7001", "", "31/03/2027", "", "", ""],
                headings=headings,
            ),
            [
                "Line 2: “31/02/2027” under “By when” is not a date. Write dates as "
                "31/12/2026 or 2026-12-31.",
                "Line 3: “Late reading” under “Priority” is not one of: Early reading.",
                f"Line 4: A plan of {self.group.name} has no “Category”. Leave the "
                "cell empty.",
                f"Line 5: A plan of {self.group.name} has no “Milestone”. Leave the "
                "cell empty.",
                "Line 6: The objective is missing.",
            ],
        )

    def test_shared_plan(self):
        """Once it was shown to the person it is theirs who agree it, also when it
        was taken back."""
        row = ["7001", "", "", "Learn Welsh"]
        self._plan(self.year)
        form = self._statement(self.year)
        shared = (
            "Line 2: Rae Reviewee: the plan was shared already. Its reviewer writes "
            "what is still to be added."
        )
        self._share(form)
        self.assertEqual(self._problems(row), [shared])
        self.as_("reviewer", form).action_take_back()
        self.assertEqual(self._problems(row), [shared])
        self._share(form)
        self._sign_both(form)
        signed = "Line 2: Rae Reviewee: the plan is signed, or the year is over."
        self.assertEqual(self._problems(row), [signed])

    def test_past_the_dialog(self):
        """The model refuses, too, whoever calls it."""
        vals = [{"appraisal_id": self.year.id, "name": "Sing"}]
        for who in ("reviewer", "reviewee", "other_head", "system", "chair"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.year)._import_objectives(vals)
        self._plan(self.year)
        self._share(self._statement(self.year))
        with self.assertRaisesRegex(UserError, "was shared already"):
            self.as_("head", self.year)._import_objectives(vals)
        with self.assertRaises(AccessError):
            self.as_("reviewer", self.year).objective_ids.imported_on = "2026-10-05"

    def test_policy(self):
        """Rules on reviewers and on the number of objectives hold here too."""
        self.group.write({"objective_max": 2, "objective_max_mode": "block"})
        self.group.write({"reviews_max": 1, "reviews_max_mode": "block"})
        self._plan(self.year)
        problems = self._problems(
            ["7001", "", "t_reviewee", "A"],
            ["7001", "", "", "B"],
        )
        self.assertEqual(len(problems), 2)
        self.assertIn("Line 2: Rae Reviewee: ", problems[0])
        self.assertEqual(
            problems[1],
            "Line 3: Rae Reviewee: the policy allows 2 objectives at most, and with "
            "these there would be 3.",
        )
        # One can take one more, and not both.
        problems = self._problems(
            ["7001", "", "t_manager", ""], ["7002", "", "t_manager", ""]
        )
        self.assertEqual(len(problems), 1)
        self.assertIn("Mina Manager has 1 reviews in this cycle already", problems[0])

    def test_two_reviewers(self):
        self.assertEqual(
            self._problems(["7001", "", "t_manager", ""], ["7001", "", "t_head", ""]),
            ["Line 3: Line 2 names another reviewer of Rae Reviewee. Name one only."],
        )

    def test_same_number(self):
        self.staff["colleague"].payroll_number = "7001"
        (problem,) = self._problems(["7001", "", "", "Sing"])
        self.assertIn("have the same payroll number 7001", problem)

    def test_same_mail(self):
        for who in ("manager", "colleague"):
            self.users[who].email = "office@example.com"
        self.assertEqual(
            self._problems(["7001", "", "office@example.com", ""]),
            [
                "Line 2: Several logins have the e-mail “office@example.com”. Give the "
                "login itself."
            ],
        )

    def test_files_that_are_none(self):
        for content, sentence in {
            b"x" * (10 * 1024 * 1024 + 1): "The file is larger than 10 MB",
            b"x" * (9 * 1024 * 1024): "There is no column with payroll numbers",
            b'Number,Objective\n7001,"x\n': "the file cannot be read",
            b"PK\x03\x04": "This is no workbook that can be read",
            b"\xff\xff\x00": "neither a workbook nor a text file",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "This is a workbook of Excel 97",
            workbook(): "no visible sheet that is filled",
            workbook(["Objective"], ["Sing"]): "no column with payroll numbers",
            workbook(HEADINGS): "The file has headings and no people",
            workbook(HEADINGS, [7001, "", "", "=A1"]): "Line 2: The cell D2 holds a",
            b"\n\n": "The file is empty",
            b"Number\n7001\n": "neither a column “Objective” nor",
            b"Objective\nSing\n": "There is no column with payroll numbers",
            b"Number,Objective\n": "The file has headings and no people",
            b"Number,Objective\n" + b"7001,x\n" * 5001: "A file has at most 5000 lines",
        }.items():
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, "\n".join(self._problems(content=content)))
        dialog = self.as_("head", self.env[MODEL]).create({"cycle_id": self.cycle.id})
        with self.assertRaisesRegex(UserError, "Choose the file first"):
            dialog.action_check()

    # WHO

    def test_others(self):
        """Who does not lead the school is told nothing."""
        row = ["7001", "", "", "Learn Welsh"]
        for who in ("other_head", "governor"):
            dialog = self._dialog(row, who=who)
            for button in (dialog.action_check, dialog.action_import):
                with (
                    self.subTest(who=who),
                    self.assertRaisesRegex(UserError, "only the"),
                ):
                    button()
            self.assertFalse(dialog.problems or dialog.report)
        for who in ("reviewer", "reviewee", "administrator", "hr_manager", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._dialog(row, who=who)
        with self.assertRaises(AccessError):
            self.as_("other_head", self._dialog(row)).read(["file"])

    def test_closed_cycle(self):
        cycle = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        self.as_("head", cycle).action_close()
        with self.assertRaisesRegex(UserError, "an open cycle only"):
            self._dialog(["7001", "", "", "Sing"], cycle=cycle).action_check()

    def test_own_year_of_head(self):
        """The chair of governors plans with the head, and with nobody else."""
        staff = self._create_staff(self.employees["head"], payroll_number="7007")
        head_year = (
            self.as_("chair", self.cycle)
            .launch({staff.id: self.users["governor"].id})
            .with_env(self.env)
        )
        rows = ["7007", "Hedy Head", "", "Lead"], ["7001", "", "", "Sing"]
        own = "Line 2: Nobody plans his own year. Leave the line out."
        self.assertEqual(self._problems(*rows), [own])
        (problem,) = self._problems(*rows, who="chair")
        self.assertIn("Line 3: There is nobody with payroll number 7001", problem)
        self._import(rows[0], who="chair")
        self.assertEqual(self._plan_of(head_year), ["Lead"])

    def test_queries(self):
        """What is looked up is looked up for all lines together."""

        def queries(*rows):
            dialog = self._dialog(*rows)
            dialog.action_check()
            count = self._count_queries(dialog.action_check)
            self.assertFalse(dialog.problems)
            return count

        few = queries(["7001", "", "", "A"], ["7002", "", "", "A"])
        many = queries(
            *(
                [number, "", "t_reviewer", f"Aim {aim}"]
                for aim in range(250)
                for number in ("7001", "7002")
            )
        )
        self.assertLessEqual(many, few)
