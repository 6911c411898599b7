from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestBoard(AppraisalCommon):
    """What the head does from the list of his school."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls(methodName="run")
        for who in ("reviewer", "reviewee", "colleague"):
            cls.users[who].email = f"{who}@example.com"
        cls.begun = cls._launch()
        # Signed by the reviewer: the colleague's turn.
        cls.waiting = cls._launch("colleague")
        here._plan(cls.waiting)
        plan = here._statement(cls.waiting)
        here._share(plan)
        here._sign("reviewer", plan)
        cls.both = cls.begun | cls.waiting
        cls.env["mail.mail"].search([]).unlink()

    def _mails(self):
        mails = self.env["mail.mail"].search([])
        return sorted(
            (mail.email_to.split("<")[1].strip(">"), "reviewees" in mail.body_html)
            for mail in mails
        )

    def test_each_whose_turn_it_is_gets_one_neutral_mail(self):
        told = self.as_("head", self.both).action_remind()
        self.assertIn("Reminded by mail: 2.", told["params"]["message"])
        self.assertEqual(
            self._mails(),
            [("colleague@example.com", False), ("reviewer@example.com", True)],
        )
        words = " ".join(self.env["mail.mail"].search([]).mapped("body_html"))
        for word in ("Rae", "Hillside", "APR", "plan"):
            self.assertNotIn(word, words)

    def test_one_mail_however_many_wait(self):
        more = self._launch("pay_officer")
        self.as_("head", self.begun | more).action_remind()
        self.assertEqual(self._mails(), [("reviewer@example.com", True)])

    def test_once_a_day(self):
        self.as_("head", self.both).action_remind()
        with self.assertRaisesRegex(UserError, "nobody to remind"):
            self.as_("head", self.both).action_remind()
        with freeze_time("2026-10-02"):
            self.as_("head", self.both).action_remind()
        self.assertEqual(len(self._mails()), 4)

    def test_nobody_is_told_of_a_year_that_is_over(self):
        self.as_("head", self.begun).cancel("Left")
        with self.assertRaisesRegex(UserError, "nobody to remind"):
            self.as_("head", self.begun).action_remind()

    def test_without_an_address_is_said(self):
        self.users["colleague"].email = False
        told = self.as_("head", self.both).action_remind()
        self.assertIn("without a mail address: 1.", told["params"]["message"])

    def test_only_the_head_reminds(self):
        with self.assertRaisesRegex(UserError, "only the head"):
            self.as_("reviewer", self.both).action_remind()
        self.assertFalse(self._mails())

    def test_signed_over_time(self):
        """Numbers of the head's own school, by week and form."""
        self._sign("colleague", self._statement(self.waiting))
        action = self.env.ref("school_appraisal.appraisal_statement_action_signed")
        groups = {}
        for who in ("head", "other_head"):
            uid = self.users[who].id
            domain = [("appraisal_id.head_user_id", "=", uid), ("state", "=", "final")]
            groups[who] = self.as_(who, self.env[action.res_model])._read_group(
                domain, ["finalised_on:week", "kind"], ["__count"]
            )
        [(_week, kind, count)] = groups["head"]
        self.assertEqual((kind, count), ("planning", 1))
        self.assertEqual(groups["other_head"], [])
