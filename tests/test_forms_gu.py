import re
import subprocess
from datetime import datetime

import lxml.html

from odoo.tests import TransactionCase, tagged

from .forms_gu import FORMS
from .test_reports import LONG, SENTENCE, PaperChecks, pages, words

BOXES = {
    "achievements": "Other achievements in the last year",
    "agreed_actions": "Agreed action(s)",
    "reviewer_comments": "Reviewer's comments",
    "overall": "Overall performance, seen against the job description",
    "induction": "Recent experiences and induction",
}
TEMPLATES = {
    "plan": "form_gu_individual_plan",
    "annex": "form_gu_training_annex",
    "review": "form_gu_review_statement",
    "observation": "form_gu_observation_report",
    "joint": "form_gu_review_and_plan",
}
KINDS = {
    "plan": "planning",
    "annex": "cpd",
    "review": "review",
    "observation": "observation",
    "joint": "planning_review",
}
RATINGS = ["Exceeded", "Met", "Partly Met", "Not Met"]
NAMES = {
    "reviewee": "Rae Reviewee",
    "reviewer": "Rory Reviewer",
    "observer": "Obi Observer",
}


class GuSheets(PaperChecks):
    """Made-up contents of the forms of the guidance, and what they are held against."""

    def _objective(self, number, **values):
        return {
            "number": number,
            "text": f"Objective text {number}",
            "strategies": f"Step {number}",
            "success_criteria": f"Criterion {number}",
            "date_due": "2027-03-31",
            "milestone": "",
            "support": "",
            "priority": "",
            "monitoring_method": "",
            "determined_by": "agreed",
            "review": None,
            **values,
        }

    def _review(self, **values):
        return {
            "progress": "Seven of ten children got there",
            "outside_factors": "",
            "support_given": "",
            "reason": "",
            "rating": "Partly Met",
            "interim_progress": "It goes well",
            "interim_factors": "",
            **values,
        }

    def _boxes_of(self, text):
        return {
            code: {"label": label, "hint": "", "text": text}
            for code, label in BOXES.items()
        }

    def _content(self, form, **values):
        """The snapshot of a filled form; ``values`` replace its parts."""
        content = {
            "kind": KINDS[form],
            "title": FORMS.get(form, {}).get("title", "Review and plan"),
            "words": {"reviewee": "Reviewee", "reviewer": "Reviewer"},
            "minimum_rows": 3,
            "signers": ["reviewee", "reviewer"],
            "school": "Hillside",
            "reviewee": {
                "name": NAMES["reviewee"],
                "job_title": "Teaching assistant",
                "team": "Infants",
            },
            "reviewer": {"name": NAMES["reviewer"]},
            "observer": {"name": NAMES["observer"]},
            "cycle": {
                "name": "2026/27",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
            },
            "meeting_date": "2026-10-01",
            "ratings": [{"name": name, "guidance": ""} for name in RATINGS],
            "boxes": self._boxes_of("") if form in ("review", "joint") else {},
            "standards_name": "",
            "objectives": [self._objective(1)],
            "evidence": [],
            "observations": [],
            "training": [],
            "training_done": [],
            "standards": [],
            "competences": [],
            **values,
        }
        if form == "joint":
            content.setdefault(
                "plan",
                {
                    "meeting_date": "2027-07-05",
                    "cycle": {"name": "2027/28"},
                    "objectives": [self._objective(1, text="Next year's aim")],
                    "evidence": [],
                    "observations": [],
                    "training": [],
                },
            )
        return content

    def _blank(self, form, **values):
        nothing = {
            "reviewee": {},
            "reviewer": {},
            "observer": {},
            "cycle": None,
            "meeting_date": None,
            "objectives": [],
            "plan": None,
            **values,
        }
        return self._content(form, **nothing)

    def _signature(self, key):
        return {
            "role": key,
            "name": NAMES[key],
            "signed_on": datetime(2026, 10, 1, 10),
            "paper_date": None,
            "method": "typed",
            "image": None,
            "disagrees": False,
        }

    def _sheet(self, form, content, signed=False, **values):
        """PDF and HTML of a form, as a statement or a blank prints it."""
        sheet = self.env["school.appraisal.statement.pdf"]
        values = {
            **sheet._sheet_values(content, mark=values.pop("mark", None), lang="en_US"),
            "reference": "PM/1",
            **values,
        }
        if signed:
            values["signers"] = sheet._sheet_signers(
                content, {key: self._signature(key) for key in content["signers"]}
            )
        template = f"school_appraisal.{TEMPLATES[form]}"
        return sheet._sheet_pdf(template, values), sheet._sheet_html(template, values)

    def assertIsGuForm(self, form, pdf, html):
        """The PDF is this form as the school knows it."""
        wanted = FORMS[form]
        text = pages(pdf)
        self.assertTrue(
            words(text[0]).casefold().startswith(wanted["title"].casefold())
            or "DRAFT" in text[0]
        )
        self.assertInOrder(
            text, [wanted["title"], *wanted["headings"], *wanted["added"]]
        )
        for name, (columns, rows) in wanted["blocks"].items():
            self._check_block(html, name, columns, rows)
        self.assertPageNumbers(text)
        self.assertFetchesNothing(html)
        # The plan leaves the circle as a paper: nobody reads "None" on it.
        self.assertNotRegex(words(text), r"\bNone\b(?! named)")

    def _check_block(self, html, name, columns, rows):
        (block,) = lxml.html.fromstring(html).xpath(f"//div[@name='{name}']")
        headings = [words(heading.text_content()) for heading in block.xpath(".//th")]
        self.assertEqual(len(headings), len(columns))
        for heading, column in zip(headings, columns, strict=True):
            self.assertTrue(heading.startswith(column), (heading, column))
        written = block.xpath(".//table[not(@class)]//tr[td]")
        self.assertGreaterEqual(len(written), rows)
        if rows > 1:
            for number, row in enumerate(written[:rows], start=1):
                self.assertTrue(words(row.text_content()).startswith(f"{number}."))

    def _table_of_reviews(self, html):
        (block,) = lxml.html.fromstring(html).xpath("//div[@name='reviews']")
        return words(block.text_content())

    def assertKeepsItsWords(self, pdf, word, count):
        """Each of them is on paper, and no page but the last is nearly white."""
        text = pages(pdf)
        self.assertEqual(words(text).count(word), count)
        for page in text[:-1]:
            self.assertGreater(len(page.split("\n")), 20)

    def assertStaysOnPaper(self, pdf):
        """Nothing runs over the edge."""
        html = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        boxes = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', html)
        self.assertTrue(boxes)
        for left, right in boxes:
            self.assertGreater(float(left), 45)
            self.assertLess(float(right), 595 - 45)


