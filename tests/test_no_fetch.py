"""What people write is words on paper: no statement, on paper or on screen, asks any
address for anything, reads a file of the server or runs a script."""

import base64
import io
import re
import subprocess
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import lxml.html
from PIL import Image

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import AppraisalCommon
from .test_reports import pages

# Not words of anybody: references, checksums, the name of a template.
NO_WORDS = {
    # A person's year has none: it is the name on the paper of a team's.
    ("school.appraisal", "team_name"),
    ("school.appraisal", "name"),
    ("school.appraisal.form", "template"),
    ("school.appraisal.statement", "content_hash"),
    ("school.appraisal.statement", "checksum"),
    ("school.appraisal.signature", "content_hash"),
}
# People and places of Odoo's own that stand on the forms.
OTHER_WORDS = {"hr.employee": ["name", "job_title"], "res.users": ["name"]}
# What is printed of each kind of statement: model.field.
SETTINGS = {
    "hr.employee.name",
    "res.users.name",
    "school.appraisal.form.name",
    "school.appraisal.school.name",
}
PRINTED = {
    "planning": SETTINGS
    | {
        "school.appraisal.job_title",
        "school.appraisal.evidence.name",
        "school.appraisal.evidence.note",
        "school.appraisal.objective.action_steps",
        "school.appraisal.objective.name",
        "school.appraisal.objective.success_criteria",
        "school.appraisal.objective.support_promised",
        "school.appraisal.priority.name",
        "school.appraisal.statement.reviewee_comments",
    },
    "review": SETTINGS
    | {
        "school.appraisal.objective.name",
        "school.appraisal.objective.review.outside_factors",
        "school.appraisal.objective.review.progress",
        "school.appraisal.objective.support_promised",
        "school.appraisal.pay.reason.reason",
        "school.appraisal.standard.assessment.assessment",
        "school.appraisal.standard.assessment.competence",
        "school.appraisal.standard.name",
        "school.appraisal.standard.number",
        "school.appraisal.statement.reviewee_comments",
        "school.appraisal.statement.reviewer_comments",
    },
    "cpd": SETTINGS
    | {"school.appraisal.cpd.need.action", "school.appraisal.cpd.need.name"},
}
XSS = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "</textarea></div></td></style></title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>here</a>",
    "<details open ontoggle=alert(1)>",
    "<math><mi xlink:href='data:text/html,<script>alert(1)</script>'>x</mi></math>",
    "<body onload=alert(1)>",
    "<form action=javascript:alert(1)><button>go</button></form>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<t t-out="1+1"/><t t-raw="\'<script>\'"/>{{7*7}}${7*7}<%= 7 %>',
    "' onmouseover='alert(1)' x=' <!--<script>-->]]><![CDATA[<script>alert(1)",
)


