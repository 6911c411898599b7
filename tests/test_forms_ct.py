import re
import subprocess
from datetime import datetime

import lxml.html

from odoo.tests import TransactionCase, tagged

from ..reports import paper
from .forms_ct import (
    COLUMNS,
    SELF_REVIEW,
    VARIANTS,
    plan_headings,
    review_headings,
)
from .test_reports import LONG, SENTENCE, PaperChecks, pages, words

NAME = (
    "Maximiliana Alexandrina Theodora Featherstonehaugh-Cholmondeley-Wyn-Griffith III"
)
WELSH = "Tŷ, gŵyl, ẁ, ỳ, â ê î ô û ŵ ŷ; ☐ and ☑, ½ hour, €5"
ARABIC = "سيقرأ التلاميذ الكتب (المتفق عليها)، دون مساعدة بحلول نهاية 2027."
LAST = "The very last words."


class CanoniumSheets(PaperChecks):
    """The forms filled in by hand, as plain data."""

    def _categories(self, variant):
        return [
            {
                "id": number,
                "name": name,
                "hint": hint,
                "minimum_rows": rows,
            }
            for number, (name, hint, rows) in enumerate(
                VARIANTS[variant]["categories"], start=1
            )
        ]

    def _objective(self, number, category, **values):
        return {
            "number": number,
            "number_in_category": 1,
            "category": category,
            "text": f"Target text {number}",
            "agreed_outcomes": f"Outcome {number}",
            "strategies": "",
            "success_criteria": "",
            "monitoring_method": "",
            "milestone": "",
            "date_due": None,
            "support": "",
            "priority": "",
            "challenging": False,
            "determined_by": "agreed",
            "review": None,
            **values,
        }

    def _one_each(self, variant, **values):
        """An aim in each category."""
        return [
            self._objective(number, number, **values)
            for number in range(1, len(VARIANTS[variant]["categories"]) + 1)
        ]

    def _review(self, **values):
        return {
            "progress": "Got there",
            "outside_factors": "",
            "support_given": "",
            "reason": "",
            "rating": "Target met",
            "interim_progress": "",
            "interim_factors": "",
            **values,
        }

    def _content(self, variant="teacher", kind="planning", **values):
        boxes = {"discussion": ("Record of discussion", "")}
        if kind == "review":
            boxes = {"overall": ("Overall assessment", "Job role and standards")}
        return {
            "kind": kind,
            "title": VARIANTS[variant]["title"],
            "words": {
                "process": "Performance management",
                "reviewee": "Reviewee",
                "reviewer": "Reviewer",
                "objective": "Target",
            },
            "minimum_rows": 1,
            "signers": ["reviewee", "reviewer"],
            "school": "Hillside",
            "reviewee": {"name": "Rae Reviewee", "job_title": "Class teacher"},
            "reviewer": {"name": "Rory Reviewer"},
            "cycle": {
                "name": "2026/27",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
            },
            "meeting_date": "2026-10-01",
            "date_planning_meeting": "2026-10-01",
            "date_interim_meeting": None,
            "date_review_meeting": None,
            "standards_name": "National teaching standards",
            "standards_towards": "",
            "priorities": [
                {"number": 1, "name": "Early reading", "actions": ["Phonics daily"]},
                {"number": 4, "name": "Outdoor learning", "actions": []},
            ],
            "categories": self._categories(variant),
            "ratings": [
                {"name": "Target met", "guidance": ""},
                {"name": "Target not met", "guidance": ""},
            ],
            "boxes": {
                code: {"label": label, "hint": hint, "text": ""}
                for code, (label, hint) in boxes.items()
            },
            "interim_notes": "",
            "objectives": [],
            "evidence": [],
            "observations": [],
            "training": [],
            "training_done": [],
            "standards": [],
            "competences": [],
            "pay": None,
            **values,
        }

    def _blank(self, variant="teacher", kind="planning", **values):
        return self._content(
            variant,
            kind,
            **{
                "school": "",
                "reviewee": {},
                "reviewer": {},
                "cycle": None,
                "meeting_date": None,
                "date_planning_meeting": None,
                "standards_name": "",
                "priorities": [],
                **values,
            },
        )

    def _sheet(self, content, template, mark=None, **values):
        """The PDF's pages, and the page for the screen as an element."""
        sheet = self.env["school.appraisal.statement.pdf"]
        values = {
            **sheet._sheet_values(content, mark=mark, lang="en_US"),
            "reference": "PM/1",
            **values,
        }
        template = f"school_appraisal.form_ct_{template}"
        self.pdf = sheet._sheet_pdf(template, values)
        html = str(sheet._sheet_html(template, values))
        self.assertFetchesNothing(html)
        text = pages(self.pdf)
        self.assertPageNumbers(text)
        return text, lxml.html.fromstring(html)

    def _words(self, element):
        """The words on the screen, in their order."""
        for style in element.xpath("//style"):
            style.drop_tree()
        return words(" ".join(element.itertext()))

    def _signed(self, content, name="Rae Reviewee"):
        signature = {
            "name": name,
            "signed_on": datetime(2026, 10, 1, 10),
            "paper_date": None,
            "method": "typed",
            "image": None,
            "disagrees": False,
        }
        return self.env["school.appraisal.statement.pdf"]._sheet_signers(
            content, dict.fromkeys(("reviewee", "reviewer"), signature)
        )

    def assertSigningIsNotAlone(self, text, before):
        """The signatures stand on one page, below ``before``."""
        (signed,) = (page for page in text if "(Signed)" in page)
        self.assertInOrder(signed, [before, "true record of our meeting", "(Signed)"])

    def assertPagesAreFull(self, text, least):
        for page in text[:-1]:
            self.assertGreater(len(page.split("\n")), least)

    def _blocks(self, html, name):
        return html.xpath(f"//div[@name='{name}']")