@tagged("post_install", "-at_install")
class TestFormsGu(GuSheets, TransactionCase):
    """The forms of the guidance of 2011, filled, empty and with odd contents."""

    # FILLED

    def test_individual_plan(self):
        content = self._content(
            "plan",
            objectives=[
                self._objective(
                    1,
                    priority="Early reading",
                    milestone="The first unit",
                    support="A phonics course",
                ),
                self._objective(2, determined_by="reviewer"),
            ],
            observations=[
                {
                    "subject": "Phonics group",
                    "term": "Spring",
                    "focus": "Blending",
                    "observer": "Obi Observer",
                }
            ],
            evidence=[
                {
                    "what": "Reading records",
                    "note": "Monthly, class teacher",
                    "questions": "Who moved up?",
                }
            ],
            training=[{"name": "Phonics course", "date_due": "2026-11-30"}],
            standards_name="National standards",
        )
        pdf, html = self._sheet(
            "plan", content, signed=True, reviewee_comments="More time, please."
        )
        self.assertIsGuForm("plan", pdf, html)
        text = pages(pdf)
        self.assertInOrder(
            text,
            [
                "Hillside",
                "2026/27",
                *("Rae Reviewee", "Teaching assistant", "Rory Reviewer", "Infants"),
                "Thursday 1 October 2026",
                *("Objective text 1", "Step 1", "31 March 2027", "Criterion 1"),
                *("Phonics group", "Spring", "Blending", "Obi Observer"),
                *("Reading records", "Monthly, class teacher", "Who moved up?"),
                *("Reviewer's signature", "Rory Reviewer"),
                "More time, please.",
                *("Reviewee's signature", "Rae Reviewee"),
                *("Early reading", "The first unit", "A phonics course"),
                "decided by the reviewer",
                "National standards",
                "Phonics course",
            ],
        )
        self.assertNotIn("induction", words(text))

    def test_plan_stands_in_a_key_of_its_own_where_there_is_one(self):
        plan = {**self._content("plan"), "objectives": [self._objective(1, text="Aim")]}
        pdf, html = self._sheet("plan", self._content("plan", objectives=[], plan=plan))
        self.assertIsGuForm("plan", pdf, html)
        self.assertIn("1. Aim", words(pages(pdf)))

    def test_review_statement(self):
        review = self._review(
            outside_factors="The group was changed",
            interim_factors="Away for four weeks",
            support_given="no",
            reason="Progress needed no course",
        )
        content = self._content(
            "review",
            objectives=[self._objective(1, support="A course", review=review)],
            boxes=self._boxes_of("Said in the box."),
            interim_notes="A good half year",
            evidence=[
                {"what": "Reading records", "finding": "Six moved up"},
                {"what": "Display", "finding": ""},
            ],
            training_done=[
                {"name": "Course", "impact": "New games", "state_label": "Provided"}
            ],
            standards=[{"number": "", "label": "HLTA", "assessment": "Nearly there"}],
        )
        pdf, html = self._sheet(
            "review", content, signed=True, reviewee_comments="Thank you."
        )
        self.assertIsGuForm("review", pdf, html)
        text = words(pages(pdf))
        for part in (
            "Objective text 1",
            "It goes well",
            "Away for four weeks",
            "Seven of ten children got there",
            "The group was changed",
            "A course",
            "not given",
            "is not held against the",
            "Progress needed no course",
        ):
            self.assertIn(words(part), self._table_of_reviews(html))
        self.assertInOrder(
            text,
            [
                "Reviewee's signature",
                BOXES["overall"],
                "A good half year",
                *("Reading records", "Six moved up"),
                *("HLTA", "Nearly there"),
                *("Course", "Provided", "New games"),
            ],
        )
        self.assertNotIn(BOXES["induction"], text)
        self.assertNotIn("Display", text)
        self.assertEqual(text.count("Said in the box."), 4)
        assessment = lxml.html.fromstring(html).xpath(
            "//div[@name='reviews']//tr[td][1]/td[4]"
        )[0]
        self.assertEqual(words(assessment.text_content()), "Partly Met")

    def test_support_that_came_is_named_and_nothing_else_said(self):
        objective = self._objective(
            1, support="A course", review=self._review(support_given="yes")
        )
        _pdf, html = self._sheet(
            "review", self._content("review", objectives=[objective])
        )
        text = self._table_of_reviews(html)
        self.assertIn("Support promised and given: A course", text)
        self.assertNotIn("held against", text)

    def test_training_annex(self):
        content = self._content(
            "annex",
            training=[
                {
                    "name": "Phonics course",
                    "action": "Course of the authority, £120",
                    "date_due": "2026-11-30",
                    "for_objective": True,
                },
                {
                    "name": "The way to HLTA",
                    "action": "Mentor: Ann Other",
                    "date_due": "2027-05-31",
                    "for_objective": False,
                },
            ],
        )
        pdf, html = self._sheet("annex", content, signed=True)
        self.assertIsGuForm("annex", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [
                *("Phonics course", "30 November 2026", "£120"),
                "development of professional aspirations",
                *("The way to HLTA", "31 May 2027", "Ann Other"),
                *("Rory Reviewer", "Rae Reviewee"),
            ],
        )
        self.assertEqual(len(pages(pdf)), 1)

    def test_annex_tells_nothing_of_the_objectives(self):
        """It goes to the person who plans training, who reads no plan."""
        content = self._content("annex", boxes=self._boxes_of("Said in the box."))
        pdf, _html = self._sheet("annex", content, reviewee_comments="Said by Rae.")
        for word in ("Objective text", "Step", "Criterion", "Said"):
            self.assertNotIn(word, words(pages(pdf)))

    def test_observation_report(self):
        content = self._content(
            "observation",
            signers=["observer", "reviewee"],
            observation={
                "observer": "Obi Observer",
                "date_observed": "2027-02-03",
                "subject": "Phonics group",
                "focus": "Blending",
                "account": "Nine children were asked",
                "strengths": "Calm and clear",
                "areas": "Waiting for answers",
                "actions": "Watch a colleague",
                "feedback_on": "2027-02-04",
                "comments": "A good morning.",
            },
        )
        pdf, html = self._sheet("observation", content, signed=True)
        self.assertIsGuForm("observation", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [
                "Rae Reviewee",
                "Obi Observer",
                "Wednesday 3 February 2027",
                *("Phonics group", "Blending", "Nine children were asked"),
                *("Calm and clear", "Waiting for answers", "Watch a colleague"),
                "Thursday 4 February 2027",
                "A good morning.",
                *("Observer's signature", "Obi Observer"),
                *("Signature of the person", "Rae Reviewee"),
            ],
        )
        self.assertEqual(len(pages(pdf)), 1, "a short report")

    def test_unsigned_observation_report_has_room_to_sign(self):
        content = self._content(
            "observation", signers=[], observation={"observer": "Obi Observer"}
        )
        pdf, html = self._sheet("observation", content)
        self.assertIsGuForm("observation", pdf, html)
        sheet = lxml.html.fromstring(html)
        for role, name in (("observer", "Obi Observer"), ("reviewee", "Rae Reviewee")):
            (line,) = sheet.xpath(f"//table[@name='signature_{role}']")
            self.assertIn(name, line.text_content())
            self.assertIn("Date:", line.text_content())

    # ONE MEETING

    def test_review_and_plan_of_one_meeting(self):
        content = self._content(
            "joint",
            objectives=[self._objective(1, review=self._review())],
            boxes=self._boxes_of("Said in the box."),
        )
        content["boxes"]["induction"]["text"] = ""
        pdf, html = self._sheet(
            "joint", content, signed=True, reviewee_comments="Thank you."
        )
        text = pages(pdf)
        self.assertInOrder(
            text,
            [
                *(FORMS["review"]["title"], "2026/27"),
                *FORMS["review"]["headings"],
                *(FORMS["plan"]["title"], "2027/28"),
                *FORMS["plan"]["headings"],
                BOXES["overall"],
                *FORMS["plan"]["added"],
            ],
        )
        for form in ("review", "plan"):
            for name, (columns, rows) in FORMS[form]["blocks"].items():
                self._check_block(html, name, columns, rows)
        # Each sheet begins a page and is signed by both.
        (second,) = (page for page in text if "INDIVIDUAL PLAN" in page)
        self.assertTrue(words(second).startswith(FORMS["plan"]["title"].upper()))
        for name in ("Rae Reviewee", "Rory Reviewer"):
            self.assertEqual(
                len(re.findall(rf"signature: {name}", words(text))), 2, name
            )
        self.assertEqual(words(text).count("Thank you."), 1)
        self.assertIn("Date of Review: Thursday 1 October 2026", words(text[0]))
        self.assertIn("Date of Review: Monday 5 July 2027", words(second))
        self.assertIn("Next year's aim", words(second))
        self.assertNotIn(BOXES["induction"], words(text))

    def test_first_year_is_planned_only(self):
        plan = self._content("joint")["plan"]
        content = self._content(
            "joint",
            kind="planning",
            objectives=[],
            plan=plan,
            boxes=self._boxes_of("Said in the box."),
        )
        pdf, html = self._sheet("joint", content, reviewee_comments="Thank you.")
        self.assertIsGuForm("plan", pdf, html)
        text = words(pages(pdf))
        self.assertNotIn("REVIEW STATEMENT", text)
        self.assertNotIn(BOXES["achievements"], text)
        self.assertInOrder(text, ["Thank you.", BOXES["induction"], "Said in the box."])

    def test_review_without_a_next_year(self):
        """Who leaves is reviewed and plans nothing."""
        content = self._content("joint", plan=None)
        pdf, html = self._sheet("joint", content)
        self.assertIsGuForm("review", pdf, html)
        self.assertNotIn("INDIVIDUAL PLAN", words(pages(pdf)))

    # EMPTY, NONE, MANY

    def test_blank_forms(self):
        for form in FORMS:
            with self.subTest(form=form):
                pdf, html = self._sheet(form, self._blank(form), mark="blank")
                self.assertIsGuForm(form, pdf, html)
        _pdf, html = self._sheet("plan", self._blank("plan"), mark="blank")
        for name, least in (("objectives", 3), ("observations", 3), ("evidence", 3)):
            (block,) = lxml.html.fromstring(html).xpath(f"//div[@name='{name}']")
            rows = block.xpath(".//table[not(@class)]//tr[td]")
            self.assertEqual(len(rows), least)

    def test_blank_of_the_joint_form_has_both_sheets(self):
        pdf, _html = self._sheet("joint", self._blank("joint"), mark="blank")
        self.assertInOrder(
            pages(pdf),
            [
                *(FORMS["review"]["title"], *FORMS["review"]["headings"]),
                *(FORMS["plan"]["title"], *FORMS["plan"]["headings"]),
            ],
        )

    def test_blank_lines_can_be_written_on(self):
        """Each line of the head is there, though nothing stands on it."""
        for form in FORMS:
            _pdf, html = self._sheet(form, self._blank(form), mark="blank")
            with self.subTest(form=form):
                head = lxml.html.fromstring(html).xpath("//*[@name='people']")[0]
                self.assertGreaterEqual(len(head.xpath(".//td[@class='value']")), 4)

    def test_no_objectives(self):
        for form in ("plan", "review"):
            pdf, html = self._sheet(
                form, self._content(form, objectives=[]), mark="draft"
            )
            with self.subTest(form=form):
                self.assertIsGuForm(form, pdf, html)

    def test_twelve_objectives(self):
        objectives = [
            self._objective(number, review=self._review()) for number in range(1, 13)
        ]
        for form in ("plan", "review"):
            pdf, html = self._sheet(form, self._content(form, objectives=objectives))
            with self.subTest(form=form):
                self.assertIsGuForm(form, pdf, html)
                self.assertInOrder(
                    pages(pdf), [f"{n}. Objective text {n}" for n in range(1, 13)]
                )

    # LONG

    def _long_plan(self):
        return {
            "objectives": [
                self._objective(
                    number,
                    text=LONG,
                    strategies=LONG,
                    success_criteria=LONG,
                    support=LONG,
                    milestone=LONG,
                )
                for number in (1, 2)
            ],
            "evidence": [{"what": LONG, "note": LONG, "questions": LONG}],
            "observations": [{"subject": LONG, "focus": LONG, "observer": "Obi"}],
            "training": [{"name": LONG, "action": LONG}],
        }

    def test_long_plan(self):
        content = self._content("plan", **self._long_plan())
        pdf, _html = self._sheet("plan", content, reviewee_comments=LONG)
        # The name stands in the head and at the signature.
        self.assertKeepsItsWords(pdf, "Rae", 18 * LONG.count("Rae") + 2)

    def test_long_review(self):
        review = self._review(
            progress=LONG,
            outside_factors=LONG,
            interim_progress=LONG,
            interim_factors=LONG,
            support_given="no",
            reason=LONG,
        )
        objective = self._objective(1, text=LONG, support=LONG, review=review)
        content = self._content(
            "review",
            objectives=[objective],
            boxes=self._boxes_of(LONG),
            training_done=[{"name": LONG, "impact": LONG}],
            standards=[{"label": "HLTA", "assessment": LONG}],
        )
        pdf, _html = self._sheet("review", content, reviewee_comments=LONG)
        self.assertKeepsItsWords(pdf, "Rae", 15 * LONG.count("Rae") + 2)

    def test_long_annex(self):
        training = [
            {"name": LONG, "action": LONG, "for_objective": for_objective}
            for for_objective in (True, True, False)
        ]
        pdf, _html = self._sheet("annex", self._content("annex", training=training))
        self.assertKeepsItsWords(pdf, "Rae", 6 * LONG.count("Rae") + 2)

    def test_long_joint_form(self):
        objective = self._objective(1, text=LONG, review=self._review(progress=LONG))
        content = self._content("joint", objectives=[objective], plan=self._long_plan())
        pdf, _html = self._sheet("joint", content, reviewee_comments=LONG)
        self.assertEqual(
            words(pages(pdf)).count("Rae"), (2 + 17 + 1) * LONG.count("Rae") + 4
        )

    # SIGNATURES

    def test_signatures_never_stand_alone(self):
        """Wherever the texts above end on the page, their end stands with the line
        to sign on."""
        for count in range(0, 60, 6):
            text = SENTENCE * count + "The very last words."
            evidence = [{"what": "Something", "questions": text}]
            with self.subTest(count=count):
                content = self._content("plan", evidence=evidence)
                pdf, html = self._sheet(
                    "plan", content, signed=True, reviewee_comments="Seen. " + text
                )
                # In one piece with the last row, or the end of one that is tall.
                (row,) = lxml.html.fromstring(html).xpath(
                    "//div[@name='evidence']/div[@class='keep']"
                    "[.//*[@name='signature_reviewer']]"
                )
                self.assertEqual(
                    len(row.xpath(".//td[contains(., 'very last words')]")), 1
                )
                (page,) = (p for p in pages(pdf) if "Reviewer's signature" in p)
                self.assertRegex(words(page), "last words.*Reviewer's signature")
                (page,) = (p for p in pages(pdf) if "Reviewee's signature" in p)
                self.assertInOrder(page, ["The very last words.", "Reviewee's sig"])

    def test_signatures_of_the_annex_stay_with_its_last_row(self):
        for count in range(0, 60, 12):
            need = {"name": SENTENCE * count + "The very last words."}
            with self.subTest(count=count):
                content = self._content(
                    "annex", training=[need, {**need, "for_objective": False}]
                )
                pdf, html = self._sheet("annex", content, signed=True)
                (row,) = lxml.html.fromstring(html).xpath(
                    "//div[@name='aspirations']/div[@class='keep']"
                    "[.//*[@name='signature_reviewer']]"
                )
                self.assertIn("The very last words.", row.text_content())
                self.assertEqual(words(pages(pdf)).count("The very last words."), 2)

    def test_signature_on_paper_and_refused(self):
        content = self._content("plan")
        sheet = self.env["school.appraisal.statement.pdf"]
        signature = {
            **self._signature("reviewer"),
            "method": "paper",
            "paper_date": "2026-10-02",
            "recorded_by": "Hedy Head",
        }
        refusal = {
            "by": "Hedy Head",
            "on": datetime(2026, 10, 3, 10),
            "reason": "Said no.",
        }
        pdf, _html = self._sheet(
            "plan",
            content,
            signers=sheet._sheet_signers(content, {"reviewer": signature}, refusal),
        )
        text = words(pages(pdf))
        for part in ("Signed on paper", "Friday 2 October 2026", "Recorded by Hedy"):
            self.assertIn(part, text)
        self.assertInOrder(text, ["Signature refused", "Said no."])

    def test_only_who_is_asked_has_a_line_to_sign_on(self):
        pdf, _html = self._sheet("annex", self._content("annex", signers=["reviewer"]))
        self.assertIn("Reviewer's signature", words(pages(pdf)))
        self.assertNotIn("Reviewee's signature", words(pages(pdf)))

    # OTHER CONTENTS

    def test_other_scripts_and_long_names(self):
        name = (
            "Maximiliana Alexandrina Theodora Featherstonehaugh-Cholmondeley-Wyn ap "
            "Rhys Jones III"
        )
        self.assertGreaterEqual(len(name), 80)
        arabic = "سيقرأ التلاميذ الكتب (المتفق عليها)، دون مساعدة بحلول نهاية 2027."
        welsh = "Tŷ, gŵyl, ẁ, ỳ, â ê î ô û ŵ ŷ; ☐ and ☑, ½ hour, €5"
        address = "https://example.org/" + "pathwithoutanybreak" * 12
        person = {"name": name, "job_title": name, "team": name}
        odd = {
            "reviewee": person,
            "reviewer": {"name": name},
            "objectives": [
                self._objective(
                    1,
                    text=arabic,
                    strategies=welsh,
                    success_criteria=address,
                    review=self._review(
                        progress=welsh, interim_progress=address, rating="Exceeded"
                    ),
                )
            ],
            "evidence": [{"what": welsh, "note": "Q" * 300, "questions": arabic}],
            "observations": [{"subject": welsh, "focus": address, "observer": name}],
            "training": [{"name": welsh, "action": address}],
            "observation": {"observer": name, "focus": arabic, "account": welsh},
        }
        for form in FORMS:
            with self.subTest(form=form):
                pdf, _html = self._sheet(form, self._content(form, **odd))
                text = words(pages(pdf))
                for part in ("Tŷ, gŵyl", "Theodora", "III"):
                    self.assertIn(part, text)
                if form != "annex":
                    self.assertIn("التلاميذ", text)
                self.assertStaysOnPaper(pdf)

    def test_text_is_text(self):
        """What people write is never markup, nor an address to fetch."""
        evil = '<img src="https://example.org/x.png"/><script>alert(1)</script>'
        evils = {
            "school": evil,
            "reviewee": {"name": evil, "job_title": evil, "team": evil},
            "objectives": [
                self._objective(
                    1,
                    text=evil,
                    strategies=evil,
                    milestone=evil,
                    review=self._review(progress=evil, rating=evil, reason=evil),
                )
            ],
            "evidence": [{"what": evil}],
            "observations": [{"subject": evil, "term": evil}],
            "training": [{"name": evil, "action": evil}],
            "boxes": self._boxes_of(evil),
            "observation": {"account": evil, "comments": evil},
        }
        for form in TEMPLATES:
            with self.subTest(form=form):
                pdf, html = self._sheet(
                    form, self._content(form, **evils), reviewee_comments=evil
                )
                self.assertFetchesNothing(html)
                self.assertIn("alert(1)", words(pages(pdf)))

    def test_draft_is_marked_on_every_page(self):
        content = self._content("joint")
        pdf, _html = self._sheet("joint", content, mark="draft")
        for page in pages(pdf):
            self.assertIn("DRAFT – not signed", page)
