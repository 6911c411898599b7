from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import AppraisalCommon, plain_paper

WHY = "Head of mathematics from today"


@tagged("post_install", "-at_install")
@freeze_time("2027-01-11 10:00:00")
class TestChange(AppraisalCommon):
    """The head decides what a change in the middle of a year means, and it is done
    (TM §7.4, KM §4.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        cls.appraisal = cls._launch()

    def _decide(self, decision, who="head", appraisal=None, **values):
        dialog = self.as_(who, self.env["school.appraisal.change.decide"]).create(
            {
                "appraisal_id": (appraisal or self.appraisal).id,
                "event": "post",
                "decision": decision,
                "reason": WHY,
                **values,
            }
        )
        dialog.action_decide()
        return (appraisal or self.appraisal).sudo().all_change_ids[:1]

    def test_it_goes_on(self):
        self._sign_plan(self.appraisal)
        change = self._decide("goes_on", event="absence")
        self.assertEqual(self.appraisal.state, "monitoring")
        self.assertEqual(self.appraisal.reviewer_id, self.users["reviewer"])
        self.assertEqual(change.decided_by, self.users["head"])
        self.assertEqual(str(change.date_from), "2027-01-11")
        self.assertFalse(change.new_appraisal_id)

    def test_another_reviewer(self):
        """The year does not begin again with it (TM §6.6)."""
        self._sign_plan(self.appraisal)
        self._decide("reviewer", reviewer_id=self.users["manager"].id)
        self.assertEqual(self.appraisal.reviewer_id, self.users["manager"])
        self.assertEqual(self.appraisal.state, "monitoring")

    def test_it_begins_again(self):
        self._sign_plan(self.appraisal)
        paper = self._statement(self.appraisal)
        employee = self.employees["reviewee"]
        employee.job_title = "Head of mathematics"
        change = self._decide("restart", reviewer_id=self.users["manager"].id)
        begun = change.new_appraisal_id
        self.assertEqual(self.appraisal.state, "cancelled")
        self.assertEqual(paper.state, "final")
        self.assertEqual(begun.cycle_id, self.appraisal.cycle_id)
        self.assertEqual(begun.employee_id, employee)
        self.assertEqual(begun.reviewer_id, self.users["manager"])
        self.assertEqual(begun.job_title, "Head of mathematics")
        self.assertEqual(str(begun.date_start), "2027-01-11")
        self.assertEqual(begun.date_end, self.cycle.date_end)
        self.assertEqual(begun.state, "planning")
        for words in (self.appraisal.cancel_reason, begun.exception_reason):
            self.assertNotIn(WHY, words or "")

    def test_it_ends(self):
        self._decide("ends", event="leaving")
        self.assertEqual(self.appraisal.state, "cancelled")
        self.assertEqual(self.appraisal.all_change_ids.reason, WHY)
        # Which more people read than the decision.
        self.assertNotIn(WHY, self.appraisal.cancel_reason)

    def test_who_left_is_added_again_with_a_reason(self):
        self._decide("ends", event="leaving")
        launch = self.as_("head", self.cycle).action_add_people()
        lines = self.env["school.appraisal.launch"].browse(launch["res_id"]).line_ids
        line = lines.filtered(lambda line: line.staff_id == self.staff["reviewee"])
        self.assertFalse(line.included)
        self.assertEqual(line.refusal, "the year was ended here")
        self.assertTrue(line.normally)
        cycle, person = self.as_("head", self.cycle), self.staff["reviewee"].id
        reviewers = {person: self.users["reviewer"].id}
        with self.assertRaisesRegex(UserError, "the year was ended here"):
            cycle.launch(reviewers)
        self.assertTrue(cycle.launch(reviewers, {person: {"reason": "She stays"}}))

    def test_what_cannot_be_done_leaves_nothing(self):
        cases = {
            "name who reviews": ("reviewer", {}),
            "reviews himself": ("restart", {"reviewer_id": self.users["reviewee"].id}),
            "reviews it already": (
                "reviewer",
                {"reviewer_id": self.users["reviewer"].id},
            ),
            "not in order": (
                "restart",
                {
                    "reviewer_id": self.users["manager"].id,
                    "date_from": "2029-01-11",
                },
            ),
            "not empty": ("ends", {"reason": " "}),
        }
        for sentence, (decision, values) in cases.items():
            with (
                self.subTest(sentence),
                self.assertRaisesRegex(UserError, sentence),
                # As a request does.
                self.env.cr.savepoint(),
            ):
                self._decide(decision, **values)
            self.env.invalidate_all()
            self.assertEqual(self.appraisal.state, "planning")
            self.assertFalse(self.appraisal.all_change_ids)
        with self.assertRaisesRegex(UserError, "say why"):
            self.as_("head", self.appraisal).decide_change("ends", reason=" ")
        with self.assertRaisesRegex(UserError, "what the change means"):
            self.as_("head", self.appraisal).decide_change("explode", reason=WHY)

    def test_a_closed_year_is_over(self):
        self._decide("ends")
        with self.assertRaisesRegex(UserError, "closed already"):
            self._decide("goes_on")

    def test_only_the_head(self):
        for who in ("reviewee", "reviewer", "manager", "colleague", "other_head"):
            with self.subTest(who=who):
                with self.assertRaises(UserError):
                    self.as_(who, self.appraisal).decide_change("ends", reason=WHY)
                with self.assertRaises(AccessError):
                    self._decide("ends", who=who)
        self.assertEqual(self.appraisal.state, "planning")

    def test_nobody_decides_on_his_own_year(self):
        """The chair of governors does on the head's (KM §4.1)."""
        self.staff["head"] = self._create_staff(self.employees["head"])
        self.school.chair_user_id = self.users["governor"]
        cycle = self.as_("governor", self.cycle)
        own = cycle.launch({self.staff["head"].id: self.users["manager"].id})
        with self.assertRaises(AccessError):
            self._decide("ends", appraisal=own)
        self._decide("ends", who="governor", appraisal=own)
        self.assertEqual(own.state, "cancelled")

    def test_who_reads_it(self):
        change = self._decide("goes_on", event="absence", reason="Maternity leave")
        for who in ("reviewee", "reviewer", "head"):
            with self.subTest(who=who):
                self.assertEqual(self.as_(who, change).reason, "Maternity leave")
        self.group.line_manager_access = True
        self.env.invalidate_all()
        self.assertTrue(self.as_("manager", self.appraisal).has_access("read"))
        for who in ("manager", "colleague", "other_head", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, change).read(["reason"])
        dialogs = self.env["school.appraisal.change.decide"].sudo()
        self.assertFalse(dialogs.search([]))

    def test_it_is_kept(self):
        change = self._decide("goes_on")
        with self.assertRaises(AccessError):
            self.as_("head", change).reason = "Another"
        with self.assertRaisesRegex(UserError, "is kept"):
            change.sudo().unlink()

    def test_the_person_is_told_to_look(self):
        self.users["reviewee"].partner_id.email = "reviewee@example.com"
        before = self.env["mail.mail"].search([])
        self._decide("goes_on", event="absence", reason="Maternity leave")
        (mail,) = self.env["mail.mail"].search([]) - before
        self.assertIn("reviewee@example.com", mail.email_to)
        self.assertNotIn("Maternity", f"{mail.subject}{mail.body_html}")

    def test_the_dialog_proposes_the_present_reviewer(self):
        dialogs = self.as_("head", self.env["school.appraisal.change.decide"])
        form = Form(dialogs.with_context(default_appraisal_id=self.appraisal.id))
        form.event = "post"
        form.decision = "restart"
        self.assertEqual(form.reviewer_id, self.users["reviewer"])
        form.decision = "ends"
        self.assertFalse(form.reviewer_id)
