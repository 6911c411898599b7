import base64
import hashlib
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestStatement(AppraisalCommon):
    """Draft, shared, signed, frozen: what each step lets and refuses."""

    def setUp(self):
        super().setUp()
        self.appraisal = self._launch()
        self._plan(self.appraisal)
        self.statement = self._statement(self.appraisal)
        self.objective = self.appraisal.objective_ids

    # SHARING

    def test_share_names_what_is_missing(self):
        self.as_("reviewer", self.objective).write(
            {"success_criteria": False, "date_due": False, "priority_id": False}
        )
        with self.assertRaises(UserError) as caught:
            self._share(self.statement)
        for sentence in (
            "Objective 1: say how we shall know.",
            "Objective 1: say by when.",
            "Objective 1: link it to the improvement plan.",
        ):
            self.assertIn(sentence, str(caught.exception))
        self.assertEqual(self.statement.state, "draft")

    def test_only_the_reviewer_shares(self):
        for who in ("reviewee", "head", "manager", "colleague", "system"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self._share(self.statement, who)

    def test_edit_of_a_shared_plan_makes_the_next_draft(self):
        self._share(self.statement)
        shown = self.statement.content_hash
        self.as_("reviewer", self.objective).name = "Another aim"
        self.assertEqual((self.statement.state, self.statement.version), ("draft", 2))
        self._share(self.statement)
        self.assertNotEqual(self.statement.content_hash, shown)

    def test_stale_page_cannot_sign(self):
        self._share(self.statement)
        shown = self.statement.content_hash
        self.as_("reviewer", self.objective).name = "Another aim"
        self._share(self.statement)
        with self.assertRaisesRegex(UserError, "has changed since you opened it"):
            self.as_("reviewee", self.statement).sign(shown, "typed")

    def test_dialog_signs_what_it_showed(self):
        self._share(self.statement)
        action = self.as_("reviewee", self.statement).action_open_sign()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.as_("reviewer", self.objective).name = "Another aim"
        self._share(self.statement)
        with self.assertRaisesRegex(UserError, "has changed since you opened it"):
            self.as_("reviewee", dialog).action_sign()

    # SIGNING

    def test_signed_content_is_closed(self):
        self._share(self.statement)
        self._sign("reviewee", self.statement)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", self.objective).name = "Another aim"
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", self.objective).unlink()
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", self.objective).create(
                {"appraisal_id": self.appraisal.id, **self._objective_values()}
            )
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", self.statement).reviewer_comments = "Late"

    def test_taking_back_voids_signatures(self):
        self._share(self.statement)
        self._sign("reviewee", self.statement)
        self.as_("reviewer", self.statement).action_take_back()
        self.assertTrue(self.statement.signature_ids.voided_on)
        self._share(self.statement)
        self._sign_both(self.statement)
        self.assertEqual(self.statement.state, "final")
        self.assertEqual(len(self.statement.signature_ids), 3)

    def test_signature_is_the_sessions(self):
        self._share(self.statement)
        self._sign("reviewee", self.statement, method="drawn", image=PIXEL)
        signature = self.statement.signature_ids
        self.assertRecordValues(
            signature,
            [
                {
                    "role": "reviewee",
                    "user_id": self.users["reviewee"].id,
                    "signer_name": "Rae Reviewee",
                    "method": "drawn",
                    "content_hash": self.statement.content_hash,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "signed it already"):
            self._sign("reviewee", self.statement)

    def test_others_do_not_sign(self):
        self._share(self.statement)
        shown = self.statement.content_hash
        for who in ("head", "manager", "colleague", "system", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.statement).sign(shown, "typed")

    def test_comment_belongs_to_the_reviewee(self):
        self._share(self.statement)
        with self.assertRaises(UserError):
            self.as_("reviewer", self.statement).respond("Put in his mouth")
        with self.assertRaises(AccessError):
            self.as_("reviewer", self.statement).reviewee_comments = "Forged"
        self.as_("reviewee", self.statement).respond("Mine")
        self._sign("reviewee", self.statement)
        with self.assertRaisesRegex(UserError, "you have signed it"):
            self.as_("reviewee", self.statement).respond("Changed my mind")

    # ON PAPER AND REFUSED

    def test_paper_is_recorded_by_the_head(self):
        self._share(self.statement)
        paper = (date(2026, 10, 1), b"%PDF-1.4 scan", "scan.pdf")
        with self.assertRaisesRegex(UserError, "recorded by the head"):
            self.as_("reviewer", self.statement).sign_paper(*paper)
        self.as_("head", self.statement).sign_paper(*paper)
        self._sign("reviewer", self.statement)
        self.assertEqual(self.statement.state, "final")
        signature = self.statement.signature_ids.filtered("scan_id")
        self.assertEqual(signature.signer_name, "Rae Reviewee")
        self.assertEqual(signature.user_id, self.users["head"])
        with self.assertRaisesRegex(AccessError, "signed statement"):
            signature.scan_id.raw = b"other"

    def test_paper_of_a_person_without_login(self):
        self.staff["nologin"] = self._create_staff(
            self.env["hr.employee"].create({"name": "No Login"})
        )
        appraisal = self._launch("nologin")
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        with self.assertRaisesRegex(UserError, "Add the scan"):
            self.as_("reviewer", statement).sign_paper(date(2026, 10, 1), b"", "")
        for day in (date(2026, 9, 30), date(2026, 10, 2), False):
            with self.assertRaisesRegex(UserError, "date of signing"):
                self.as_("reviewer", statement).sign_paper(day, b"x", "x.pdf")
        self.as_("reviewer", statement).sign_paper(
            date(2026, 10, 1), b"%PDF-1.4 scan", "scan.pdf"
        )
        self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "monitoring")

    def test_refusal_is_recorded(self):
        self._share(self.statement)
        self._sign("reviewer", self.statement)
        with self.assertRaisesRegex(UserError, "what the person answered"):
            self.as_("reviewer", self.statement).record_refusal(" ")
        self.as_("reviewer", self.statement).record_refusal("Wants another reviewer")
        self.assertEqual(self.statement.state, "final")
        self.assertEqual(self.statement.refusal_user_id, self.users["reviewer"])
        self.assertEqual(self.statement.signature_ids.role, "reviewer")

    # FROZEN

    def test_final_is_frozen_for_everyone(self):
        self._share(self.statement)
        self._sign_both(self.statement)
        attachment = self.statement.attachment_id
        pdf = attachment.raw
        self.assertEqual(self.statement.checksum, hashlib.sha256(pdf).hexdigest())
        for who in ("reviewer", "reviewee", "head", "system"):
            file = self.as_(who, attachment)
            for attack in (
                lambda file: file.write({"raw": b"x"}),
                lambda file: file.write({"res_id": 0}),
                lambda file: file.write({"name": "x"}),
                lambda file: file.unlink(),
            ):
                with self.subTest(who=who), self.assertRaises(AccessError):
                    attack(file)
        with self.assertRaises(AccessError):
            attachment.sudo().unlink()
        self.objective.priority_id.name = "Renamed priority"
        self.employees["reviewee"].name = "Renamed Person"
        self.assertEqual(self.as_("reviewee", self.statement)._get_pdf(), pdf)

    def test_cancelled_cannot_be_signed(self):
        self._share(self.statement)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_("head", self.appraisal).cancel("")
        self.as_("head", self.appraisal).cancel("Left the school")
        with self.assertRaisesRegex(UserError, "cancelled"):
            self._sign("reviewee", self.statement)
        self.assertTrue(self._launch())

    def test_reviewee_asks_for_a_need_in_a_shared_plan(self):
        """Who has a form to sign does not turn it into a draft unawares."""
        self._share(self.statement)
        needs = self.as_("reviewee", self.appraisal.cpd_need_ids)
        with self.assertRaises(UserError) as caught:
            needs.create({"appraisal_id": self.appraisal.id, "name": "A course"})
        self.assertIn("Ask for changes", str(caught.exception))
        self.assertEqual(self.statement.state, "shared")

    def test_refusal_settles_a_request_for_changes(self):
        self._share(self.statement)
        self.as_("reviewee", self.statement).respond("No", changes_requested=True)
        self.as_("head", self.statement).record_refusal("Will not sign")
        self.assertFalse(self.statement.changes_requested)
        self.assertEqual(
            self.as_("reviewer", self.appraisal).next_action, "sign_planning"
        )
