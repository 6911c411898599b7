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