@tagged("post_install", "-at_install")
class TestRecordSheets(CanoniumSheets, TransactionCase):
    """Form 15 in its four variants: the first sheet and the page of the review."""

    # AS ON PAPER

    def _assert_plan(self, variant, text, html, school):
        form = VARIANTS[variant]
        title = form["title"].split(": ")
        confidential = ["Performance management", "Confidential"]
        self.assertInOrder(
            self._words(html),
            (confidential if form["confidential"] else [])
            + [*filter(None, [school]), *title, *plan_headings(form)],
        )
        self.assertEqual("confidential" in words(text).casefold(), form["confidential"])
        self.assertInOrder(
            text,
            [*title, "Record of discussion"]
            + [name for name, *_more in form["categories"]]
            + ["true record of our meeting", "Signed", "Reviewee", "Reviewer"],
        )
        # Both columns in each table, from left to right
        self.assertGreaterEqual(
            len(re.findall(r"TARGETS.*\s{2,}AGREED OUTCOMES", "\n".join(text))),
            len(form["categories"]),
        )
        (block,) = self._blocks(html, "targets")
        rows = block.xpath(".//tr[td][not(ancestor::*[@name='signatures'])]")
        self.assertGreaterEqual(len(rows), sum(c[2] for c in form["categories"]))
        self.assertEqual(len(rows[0].xpath("td")), len(COLUMNS))

    def test_plan(self):
        for variant in VARIANTS:
            with self.subTest(variant=variant):
                text, html = self._sheet(
                    self._content(
                        variant,
                        objectives=self._one_each(variant),
                        priorities=[
                            {"number": n, "name": f"Aim {n}", "actions": ["Do it"]}
                            for n in range(1, 6)
                        ],
                    ),
                    f"{variant}_plan",
                )
                self._assert_plan(variant, text, html, "Hillside")
                self.assertInOrder(
                    text,
                    [
                        word
                        for number in range(1, len(VARIANTS[variant]["categories"]) + 1)
                        for word in (f"Target text {number}", f"Outcome {number}")
                    ],
                )

    def test_blank_plan(self):
        """Every category with its rows and its hint, and nobody's name."""
        for variant in VARIANTS:
            with self.subTest(variant=variant):
                text, html = self._sheet(
                    self._blank(variant), f"{variant}_plan", mark="blank"
                )
                self._assert_plan(variant, text, html, "")
                for wrong in ("None", "DRAFT", "Rory", "2026"):
                    self.assertNotIn(wrong, words(text))
                self.assertTrue(html.xpath("//td[contains(@class, 'room')]"))

    def test_review(self):
        for variant, form in VARIANTS.items():
            objectives = self._one_each(variant, review=self._review())
            objectives[0]["review"] = self._review(rating="Target not met")
            content = self._content(
                variant,
                "review",
                objectives=objectives,
                interim_notes="On the way in March.",
                training_done=[
                    {
                        "name": "Phonics course",
                        "impact": "Two groups read more",
                        "state": "provided",
                        "state_label": "Provided",
                    }
                ],
                standards=[{"number": "1", "label": "High aims", "assessment": "Met"}],
                pay={
                    "recommendation": "progress",
                    "recommendation_label": "Progress",
                    "reason": "Solid work",
                },
            )
            content["boxes"]["overall"]["text"] = "A good year."
            with self.subTest(variant=variant):
                text, html = self._sheet(
                    content, f"{variant}_review", reviewee_comments="More than that."
                )
                self.assertInOrder(
                    self._words(html),
                    ["Hillside", *form["title"].split(": "), *review_headings(form)],
                )
                self.assertInOrder(
                    text,
                    [
                        "Rae Reviewee",
                        "Class teacher",
                        "Rory Reviewer",
                        "On the way in March.",
                        f"{form['outcomes'][0]}: ☐ Target met ☑ Target not met",
                        f"{form['outcomes'][-1]}: ☑ Target met ☐ Target not met",
                        "true record",
                        "Reviewee",
                        "A good year.",
                        "Phonics course",
                        "Provided",
                        "Two groups read more",
                        "More than that.",
                        "by the head",
                        "Progress",
                        "Solid work",
                    ],
                )
                (standards,) = self._blocks(html, "standards")
                self.assertIn("1 High aims", words(standards.text_content()))

    def test_blank_review(self):
        for variant, form in VARIANTS.items():
            with self.subTest(variant=variant):
                text, html = self._sheet(
                    self._blank(
                        variant,
                        "review",
                        standards=[{"number": "1", "label": "High aims"}],
                    ),
                    f"{variant}_review",
                    mark="blank",
                )
                self.assertInOrder(
                    self._words(html),
                    [*form["title"].split(": "), *review_headings(form)],
                )
                self.assertIn("1 High aims", words(text))
                self.assertEqual(
                    words(text).count("☐ Target met ☐ Target not met"),
                    len(form["outcomes"]),
                )
                self.assertNotIn("☑", words(text))
                self.assertNotIn("None", words(text))

    # THE TEACHER'S HEADING BLOCK

    def test_priorities_of_the_role_only(self):
        """The others are struck out: no row is left for them."""
        text, html = self._sheet(self._content(), "teacher_plan")
        (block,) = self._blocks(html, "priorities")
        self.assertInOrder(
            self._words(block),
            ["Key aspects", "Priority 1", "Early reading", "A1:", "Phonics daily"]
            + ["Priority 4", "Outdoor learning"],
        )
        self.assertNotIn("Priority 2", words(text))

    def test_dates_of_the_three_meetings(self):
        content = self._content()
        text = words(self._sheet(content, "teacher_plan")[0])
        for part in (
            "From 1 September 2026",
            "To 31 August 2027",
            "Thursday 1 October 2026",
            "Spring 2027",
            "Summer 2027",
        ):
            self.assertIn(part, text)
        content["date_interim_meeting"] = "2027-03-01"
        content["date_review_meeting"] = "2027-07-05"
        text = words(self._sheet(content, "teacher_plan")[0])
        self.assertIn("Monday 1 March 2027", text)
        self.assertIn("Monday 5 July 2027", text)
        self.assertNotIn("Spring", text)

    def test_standards_worked_towards(self):
        content = self._content(standards_towards="Upper pay range standards")
        _text, html = self._sheet(content, "teacher_plan")
        self.assertInOrder(
            self._words(html),
            ["National teaching standards", "working towards", "Upper pay range"],
        )

    # COUNTING

    def test_several_targets_in_one_category_are_numbered_on(self):
        """Teacher: two on pupil progress, so leadership is the third."""
        objectives = [
            self._objective(number, category, review=self._review())
            for number, category in enumerate((1, 1, 2, 3, 4), start=1)
        ]
        content = self._content(objectives=objectives)
        _text, html = self._sheet(content, "teacher_plan")
        (block,) = self._blocks(html, "targets")
        self.assertInOrder(
            self._words(block),
            ["Pupil progress", "1. Target text 1", "2. Target text 2"]
            + ["Leadership", "3. Target text 3", "Professional", "4. Target text 4"]
            + ["Enrichment", "Target text 5"],
        )
        self.assertNotIn("5.", self._words(block))
        content = self._content(kind="review", objectives=objectives)
        _text, html = self._sheet(content, "teacher_review")
        (block,) = self._blocks(html, "outcomes")
        self.assertInOrder(
            self._words(block),
            ["Target 1:", "Target 2:", "Target 3:", "Target 4:", "Enrichment target:"],
        )

    def test_an_lsas_objective_keeps_its_number(self):
        """Two aims under objective 1, and the personal one is still objective 2."""
        objectives = [
            self._objective(number, category, review=self._review())
            for number, category in enumerate((1, 1, 2, 3), start=1)
        ]
        content = self._content("lsa", "review", objectives=objectives)
        _text, html = self._sheet(content, "lsa_review")
        (block,) = self._blocks(html, "outcomes")
        self.assertEqual(
            [
                words("".join(span.itertext()))
                for span in block.xpath(".//*[@name='outcome']/span[1]")
            ],
            ["Objective 1 (1):", "Objective 1 (2):", "Objective 2:"]
            + ["Enrichment objective:"],
        )

    def test_training_names_the_target_as_the_form_does(self):
        """Nothing on leadership: the third of the form is the second that was set."""
        objectives = [self._objective(1, 1), self._objective(2, 3)]
        need = {"action": "In-house", "date_due": "2027-01-31"}
        content = self._content(
            objectives=objectives,
            training=[
                {"name": "Coaching", "objective_number": 2, **need},
                {"name": "First aid", "objective_number": 0, **need},
            ],
        )
        _text, html = self._sheet(content, "teacher_plan")
        (block,) = self._blocks(html, "training")
        self.assertInOrder(
            self._words(block),
            ["Coaching", "Target 3", "In-house", "31 January 2027", "First aid"],
        )

    def test_what_has_no_category_yet_is_on_the_draft(self):
        content = self._content(objectives=[self._objective(1, False)])
        text, _html = self._sheet(content, "teacher_plan", mark="draft")
        self.assertInOrder(text, ["Enrichment target", "Target text 1", "true record"])

    # WHAT WAS AGREED BESIDE THE TARGETS

    def test_more_on_each_target(self):
        """§5.2 a time, §5.3 support and who decided, §5.5 the improvement plan"""
        content = self._content(
            "support",
            objectives=[
                self._objective(
                    1,
                    1,
                    date_due="2027-03-31",
                    support="An hour a week",
                    priority="1 Early reading",
                    determined_by="reviewer",
                )
            ],
        )
        _text, html = self._sheet(content, "support_plan")
        (block,) = self._blocks(html, "details")
        self.assertInOrder(
            self._words(block),
            ["Target 1", "An hour a week", "Not agreed, decided by the reviewer"]
            + ["31 March 2027", "1 Early reading"],
        )
        self.assertNotIn("Target 2", self._words(block))

    def test_observation_and_evidence_where_agreed(self):
        content = self._content(
            observations=[
                {
                    "subject": "Year 4",
                    "focus": "Questions",
                    "observer": "Hedy Head",
                    "term": "Spring",
                    "date_planned": None,
                }
            ],
            evidence=[{"what": "Reading ages", "note": "July"}],
        )
        text, html = self._sheet(content, "teacher_plan")
        self.assertInOrder(
            text, ["Year 4", "Questions", "Hedy Head", "Spring", "Reading ages", "July"]
        )
        text, html = self._sheet(self._content(), "teacher_plan")
        self.assertFalse(self._blocks(html, "observations"))
        self.assertFalse(self._blocks(html, "evidence"))

    def test_mid_term_notes_for_one_target(self):
        content = self._content(
            "lsa",
            "review",
            interim_notes="Settled in.",
            objectives=[
                self._objective(
                    1, 1, review=self._review(interim_progress="Half way", rating="")
                )
            ],
        )
        _text, html = self._sheet(content, "lsa_review")
        (block,) = self._blocks(html, "mid_term")
        self.assertInOrder(self._words(block), ["Settled in.", "Objective 1: Half way"])

    def test_a_box_of_the_trusts_own(self):
        content = self._content("support", objectives=self._one_each("support"))
        content["boxes"]["workload"] = {"label": "Workload", "hint": "", "text": "Fair"}
        text, _html = self._sheet(content, "support_plan")
        self.assertInOrder(text, ["Record of discussion", "Signed", "Workload", "Fair"])

    def test_boxes_of_the_review_in_their_order(self):
        """Also from a snapshot, which keeps none; one without words is for hands."""
        boxes = {
            code: {"number": number, "label": f"Box {code}", "hint": "", "text": text}
            for code, number, text in (
                ("absence", 3, "Away in May"),
                ("overall", 1, ""),
                ("extra", 4, "Ours"),
                ("own_development", 2, ""),
            )
        }
        content = self._content("support", "review", boxes=boxes)
        text, _html = self._sheet(content, "support_review")
        self.assertInOrder(text, ["Box overall", "Box absence", "Box extra"])
        self.assertNotIn("Box own_development", words(text))
        text, _html = self._sheet(content, "support_review", mark="blank")
        self.assertInOrder(
            text, ["Box overall", "Box own_development", "Box absence", "Box extra"]
        )

    # ODD CONTENTS

    def test_nothing_at_all(self):
        for kind in ("planning", "review"):
            content = self._content(
                "teacher", kind, categories=[], boxes={}, ratings=[]
            )
            template = "teacher_plan" if kind == "planning" else "teacher_review"
            with self.subTest(kind=kind):
                text, _html = self._sheet(content, template, mark="draft")
                self.assertInOrder(text, ["Target", "true record of our meeting"])
                self.assertNotIn("None ", words(text).replace("None named", ""))

    def test_twelve(self):
        for variant in VARIANTS:
            count = len(VARIANTS[variant]["categories"])
            objectives = [
                self._objective(n, 1 + (n - 1) * count // 12, review=self._review())
                for n in range(1, 13)
            ]
            for kind, template in (("planning", "plan"), ("review", "review")):
                content = self._content(variant, kind, objectives=objectives)
                with self.subTest(variant=variant, kind=kind):
                    text, _html = self._sheet(content, f"{variant}_{template}")
                    self.assertInOrder(text, [f"Target text {n}" for n in range(1, 13)])
                    self.assertPagesAreFull(text, 30)

    def test_long_texts_lose_no_word_and_leave_no_page_white(self):
        objectives = self._one_each(
            "teacher",
            text=LONG,
            agreed_outcomes=LONG,
            support=LONG,
            review=self._review(
                progress=LONG, outside_factors=LONG, interim_progress=LONG
            ),
        )
        need = {"name": LONG, "action": LONG, "date_due": None, "impact": LONG}
        content = self._content(
            objectives=objectives,
            training=[need],
            standards_towards=LONG,
            boxes={"discussion": {"label": "Record", "hint": "", "text": LONG}},
        )
        text, _html = self._sheet(content, "teacher_plan")
        self.assertEqual(words(text).count("Rae"), 16 * LONG.count("Rae") + 2)
        self.assertPagesAreFull(text, 30)
        content = self._content(
            kind="review",
            objectives=objectives,
            training_done=[{**need, "state_label": "Provided"}],
            interim_notes=LONG,
            standards=[{"number": "1", "label": "High aims", "assessment": LONG}],
            boxes={"overall": {"label": "Overall", "hint": "", "text": LONG}},
            pay={"recommendation_label": "Progress", "reason": LONG},
        )
        text, _html = self._sheet(content, "teacher_review", reviewee_comments=LONG)
        # 4 × (target, outcomes, progress, outside, interim), and seven more
        self.assertEqual(words(text).count("Rae"), 27 * LONG.count("Rae") + 2)
        self.assertPagesAreFull(text, 30)

    def test_signatures_never_stand_alone(self):
        """Wherever the last target ends on the page, its end stands above."""
        for count in range(0, 60, 6):
            ending = SENTENCE * count + LAST
            for kind, template in (("planning", "plan"), ("review", "review")):
                objectives = self._one_each("support", review=self._review())
                if kind == "planning":
                    objectives[-1]["text"] = ending
                else:
                    objectives[-1]["review"]["progress"] = ending
                content = self._content("support", kind, objectives=objectives)
                with self.subTest(count=count, kind=kind):
                    text, _html = self._sheet(
                        content, f"support_{template}", signers=self._signed(content)
                    )
                    self.assertSigningIsNotAlone(text, LAST)

    def test_long_names_and_other_scripts(self):
        self.assertEqual(len(NAME), 80)
        review = self._review(progress=ARABIC, outside_factors=WELSH)
        for variant, kind, template in (
            ("teacher", "planning", "teacher_plan"),
            ("lsa", "planning", "lsa_plan"),
            ("support", "review", "support_review"),
        ):
            content = self._content(
                variant,
                kind,
                objectives=[
                    self._objective(
                        1, 1, text=ARABIC, agreed_outcomes=WELSH, review=review
                    ),
                    self._objective(2, 2, text="Q" * 300, agreed_outcomes="x" * 300),
                ],
                reviewee={"name": NAME, "job_title": NAME},
                reviewer={"name": NAME},
                school="The Very Long Named Saint Bartholomew's Church of England",
            )
            with self.subTest(template=template):
                text, _html = self._sheet(
                    content, template, reviewee_comments=ARABIC + LAST
                )
                text = words(text)
                for part in ("Tŷ, gŵyl", "Griffith III", "☐", "€5", "التلاميذ", LAST):
                    self.assertIn(part, text)
                self.assertEqual(text.count("Q"), 300)
                self.assertInsideThePaper()

    def assertInsideThePaper(self):
        html = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"],
            input=self.pdf,
            capture_output=True,
            check=True,
        ).stdout.decode()
        boxes = re.findall(r'<word xMin="([\d.]+)".*xMax="([\d.]+)"', html)
        self.assertTrue(boxes)
        for left, right in boxes:
            self.assertGreater(float(left), 45)
            self.assertLess(float(right), 595 - 45)

    def test_text_is_text(self):
        evil = '<img src="https://example.org/x.png"/><script>alert(1)</script>'
        content = self._content(
            objectives=[
                self._objective(1, 1, text=evil, agreed_outcomes=evil, support=evil)
            ],
            school=evil,
            reviewee={"name": evil, "job_title": evil},
            standards_towards=evil,
            priorities=[{"number": 1, "name": evil, "actions": [evil]}],
            training=[{"name": evil, "action": evil}],
            boxes={"discussion": {"label": evil, "hint": evil, "text": evil}},
        )
        self.assertIn("alert(1)", words(self._sheet(content, "teacher_plan")[0]))


