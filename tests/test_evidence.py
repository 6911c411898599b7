import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, freeze_time, tagged

from .common import AppraisalCommon, AppraisalTrust, plain_paper

PDF = b"%PDF-1.4 a file"
HTML = b"<html><script>alert(1)</script></html>"
DIALOG = "school.appraisal.evidence.collect"


class EvidenceCase(AppraisalTrust):
    def _with_evidence(self, who="reviewee", **values):
        """A year with a line of evidence in its plan."""
        self.appraisal = self._launch(who)
        self.evidence = self.as_("reviewer", self.appraisal.evidence_ids).create(
            {
                "appraisal_id": self.appraisal.id,
                "name": "Reading records",
                "note": "From the class teacher",
                **values,
            }
        )

    def _collect(self, who="reviewer", evidence=None, **values):
        dialog = self.as_(who, self.env[DIALOG]).create(
            {
                "evidence_id": (evidence or self.evidence).id,
                "file": base64.b64encode(PDF),
                "filename": "record.pdf",
                **values,
            }
        )
        dialog.action_collect()

    def _files(self, who="reviewer"):
        return self.as_(who, self.evidence).file_ids


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 09:00:00")
class TestEvidence(EvidenceCase, AppraisalCommon):
    """What shows how the year went: agreed, collected, and shared as it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))

    def setUp(self):
        super().setUp()
        self._with_evidence()

    # COLLECTED AND SHARED

    def test_a_file_is_read_by_the_person_at_once(self):
        self._sign_plan(self.appraisal)
        self._collect(finding="Eight of ten", date_collected="2026-11-01")
        seen = self.as_("reviewee", self.evidence)
        self.assertEqual(seen.finding, "Eight of ten")
        self.assertEqual(str(seen.date_collected), "2026-11-01")
        self.assertEqual(seen.file_count, 1)
        self.assertEqual(seen.file_ids.name, "record.pdf")
        self.assertEqual(seen.file_ids.raw, PDF)
        # Who and when: the session's and the server's.
        self.assertEqual(seen.collected_by_id, self.users["reviewer"])
        self.assertEqual(str(seen.collected_at), "2026-11-02 09:00:00")
        self.assertEqual(seen.file_ids.create_uid, self.users["reviewer"])
        self.assertFalse(self.env[DIALOG].search([]))

    def test_nothing_is_collected_tomorrow(self):
        self._sign_plan(self.appraisal)
        evidence = self.as_("reviewer", self.evidence)
        evidence.date_collected = "2026-11-02"
        with self.assertRaisesRegex(UserError, "has not come yet"):
            evidence.date_collected = "2026-11-03"

    def test_who_reads_the_line_reads_its_files(self):
        self._sign_plan(self.appraisal)
        self._collect()
        file = self._files()
        for who, may in (
            ("reviewee", True),
            ("head", True),
            ("colleague", False),
            ("manager", False),
            ("other_head", False),
            ("hr_manager", False),
            ("system", False),
        ):
            with self.subTest(who=who):
                self.assertEqual(self.as_(who, file).has_access("read"), may)
                self.assertEqual(self.as_(who, self.evidence).has_access("read"), may)

    def test_the_person_is_told_and_of_nothing(self):
        for who in ("reviewee", "reviewer"):
            self.users[who].email = f"{who}@example.org"
        mails = self.env["mail.mail"]
        before = mails.search([])
        # While it is planned, the plan itself is shared.
        self.as_("reviewer", self.evidence).finding = "A secret"
        self.assertEqual(mails.search([]), before)
        self._sign_plan(self.appraisal)
        before = mails.search([])
        self._collect(finding="A secret", filename="secret.pdf")
        self._collect()
        mail = mails.search([]) - before
        self.assertEqual(mail.email_to, self.users["reviewee"].email_formatted)
        for word in ("secret", "Rae", "Reading", self.appraisal.name):
            self.assertNotIn(word, f"{mail.subject} {mail.body_html}")

    def test_told_whichever_way_it_is_put_in(self):
        self._sign_plan(self.appraisal)
        reviewee = self.users["reviewee"]
        lines = self.as_("reviewer", self.appraisal.evidence_ids)
        for way in (
            lambda: self.as_("reviewer", self.evidence).write({"finding": "Seven"}),
            lambda: lines.create({"appraisal_id": self.appraisal.id, "name": "x"}),
            lambda: lines.create(
                {"appraisal_id": self.appraisal.id, "name": "y", "planned": False}
            ),
            lambda: self.as_("reviewer", self.env["ir.attachment"]).create(
                {
                    "name": "a.pdf",
                    "raw": PDF,
                    "res_model": self.evidence._name,
                    "res_id": self.evidence.id,
                }
            ),
        ):
            reviewee.appraisal_told_on = False
            try:
                with self.env.cr.savepoint():
                    way()
            except UserError:
                # What the signed plan would have to name.
                self.assertFalse(reviewee.appraisal_told_on)
            else:
                self.assertEqual(str(reviewee.appraisal_told_on), "2026-11-02")

    def test_who_and_when_are_not_given(self):
        for name, value in (
            ("collected_by_id", self.users["head"].id),
            ("collected_at", "2026-01-01 10:00:00"),
        ):
            with self.assertRaisesRegex(AccessError, "cannot be written directly"):
                self.as_("reviewer", self.evidence).write({name: value})

    # AGREED IN THE PLAN

    def test_only_what_was_agreed(self):
        """KM §4.4, GU: only what the plan names; others leave it open (CT §7)."""
        self._sign_plan(self.appraisal)
        lines = self.as_("reviewer", self.appraisal.evidence_ids)
        more = {"appraisal_id": self.appraisal.id, "name": "A letter", "planned": False}
        self.assertTrue(lines.create(more))
        self.group.evidence_agreed = True
        with self.assertRaisesRegex(UserError, "only evidence that the plan agreed"):
            lines.create(more)
        # Not by naming it an agreed one after the plan is signed, either.
        with self.assertRaisesRegex(UserError, "has been signed"):
            lines.create({**more, "planned": True})
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", self.evidence).planned = False
        self._collect(finding="Eight of ten")
        self.assertEqual(len(self._files()), 1)

    def test_nothing_is_laid_aside_while_planning(self):
        """A line that is not on the plan would be there for the year."""
        self.group.evidence_agreed = True
        with self.assertRaisesRegex(UserError, "only evidence that the plan agreed"):
            self.as_("reviewer", self.evidence).planned = False

    def test_presets(self):
        """Which of the five policies want it agreed beforehand."""
        for name, agreed in (
            ("tm", False),
            ("wp", False),
            ("gu", True),
            ("km", True),
            ("ct", False),
        ):
            groups = self.env.ref(f"school_appraisal.policy_{name}").staff_group_ids
            with self.subTest(policy=name):
                self.assertEqual(set(groups.mapped("evidence_agreed")), {agreed})

    # WHO AND WHEN

    def test_nobody_else_collects(self):
        self._sign_plan(self.appraisal)
        for who in ("reviewee", "head", "colleague", "manager", "other_head"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._collect(who)
            with self.assertRaises(AccessError):
                self.as_(who, self.env["ir.attachment"]).create(
                    {
                        "name": "a.pdf",
                        "raw": PDF,
                        "res_model": self.evidence._name,
                        "res_id": self.evidence.id,
                    }
                )
        self.assertFalse(self._files())
        self.assertFalse(self.as_("reviewee", self.evidence).can_collect)
        self.assertTrue(self.as_("reviewer", self.evidence).can_collect)

    def test_from_the_signed_plan_to_the_signed_review(self):
        with self.assertRaisesRegex(UserError, "between the plan and the review"):
            self._collect()
        self._sign_plan(self.appraisal)
        self._collect()
        self.as_("reviewer", self.appraisal).action_open_review()
        self._collect()
        self._fill_review(self.appraisal)
        review = self._statement(self.appraisal, "review")
        self._share(review)
        self._sign_both(review)
        self.assertFalse(self.as_("reviewer", self.evidence).can_collect)
        with self.assertRaisesRegex(UserError, "between the plan and the review"):
            self._collect()
        self.assertEqual(len(self._files("reviewee")), 2)
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self._remove(self._files()[0])

    def test_a_year_that_stands_still(self):
        self.group.suspension = True
        self._sign_plan(self.appraisal)
        self._collect()
        self.as_("head", self.appraisal).suspend("Capability")
        with self.assertRaisesRegex(UserError, "stands still"):
            self._collect()
        with self.assertRaisesRegex(UserError, "stands still"):
            self._remove(self._files())

    def test_what_the_review_prints_closes_with_it(self):
        """GU: the review says what evidence showed."""
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.appraisal).action_open_review()
        review = self._statement(self.appraisal, "review")
        review.form_id.asks_findings = True
        self._fill_review(self.appraisal)
        self._share(review)
        self._sign("reviewee", review)
        with self.assertRaisesRegex(UserError, "the review is signed"):
            self._collect(finding="Eight of ten")

    def test_a_file_alone_leaves_what_is_printed(self):
        self._sign_plan(self.appraisal)
        self._collect(finding="Eight of ten")
        self.as_("reviewer", self.appraisal).action_open_review()
        review = self._statement(self.appraisal, "review")
        review.form_id.asks_findings = True
        self._fill_review(self.appraisal)
        self._share(review)
        self._collect()
        self.assertEqual(review.state, "shared")
        self.assertEqual(self.evidence.finding, "Eight of ten")

    def test_a_dialog_that_is_only_asked_for_is_registered(self):
        self._sign_plan(self.appraisal)
        self._collect(finding="Eight of ten")
        log = self.env["school.appraisal.access.log"]
        mine = [
            ("appraisal_id", "=", self.appraisal.id),
            ("user_id", "=", self.users["head"].id),
        ]
        self.assertFalse(log.search(mine))
        self.as_("head", self.env[DIALOG]).onchange(
            {"evidence_id": self.evidence.id},
            ["evidence_id"],
            {"evidence_id": {}, "finding": {}},
        )
        self.assertTrue(log.search(mine))

    # REMOVED

    def _remove(self, file, who="reviewer"):
        self.as_(who, self.evidence).write({"file_ids": [Command.delete(file.id)]})

    def test_the_reviewer_removes_a_wrong_file(self):
        self._sign_plan(self.appraisal)
        self._collect()
        self._collect(filename="wrong.pdf")
        wrong = self._files().filtered(lambda file: file.name == "wrong.pdf")
        for who in ("reviewee", "head", "colleague"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._remove(wrong, who)
        self._remove(wrong)
        self.assertFalse(wrong.exists())
        self.assertEqual(self._files().name, "record.pdf")

    def test_the_list_of_files_takes_nothing_else(self):
        self._sign_plan(self.appraisal)
        self._collect()
        file = self._files()
        loose = self.as_("reviewer", self.env["ir.attachment"]).create(
            {"name": "mine.pdf", "raw": PDF}
        )
        lines = self.as_("reviewer", self.evidence)
        for command in (
            Command.create({"name": "a.html", "raw": HTML}),
            Command.update(file.id, {"name": "another.pdf"}),
            Command.link(loose.id),
            Command.unlink(file.id),
            Command.clear(),
            Command.set([]),
        ):
            with self.subTest(command=command):
                with self.assertRaisesRegex(UserError, "Collect…"):
                    lines.write({"file_ids": [command]})
                with self.assertRaisesRegex(UserError, "Collect…"):
                    lines.create(
                        {
                            "appraisal_id": self.appraisal.id,
                            "name": "x",
                            "planned": False,
                            "file_ids": [command],
                        }
                    )
        self.assertEqual(self._files(), file)

    def test_a_file_of_another_year_is_not_deleted_by_the_list(self):
        self._sign_plan(self.appraisal)
        self._collect()
        theirs, mine = self._files(), self.evidence
        self._with_evidence("colleague")
        self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.evidence = self.evidence.with_env(self.env)
        with self.assertRaises(AccessError):
            self._remove(theirs, "manager")
        self.evidence = mine
        self.assertEqual(self._files(), theirs)

    # BAD INPUT

    def test_files_that_are_none(self):
        self._sign_plan(self.appraisal)
        for values, sentence in (
            ({"file": base64.b64encode(HTML)}, "not of a kind"),
            ({"filename": "record.exe"}, "not of a kind"),
            ({"filename": "record.pdf.html"}, "not of a kind"),
            ({"file": base64.b64encode(bytes(11 * 1024 * 1024))}, "larger than 10 MB"),
            ({"file": "no base64 !"}, "takes a file"),
            ({"file": False}, "Choose a file"),
            ({"file": False, "finding": "  "}, "Choose a file"),
            ({"finding": "\0"}, "without control characters"),
            ({"date_collected": "next week"}, "a date such as"),
        ):
            with self.subTest(values=list(values)):
                with self.assertRaisesRegex(UserError, sentence):
                    self._collect(**values)
        self.assertFalse(self._files())
        self.assertFalse(self.as_("reviewee", self.evidence).finding)

    def test_a_refused_file_leaves_the_words_alone(self):
        self._sign_plan(self.appraisal)
        # As a request does, taking back what was begun.
        with self.assertRaises(UserError):
            self._collect(finding="Eight of ten", file=base64.b64encode(HTML))
        self.assertFalse(self.as_("reviewee", self.evidence).finding)

    def test_a_dialog_on_somebody_elses_year_tells_nothing(self):
        self.as_("reviewer", self.evidence).finding = "Eight of ten"
        self._sign_plan(self.appraisal)
        dialog = self.as_("colleague", self.env[DIALOG])
        with self.assertRaises(AccessError):
            Form(dialog.with_context(default_evidence_id=self.evidence.id))
        with self.assertRaises(AccessError):
            dialog.create({"evidence_id": self.evidence.id})

    # THE SCREEN

    def test_the_dialog_begins_with_what_is_there(self):
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.evidence).finding = "Eight of ten"
        dialog = Form(
            self.as_("reviewer", self.env[DIALOG]).with_context(
                default_evidence_id=self.evidence.id
            )
        )
        self.assertEqual(dialog.finding, "Eight of ten")
        self.assertEqual(dialog.evidence_name, "Reading records")

    def test_many_files_take_no_more_queries(self):
        self._sign_plan(self.appraisal)

        def queries():
            spec = Form(self.as_("reviewee", self.appraisal))._view["fields_spec"]
            self.as_("reviewee", self.appraisal)
            start = self.env.cr.sql_log_count
            self.as_("reviewee", self.appraisal).web_read(spec)
            return self.env.cr.sql_log_count - start

        self._collect()
        few = queries()
        for number in range(12):
            line = self.as_("reviewer", self.appraisal.evidence_ids).create(
                {
                    "appraisal_id": self.appraisal.id,
                    "name": f"Line {number}",
                    "planned": False,
                }
            )
            self._collect(evidence=line)
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 09:00:00")
class TestEvidenceFiles(EvidenceCase, HttpCase):
    """From outside: the link on the person's own screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        cls._set_up_trust(cls.env)

    def test_download(self):
        self._with_evidence()
        self._sign_plan(self.appraisal)
        self._collect()
        address = f"/web/content/{self._files().id}?download=true"
        for who, status in (("reviewee", 200), ("head", 200), ("colleague", 404)):
            self.authenticate(self.users[who].login, self.users[who].login)
            with self.subTest(who=who):
                self.assertEqual(self.url_open(address).status_code, status)
        log = self.env["school.appraisal.access.log"].search(
            [("appraisal_id", "=", self.appraisal.id), ("event", "=", "opened")]
        )
        self.assertIn(self.users["head"], log.user_id)
