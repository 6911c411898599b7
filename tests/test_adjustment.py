import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon

WORDS = "Minutes come the day before"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02")
class TestAdjustment(AppraisalCommon):
    """Reasonable adjustments and their own, smaller circle (WP, checklist)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appraisal = cls._launch()

    def _written(self, who="reviewee", **values):
        adjustments = self.as_(who, self.env["school.appraisal.adjustment"])
        return adjustments.create(
            {"appraisal_id": self.appraisal.id, "name": WORDS, **values}
        ).with_env(self.env)

    def test_reviewee_and_reviewer_write_together(self):
        for who, other in (("reviewee", "reviewer"), ("reviewer", "reviewee")):
            adjustment = self._written(who)
            self.as_(other, adjustment).write({"note": "It helps"})
            self.assertEqual(adjustment.note, "It helps")

    def test_the_head_reads(self):
        adjustment = self._written()
        self.assertEqual(self.as_("head", adjustment).name, WORDS)
        self.assertEqual(self.as_("head", self.appraisal).adjustment_ids.name, WORDS)
        with self.assertRaises(AccessError):
            self.as_("head", adjustment).note = "Mine"
        with self.assertRaises(AccessError):
            self._written("head")

    def test_nobody_else(self):
        """Not who is let in to all of the rest, either."""
        self.group.write({"line_manager_access": True, "senior_leader_access": True})
        self.school.senior_leader_user_ids = self.users["colleague"]
        reader = new_test_user(self.env, "t_reader", email=False)
        self.users["reader"] = reader
        today = self.appraisal.date_start.today()
        self.as_("head", self.appraisal).grant(
            reader, "granted", "appraisal", "An audit", today
        )
        adjustment = self._written()
        for who in ("manager", "colleague", "reader"):
            with self.subTest(who=who):
                appraisal = self.as_(who, self.appraisal)
                self.assertTrue(appraisal.sees_parts)
                self.assertFalse(self.as_(who, adjustment).has_access("read"))
                self.assertFalse(self.as_(who, self.appraisal).adjustment_ids)
        for who in ("other_head", "system", "hr_manager", "administrator"):
            with self.subTest(who=who):
                self.assertFalse(self.as_(who, adjustment).has_access("read"))

    def test_a_new_reviewer_reads_the_old_one_does_not(self):
        adjustment = self._written()
        self.as_("head", self.appraisal).reassign(self.users["colleague"])
        self.assertTrue(self.as_("colleague", adjustment).has_access("write"))
        self.assertFalse(self.as_("reviewer", adjustment).has_access("read"))

    def test_no_form_prints_it(self):
        self._written()
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.appraisal).action_open_review()
        for statement in self.appraisal.statement_ids:
            content = json.dumps(statement._prepare_content())
            self.assertNotIn(WORDS, content)

    def test_signatures_do_not_close_it(self):
        adjustment = self._written()
        statement = self._sign_plan(self.appraisal)
        self.as_("reviewee", adjustment).note = "Since the autumn it helps"
        self.assertTrue(self._written("reviewer"))
        self.assertEqual(statement.state, "final")

    def test_writing_it_leaves_a_shared_plan_alone(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._written("reviewer")
        self.assertEqual(statement.state, "shared")

    def test_closed_with_the_appraisal(self):
        adjustment = self._written()
        self.as_("head", self.appraisal).cancel("Left the school")
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self.as_("reviewee", adjustment).note = "More"
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self._written()

    def test_it_is_not_deleted(self):
        adjustment = self._written()
        for who in ("reviewee", "reviewer", "head"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, adjustment).unlink()

    def test_policy_without(self):
        self.group.adjustments = False
        with self.assertRaisesRegex(UserError, "records no adjustments"):
            self._written()

    def test_label_tells_nothing(self):
        adjustment = self._written()
        self.assertEqual(
            adjustment.display_name, f"{self.appraisal.name} · Reasonable adjustment"
        )
