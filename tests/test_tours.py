from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import AppraisalTrust


@tagged("post_install", "-at_install")
class TestTours(AppraisalTrust, HttpCase):
    """The screens, worked by the people who use them, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_trust(cls.env)
        # The bot's welcome is a message to fetch while the page already goes.
        cls.env["res.users"].browse(
            [user.id for user in cls.users.values()]
        ).odoobot_state = "disabled"

    def setUp(self):
        super().setUp()
        # One test cursor serves all the browser's parallel requests: a
        # read-only one left by an aborted request refuses the next writer.
        # Read-only requests are proven in test_access_table.py instead.
        self.set_registry_readonly_mode(False)

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