@tagged("post_install", "-at_install")
class TestSelfReview(CanoniumSheets, TransactionCase):
    """Form 14: notes that nobody must write or hand in."""

    def _content(self, answers=("", "", "", "", ""), **values):
        return {
            "title": SELF_REVIEW["title"],
            "words": {},
            "minimum_rows": SELF_REVIEW["lines"],
            "signers": [],
            "school": "Hillside",
            "reviewee": {"name": "Rae Reviewee", "job_title": ""},
            "reviewer": {"name": "Rory Reviewer"},
            "author": {"name": "Rae Reviewee"},
            "by": "reviewee",
            "cycle": {"name": "2026/27"},
            "questions": [
                {"number": number, "question": f"Question {number}?", "answer": answer}
                for number, answer in enumerate(answers, start=1)
            ],
            **values,
        }

    def _assert_form(self, text, year):
        series, form = SELF_REVIEW["title"].split(": ")
        self.assertInOrder(
            text,
            [series, f"School year {year}", form, "need not write", "hand", "Name"]
            + [f"{n}. Question {n}?" for n in range(1, 6)]
            + ["•"] * SELF_REVIEW["lines"],
        )
        self.assertNotIn("None", words(text))

    def test_filled(self):
        answers = ["One", "Two", "Three", "Four", "Phonics\nMaths"]
        text, _html = self._sheet(self._content(answers), "self_review")
        self._assert_form(text, "2026/27")
        self.assertInOrder(
            text, ["Rae Reviewee", *answers[:4], "• Phonics", "• Maths", "•"]
        )

    def test_blank(self):
        content = self._content(
            cycle=None, reviewee={}, author={}, school="", reviewer={}
        )
        text, _html = self._sheet(content, "self_review", mark="blank")
        self._assert_form(text, "20.../20...")
        self.assertEqual(len(text), 1)

    def test_long(self):
        text, _html = self._sheet(
            self._content([LONG] * 5, reviewee={"name": NAME}), "self_review"
        )
        self.assertEqual(words(text).count("Rae"), 5 * LONG.count("Rae"))
        self.assertPagesAreFull(text, 30)

    def test_more_areas_than_lines(self):
        areas = [f"Area {number}" for number in range(1, 6)]
        text, _html = self._sheet(
            self._content(["", "", "", "", "\n\n".join(areas)]), "self_review"
        )
        self.assertInOrder(text, [f"• {area}" for area in areas])

    def test_welsh_and_arabic(self):
        text, _html = self._sheet(
            self._content([WELSH, ARABIC, "", "", ARABIC]), "self_review"
        )
        self.assertIn("Tŷ, gŵyl", words(text))
        self.assertIn("التلاميذ", words(text))


