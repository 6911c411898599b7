"""Files that people add: of the size and kinds that the settings allow, and closed with
the line that they hang on."""

import base64
import io
import zipfile
from datetime import date

from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import AppraisalCommon, AppraisalTrust
from .test_statement import PIXEL

PDF = b"%PDF-1.4 a file"
PNG = base64.b64decode(PIXEL)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
HTML = b"<html><body><script>alert(1)</script></body></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def archive(**files):
    """A ZIP, as office programs write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


def office(folder):
    return archive(**{"[Content_Types].xml": "<Types/>", f"{folder}/a.xml": "<a/>"})


def open_document(kind):
    return archive(mimetype=f"{OPEN}.{kind}", **{"content.xml": "<a/>"})


class FilesCase(AppraisalCommon):
    def setUp(self):
        super().setUp()
        self.appraisal = self._launch()
        self._plan(self.appraisal)
        self.plan = self._statement(self.appraisal)
        self.objective = self.appraisal.objective_ids
        self.evidence = self.as_("reviewer", self.appraisal.evidence_ids).create(
            {"appraisal_id": self.appraisal.id, "name": "Reading records"}
        )

    def _attach(self, record, who="reviewer", **values):
        return self.as_(who, self.env["ir.attachment"]).create(
            {
                "name": "notes.pdf",
                "raw": PDF,
                "res_model": record._name,
                "res_id": record.id,
                **values,
            }
        )

    def _set(self, **values):
        Settings = self.env["res.config.settings"].with_user(self.users["system"])
        Settings.create(values).execute()


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestSizeAndKind(FilesCase):
    def test_kinds_are_known_by_their_bytes(self):
        for name, data, mimetype in (
            ("plan.pdf", PDF, "application/pdf"),
            ("PLAN.PDF", PDF, "application/pdf"),
            ("plan", PDF, "application/pdf"),
            ("photo.png", PNG, "image/png"),
            ("photo.jpeg", JPEG, "image/jpeg"),
            # A telephone may call it otherwise.
            ("photo.jpg", PNG, "image/png"),
            ("a.docx", office("word"), f"{OFFICE}.wordprocessingml.document"),
            ("a.xlsx", office("xl"), f"{OFFICE}.spreadsheetml.sheet"),
            ("a.odt", open_document("text"), f"{OPEN}.text"),
            ("a.ods", open_document("spreadsheet"), f"{OPEN}.spreadsheet"),
        ):
            with self.subTest(name=name):
                file = self._attach(self.evidence, name=name, raw=data)
                self.assertEqual((file.mimetype, file.raw), (mimetype, data))

    def test_other_kinds_are_refused(self):
        for name, data in (
            ("a.html", HTML),
            ("a.pdf", HTML),
            ("a.svg", SVG),
            ("a.png", SVG),
            ("a.pdf", b"#!/bin/sh\nrm -r /"),
            ("a.docx", archive(**{"run.exe": "MZ"})),
            ("a.pdf", b"plain words"),
            ("a.pdf", b""),
            ("a.html", PDF),
            ("a.exe", PDF),
            ("a.pptx", office("ppt")),
        ):
            with self.subTest(name=name, data=data[:9]):
                with self.assertRaises(UserError) as caught:
                    self._attach(self.evidence, name=name, raw=data)
                self.assertIn(f"“{name}”", str(caught.exception))
                self.assertIn("pdf, png, jpg", str(caught.exception))

    def test_said_to_be_something_else(self):
        """A browser is told what a file is, not what its sender called it."""
        file = self._attach(self.evidence, mimetype="text/html")
        self.assertEqual(file.mimetype, "application/pdf")
        file.mimetype = "text/html"
        self.assertEqual(file.mimetype, "application/pdf")

    def test_every_way_in(self):
        file = self._attach(self.evidence)
        encoded = base64.b64encode(HTML)
        for values in (
            {"raw": HTML},
            {"datas": encoded},
            {"name": "notes.html"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                file.write(values)
        self.assertEqual((file.raw, file.name), (PDF, "notes.pdf"))
        for values in (
            {"raw": False, "datas": encoded},
            {"raw": False, "db_datas": encoded},
            {"raw": False, "type": "url", "url": "https://example.com/a.pdf"},
            {"type": "url", "url": "https://example.com/a.pdf"},
            {"url": "/a.pdf"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._attach(self.evidence, **values)
        # Made beside the appraisal and moved to it.
        loose = self.as_("reviewer", self.env["ir.attachment"]).create(
            {"name": "a.html", "raw": HTML}
        )
        with self.assertRaisesRegex(UserError, "not of a kind"):
            loose.write({"res_model": self.evidence._name, "res_id": self.evidence.id})

    def test_size(self):
        big = PDF + bytes(10 * 1024 * 1024)
        with self.assertRaisesRegex(UserError, "“big.pdf” is larger than 10 MB. Make"):
            self._attach(self.evidence, name="big.pdf", raw=big)
        file = self._attach(self.evidence, raw=big[: 10 * 1024 * 1024])
        with self.assertRaisesRegex(UserError, "larger than 10 MB"):
            file.raw = big

    def test_settings(self):
        self._set(appraisal_upload_megabytes=1, appraisal_upload_kinds=".PDF, jpeg")
        with self.assertRaisesRegex(UserError, "larger than 1 MB"):
            self._attach(self.evidence, raw=PDF + bytes(1024 * 1024))
        with self.assertRaisesRegex(UserError, "add it again: pdf, jpg."):
            self._attach(self.evidence, name="a.png", raw=PNG)
        self.assertTrue(self._attach(self.evidence, name="a.jpg", raw=JPEG))

    def test_settings_take_no_kind_that_runs(self):
        for values, sentence in (
            ({"appraisal_upload_kinds": "pdf, html, svg"}, "kind “html, svg” cannot"),
            ({"appraisal_upload_megabytes": 0}, "1 MB or more"),
            ({"appraisal_upload_megabytes": -1}, "1 MB or more"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, sentence),
            ):
                self._set(**values)

    def test_parameters_that_are_nonsense(self):
        """Written past the settings: the limits that the addon comes with hold."""
        parameter = self.env["ir.config_parameter"]
        for size, kinds in (("", ""), ("x", "html"), ("0", ","), ("-3", "../..")):
            parameter.set_param("school_appraisal.upload_megabytes", size)
            parameter.set_param("school_appraisal.upload_kinds", kinds)
            with self.subTest(size=size, kinds=kinds):
                with self.assertRaisesRegex(UserError, "larger than 10 MB"):
                    self._attach(self.evidence, raw=PDF + bytes(10 * 1024 * 1024))
                with self.assertRaisesRegex(UserError, "not of a kind"):
                    self._attach(self.evidence, name="a.html", raw=HTML)

    def test_settings_page(self):
        settings = Form(self.env["res.config.settings"].with_user(self.users["system"]))
        self.assertEqual(settings.appraisal_upload_megabytes, 10)
        self.assertIn("docx", settings.appraisal_upload_kinds)

    # SIGNATURES

    def test_scan(self):
        """The dialog refuses with the same words, and nothing is signed."""
        self._share(self.plan)
        dialog = self.as_("head", self.plan).action_open_paper()
        dialog = self.as_("head", self.env[dialog["res_model"]]).browse(
            dialog["res_id"]
        )
        dialog.paper_date = date(2026, 10, 1)
        for name, data, sentence in (
            ("scan.pdf", PDF + bytes(10 * 1024 * 1024), "“scan.pdf” is larger than"),
            ("scan.html", HTML, "“scan.html” is not of a kind"),
            ("scan.pdf", SVG, "“scan.pdf” is not of a kind"),
        ):
            dialog.write({"scan": base64.b64encode(data), "filename": name})
            with (
                self.subTest(name=name, data=data[:4]),
                self.assertRaisesRegex(UserError, sentence),
            ):
                dialog.action_record()
        self.assertFalse(self.plan.signature_ids)
        dialog.write({"scan": base64.b64encode(PDF), "filename": "Rae Reviewee.pdf"})
        dialog.action_record()
        # A file name travels; the person's is not in it.
        reference = self.appraisal.name.replace("/", "-")
        scan = self.plan.signature_ids.scan_id
        self.assertEqual(scan.name, f"{reference}-planning-v1-scan.pdf")
        self.assertEqual(scan.raw, PDF)

    def test_drawn_signature(self):
        self._share(self.plan)
        for image in (
            base64.b64encode(PDF),
            base64.b64encode(HTML),
            b"%%%",
            "ü",
            base64.b64encode(PNG + bytes(10 * 1024 * 1024)),
        ):
            with (
                self.subTest(image=image[:9]),
                self.assertRaisesRegex(UserError, "PNG or JPEG picture of at most 10"),
            ):
                self._sign("reviewee", self.plan, method="drawn", image=image)
        self._sign("reviewee", self.plan, method="drawn", image=PIXEL)
        self.assertEqual(len(self.plan.signature_ids), 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestLocks(FilesCase):
    """Files follow the lock of the record that they hang on."""

    def setUp(self):
        super().setUp()
        self.other = self._launch("colleague")

    def _lines(self):
        """The lines that the review prints, too."""
        self.as_("reviewer", self.appraisal).action_open_review()
        self._fill_review(self.appraisal)
        return [
            self.appraisal.objective_review_ids,
            self.appraisal.standard_assessment_ids[:1],
        ]

    def _assert_closed(self, file, sentence, error=UserError):
        """Not changed, moved, deleted; none put beside it."""
        record = self.env[file.res_model].browse(file.res_id)
        evidence = self.as_("reviewer", self.other.evidence_ids).create(
            {"appraisal_id": self.other.id, "name": "Another year"}
        )
        for what, attack in (
            ("bytes", lambda: file.write({"raw": b"%PDF-1.4 other"})),
            ("name", lambda: file.write({"name": "other.pdf"})),
            (
                "move",
                lambda: file.write(
                    {"res_model": evidence._name, "res_id": evidence.id}
                ),
            ),
            ("loose", lambda: file.write({"res_model": False, "res_id": False})),
            ("delete", lambda: file.unlink()),
            ("copy", lambda: file.copy()),
            ("beside", lambda: self._attach(record)),
            (
                "slip in",
                lambda: self._attach(evidence).write(
                    {"res_model": record._name, "res_id": record.id}
                ),
            ),
        ):
            with (
                self.subTest(record=record._name, what=what),
                self.assertRaisesRegex(error, sentence),
            ):
                attack()

    def test_objective_of_a_signed_plan(self):
        file = self._attach(self.objective)
        file.name = "agreed.pdf"
        self._share(self.plan)
        # A file is not printed: the shared form stays what it is.
        self._attach(self.objective).unlink()
        self.assertEqual(self.plan.state, "shared")
        self._sign("reviewee", self.plan)
        self._assert_closed(file, "has been signed")
        # Taken back, the plan is open again, and so are its files.
        self.as_("reviewer", self.plan).action_take_back()
        self._attach(self.objective)
        self._share(self.plan)
        self._sign_both(self.plan)
        self._assert_closed(file, "has been signed")

    def test_evidence_is_collected_until_the_review_is_signed(self):
        agreed = self._attach(self.evidence)
        self._share(self.plan)
        self._sign_both(self.plan)
        during = self._attach(self.evidence)
        self._attach(self.evidence).unlink()
        self._lines()
        review = self._statement(self.appraisal, "review")
        self._share(review)
        self._attach(self.evidence, name="late.pdf")
        self._sign_both(review)
        for file in (agreed, during):
            self._assert_closed(file, "is closed or cancelled|not allowed")

    def test_review_lines(self):
        self._share(self.plan)
        self._sign_both(self.plan)
        files = [self._attach(line) for line in self._lines()]
        review = self._statement(self.appraisal, "review")
        self._share(review)
        self._sign("reviewer", review)
        for file in files:
            self._assert_closed(file, "has been signed")

    def test_training_need(self):
        need = self.as_("reviewer", self.appraisal.cpd_need_ids).create(
            {"appraisal_id": self.appraisal.id, "name": "A course"}
        )
        file = self._attach(need)
        self._share(self.plan)
        self._sign_both(self.plan)
        # How it is met is settled after the plan: the certificate comes later.
        self._attach(need, name="certificate.pdf")
        self.as_("head", self.appraisal).cancel("Left the school")
        self._assert_closed(file, "closed or cancelled")

    def test_self_review(self):
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": self.appraisal.id}
        )
        review.answer_ids[0].answer = "Well"
        file = self._attach(review, "reviewee")
        with self.assertRaises(AccessError):
            self.as_("reviewer", file).read(["raw"])
        review.action_hand_in()
        for attack in (
            lambda: self._attach(review, "reviewee"),
            lambda: self.as_("reviewee", file).unlink(),
            lambda: self.as_("reviewee", file).write({"raw": b"%PDF-1.4 other"}),
        ):
            with self.assertRaises(UserError):
                attack()
        # And so for the superuser, who needs no right to write it.
        with self.assertRaisesRegex(UserError, "it is closed"):
            file.sudo().unlink()
        self.assertTrue(self.as_("reviewer", file).raw)

    def test_superuser(self):
        file = self._attach(self.objective)
        self._share(self.plan)
        self._sign_both(self.plan)
        for who in (file.sudo(), self.as_("system", file).sudo()):
            with self.assertRaisesRegex(UserError, "has been signed"):
                who.write({"name": "other.pdf"})
            with self.assertRaisesRegex(UserError, "has been signed"):
                who.unlink()

    def test_nothing_hangs_beside_the_lines(self):
        sentence = "Files are kept with an objective"
        with self.assertRaisesRegex(UserError, sentence):
            self._attach(self.appraisal)
        for record in (self.appraisal, self.appraisal.access_ids[:1]):
            values = {"res_model": record._name, "res_id": record.id}
            with (
                self.subTest(record=record._name),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self.env["ir.attachment"].create({"name": "a.pdf", **values})

    def test_only_who_may_write_adds(self):
        for who in (
            "reviewee",
            "head",
            "manager",
            "colleague",
            "hr_manager",
            "administrator",
            "system",
        ):
            for record in (self.objective, self.evidence, self.plan):
                with (
                    self.subTest(who=who, record=record),
                    self.assertRaises(AccessError),
                ):
                    self._attach(record, who)
        file = self._attach(self.evidence)
        for who in ("reviewee", "head", "system", "colleague"):
            for attack in (
                lambda file: file.write({"name": "x.pdf"}),
                lambda file: file.unlink(),
            ):
                with self.subTest(who=who), self.assertRaises(AccessError):
                    attack(self.as_(who, file))

    def test_who_may_not_read_learns_nothing(self):
        """An outsider is refused as everywhere, not told what has been signed."""
        file = self._attach(self.objective)
        self._share(self.plan)
        self._sign_both(self.plan)
        for attack in (
            lambda file: file.write({"name": "x.pdf"}),
            lambda file: file.unlink(),
        ):
            with self.assertRaises(AccessError) as caught:
                attack(self.as_("colleague", file))
            self.assertNotRegex(str(caught.exception), "signed|APR/")

    def test_never_public(self):
        for values in (
            {"public": True},
            {"res_id": 0},
            {"res_id": False},
            {"access_token": "open sesame"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._attach(self.evidence, **values)
        file = self._attach(self.evidence)
        for attack in (
            lambda file: file.write({"public": True}),
            lambda file: file.write({"res_id": 0}),
            lambda file: file.generate_access_token(),
            lambda file: file.write({"access_token": "open sesame"}),
        ):
            for who in ("reviewer", "system"):
                with self.subTest(who=who), self.assertRaises(UserError):
                    attack(self.as_(who, file))
            with self.assertRaises(UserError):
                attack(file.sudo())
        self.assertFalse(file.access_token)

    def test_files_go_with_a_draft_line(self):
        file = self._attach(self.objective)
        self.as_("reviewer", self.objective).unlink()
        self.assertFalse(file.exists())

    def test_other_files_are_left_alone(self):
        """Whatever else is attached in Odoo is none of this addon's business."""
        partner = self.users["colleague"].partner_id
        file = self.env["ir.attachment"].create(
            {
                "name": "a.html",
                "raw": HTML,
                "res_model": partner._name,
                "res_id": partner.id,
                "public": True,
            }
        )
        file.write({"raw": bytes(11 * 1024 * 1024), "res_id": 0})
        file.unlink()


