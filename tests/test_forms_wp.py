import re
from datetime import datetime

import lxml.html

from odoo.tests import TransactionCase, tagged

from ..reports import paper
from . import test_reports
from .forms_wp import BOXES, FORMS
from .test_reports import LONG, SENTENCE, PaperChecks, pages, words

TEMPLATES = {
    "self_review": "form_wp_pre_review",
    "planning_review": "form_wp_review_planning",
    "cpd": "form_wp_training",
}
NOTE = "Whoever is registered may bring the Passport up to date."
TEAM = ["one", "two", "three", "four", "five", "six", "seven"]
LAST = "The very last words."


class WilliamstownChecks(PaperChecks):
    """Williamstown's forms as plain data, and what each is held against."""

    def _objective(self, number, **values):
        return {
            "number": number,
            "text": f"Objective text {number}",
            "success_criteria": f"Criteria {number}",
            "monitoring_method": f"Method {number}",
            "date_due": "2027-03-31",
            "strategies": "",
            "support": "",
            "priority": "",
            "challenging": False,
            "determined_by": "agreed",
            "review": None,
            **values,
        }

    def _reviewed(self, number, **values):
        review = {"progress": f"Progress {number}", "outside_factors": "", **values}
        return self._objective(number, review=review)

    def _boxes(self, **texts):
        return {
            code: {"label": label, "hint": "", "text": texts.get(code, "")}
            for code, label in BOXES.items()
        }

    def _content(self, kind="planning_review", **values):
        return {
            "kind": kind,
            "title": FORMS[kind]["title"][0],
            "words": {"reviewee": "Appraisee", "reviewer": "Appraiser"},
            "minimum_rows": 5 if kind == "cpd" else 3,
            "signers": [] if kind == "self_review" else ["reviewee", "reviewer"],
            "school": "Hillside",
            "reviewee": {"name": "Rae Reviewee", "job_title": "Cook", "registered": 0},
            "reviewer": {"name": "Rory Reviewer"},
            "cycle": {
                "name": "2026/27",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
            },
            "meeting_date": "2026-10-01",
            "objectives": [],
            "training": [],
            "training_done": [],
            "boxes": self._boxes(),
            "interim_notes": "",
            "plan": {"objectives": []},
            "registration_note": "",
            "questions": self._questions(""),
            **values,
        }

    def _questions(self, answer):
        return [
            {
                "number": number,
                "question": f"Question number {number}",
                "answer": answer,
            }
            for number in range(1, 8)
        ]

    def _blank(self, kind, **values):
        empty = {"reviewee": {}, "reviewer": {}, "cycle": None, "meeting_date": None}
        return self._content(kind, **{**empty, "plan": None, **values})

    def _sheet(self, content, **values):
        sheet = self.env["school.appraisal.statement.pdf"]
        sheet_values = {
            **sheet._sheet_values(
                content, mark=values.pop("mark", None), lang=values.pop("lang", "en_US")
            ),
            "reference": "PM/1",
            **values,
        }
        template = f"school_appraisal.{TEMPLATES[content['kind']]}"
        return (
            sheet._sheet_pdf(template, sheet_values),
            sheet._sheet_html(template, sheet_values),
        )

    def _signed(self, content):
        sheet = self.env["school.appraisal.statement.pdf"]
        people = content.get("people", {})
        signatures = {
            key: {
                "role": people.get(key, {}).get("role", key),
                "name": people.get(key, content.get(key))["name"],
                "signed_on": datetime(2027, 7, 6, 10),
                "paper_date": None,
                "method": "typed",
                "image": None,
                "disagrees": key == "reviewee",
            }
            for key in content["signers"]
        }
        return sheet._sheet_signers(content, signatures)

    def assertIsWilliamstowns(self, kind, pdf, html):
        """The PDF is this form as the school knows it."""
        form = FORMS[kind]
        text = pages(pdf)
        self.assertInOrder(text, form["title"] + form["headings"] + form["sign"])
        sheet = lxml.html.fromstring(html)
        for columns, block, least in form["columns"]:
            self.assertRegex(
                "\n".join(text).casefold(),
                r"\s{2,}".join(re.escape(column.casefold()) for column in columns),
            )
            rows = sheet.xpath(f"//div[@name='{block}']//tr[td][not(.//@class='gap')]")
            rows = [row for row in rows if not self._in_signatures(row)]
            self.assertGreaterEqual(len(rows), least, block)
            for row in rows:
                self.assertEqual(len(row.xpath("./td")), len(columns))
        lines = [
            words(line.text_content())
            for line in sheet.xpath("//*[contains(@class, 'signatures')]")
        ]
        self.assertEqual(len(lines), len(form["sign"]))
        for line, label in zip(lines, form["sign"], strict=True):
            self.assertTrue(line.startswith(label), line)
        self.assertPageNumbers(text)
        self.assertFetchesNothing(html)

    def _in_signatures(self, row):
        return row.xpath("ancestor::table[contains(@class, 'signatures')]")

    def assertFull(self, text, lines=20):
        """No page is left white but the last."""
        for page in text[:-1]:
            self.assertGreater(len(page.split("\n")), lines)