class _Listener(BaseHTTPRequestHandler):
    """Takes down every request, and gives a picture."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(_picture())

    def log_message(self, *args):
        pass


def _picture():
    result = io.BytesIO()
    Image.new("RGB", (60, 20), (0, 0, 80)).save(result, "PNG")
    return result.getvalue()


def _word(place):
    """A short word for a place, which no line breaks."""
    return f"W{sum(ord(sign) * (at + 7) for at, sign in enumerate(place)):06d}"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestNoFetch(AppraisalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
        cls.server.asked = []
        thread = Thread(target=cls.server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        cls.address = f"http://127.0.0.1:{cls.server.server_port}"
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.secret = folder / "secret.txt"
        cls.secret.write_text("CANARYOFTHESERVER")
        cls.group.write({"job_competences": True, "support_excuses": True})
        cls.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})

    def setUp(self):
        super().setUp()
        self.server.asked.clear()

    # WHAT IS WRITTEN

    def _markup(self, place):
        """Every way in which a page can ask for something, and one word to know the
        place by."""
        at = f"{self.address}/{place}"
        return (
            f"{_word(place)} <img src='{at}/img'> <link rel=stylesheet href={at}/css> "
            f"<iframe src={at}/frame></iframe> <script src={at}/js></script> "
            f"<style>@import '{at}/im'; div {{ background: url({at}/url) }}</style> "
            f"<svg><image xlink:href='{at}/svg'/></svg> <object data={at}/ob></object> "
            f"<b style=\"background:url('{at}/style')\"> "
            f"<embed src=file://{self.secret}> "
            f"<iframe src=file://{self.secret}></iframe> <img src=file:///etc/passwd>"
        )

    def _picture_with_links(self):
        """An SVG that asks for things."""
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" '
            'xmlns:xlink="http://www.w3.org/1999/xlink">'
            f'<image xlink:href="{self.address}/svg" width="60" height="20"/>'
            f'<image href="file://{self.secret}"/><script href="{self.address}/js"/>'
            f"<style>@import url({self.address}/css);</style></svg>"
        )
        return svg.encode()

    def _words(self):
        """(model, field) of every text that somebody may have written."""
        for name, model in sorted(self.env.registry.items()):
            if not name.startswith("school.appraisal"):
                continue
            if model._abstract or model._transient:
                continue
            for field in self.env[name]._fields.values():
                if (
                    field.type in ("char", "text")
                    and field.store
                    and not field.compute
                    and (name, field.name) not in NO_WORDS
                ):
                    yield name, field.name
        for name, fields in OTHER_WORDS.items():
            yield from ((name, field) for field in fields)

    def _write_everywhere(self, text):
        """``text(place)`` into every word that is there, whoever may write it."""
        people = {
            "hr.employee": self.appraisal.employee_id,
            "res.users": self.appraisal.reviewer_id,
        }
        for model, name in self._words():
            records = people.get(model)
            if records is None:
                records = self.env[model].search([])
            if "_open_fields" in dir(records):
                records = records._with_pass()
            if name == "competence":
                # A line is about a standard or a competence.
                records = records.filtered(name)
            if name == "code":
                # A form has one box of each code.
                records = records[:1]
            for record in records:
                record.write({name: text(f"{model}.{name}")})
        self.company.name = text("res.company.name")

    # THE YEAR

    def _begin(self):
        self.appraisal = self._launch()
        self._plan(self.appraisal)
        objective = self.as_("reviewer", self.appraisal.objective_ids)
        objective.support_promised = "A course"
        mine = {"appraisal_id": self.appraisal.id}
        self.as_("reviewer", self.appraisal.evidence_ids).create({**mine, "name": "x"})
        self.as_("reviewer", self.appraisal.cpd_need_ids).create({**mine, "name": "x"})
        return self._statement(self.appraisal)

    def _begin_review(self):
        self.as_("reviewer", self.appraisal).action_open_review()
        self._fill_review(self.appraisal)
        mine = {"appraisal_id": self.appraisal.id, "competence": "Cooking"}
        self.as_("reviewer", self.appraisal.standard_assessment_ids).create(mine)
        self.as_("reviewer", self.appraisal.pay_recommendation_ids).reason = "Good"
        return self._statement(self.appraisal, "review")

    def _begin_training(self):
        self.as_("reviewer", self.appraisal).action_prepare_cpd_form()
        return self._statement(self.appraisal, "cpd")

    # PAPER

    def _check_paper(self, kind, pdf):
        text = re.sub(r"\s", "", "".join(pages(pdf)))
        for place in PRINTED[kind]:
            with self.subTest(kind=kind, place=place):
                self.assertIn(_word(place), text)
        self.assertGreaterEqual(text.count("<img"), len(PRINTED[kind]))
        self.assertNotIn("CANARYOFTHESERVER", text)
        self.assertNotIn("root:x:0", text)

    def _walk(self, statement):
        """Draft, for signature and final; each looked at."""
        kind = statement.kind
        self._write_everywhere(self._markup)
        self._check_paper(kind, statement._get_pdf())
        self._share(statement)
        # Who signs or answers writes here after the form is shared.
        statement._with_pass().reviewee_comments = self._markup(
            "school.appraisal.statement.reviewee_comments"
        )
        self._check_paper(kind, statement._get_pdf())
        # The reviewer's as if it had come past the check of what is drawn.
        self.as_("reviewer", statement)._do_sign(
            {
                "role": "reviewer",
                "user_id": self.users["reviewer"].id,
                "signer_name": self._markup("signature"),
                "method": "drawn",
                "image": base64.b64encode(self._picture_with_links()),
            }
        )
        if "reviewee" in statement._signers():
            drawn = base64.b64encode(_picture() + self._picture_with_links())
            self._sign("reviewee", statement, method="drawn", image=drawn)
        self.assertEqual(statement.state, "final")
        self._check_paper(kind, statement.attachment_id.raw)

    def test_paper_asks_for_nothing(self):
        """Draft, shared and final plan, review and training form, with every way to
        ask in every text, and an SVG for logo and signature."""
        self.company.logo = base64.b64encode(self._picture_with_links())
        plan = self._begin()
        self._walk(plan)
        self._walk(self._begin_training())
        self._walk(self._begin_review())
        self.assertEqual(self.server.asked, [])

    def test_refusal(self):
        plan = self._begin()
        self._share(plan)
        self._sign("reviewer", plan)
        self.as_("head", plan).record_refusal(self._markup("refusal"))
        self.assertIn(_word("refusal"), "".join(pages(plan._get_pdf())))
        self.assertEqual(self.server.asked, [])

    def test_the_listener_would_notice(self):
        """The same words as markup are fetched: by the same program, called as Odoo
        calls it, and the file where reading files is allowed."""
        page = f"<html><body>{self._markup('control')}</body></html>"
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            self.env["ir.actions.report"]._run_wkhtmltopdf([page])
        self.assertIn("/control/img", self.server.asked)
        with tempfile.TemporaryDirectory() as folder:
            html, pdf = Path(folder, "in.html"), Path(folder, "out.pdf")
            html.write_text(f"<iframe src='file://{self.secret}'></iframe>")
            subprocess.run(
                ["wkhtmltopdf", "--quiet", "--enable-local-file-access", html, pdf],
                check=True,
                capture_output=True,
            )
            self.assertIn("CANARYOFTHESERVER", "".join(pages(pdf.read_bytes())))

    # SCREEN

    def _screen(self, statement):
        """The page of the report's address, and the parts that it is made of."""
        html = self.env["ir.actions.report"]._render_qweb_html(
            "school_appraisal.report_statement", statement.ids
        )[0]
        page = lxml.html.fromstring(html)
        return page, [(element.tag, *sorted(element.keys())) for element in page.iter()]

    def test_markup_comes_out_as_words(self):
        """Fifteen ways to run a script, in every text: the page has the same parts
        as with plain words, and shows what was written."""
        plan = self._begin()
        self._share(plan)
        self._sign_both(plan)
        review = self._begin_review()
        training = self._begin_training()
        statements = {"review": review, "cpd": training}
        self._write_everywhere(lambda place: "plain words")
        plain = {kind: self._screen(one)[1] for kind, one in statements.items()}
        self.assertEqual(len(XSS), 15)
        for payload in XSS:
            self._write_everywhere(lambda place, payload=payload: payload)
            for kind, statement in statements.items():
                with self.subTest(payload=payload, kind=kind):
                    page, parts = self._screen(statement)
                    self.assertEqual(parts, plain[kind])
                    shown = re.sub(r"\s", "", page.text_content())
                    self.assertGreaterEqual(
                        shown.count(re.sub(r"\s", "", payload)), len(PRINTED[kind]) - 3
                    )