@tagged("post_install", "-at_install")
class TestUploadOverHttp(AppraisalTrust, HttpCase):
    """As the web client adds files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-10-01 10:00:00"):
            cls._set_up_trust(cls.env)
            here = cls(methodName="run")
            appraisal = here._launch()
            here._plan(appraisal)
            cls.objective = appraisal.objective_ids.with_env(cls.env)
            cls.plan = here._statement(appraisal).with_env(cls.env)

    def _upload(self, who, name, data):
        self.authenticate(self.users[who].login, self.users[who].login)
        before = self._files()
        response = self.url_open(
            "/web/binary/upload_attachment",
            data={
                "model": self.objective._name,
                "id": self.objective.id,
                "csrf_token": http.Request.csrf_token(self),
            },
            files={"ufile": (name, data, "application/pdf")},
        )
        self.assertEqual(response.status_code, 200)
        return len(self._files()) - len(before), response.text

    def _files(self):
        self.env.invalidate_all()
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.objective._name),
                ("res_id", "=", self.objective.id),
            ]
        )

    # Odoo's upload answers with the refusal, and logs it as a failure of its own.
    @mute_logger("odoo.addons.web.controllers.binary")
    def test_upload(self):
        self.assertEqual(self._upload("reviewer", "a.pdf", PDF)[0], 1)
        added, text = self._upload("reviewer", "a.pdf", HTML)
        self.assertEqual(added, 0)
        self.assertNotIn("alert(1)", text)
        self.assertEqual(self._upload("colleague", "a.pdf", PDF)[0], 0)
        self._share(self.plan)
        self._sign_both(self.plan)
        self.assertEqual(self._upload("reviewer", "a.pdf", PDF)[0], 0)
