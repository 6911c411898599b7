from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

WORDS = "We were opponents in a grievance last year"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestReviewerRequest(AppraisalCommon):
    """Asking in writing for another reviewer (TM §6.4, GU, KM §4.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls._launch()

    def _write(self, who="reviewee", year=None, **values):
        requests = self.as_(who, self.env["school.appraisal.reviewer.request"])
        return requests.create(
            {"appraisal_id": (year or self.year).id, "reasons": WORDS, **values}
        ).with_env(self.env)

    def _sent(self, **values):
        request = self._write(**values)
        self.as_("reviewee", request).action_send()
        return request

    def test_granted(self):
        """The head answers and names another; the year goes on (TM §6.6)."""
        self._plan(self.year)
        request = self._sent()
        self.assertEqual(request.reviewer_id, self.users["reviewer"])
        self.assertEqual(self.as_("head", request).reasons, WORDS)
        self.as_("head", request).decide(
            True, "I see why. Mina takes it on.", self.users["manager"]
        )
        self.assertEqual(self.year.reviewer_id, self.users["manager"])
        self.assertEqual(self.year.state, "planning")
        self.assertEqual(len(self.year.objective_ids), 1)
        self.assertEqual(request.state, "granted")
        self.assertEqual(request.decided_by_id, self.users["head"])
        self.assertIn("Mina", self.as_("reviewee", request).answer)

    def test_declined(self):
        request = self._sent()
        self.as_("head", request).decide(False, "Let us talk about it first.")
        self.assertEqual(request.state, "declined")
        self.assertEqual(self.year.reviewer_id, self.users["reviewer"])
        with self.assertRaisesRegex(UserError, "no request waits"):
            self.as_("head", request).decide(False, "Again")
        # Another one can be written.
        self._sent()

    def test_taken_back(self):
        """By who sent it, until it is answered: the reviewer may have become head,
        and then nobody else could close it."""
        request = self._sent()
        self.assertFalse(self.as_("head", request).can_withdraw)
        with self.assertRaisesRegex(UserError, "only who sent it"):
            self.as_("head", request).action_withdraw()
        self.assertTrue(self.as_("reviewee", request).can_withdraw)
        self.school.head_id = self.employees["reviewer"]
        self.assertFalse(self.as_("reviewer", request).has_access("read"))
        self.as_("reviewee", request).action_withdraw()
        self.assertEqual(request.state, "withdrawn")
        self.assertEqual(request.reasons, WORDS)
        with self.assertRaisesRegex(UserError, "no request waits"):
            self.as_("reviewee", request).action_withdraw()

    def test_taken_back_is_not_answered(self):
        request = self._sent()
        self.as_("reviewee", request).action_withdraw()
        self.assertFalse(self.as_("head", request).can_decide)
        with self.assertRaisesRegex(UserError, "no request waits"):
            self.as_("head", request).decide(False, "Too late")

    def test_dialog(self):
        request = self._sent()
        dialog = self.as_("head", self.env["school.appraisal.reviewer.answer"]).create(
            {
                "request_id": request.id,
                "answer": "Mina takes it on.",
                "reviewer_id": self.users["manager"].id,
            }
        )
        dialog.action_grant()
        self.assertEqual(self.year.reviewer_id, self.users["manager"])
        self.assertFalse(dialog.exists())

    def test_what_a_decision_needs(self):
        request = self.as_("head", self._sent())
        for arguments, reason in (
            ((False, "  "), "write an answer"),
            ((True, "Yes"), "choose who reviews instead"),
            ((True, "Yes", self.users["reviewer"]), "choose who reviews instead"),
            ((True, "Yes", self.users["reviewee"]), "nobody reviews himself"),
        ):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, reason):
                request.decide(*arguments)
        self.assertEqual(request.state, "sent")
        for who in ("reviewee", "other_head", "colleague"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, request).decide(False, "No")

    def test_another_was_named_meanwhile(self):
        request = self._sent()
        self.as_("head", self.year).reassign(self.users["manager"])
        self.as_("head", request).decide(True, "Mina reviews you now.")
        self.assertEqual(request.state, "granted")
        self.assertEqual(self.year.reviewer_id, self.users["manager"])

    # WHO READS IT

    def test_the_reviewer_never_reads_it(self):
        """Not in another role, nor under any label, either; nor does who comes
        after."""
        request = self._sent()
        everybody = self.users.keys() - {"reviewee", "head"}
        for who in everybody:
            with self.subTest(who=who):
                self.assertFalse(self.as_(who, request).has_access("read"))
        self.as_("head", request).decide(True, "Done", self.users["manager"])
        self.assertFalse(self.as_("manager", request).has_access("read"))
        self.assertNotIn(self.year.name, request.display_name)
        # The reviewer becomes head.
        self.employees["reviewer"].user_id.group_ids += self.env.ref(
            "school_appraisal.group_head"
        )
        self.school.with_user(self.users["administrator"]).head_id = self.employees[
            "reviewer"
        ]
        self.assertTrue(self.as_("reviewer", self.year).is_head)
        self.assertFalse(self.as_("reviewer", request).has_access("read"))
        self.assertFalse(self.as_("head", request).has_access("read"))

    def test_draft_is_the_writers_own(self):
        request = self._write()
        self.assertFalse(self.as_("head", request).has_access("read"))
        self.as_("reviewee", request).reasons = "Other words"
        self.as_("reviewee", request).unlink()
        request = self._sent()
        for change in (
            lambda own: own.write({"reasons": "Other words"}),
            lambda own: own.unlink(),
            lambda own: own.action_send(),
        ):
            with self.assertRaisesRegex(UserError, "sent"):
                change(self.as_("reviewee", request))
        for values in ({"answer": "Yes"}, {"state": "granted"}):
            with self.assertRaises(UserError):
                self.as_("head", request).write(values)

    def test_one_waits_at_a_time(self):
        second = self._write()
        self._sent()
        with self.assertRaisesRegex(UserError, "another request waits"):
            self.as_("reviewee", second).action_send()

    # WHO MAY ASK

    def test_reviewer_requests(self):
        """WP and CT know no such request."""
        self.group.reviewer_requests = False
        with self.assertRaisesRegex(UserError, "knows no such request"):
            self._write()
        self.group.reviewer_requests = True
        self.assertTrue(self._write())

    def test_who_may_ask(self):
        for who in ("reviewer", "head", "colleague", "manager"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self._write(who)
        with self.assertRaisesRegex(UserError, "does not review this year"):
            self._write(reviewer_id=self.users["manager"].id)
        with self.assertRaises(AccessError):
            self._write(state="granted")
        # TM §6.4: against whom the head has delegated to.
        self.as_("head", self.year).reassign(self.users["head"])
        with self.assertRaisesRegex(UserError, "who would decide reviews you"):
            self._write()

    def test_closed_years(self):
        request = self._sent()
        draft = self._write()
        self.as_("head", self.year).cancel("Left")
        with self.assertRaisesRegex(UserError, "closed"):
            self.as_("head", request).decide(False, "Too late")
        with self.assertRaisesRegex(UserError, "closed"):
            self.as_("reviewee", draft).action_send()

    def test_the_head_against_a_governor(self):
        """KM §4.2: to the governing body; the chair decides, and the panel changes."""
        self.staff["head"] = self._create_staff(self.employees["head"])
        self.school.with_user(self.users["administrator"]).chair_user_id = self.users[
            "governor"
        ]
        reviewer, panel = self.users["colleague"], self.users["system"]
        year = (
            self.as_("governor", self.cycle)
            .launch({self.staff["head"].id: reviewer.id})
            .with_env(self.env)
        )
        self.as_("governor", year).reassign(reviewer, panel)
        request = self._write("head", year, reviewer_id=panel.id)
        self.as_("head", request).action_send()
        for who in ("colleague", "system"):
            self.assertFalse(self.as_(who, request).has_access("read"))
        self.as_("governor", request).decide(True, "Named", self.users["manager"])
        self.assertEqual(year.reviewer_id, reviewer)
        self.assertEqual(year.panel_user_ids, self.users["manager"])
        # The chair himself reviews: nobody here can decide.
        self.as_("governor", year).reassign(
            self.users["governor"], self.env["res.users"].browse()
        )
        with self.assertRaisesRegex(UserError, "who would decide reviews you"):
            self._write("head", year)

    # TELLING

    def test_mails_without_content(self):
        """The head is told to look, then the person; the reviewer nothing."""
        for who in ("head", "reviewee", "reviewer"):
            self.users[who].email = f"{who}@example.com"
        mails = self.env["mail.mail"].search([])
        request = self._sent()
        self.as_("head", request).decide(False, "Let us talk.")
        new = self.env["mail.mail"].search([]) - mails
        self.assertEqual(
            sorted(mail.email_to for mail in new),
            [
                '"Hedy Head" <head@example.com>',
                '"Rae Reviewee" <reviewee@example.com>',
            ],
        )
        self.assertNotIn("grievance", "".join(new.mapped("body_html")))

    def test_screen(self):
        """The person comes to the page on which to write, the head to the list."""
        year = self.as_("reviewee", self.year)
        action = year.action_open_reviewer_requests()
        self.assertEqual(action["views"], [(False, "form")])
        self.assertEqual(action["context"], {"default_appraisal_id": self.year.id})
        self._sent()
        action = self.as_("reviewee", self.year).action_open_reviewer_requests()
        self.assertNotEqual(action["views"], [(False, "form")])
        request = self.env["school.appraisal.reviewer.request"].search(action["domain"])
        self.assertTrue(self.as_("head", request).can_decide)
        self.assertFalse(self.as_("reviewee", request).can_decide)