@tagged("post_install", "-at_install")
class TestWilliamstownSheets(WilliamstownChecks, TransactionCase):
    """Williamstown's forms from odd contents: none, long, many, other scripts."""

    def test_blank(self):
        for kind, most in (("self_review", 1), ("planning_review", 2), ("cpd", 1)):
            with self.subTest(kind=kind):
                content = self._blank(kind, registration_note=NOTE)
                pdf, html = self._sheet(content, mark="blank")
                self.assertIsWilliamstowns(kind, pdf, html)
                text = words(pages(pdf))
                for word in ("None", "DRAFT", "2026", "Rae", "Rory"):
                    self.assertNotIn(word, text)
                self.assertLessEqual(len(pages(pdf)), most)

    def test_blank_without_a_school(self):
        for kind in TEMPLATES:
            pdf, html = self._sheet(self._blank(kind, school=""), mark="blank")
            self.assertIsWilliamstowns(kind, pdf, html)

    # FORM 4

    def test_pre_review_form(self):
        content = self._content(
            "self_review",
            questions=self._questions("We ran the reading corner."),
            author={"name": "Rory Reviewer"},
            by="reviewer",
        )
        pdf, html = self._sheet(content)
        self.assertIsWilliamstowns("self_review", pdf, html)
        text = pages(pdf)
        self.assertInOrder(
            text, ["Rae Reviewee", "Cook", "Filled in by: Rory Reviewer (Appraiser)"]
        )
        self.assertInOrder(
            text,
            [
                part
                for number in range(1, 8)
                for part in (f"Question number {number}", "We ran the reading corner.")
            ],
        )

    def test_long_answers_lose_no_word_and_take_their_question_along(self):
        for size in range(300, 3000, 300):
            answer = LONG[:size] + LAST
            with self.subTest(size=size):
                content = self._content(
                    "self_review", questions=self._questions(answer)
                )
                pdf, _html = self._sheet(content)
                text = pages(pdf)
                # The name stands once more at the head.
                self.assertEqual(words(text).count("Rae"), 7 * answer.count("Rae") + 1)
                self.assertEqual(words(text).count(LAST), 7)
                self.assertFull(text)
                for page in text:
                    written = words(page).split(" PM/1 ")[0]
                    self.assertNotRegex(written, r"Question number \d$")

    # FORM 5

    def test_statement(self):
        """Review and plan stand on one sheet, each in its own table."""
        content = self._content(
            objectives=[
                self._reviewed(
                    1,
                    outside_factors="The hall was closed",
                    interim_progress="Well under way",
                    interim_factors="An illness",
                ),
                self._reviewed(2),
            ],
            training_done=[
                {
                    "name": "Food hygiene",
                    "impact": "Leads it now",
                    "state": "met",
                    "state_label": "Met",
                }
            ],
            boxes=self._boxes(
                help_hinder="A quiet room",
                comments="A good year",
                manager_actions="Books the hall",
            ),
            interim_notes="Talked in February",
            plan={
                "objectives": [
                    self._objective(1, text="Next text 1", priority="Healthy eating"),
                    self._objective(2, text="Next text 2", determined_by="reviewer"),
                ]
            },
        )
        pdf, html = self._sheet(
            content,
            signers=self._signed(content),
            reviewee_comments="I see the second objective otherwise",
        )
        self.assertIsWilliamstowns("planning_review", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [
                "Rae Reviewee",
                "Cook",
                "Objective text 1",
                "Mid-year review: Well under way",
                "An illness",
                "Outside the person's control: The hall was closed",
                "Objective text 2",
                "A quiet room",
                "Food hygiene",
                "Met",
                "A good year",
                "Mid-year review",
                "Talked in February",
                "Actions by the manager",
                "Books the hall",
                "Comments by the appraisee",
                "I see the second objective otherwise",
                "Next text 1",
                "School priority: Healthy eating",
                "Wednesday 31 March 2027",
                "Next text 2",
                "Not agreed, decided by the appraiser",
                "Rae Reviewee",
                "Signed as received",
                "Rory Reviewer",
            ],
        )
        self.assertRegex("\n".join(pages(pdf)), r"Next text 2\s+Criteria 2\s+Method 2")
        self.assertRegex("\n".join(pages(pdf)), r"Objective text 2\s+Progress 2")

    def test_first_year_has_a_plan_only(self):
        content = self._content(plan={"objectives": [self._objective(1)]})
        pdf, html = self._sheet(content, mark="draft")
        self.assertIsWilliamstowns("planning_review", pdf, html)
        self.assertInOrder(
            pages(pdf), ["Any additional comments", "Objective text 1", "Criteria 1"]
        )

    def test_none_and_twelve_objectives(self):
        for count, most in ((0, 2), (12, 3)):
            numbers = range(1, count + 1)
            content = self._content(
                objectives=[self._reviewed(number) for number in numbers],
                plan={"objectives": [self._objective(number) for number in numbers]},
            )
            with self.subTest(count=count):
                pdf, html = self._sheet(content, mark="draft")
                self.assertIsWilliamstowns("planning_review", pdf, html)
                self.assertInOrder(
                    pages(pdf), 2 * [f"Objective text {number}" for number in numbers]
                )
                self.assertLessEqual(len(pages(pdf)), most)

    def test_long_texts_lose_no_word_and_leave_no_page_white(self):
        long = {"text": LONG, "success_criteria": LONG, "monitoring_method": LONG}
        review = {"progress": LONG, "outside_factors": LONG}
        lines = [self._objective(n, **long, review=review) for n in (1, 2, 3)]
        content = self._content(
            objectives=lines,
            plan={"objectives": lines},
            boxes=self._boxes(help_hinder=LONG, comments=LONG, manager_actions=LONG),
            training_done=[{"name": LONG, "impact": LONG}],
            interim_notes=LONG,
        )
        pdf, _html = self._sheet(
            content, reviewee_comments=LONG, signers=self._signed(content)
        )
        text = pages(pdf)
        # Three objectives twice, four boxes, the comments, training; the name thrice.
        self.assertEqual(
            words(text).count("Rae"),
            (3 * 3 + 3 * 3 + 4 + 1 + 2) * LONG.count("Rae") + 3,
        )
        self.assertFull(text, 30)

    def test_signatures_never_stand_alone(self):
        """Wherever the last row ends on the page, its end stands above."""
        for kind in ("planning_review", "cpd"):
            for count in range(0, 48, 6):
                text = SENTENCE * count + LAST
                content = self._content(
                    kind,
                    plan={
                        "objectives": [self._objective(n, text=text) for n in range(3)]
                    },
                    training=5 * [{"name": text, "action": text, "date_due": None}],
                )
                with self.subTest(kind=kind, count=count):
                    pdf, _html = self._sheet(content, signers=self._signed(content))
                    (page,) = (
                        page for page in pages(pdf) if "Signed/dated: appraiser" in page
                    )
                    self.assertInOrder(
                        page, [LAST, "Signed/dated: appraisee", "dated: appraiser"]
                    )

    def test_blank_rows_stay_with_what_is_written(self):
        """Else the signatures could stand on a page with nothing but blank rows."""
        for kind, block in (("planning_review", "next_year"), ("cpd", "needs")):
            for size in (100, 700, 3000):
                text = LONG[:size] + LAST
                content = self._content(
                    kind,
                    plan={"objectives": [self._objective(1, text=text)]},
                    training=[{"name": text, "action": "Ask"}],
                )
                with self.subTest(kind=kind, size=size):
                    pdf, html = self._sheet(content, signers=self._signed(content))
                    sheet = lxml.html.fromstring(html)
                    last = sheet.xpath(f"//div[@name='{block}']/div")[-1]
                    self.assertEqual(last.get("class"), "keep")
                    self.assertInOrder(
                        last.text_content(), [LAST, "Signed/dated: appraisee"]
                    )
                    rows = 5 if kind == "cpd" else 3
                    self.assertEqual(
                        len(
                            last.xpath("./table[tr[td]][not(contains(@class,'sign'))]")
                        ),
                        rows,
                    )
                    self.assertEqual(words(pages(pdf)).count(LAST), 1)

    def test_a_box_of_the_schools_own(self):
        boxes = self._boxes()
        boxes["uniform"] = {"label": "Kitchen clothes", "hint": "", "text": "New apron"}
        pdf, _html = self._sheet(self._content(boxes=boxes))
        self.assertInOrder(
            pages(pdf),
            [
                "Any additional comments",
                "Kitchen clothes",
                "New apron",
                "Objectives for",
            ],
        )

    # FORM 6

    def test_training_form(self):
        content = self._content(
            "cpd",
            training=[
                {
                    "name": "Phonics course",
                    "action": "The head books it",
                    "date_due": "2026-12-01",
                },
                {"name": "First aid", "action": "Rae asks", "date_due": None},
            ],
            registration_note=NOTE,
        )
        pdf, html = self._sheet(content, signers=self._signed(content))
        self.assertIsWilliamstowns("cpd", pdf, html)
        self.assertRegex("\n".join(pages(pdf)), r"Phonics course\s+The head books it")
        self.assertInOrder(
            pages(pdf),
            ["Tuesday 1 December 2026", "First aid", "Signed/dated: appraiser", NOTE],
        )

    def test_note_for_registered_staff_only(self):
        """§5.2: nobody else is sent to the Passport."""
        pdf, html = self._sheet(self._content("cpd"))
        self.assertNotIn("Passport", words(pages(pdf)))
        self.assertFalse(
            lxml.html.fromstring(html).xpath("//*[@name='registration_note']")
        )

    # TEAM REVIEW, §4

    def _team(self, kind, **values):
        return self._content(
            kind,
            signers=[*TEAM, "reviewer"],
            people={
                key: {"name": f"Member {key}", "role": "team_member"} for key in TEAM
            },
            reviewee={"name": "Mid-day supervisors", "job_title": ""},
            **values,
        )

    def test_team_review_turns_the_wording_to_the_team(self):
        """§4.2: where the form says appraisee, it says team; all of it sign."""
        for kind in TEMPLATES:
            content = self._team(kind)
            with self.subTest(kind=kind):
                pdf, html = self._sheet(
                    content,
                    signers=self._signed(content),
                    reviewee_comments="All of us",
                )
                text = words(pages(pdf))
                self.assertInOrder(text, ["Team", "Mid-day supervisors", "Member one"])
                self.assertNotIn("Appraisee name", text)
                self.assertNotIn("dated: appraisee", text)
                if kind == "self_review":
                    continue
                self.assertEqual(text.count("Signed/dated: team"), len(TEAM))
                self.assertEqual(text.count("Signed/dated: appraiser"), 1)
        pdf, _html = self._sheet(
            self._team("planning_review"), reviewee_comments="All of us"
        )
        self.assertInOrder(pages(pdf), ["Comments by the team", "All of us"])

    # ANY TEXT

    def test_other_scripts_and_long_names(self):
        name = (
            "Maximiliana Alexandrina Theodora Featherstonehaugh-Cholmondeley Gruffydd"
        )
        arabic = "سيقرأ التلاميذ الكتب (المتفق عليها)، دون مساعدة بحلول نهاية 2027."
        welsh = "Tŷ, gŵyl, ẁ, ỳ, â ê î ô û ŵ ŷ; ☐ and ☑, ½ hour, €5"
        person = {"name": name, "job_title": "Cynorthwyydd addysgu " * 4}
        odd = {
            "text": arabic,
            "success_criteria": welsh,
            "monitoring_method": "Q" * 300,
        }
        values = {
            "reviewee": person,
            "reviewer": {"name": name},
            "author": {"name": name},
            "objectives": [self._reviewed(1, progress=arabic, outside_factors=welsh)],
            "plan": {"objectives": [self._objective(1, **odd)]},
            "training_done": [{"name": welsh, "impact": arabic}],
            "training": [{"name": arabic, "action": "Q" * 300, "date_due": None}],
            "boxes": self._boxes(comments=arabic, help_hinder=welsh),
            "questions": self._questions(f"{arabic} {welsh} {'Q' * 300}"),
        }
        for kind, count in (
            ("self_review", 2100),
            ("planning_review", 300),
            ("cpd", 300),
        ):
            content = self._content(kind, **values)
            with self.subTest(kind=kind):
                signers = self._signed(content)
                pdf, _html = self._sheet(content, signers=signers)
                text = words(pages(pdf))
                self.assertIn("Gruffydd", text)
                self.assertIn("التلاميذ", text)
                self.assertEqual(text.replace("Question", "").count("Q"), count)
                if kind != "cpd":
                    self.assertIn("Tŷ, gŵyl, ẁ", text)
                # Nothing runs over the edge of the paper.
                for left, _top, right, _bottom in test_reports.TestSheets._boxes(
                    self, pdf
                ):
                    self.assertLess(right, 595 - 45)
                    self.assertGreater(left, 45)

    def test_text_is_text(self):
        """What people write is never markup, nor an address to fetch."""
        evil = '<img src="https://example.org/x.png"/><script>alert(1)</script>'
        odd = {"text": evil, "success_criteria": evil, "priority": evil}
        content = {
            "reviewee": {"name": evil, "job_title": evil},
            "objectives": [self._reviewed(1, progress=evil, outside_factors=evil)],
            "plan": {"objectives": [self._objective(1, **odd)]},
            "training_done": [{"name": evil, "impact": evil, "state_label": evil}],
            "training": [{"name": evil, "action": evil}],
            "boxes": self._boxes(comments=evil, help_hinder=evil),
            "questions": self._questions(evil),
            "registration_note": evil,
        }
        for kind in TEMPLATES:
            pdf, html = self._sheet(self._content(kind, **content))
            self.assertFetchesNothing(html)
            self.assertIn("alert(1)", words(pages(pdf)))

    # TWO LANGUAGES, §1.6

    def test_every_word_can_be_translated(self):
        """A translator reaches each text of the form: once every text that the
        templates offer is put in marks, nothing but data stands outside them."""
        languages = self.env["res.lang"]
        if not languages._activate_lang("cy_GB"):
            languages.create(
                {
                    "name": "Welsh",
                    "code": "cy_GB",
                    "iso_code": "cy",
                    "url_code": "cy",
                    "active": True,
                }
            )
        self._put_translations_in_marks()
        evidence = {
            "objectives": [
                self._reviewed(1, interim_progress="#", outside_factors="#")
            ],
            "plan": {
                "objectives": [
                    self._objective(1, priority="#", determined_by="reviewer")
                ]
            },
            "interim_notes": "#",
            "author": {"name": "#"},
            "by": "reviewer",
            "boxes": {},
        }
        for kind in TEMPLATES:
            for content in (
                self._content(kind, **evidence),
                self._team(kind, **evidence),
                self._blank(kind, boxes={}),
            ):
                with self.subTest(kind=kind, signers=content["signers"]):
                    values = {"lang": "cy_GB", "reviewee_comments": "#"}
                    _pdf, html = self._sheet(
                        content, signers=self._signed_or_not(content), **values
                    )
                    self.assertFalse(self._outside_marks(html, content))

    def _signed_or_not(self, content):
        if content["reviewee"]:
            return self._signed(content)
        return self.env["school.appraisal.statement.pdf"]._sheet_signers(content)

    def _put_translations_in_marks(self):
        views = self.env["ir.ui.view"].search(
            [("key", "=like", "school\\_appraisal.form\\_%"), ("type", "=", "qweb")]
        )
        for view in views:
            terms, _context = view.get_field_translations("arch_db", ["en_US"])
            view.update_field_translations(
                "arch_db",
                {"cy_GB": {term["source"]: f"«{term['source']}»" for term in terms}},
            )
        self.env.registry.clear_cache("templates")

    def _outside_marks(self, html, content):
        """Words of the sheet that no translator can reach and that are no data."""
        sheet = lxml.html.fromstring(html)
        for style in sheet.xpath("//style"):
            style.drop_tree()
        text = re.sub("«[^»]*»", " ", words(" ".join(sheet.itertext())))
        data = [
            content["title"],
            content["school"],
            (content["cycle"] or {}).get("name"),
            *content["reviewee"].values(),
            *content["reviewer"].values(),
            *(line["question"] for line in content["questions"]),
            *(person["name"] for person in content.get("people", {}).values()),
            *(paper.date_words("cy_GB", day) for day in ("2027-03-31",)),
            paper.moment_words("cy_GB", "Europe/London", datetime(2027, 7, 6, 10)),
            *(f"{word} text 1" for word in ("Objective",)),
            *(f"{word} 1" for word in ("Progress", "Criteria", "Method")),
            "Appraiser",
        ]
        for part in filter(None, data):
            text = text.replace(str(part), " ")
        return re.findall(r"[A-Za-z]{2,}", text)
