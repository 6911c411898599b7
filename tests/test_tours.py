from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import AppraisalTrust


class ToursCase(AppraisalTrust, HttpCase):
    """The screens, worked by the people who use them, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_trust(cls.env)
        # The bot's welcome is a message to fetch while the page already goes.
        cls.env["res.users"].browse(
            [user.id for user in cls.users.values()]
        ).odoobot_state = "disabled"
        # Made once and while no browser waits: under load it takes longer than a
        # request waits for the tests' cursor.
        for name in ("web.assets_web", "web.assets_tests"):
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name)
            bundle.js()
            bundle.css()

    def setUp(self):
        super().setUp()
        # One test cursor serves all the browser's parallel requests: a
        # read-only one left by an aborted request refuses the next writer.
        # Read-only requests are proven in test_access_table.py instead.
        self.set_registry_readonly_mode(False)


@tagged("post_install", "-at_install")
class TestTours(ToursCase):
    """Plans, forms and the set-up."""

    takes_minutes = True

    def test_plan_shared_commented_and_signed(self):
        appraisal = self._launch()
        self.start_tour(
            "/odoo/reviewees", "school_appraisal_reviewer_plans", login="t_reviewer"
        )
        statement = self._statement(appraisal)
        self.assertEqual(statement.state, "shared")
        self.start_tour(
            "/odoo/my-appraisal",
            "school_appraisal_reviewee_signs",
            login="t_reviewee",
        )
        self.assertEqual(statement.reviewee_comments, "Thank you")
        self.start_tour(
            "/odoo/reviewees", "school_appraisal_reviewer_signs", login="t_reviewer"
        )
        self.assertEqual(statement.state, "final")
        self.assertEqual(appraisal.state, "monitoring")
        self.assertEqual(
            statement.signature_ids.mapped("user_id"),
            self.users["reviewee"] | self.users["reviewer"],
        )

    def test_set_up_half_way_and_then_the_rest(self):
        company = self.env["res.company"].create({"name": "Company of a tour"})
        self.users["administrator"].write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        preset = self._preset("Preset of a tour", "Teachers", "Support staff")
        self._employ(company, {"Tour teacher": 2, "Tour cleaner": 1})
        self.env["hr.employee"].create({"name": "Hedy Head", "company_id": company.id})
        self.start_tour(
            "/odoo/appraisal-cycles",
            "school_appraisal_set_up_begins",
            login="t_administrator",
        )
        policy = self.env["school.appraisal.policy"].search(
            [("name", "=", "Policy of a tour")]
        )
        self.assertEqual(policy.staff_group_ids.mapped("name")[0], "Teachers")
        self.assertNotEqual(policy, preset)
        school = self.env["school.appraisal.school"].search(
            [("company_id", "=", company.id)]
        )
        self.assertEqual(school.head_id.name, "Hedy Head")
        self.start_tour(
            "/odoo/appraisal-cycles",
            "school_appraisal_set_up_goes_on",
            login="t_administrator",
        )
        staff = self.env["school.appraisal.staff"].search(
            [("school_id", "=", school.id)]
        )
        self.assertEqual(staff.staff_group_id, policy.staff_group_ids[0])
        self.assertEqual(len(staff), 2)
        cycle = self.env["school.appraisal.cycle"].search(
            [("school_id", "=", school.id)]
        )
        self.assertEqual(cycle.state, "draft")

    def _preset(self, name, *groups):
        """A policy that came with the addon."""
        preset = self.policy.copy()
        preset.write(
            {
                "name": name,
                "staff_group_ids": [
                    Command.clear(),
                    *(Command.create({"name": group}) for group in groups),
                ],
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "school_appraisal",
                "name": "policy_of_a_tour",
                "model": preset._name,
                "res_id": preset.id,
            }
        )
        return preset

    def _employ(self, company, jobs):
        """So many people of each job."""
        self.env["hr.employee"].create(
            [
                {
                    "name": f"{title} {number}",
                    "company_id": company.id,
                    "job_title": title,
                }
                for title, count in jobs.items()
                for number in range(count)
            ]
        )

    def test_objective_copied_and_checklist_ticked(self):
        self.group.objective_template_ids = [
            Command.create({"name": name})
            for name in ("Keep the office tidy", "Learn first aid")
        ]
        self.group.checklist_ids = [
            Command.create({"party": party, "name": name})
            for party, name in (
                ("reviewer", "Book a private room"),
                ("reviewee", "Gather your papers"),
            )
        ]
        appraisal = self._launch()
        self.start_tour(
            "/odoo/reviewees", "school_appraisal_reviewer_copies", login="t_reviewer"
        )
        self.assertEqual(appraisal.objective_ids.mapped("name"), ["Learn first aid"])
        marks = self.env["school.appraisal.checklist.mark"].search([])
        ticked = marks.filtered("done")
        self.assertEqual((ticked.name, ticked.note), ("Book a private room", "Room 4"))
        self.assertNotIn("reviewee", marks.mapped("party"))


@tagged("post_install", "-at_install")
class TestLaunchTour(ToursCase):
    """A head adds a staff of 25 and gives the reviews of one reviewer to another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.exclude_probation = True
        by_hand = cls.group.copy({"reviewer_default": "chosen"})
        cls.cycle = cls._create_cycle(
            "2027/28", "2027-09-01", "2028-08-31", groups=cls.group | by_hand
        )
        for number in range(1, 11):
            cls._employ(f"Mina's {number}", "manager")
            cls._employ(f"Rory's {number}", "reviewer")
        cls._employ("Cho Sen", "manager").staff_group_id = by_hand
        # With the four of the trust, 25. Three are out, each for a reason of its own.
        cls.staff["colleague"].excluded_until = "2029-12-31"
        cls.staff["Mina's 10"].probation_until = "2029-12-31"
        cls.staff["Rory's 10"].employee_id.active = False

    @classmethod
    def _employ(cls, name, manager):
        employee = cls.env["hr.employee"].create(
            {
                "name": name,
                "job_title": "Teaching assistant",
                "parent_id": cls.employees[manager].id,
            }
        )
        cls.staff[name] = cls._create_staff(employee)
        return cls.staff[name]

    def _reviewed_by(self, who):
        return self.env["school.appraisal"].search_count(
            [
                ("cycle_id", "=", self.cycle.id),
                ("reviewer_id", "=", self.users[who].id),
            ]
        )

    def test_head_launches_and_reassigns(self):
        self.start_tour(
            "/odoo/appraisal-cycles", "school_appraisal_head_launches", login="t_head"
        )
        # Mina's nine and Rae; the other one was chosen by hand.
        self.assertEqual(self._reviewed_by("manager"), 10)
        self.assertEqual(self._reviewed_by("reviewer"), 9)
        self.assertEqual(self._reviewed_by("system"), 1)
        appraisals = self.env["school.appraisal"].search(
            [("cycle_id", "=", self.cycle.id)]
        )
        self.assertEqual(len(appraisals), 22)
        self.assertFalse(
            appraisals.employee_id
            & (self.staff["colleague"] | self.staff["Mina's 10"]).employee_id
        )
        self.start_tour(
            "/odoo/school-appraisals", "school_appraisal_head_reassigns", login="t_head"
        )
        self.assertEqual(self._reviewed_by("manager"), 0)
        self.assertEqual(self._reviewed_by("colleague"), 10)
        self.assertEqual(self._reviewed_by("reviewer"), 9)


@tagged("post_install", "-at_install")
class TestPhoneTour(ToursCase):
    """A reviewer works his board on a phone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_reviewer_plans_on_a_phone(self):
        appraisal = self._launch()
        self._launch("colleague")
        self.as_("reviewer", appraisal).date_planning_meeting = "2026-10-01"
        self.start_tour(
            "/odoo/reviewees",
            "school_appraisal_reviewer_on_a_phone",
            login="t_reviewer",
        )
        self.assertEqual(
            appraisal.objective_ids.mapped("name"),
            ["Support early reading in year 2"],
        )
        self.assertEqual(self._statement(appraisal).state, "shared")