@tagged("post_install", "-at_install")
class TestCategories(TransactionCase):
    """The rows of a form by category; no database."""

    def _rows(self, objectives, word="Target", **values):
        content = {
            "categories": [
                {"id": 7, "name": "Progress", "minimum_rows": 1},
                {"id": 8, "name": "Enrichment", "minimum_rows": 2},
            ],
            "objectives": [
                {"number": number, "category": category}
                for number, category in enumerate(objectives, start=1)
            ],
            **values,
        }
        return paper.by_category(content, word)

    def test_labels(self):
        for objectives, word, expected in (
            ([], "Target", ["Target 1", "Enrichment (1)", "Enrichment (2)"]),
            ([], "", ["Progress", "Enrichment (1)", "Enrichment (2)"]),
            (
                [8, 7, 7],
                "",
                ["Progress (1)", "Progress (2)", "Enrichment (1)", "Enrichment (2)"],
            ),
        ):
            with self.subTest(objectives=objectives, word=word):
                rows = self._rows(objectives, word)
                self.assertEqual([row["label"] for row in rows], expected)

    def test_nothing_is_lost(self):
        rows = self._rows([False, 8, 7, 99])
        self.assertEqual([row["number"] for row in rows], [3, 2, 2, 1, 4])
        self.assertEqual([row.get("blank") for row in rows][2], True)
        self.assertEqual(rows[-1]["label"], "Target 5")

    def test_without_categories(self):
        rows = self._rows([False], categories=[], minimum_rows=3)
        self.assertEqual(
            [row["label"] for row in rows], [f"Target {n}" for n in (1, 2, 3)]
        )
        self.assertEqual([row["first"] for row in rows], [True, False, False])
