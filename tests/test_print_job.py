import io
import subprocess
import zipfile
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from ..models import appraisal_print_job
from .common import AppraisalCommon
from .http_common import Outside


@tagged("post_install", "-at_install")
class TestPrintJob(AppraisalCommon, Outside):
    """The head prints a cycle: one signed plan, one shared, one draft."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls(methodName="run")
        with freeze_time("2026-10-01"):
            cls.signed = here._sign_plan(cls._launch())
            shared = cls._launch("colleague")
            here._plan(shared)
            cls.shared = here._statement(shared)
            here._share(cls.shared)
            cls.draft = here._statement(cls._launch("reviewer", reviewer="manager"))
        cls.cron = cls.env.ref("school_appraisal.ir_cron_print")
        cls.env.flush_all()

    def _ask(self, who="head", **values):
        """What the dialog begins, as who asked."""
        dialog = self.as_(who, self.env["school.appraisal.statement.print"]).create(
            {"cycle_id": self.cycle.id, **values}
        )
        action = dialog.action_print()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _work(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _printed(self, **values):
        job = self._ask(**values)
        self._work()
        self.assertEqual(job.state, "done")
        return job

    def _rows(self, statement, who="head"):
        return self.env["school.appraisal.access.log"].search_count(
            [
                ("appraisal_id", "=", statement.appraisal_id.id),
                ("user_id", "=", self.users[who].id),
                ("event", "=", "printed"),
            ]
        )

    def _unzip(self, job):
        archive = zipfile.ZipFile(io.BytesIO(self.as_("head", job).file_ids.raw))
        return {name: archive.read(name) for name in archive.namelist()}

    # WHAT IS IN IT

    def test_zip_of_signed_forms(self):
        job = self._printed()
        files = self._unzip(job)
        listed = files.pop(next(name for name in files if name.endswith(".csv")))
        self.assertEqual(list(files.values()), [self.signed.attachment_id.raw])
        [name] = files
        reference = self.signed.appraisal_id.name.replace("/", "-")
        self.assertEqual(name, f"001-{reference}-planning-v1.pdf")
        self.assertIn(f"{name},Rae Reviewee,2026/27", listed.decode("utf-8-sig"))
        self.assertFalse(job.part_ids)
        self.assertEqual(job.statement_ids, self.signed)

    def test_drafts_are_asked_for_and_marked(self):
        job = self._printed(with_unsigned=True, file_format="pdf")
        self.assertEqual(job.progress, "3 of 3")
        self.assertFalse(job.left_out)
        pdf = job.file_ids.raw
        singles = [self.as_("head", s)._get_pdf() for s in job.statement_ids]
        self.assertEqual(
            PdfFileReader(io.BytesIO(pdf)).getNumPages(),
            sum(PdfFileReader(io.BytesIO(one)).getNumPages() for one in singles),
        )
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        for mark in ("DRAFT – not signed", "For signature"):
            self.assertIn(mark, text)
        # By the name of the person: Col League, Rae Reviewee, Rory Reviewer.
        order = self.shared | self.signed | self.draft
        references = order.appraisal_id.mapped("name")
        self.assertEqual(references, sorted(references, key=text.index))

    def test_kinds_and_people(self):
        with self.assertRaisesRegex(UserError, "no such form"):
            self._ask(with_plans=False)
        job = self._ask(
            cycle_id=False,
            appraisal_ids=[Command.set(self.shared.appraisal_id.ids)],
            with_unsigned=True,
        )
        self.assertEqual(job.queue, self.shared.ids)

    def test_several_files(self):
        with (
            patch.object(appraisal_print_job, "BATCH", 1),
            patch.dict(appraisal_print_job.VOLUME, {"zip": 2}),
        ):
            job = self._printed(with_unsigned=True)
        names = job.file_ids.sorted("id").mapped("name")
        self.assertEqual([name[17:] for name in names], ["zip", "2.zip"])
        inside = [
            [name[:3] for name in zipfile.ZipFile(io.BytesIO(file.raw)).namelist()]
            for file in job.file_ids.sorted("id")
        ]
        self.assertEqual(inside, [["001", "002", "for"], ["003", "for"]])

    # AS THE USER

    def test_each_print_is_in_the_register(self):
        self._ask(with_unsigned=True)
        self.assertEqual(self._rows(self.signed), 0)
        self._work()
        for statement in (self.signed, self.shared, self.draft):
            self.assertEqual(self._rows(statement), 1)

    def test_what_he_may_not_read_is_left_out(self):
        """Between asking and printing the head of the school changes."""
        job = self._ask(with_unsigned=True)
        row = self.draft.appraisal_id.access_ids.filtered(lambda r: r.role == "head")
        row._with_pass().write({"state": "ended"})
        self._work()
        self.assertEqual(
            job.left_out, f"{self.draft.appraisal_id.name}: you may no longer read it"
        )
        self.assertEqual(job.statement_ids, self.signed | self.shared)
        self.assertEqual(self._rows(self.draft), 0)
        self.assertEqual(len(self._unzip(job)), 3)

    def test_others_find_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "no such form"):
            self._ask("other_head")
        for who in ("reviewer", "pay_officer", "administrator", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._ask(who)

    def test_a_form_that_fails_does_not_stop_the_others(self):
        self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "school_appraisal.broken",
                "arch": "<t t-out=\"content['no']['such']\" />",
            }
        )
        self.draft.form_id.template = "school_appraisal.broken"
        job = self._ask(with_unsigned=True)
        with self.assertLogs("odoo.addons.school_appraisal", "ERROR"):
            self._work()
        self.assertEqual(job.state, "done")
        for statement in (self.shared, self.draft):
            reference = statement.appraisal_id.name
            self.assertIn(f"{reference}: it could not be printed", job.left_out)
            self.assertEqual(self._rows(statement), 0)
        # Frozen before, and so the same for ever.
        self.assertEqual(job.statement_ids, self.signed)

    def test_a_file_that_is_gone_is_said(self):
        self.signed.attachment_id._with_pass().raw = False
        with self.assertLogs("odoo.addons.school_appraisal", "ERROR"):
            job = self._printed()
        self.assertIn("it could not be printed", job.left_out)
        self.assertFalse(job.file_ids)

    # WHO HAS IT, AND HOW LONG

    def test_only_who_asked_opens_the_file(self):
        job = self._printed()
        url = f"/web/content/{job.file_ids.id}?download=true"
        for who in ("other_head", "reviewer", "reviewee", "administrator", "system"):
            self.sign_in(self.users[who])
            with self.subTest(who=who):
                self.assertEqual(self.get(url).status_code, 404)
        self.sign_in(self.users["head"])
        self.assertEqual(self.get(url).content, job.file_ids.raw)

    def test_file_is_shut_with_one_of_its_years(self):
        """Who is no longer head of one of these people has nothing more of it."""
        job = self._printed(with_unsigned=True)
        mine = self.as_("head", job)
        self.assertEqual(mine.search([]), mine)
        row = self.draft.appraisal_id.access_ids.filtered(lambda r: r.role == "head")
        row._with_pass().write({"state": "ended"})
        mine = self.as_("head", job)
        self.assertFalse(mine.search([]))
        self.assertFalse(mine.has_access("read"))
        self.assertFalse(job.file_ids.with_user(self.users["head"]).has_access("read"))

    def test_nobody_changes_or_adds_files(self):
        job = self._printed()
        mine = self.as_("head", job)
        with self.assertRaises(AccessError):
            mine.file_ids.write({"raw": b"%PDF-1.4 forged"})
        with self.assertRaises(AccessError):
            mine.file_ids.create(
                {"name": "x.pdf", "raw": b"x", "res_model": job._name, "res_id": job.id}
            )
        with self.assertRaises(UserError):
            job.file_ids.write({"raw": b"%PDF-1.4 forged"})

    def test_deleted_after_a_day(self):
        job = self._printed()
        file = job.file_ids
        late = fields.Datetime.now() + timedelta(days=1, minutes=1)
        with freeze_time(late):
            self.assertFalse(self.as_("head", job).has_access("read"))
            self._work()
        self.assertFalse(job.exists() or file.exists())

    def test_deleted_by_hand(self):
        job = self._printed()
        file = job.file_ids
        self.as_("head", job).unlink()
        self.assertFalse(file.exists())

    def test_deleted_with_the_login(self):
        job = self._ask()
        self.users["head"].active = False
        self._work()
        self.assertFalse(job.exists())
