import base64
import hashlib
import io
import re
import subprocess
import unicodedata
from datetime import date, datetime

import lxml.html
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..models.mixin_statement_pdf import SCREEN_SIZE
from ..reports import paper
from .common import AppraisalCommon
from .forms_md import FORMS, STANDARDS

DRAFT = "DRAFT – not signed"
SENTENCE = "Rae reads with a small group of children and tells the class teacher. "
LONG = (SENTENCE * 50)[:3000]


def pages(pdf):
    """The text of each page, as pdftotext reads it; spaces made one, ligatures
    and presentation forms of letters undone."""
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return [unicodedata.normalize("NFKC", page) for page in text.split("\f")[:-1]]


def words(text):
    return re.sub(r"\s+", " ", "".join(text)).strip()


def picture(file_format="PNG"):
    result = io.BytesIO()
    Image.new("RGB", (60, 20), (0, 0, 80)).save(result, file_format)
    return base64.b64encode(result.getvalue())


class PaperChecks:
    """What every printed form is held against."""

    def assertInOrder(self, text, wanted):
        """Each of ``wanted`` after the one before; capital letters or not."""
        text = words(text).casefold()
        at = 0
        for word in wanted:
            found = text.find(word.casefold(), at)
            self.assertGreaterEqual(found, 0, f"“{word}” is not where it belongs")
            at = found + len(word)

    def assertIsForm(self, kind, pdf, html, school):
        """The PDF is this form as the school knows it."""
        form = FORMS[kind]
        text = pages(pdf)
        self.assertInOrder(
            text,
            ["Private and confidential", school, *form["title"], *form["headings"]]
            + form["added"],
        )
        if form["columns"]:
            self.assertRegex(
                "\n".join(text).casefold(),
                r"\s{2,}".join(
                    re.escape(column.casefold()) for column in form["columns"]
                ),
            )
        block = lxml.html.fromstring(html).xpath(f"//div[@name='{form['block']}']")[0]
        rows = block.xpath(".//tr[td][not(ancestor::*[@name='signatures'])]")
        self.assertGreaterEqual(len(rows), form["rows"])
        if kind != "cpd":
            for number in range(1, form["rows"] + 1):
                self.assertIn(f"{number}.", words(rows[number - 1].text_content()))
        self.assertPageNumbers(text)
        self.assertFetchesNothing(html)

    def assertPageNumbers(self, text):
        for number, page in enumerate(text, start=1):
            self.assertIn(f"Page {number} of {len(text)}", words(page))

    def assertFetchesNothing(self, html):
        """No address anywhere, but pictures inside the page."""
        sheet = lxml.html.fromstring(html)
        for name in ("src", "href", "action", "data", "background", "srcset"):
            for address in sheet.xpath(f"//@{name}"):
                self.assertTrue(address.startswith("data:image/png;base64,"), address)
        self.assertFalse(sheet.xpath("//script | //link | //iframe | //object"))
        style = "".join(sheet.xpath("//style/text() | //@style"))
        self.assertNotRegex(style, r"url\(|@import|expression")


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestForms(PaperChecks, AppraisalCommon):
    """The three forms of Thomas Mills, from real records."""

    def setUp(self):
        super().setUp()
        self.appraisal = self._launch()

    def _html(self, statement):
        return statement.sudo()._render_html()

    def _print(self, who, records, report="report_statement"):
        """As the print menu does it, and not the HTML that Odoo gives instead
        while tests run."""
        reports = self.as_(who, self.env["ir.actions.report"])
        return reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            f"school_appraisal.{report}", records.ids
        )[0]

    def _printed(self):
        return self.env["school.appraisal.access.log"].search(
            [("event", "=", "printed")]
        )

    def _close_the_year(self, **signing):
        """The review from the signed plan to final."""
        with freeze_time("2027-07-05 10:00:00"):
            self.as_("reviewer", self.appraisal).action_open_review()
            self._fill_review(self.appraisal)
            statement = self._statement(self.appraisal, "review")
            self._share(statement)
            self._sign("reviewee", statement, **signing)
            self._sign("reviewer", statement)
        return statement

    # THE FORMS

    def test_planning_record(self):
        statement = self._sign_plan(self.appraisal, objectives=2)
        pdf = self.as_("reviewee", statement)._get_pdf()
        self.assertIsForm("planning", pdf, self._html(statement), "Hillside")
        text = words(pages(pdf))
        for part in (
            "Thursday 1 October 2026",
            "Rae Reviewee",
            "reviewee post",
            "Rory Reviewer",
            "Support early reading in year 2",
            "Two short sessions a week",
            "Eight of ten children read the agreed books",
            "Wednesday 31 March 2027",
            "Early reading",
            "(Signed) Rae Reviewee",
            "(Signed) Rory Reviewer",
            "version 1",
        ):
            self.assertIn(part, text)
        self.assertNotIn("DRAFT", text)

    def test_annual_review(self):
        self.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        self._plan(self.appraisal, objectives=2)
        self.as_("reviewer", self.appraisal.objective_ids[0]).write(
            {"support_promised": "A phonics course", "challenging": True}
        )
        plan = self._statement(self.appraisal)
        self._share(plan)
        self._sign_both(plan)
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        statement = self._close_the_year(disagrees=True)
        pdf = self.as_("head", statement)._get_pdf()
        self.assertIsForm("review", pdf, self._html(statement), "Hillside")
        self.assertInOrder(
            pages(pdf), ["in relation to the Standards", *STANDARDS, "Staff Comments"]
        )
        text = words(pages(pdf))
        for part in (
            "Monday 5 July 2027",
            "Seven of ten children got there",
            "A challenging objective: good progress counts",
            "Support promised and given: A phonics course",
            "Met throughout the year",
            "Signed as received; does not agree.",
        ):
            self.assertIn(part, text)
        self.assertInOrder(pages(pdf), ["pay progression", "Progress"])

    def test_support_that_was_not_given_is_shown_beside_the_objective(self):
        self._plan(self.appraisal)
        self.as_(
            "reviewer", self.appraisal.objective_ids
        ).support_promised = "A phonics course"
        plan = self._statement(self.appraisal)
        self._share(plan)
        self._sign_both(plan)
        self.as_("reviewer", self.appraisal).action_open_review()
        self._fill_review(self.appraisal)
        self.as_("reviewer", self.appraisal.objective_review_ids).support_given = "no"
        review = self._statement(self.appraisal, "review")
        text = words(pages(self.as_("reviewer", review)._get_pdf()))
        self.assertIn("Support promised, but not given: A phonics course", text)
        self.assertIn("its lack is not held against the person", text)

    def _cpd_record(self, who="reviewee"):
        self._plan(self.appraisal)
        self.as_("reviewer", self.appraisal.cpd_need_ids).create(
            {"appraisal_id": self.appraisal.id, "name": "Phonics course"}
        )
        plan = self._statement(self.appraisal)
        self._share(plan)
        self._sign("reviewer", plan)
        self._sign(who, plan)
        self.as_("reviewer", self.appraisal).action_prepare_cpd_form()
        return self._statement(self.appraisal, "cpd")

    def test_cpd_record(self):
        statement = self._cpd_record()
        self._share(statement)
        self._sign("reviewer", statement)
        pdf = self.as_("reviewer", statement)._get_pdf()
        self.assertIsForm("cpd", pdf, self._html(statement), "Hillside")
        self.assertRegex(
            "\n".join(pages(pdf)), r"Rae Reviewee\s+Rory Reviewer\s+Phonics course"
        )
        self.assertInOrder(pages(pdf), ["Signed", "(Reviewer) Rory Reviewer"])

    def test_cpd_needs_of_several_people_in_one_table(self):
        first = self._cpd_record()
        self._share(first)
        self._sign("reviewer", first)
        mine, self.appraisal = self.appraisal, self._launch("colleague")
        second = self._cpd_record("colleague")
        pdf = self._print("reviewer", first + second, "report_cpd_list")
        text = pages(pdf)
        self.assertInOrder(
            text,
            [
                *FORMS["cpd"]["title"],
                *FORMS["cpd"]["columns"],
                "Col League",
                "Rae Reviewee",
                "Signed Thursday 1 October 2026",
            ],
        )
        self.assertIn(DRAFT, text[0])
        self.assertEqual(self._printed().appraisal_id, mine + self.appraisal)
        with self.assertRaises(UserError):
            self._print("reviewer", self._statement(mine), "report_cpd_list")

    def test_blank_forms(self):
        for form in self.group.form_ids:
            with self.subTest(form=form.kind):
                form = self.as_("reviewer", form)
                pdf = form._get_blank_pdf(self.school)
                html = form._report_sheets("school_appraisal.report_form")[0]
                self.assertIsForm(form.kind, pdf, html, "Hillside")
                text = words(pages(pdf))
                self.assertNotIn("DRAFT", text)
                self.assertNotIn("Rory", text)
                self.assertNotIn("None", text)
        self.assertEqual(
            len(PdfFileReader(io.BytesIO(pdf)).pages), 1, "a record of CPD is one page"
        )

    def test_blank_form_without_a_school_has_a_line_for_it(self):
        form = self.as_("reviewer", self.group.form_ids[0])
        self.assertNotIn("Hillside", words(pages(form._get_blank_pdf())))

    def test_blank_forms_from_the_print_menu(self):
        pdf = self._print("reviewer", self.group.form_ids, "report_form")
        self.assertInOrder(pages(pdf), [form.name for form in self.group.form_ids][:2])
        self.assertFalse(self._printed())

    # DRAFT AND FINAL

    def test_draft_is_marked_on_every_page(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        text = pages(self.as_("reviewer", statement)._get_pdf())
        self.assertGreater(len(text), 1)
        for page in text:
            self.assertIn(DRAFT, page)
        self._share(statement)
        self._sign("reviewer", statement)
        for page in pages(self.as_("reviewee", statement)._get_pdf()):
            self.assertIn("For signature – not signed by everybody yet", page)
        self._sign("reviewee", statement)
        self.assertNotIn(
            "DRAFT", words(pages(self.as_("reviewee", statement)._get_pdf()))
        )

    def test_frozen_bytes_come_out_of_the_print_menu(self):
        statement = self._sign_plan(self.appraisal)
        for who in ("reviewee", "reviewer", "head"):
            pdf = self._print(who, statement)
            self.assertEqual(hashlib.sha256(pdf).hexdigest(), statement.checksum)

    def test_many_at_once_are_merged(self):
        first = self._sign_plan(self.appraisal)
        second = self._statement(self._launch("colleague"))
        self._plan(second.appraisal_id)
        pdf = self._print("reviewer", first + second)
        self.assertInOrder(pages(pdf), ["Rae Reviewee", "Col League"])
        self.assertEqual(
            len(pages(pdf)),
            sum(
                len(pages(self.as_("reviewer", one)._get_pdf()))
                for one in (first, second)
            ),
        )

    def test_a_list_with_one_that_is_not_ones_own_prints_nothing(self):
        mine = self._sign_plan(self.appraisal)
        other = self._statement(self._launch("colleague"))
        for method in ("_render_qweb_pdf", "_render_qweb_html", "_render_qweb_text"):
            reports = self.as_("reviewee", self.env["ir.actions.report"])
            with self.assertRaises(AccessError):
                getattr(reports.with_context(force_report_rendering=True), method)(
                    "school_appraisal.report_statement", (mine + other).ids
                )
        self.assertFalse(self._printed())

    def test_hidden_draft_is_not_printed_for_the_reviewee(self):
        self._plan(self.appraisal)
        for who in ("reviewee", "colleague", "system", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._print(who, self._statement(self.appraisal))

    def test_each_print_is_in_the_register(self):
        statement = self._sign_plan(self.appraisal)
        self._print("head", statement)
        self._print("head", statement)
        self.assertEqual(len(self._printed()), 2)
        self.assertEqual(self._printed().user_id, self.users["head"])
        self.assertEqual(self._printed().appraisal_id, self.appraisal)

    def test_page_on_the_screen(self):
        statement = self._sign_plan(self.appraisal)
        reports = self.as_("reviewee", self.env["ir.actions.report"])
        html = reports._render_qweb_html(
            "school_appraisal.report_statement", statement.ids
        )[0].decode()
        self.assertIn("<!DOCTYPE html>", html)
        self.assertIn(SCREEN_SIZE, html)
        self.assertIn("Support early reading in year 2", html)
        self.assertFetchesNothing(html)
        self.assertEqual(self._printed().user_id, self.users["reviewee"])

    def test_nothing_to_print(self):
        for method in ("_render_qweb_pdf", "_render_qweb_html"):
            reports = self.as_("head", self.env["ir.actions.report"])
            with self.assertRaises(UserError):
                getattr(reports.with_context(force_report_rendering=True), method)(
                    "school_appraisal.report_statement", []
                )

    def test_names_of_files_and_metadata_are_neutral(self):
        statement = self._sign_plan(self.appraisal)
        report = self.env.ref("school_appraisal.action_report_statement")
        self.assertEqual(
            report.print_report_name, 'object._pdf_name().removesuffix(".pdf")'
        )
        self.assertFalse(report.attachment)
        self.assertFalse(report.attachment_use)
        info = PdfFileReader(io.BytesIO(statement._get_pdf())).metadata
        self.assertEqual(info["/Title"], f"{self.appraisal.name} · version 1")
        self.assertNotIn("/Author", info)
        self.assertNotRegex(str(info), "Rae|Rory|Reading")

    # SIGNATURES

    def test_drawn_and_typed_signatures(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self._sign("reviewee", statement, method="drawn", image=picture())
        html = lxml.html.fromstring(self._html(statement))
        self.assertEqual(len(html.xpath("//*[@name='signature_reviewee']//img")), 1)
        self.assertFalse(html.xpath("//*[@name='signature_reviewer']//img"))
        text = words(pages(statement._get_pdf()))
        # 10:00 UTC is 11 o'clock in a British summer.
        self.employees["reviewee"].tz = "Europe/London"
        self.assertIn("Date: Thursday 1 October 2026, 1", text)
        self.assertEqual(text.count("(Signed)"), 2)

    def test_signature_on_paper(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self.as_("head", statement).sign_paper(
            date(2026, 10, 1), b"%PDF-1.4 scan", "scan.pdf"
        )
        text = words(pages(statement._get_pdf()))
        self.assertIn("Signed on paper; the scan is kept with this form.", text)
        self.assertIn("Recorded by Hedy Head", text)

    def test_refused_signature(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self.as_("head", statement).record_refusal("Said no.")
        text = words(pages(statement._get_pdf()))
        self.assertIn("Signature refused", text)
        self.assertIn("Recorded by Hedy Head", text)
        self.assertIn("Said no.", text)
        self.assertIn("(Not signed) Rae Reviewee", text)

    # A TRUST'S OWN

    def test_a_trust_changes_a_form_by_inheritance(self):
        self.env["ir.ui.view"].create(
            {
                "name": "Our lead line",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref(
                    "school_appraisal.form_tm_planning_record"
                ).id,
                "arch": """<div name="lead" position="replace">
                    <div name="lead">Agreed on in good spirits:</div>
                </div>""",
            }
        )
        self._plan(self.appraisal)
        text = words(pages(self._statement(self.appraisal).sudo()._get_pdf()))
        self.assertIn("Agreed on in good spirits:", text)

    def test_logo(self):
        statement = self._statement(self.appraisal)
        self.assertNotIn("<img", self._html(statement))
        for file_format in ("PNG", "JPEG", "GIF"):
            self.company.logo = picture(file_format)
            self.assertIn("data:image/png;base64,", self._html(statement))

    def test_the_employees_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employees["reviewee"].lang = "fr_FR"
        self._plan(self.appraisal)
        text = words(pages(self._statement(self.appraisal).sudo()._get_pdf()))
        self.assertIn("jeudi 1 octobre 2026", text)

    def test_the_trusts_print_delay_is_left_alone(self):
        """Ours wait for nothing; other reports for what the trust has set."""
        self.env["ir.config_parameter"].set_param("report.print_delay", "700")
        report = self.env.ref("school_appraisal.action_report_statement")
        paperformat = report.get_paperformat()
        others = report._build_wkhtmltopdf_args(paperformat, False)
        ours = report.with_context(appraisal_sheet=True)._build_wkhtmltopdf_args(
            paperformat, False
        )
        self.assertEqual(others[others.index("--javascript-delay") + 1], "700")
        self.assertEqual(ours[ours.index("--javascript-delay") + 1], "1")
        self.assertIn("--disable-javascript", ours)


@tagged("post_install", "-at_install")
class TestSheets(PaperChecks, TransactionCase):
    """Odd contents: long, none, many, other scripts."""

    def _objective(self, number, **values):
        return {
            "number": number,
            "text": f"Objective text {number}",
            "strategies": f"Strategy {number}",
            "success_criteria": "",
            "date_due": None,
            "support": "",
            "priority": "",
            "challenging": False,
            "determined_by": "agreed",
            "review": None,
            **values,
        }

    def _content(self, objectives, **values):
        return {
            "title": "Performance Review Planning Record",
            "words": {"reviewee": "Reviewee", "reviewer": "Reviewer"},
            "minimum_rows": 3,
            "signers": ["reviewee", "reviewer"],
            "school": "Hillside",
            "reviewee": {"name": "Rae Reviewee", "job_title": ""},
            "reviewer": {"name": "Rory Reviewer"},
            "cycle": {
                "name": "2026/27",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
            },
            "favour_challenge": True,
            "meeting_date": "2026-10-01",
            "objectives": objectives,
            "evidence": [],
            "training": [],
            "next_objectives": [],
            "standards": [],
            "competences": [],
            "reviewer_comments": "",
            "pay": None,
            **values,
        }

    def _sheet(self, content, template="form_tm_planning_record", **values):
        sheet = self.env["school.appraisal.statement.pdf"]
        sheet_values = {
            **sheet._sheet_values(content, lang="en_US"),
            "reference": "PM/1",
            **values,
        }
        template = f"school_appraisal.{template}"
        return (
            sheet._sheet_pdf(template, sheet_values),
            sheet._sheet_html(template, sheet_values),
        )

    def _signature(self, role):
        return {
            "role": role,
            "name": "Rae Reviewee",
            "signed_on": datetime(2026, 10, 1, 10),
            "paper_date": None,
            "method": "typed",
            "image": None,
            "disagrees": False,
        }

    def test_no_objectives(self):
        pdf, html = self._sheet(self._content([]), mark="draft")
        self.assertIsForm("planning", pdf, html, "Hillside")

    def test_twelve_objectives(self):
        objectives = [self._objective(number) for number in range(1, 13)]
        pdf, html = self._sheet(self._content(objectives))
        self.assertIsForm("planning", pdf, html, "Hillside")
        self.assertInOrder(pages(pdf), [f"Objective text {n}" for n in range(1, 13)])
        self.assertEqual(len(pages(pdf)), 4)

    def test_long_texts_lose_no_word_and_leave_no_page_white(self):
        objectives = [
            self._objective(
                number, text=LONG, strategies=LONG, success_criteria=LONG, support=LONG
            )
            for number in (1, 2, 3)
        ]
        content = self._content(objectives, reviewer_comments=LONG)
        pdf, _html = self._sheet(content, reviewee_comments=LONG)
        text = pages(pdf)
        self.assertEqual(words(text).count("Rae"), 13 * LONG.count("Rae") + 2)
        for page in text[:-1]:
            self.assertGreater(len(page.split("\n")), 30)
        for objective in objectives:
            objective["review"] = {
                "progress": LONG,
                "outside_factors": LONG,
                "support_given": "no",
            }
        pdf, _html = self._sheet(
            content, template="form_tm_annual_review", reviewee_comments=LONG
        )
        text = pages(pdf)
        self.assertEqual(words(text).count("Rae"), 14 * LONG.count("Rae") + 2)
        for page in text[:-1]:
            self.assertGreater(len(page.split("\n")), 30)

    def test_signatures_never_stand_alone(self):
        """Wherever the comments end on the page, their end stands above."""
        signatures = {role: self._signature(role) for role in ("reviewee", "reviewer")}
        for count in range(0, 60, 6):
            comments = SENTENCE * count + "The very last words."
            with self.subTest(count=count):
                content = self._content([self._objective(1)])
                pdf, _html = self._sheet(
                    content,
                    reviewee_comments=comments,
                    signers=self.env["school.appraisal.statement.pdf"]._sheet_signers(
                        content, signatures
                    ),
                )
                (signed,) = (page for page in pages(pdf) if "(Signed)" in page)
                self.assertInOrder(signed, ["The very last words.", "(Signed)"])

    def test_last_row_of_the_cpd_record_stays_with_the_signature(self):
        for count in range(0, 60, 20):
            need = {"name": SENTENCE * count + "The very last words."}
            with self.subTest(count=count):
                pdf, html = self._sheet(
                    self._content([], training=[need] * 5, signers=["reviewer"]),
                    template="form_tm_cpd_record",
                )
                row = lxml.html.fromstring(html).xpath(
                    "//div[@class and .//*[@name='signatures']]/table[1]"
                )
                self.assertTrue(row)
                self.assertEqual(words(pages(pdf)).count("The very last words."), 5)

    def test_one_to_six_pages(self):
        """Each page full, none white, and numbered."""
        for count, size, expected in ((3, 1, 2), (3, 900, 3), (6, 600, 5), (6, 900, 6)):
            objectives = [
                self._objective(number, text=LONG[:size], success_criteria=LONG[:size])
                for number in range(1, count + 1)
            ]
            with self.subTest(count=count, size=size):
                pdf, _html = self._sheet(self._content(objectives))
                text = pages(pdf)
                self.assertPageNumbers(text)
                self.assertEqual(len(text), expected)
                for page in text[:-1]:
                    self.assertGreater(len(page.split("\n")), 20)

    def test_other_scripts_and_long_names(self):
        name = "Maximiliana Alexandrina Theodora Featherstonehaugh-Cholmondeley-Wyn III"
        arabic = "سيقرأ التلاميذ الكتب (المتفق عليها)، دون مساعدة بحلول نهاية 2027."
        welsh = "Tŷ, gŵyl, ẁ, ỳ, â ê î ô û ŵ ŷ; ☐ and ☑, ½ hour, €5"
        address = "https://example.org/" + "pathwithoutanybreak" * 12
        pdf, _html = self._sheet(
            self._content(
                [
                    self._objective(1, text=arabic, strategies=welsh),
                    self._objective(2, text=address, strategies="Q" * 300),
                ],
                reviewee={"name": name, "job_title": "Teaching assistant"},
                school="The Very Long Named Saint Bartholomew's Church of England",
            ),
            reviewee_comments=arabic,
        )
        text = words(pages(pdf))
        for part in ("Tŷ, gŵyl", "Theodora", "Wyn III", "☐", "€5"):
            self.assertIn(part, text)
        self.assertIn("التلاميذ", text)
        self.assertEqual(text.count("Q"), 300)
        # Nothing runs over the edge of the paper.
        for word in self._boxes(pdf):
            self.assertLess(word[2], 595 - 45)
            self.assertGreater(word[0], 45)

    def _boxes(self, pdf):
        """Corners of each word on paper: left, top, right, bottom in points."""
        html = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        return [
            tuple(map(float, box))
            for box in re.findall(
                r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', html
            )
        ]

    def test_text_is_text(self):
        """What people write is never markup, nor an address to fetch."""
        evil = '<img src="https://example.org/x.png"/><script>alert(1)</script>'
        content = self._content(
            [self._objective(1, text=evil, strategies=evil)],
            school=evil,
            reviewee={"name": evil, "job_title": evil},
            evidence=[{"what": evil, "note": evil}],
            training=[{"name": evil, "action": evil}],
        )
        pdf, html = self._sheet(content, reviewee_comments=evil)
        self.assertFetchesNothing(html)
        self.assertIn("alert(1)", words(pages(pdf)))

    def test_picture_with_more_in_it_than_a_picture(self):
        sheet = self.env["school.appraisal.statement.pdf"]
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
        self.assertIsNone(sheet._image_uri(svg))
        self.assertIsNone(sheet._image_uri(b""))
        self.assertTrue(sheet._image_uri(base64.b64decode(picture())))


@tagged("post_install", "-at_install")
class TestPaper(TransactionCase):
    """The helpers that need no database."""

    def test_dates(self):
        day = date(2026, 10, 1)
        for lang in ("en_GB", "en_US", None):
            self.assertEqual(paper.date_words(lang, day), "Thursday 1 October 2026")
        self.assertEqual(
            paper.date_words("en_US", "2026-10-01", weekday=False), "1 October 2026"
        )
        self.assertEqual(paper.date_words("cy_GB", day), "Dydd Iau 1 Hydref 2026")
        self.assertEqual(paper.date_words("en_GB", None), "")

    def test_moments_are_local(self):
        for moment, expected in (
            (datetime(2026, 7, 1, 23, 30), "Thursday 2 July 2026, 00:30"),
            (datetime(2026, 12, 1, 23, 30), "Tuesday 1 December 2026, 23:30"),
        ):
            self.assertEqual(
                paper.moment_words("en_GB", "Europe/London", moment), expected
            )

    def test_tail_keeps_every_word(self):
        for text in (
            "",
            "Short.",
            LONG,
            LONG.replace(". ", ".\n"),
            "x" * 3000,
            "word " * 600,
            "One.\n\n" + LONG + "\n\nTwo.",
        ):
            head, tail = paper.tail(text)
            self.assertEqual((head + tail).split(), (head + tail).split())
            self.assertEqual(
                re.sub(r"\s", "", head + tail), re.sub(r"\s", "", text), text[:20]
            )
            self.assertLessEqual(paper.lines(tail), paper.TAIL_LINES)
            self.assertTrue(tail or not text)

    def test_rows(self):
        self.assertEqual(
            paper.pad(3, [{"text": "a"}]),
            [
                {"number": 1, "text": "a"},
                {"number": 2, "blank": True},
                {"number": 3, "blank": True},
            ],
        )
        self.assertEqual(len(paper.pad(3, [{}] * 5)), 5)
        self.assertEqual(len(paper.pad(1, [{"name": LONG}], closing="name")), 2)

    def test_a_row_taller_than_half_a_page_may_break(self):
        self.assertEqual(paper.keep(("short", 0.5)), "keep")
        self.assertEqual(paper.keep(("short", 0.5), (LONG, 0.5)), "")
        self.assertEqual(paper.keep((None, 1)), "keep")


@tagged("post_install", "-at_install")
class TestReportRoutes(HttpCase, AppraisalCommon):
    """The same through the addresses that a browser calls."""

    def test_report_addresses(self):
        with freeze_time("2026-10-01 10:00:00"):
            appraisal = self._launch()
            statement = self._sign_plan(appraisal)
        frozen = statement.attachment_id.raw
        self.env.flush_all()
        pdf_address = (
            f"/report/pdf/school_appraisal.report_statement/{statement.id}"
            '?context={"force_report_rendering":true}'
        )
        html_address = f"/report/html/school_appraisal.report_statement/{statement.id}"
        self.authenticate("t_reviewee", "t_reviewee")
        self.assertEqual(self.url_open(pdf_address).content, frozen)
        self.assertIn("Support early reading", self.url_open(html_address).text)
        self.authenticate("t_colleague", "t_colleague")
        for address in (pdf_address, html_address):
            with self.subTest(address=address):
                with mute_logger("odoo.http"):
                    answer = self.url_open(address)
                self.assertGreaterEqual(answer.status_code, 400)
                self.assertNotIn("early reading", answer.text)
