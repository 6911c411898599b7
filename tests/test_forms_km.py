import re
import subprocess
from datetime import datetime

import lxml.html

from odoo.tests import TransactionCase, tagged

from .forms_km import BOXES, FORMS, QUESTIONS, STANDARDS
from .test_reports import LONG, SENTENCE, PaperChecks, pages, words

SCHOOL = "Hillside"
TEMPLATES = {
    "planning_review": "form_km_planning_review",
    "cpd": "form_km_training",
    "self_review": "form_km_self_review",
}


def objective(number, reviewed=False, **values):
    review = {
        "progress": f"Progress {number}",
        "outside_factors": f"Illness of pupils {number}",
        "support_given": "partly",
        "reason": "",
        "rating": "",
        "interim_progress": f"Half way {number}",
        "interim_factors": "",
    }
    return {
        "number": number,
        "text": f"Objective text {number}",
        "strategies": "",
        "success_criteria": f"Criterion {number}",
        "milestone": "",
        "date_due": "2027-03-31",
        "support": f"Support promised {number}",
        "priority": "Early reading",
        "challenging": False,
        "determined_by": "agreed",
        "review": {**review, **values.pop("review", {})} if reviewed else None,
        **values,
    }


def content(kind="planning_review", objectives=3, blank=False, **values):
    """A snapshot as the core takes it; with everything filled in, or blank."""
    full = not blank
    return {
        "kind": kind,
        "title": FORMS[kind]["title"][0],
        "words": {"reviewee": "Reviewee", "reviewer": "Reviewer"},
        "minimum_rows": FORMS[kind]["rows"],
        "signers": {
            "planning_review": ["reviewer", "reviewee"],
            "cpd": ["reviewer"],
        }.get(kind, []),
        "school": SCHOOL,
        "reviewee": {"name": "Rae Reviewee", "job_title": "Class teacher"}
        if full
        else {},
        "reviewer": {"name": "Rory Reviewer"} if full else {},
        "cycle": _cycle(2026) if full else None,
        "favour_challenge": True,
        "meeting_date": "2027-10-01" if full else None,
        "date_interim_meeting": "2027-02-10" if full else None,
        "interim_notes": "On the way at mid-year" if full else "",
        "boxes": {
            code: {
                "label": label,
                "hint": f"Hint for {code}",
                "text": f"Words in {code}" if full else "",
            }
            for code, label in BOXES
        },
        "objectives": [objective(n, True) for n in range(1, objectives + 1)]
        if full
        else [],
        "evidence": [],
        "observations": [],
        "training": [
            {"name": "Phonics", "action": "Visit another school", "date_due": None}
        ]
        if full
        else [],
        "training_done": [
            {
                "name": "Maths course",
                "impact": "Uses number lines daily",
                "state": "provided",
                "state_label": "Provided",
            }
        ]
        if full
        else [],
        "standards": [
            {
                "number": str(number) if number < 9 else "Part two",
                "label": label,
                "assessment": f"Seen {number}" if full else "",
            }
            for number, label in enumerate(STANDARDS, start=1)
        ],
        "competences": [],
        "reviewer_comments": "",
        "pay_criterion": "Teaching that is good or better" if full else "",
        "pay": {
            "recommendation": "progress",
            "recommendation_label": "Progress",
            "reason": "Every criterion is met",
        }
        if full
        else None,
        "next_objectives": [],
        "plan": _plan(objectives) if full else {},
        "questions": [
            {
                "number": number,
                "question": question,
                "answer": f"Answer {number}" if full else "",
            }
            for number, question in enumerate(QUESTIONS, start=1)
        ],
        **values,
    }


def _plan(count, **values):
    return {
        "meeting_date": "2027-10-01",
        "cycle": _cycle(2027),
        "objectives": [objective(n, text=f"New aim {n}") for n in range(1, count + 1)],
        "evidence": [{"what": "Pupils' books", "note": "From the subject leader"}],
        "observations": [
            {
                "subject": "Mathematics",
                "term": "Spring",
                "focus": "Questions that stretch",
                "observer": "Olwen Observer",
                "purpose": "Performance",
                "duration": 1.5,
                "date_planned": "2028-01-20",
                "kind": "formal",
            }
        ],
        "training": [
            {
                "name": "Leading a subject",
                "action": "Shadow the deputy head",
                "date_due": "2028-02-01",
                "objective_number": 1,
            }
        ],
        "pay_criterion": "Most teaching outstanding",
        **values,
    }


def _cycle(year):
    return {
        "name": f"{year}/{year + 1 - 2000}",
        "date_start": f"{year}-11-01",
        "date_end": f"{year + 1}-10-31",
    }


def signature(role):
    return {
        "role": role,
        "name": f"{role} signing",
        "signed_on": datetime(2027, 10, 8, 10),
        "paper_date": None,
        "method": "typed",
        "image": None,
        "disagrees": False,
    }


def render(env, values, **more):
    """PDF and HTML of the form of this content."""
    sheet = env["school.appraisal.statement.pdf"]
    sheet_values = {
        **sheet._sheet_values(values, mark=more.pop("mark", None), lang="en_US"),
        "reference": "APR/1",
        **more,
    }
    template = f"school_appraisal.{TEMPLATES[values['kind']]}"
    return (
        sheet._sheet_pdf(template, sheet_values),
        sheet._sheet_html(template, sheet_values),
    )


class KentChecks(PaperChecks):
    """What the Kent forms are held against."""

    def assertIsKentForm(self, kind, pdf, html):
        form = FORMS[kind]
        text = pages(pdf)
        self.assertInOrder(
            text,
            ["Private and confidential", SCHOOL, *form["title"], *form["headings"]],
        )
        for columns in form["columns"]:
            self.assertRegex(
                "\n".join(text).casefold(),
                r"\s{2,}".join(re.escape(column.casefold()) for column in columns),
            )
        sheet = lxml.html.fromstring(html)
        for name in form["blocks"]:
            (block,) = sheet.xpath(f"//div[@name='{name}']")
            rows = block.xpath(".//tr[td][not(ancestor::*[@name='signatures'])]")
            rows = [
                row for row in rows if re.match(r"\d+\.", words(row.text_content()))
            ]
            self.assertGreaterEqual(len(rows), form["rows"])
            for number in range(1, form["rows"] + 1):
                self.assertIn(f"{number}.", words(rows[number - 1].text_content()))
        self.assertPageNumbers(text)
        self.assertFetchesNothing(html)
        self.assertNotIn(
            "None", re.sub("None (was|were|named|planned|beside)", "", words(text))
        )

    def assertNoPageWhite(self, text, least=20):
        for number, page in enumerate(text[:-1], start=1):
            self.assertGreater(len(page.split("\n")), least, f"page {number}")

    def assertOnPaper(self, pdf):
        """Nothing runs over the edge of the paper."""
        html = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        for left, right in re.findall(r'xMin="([\d.]+)".* xMax="([\d.]+)"', html):
            self.assertGreater(float(left), 45)
            self.assertLess(float(right), 595 - 45)


@tagged("post_install", "-at_install")
class TestKentForms(KentChecks, TransactionCase):
    """Forms 10 and 11 and the framework for self-review, from plain data."""

    def _render(self, values, **more):
        return render(self.env, values, **more)

    # THE STATEMENT

    def test_statement(self):
        pdf, html = self._render(
            content(), reviewee_comments="I should like more time for this."
        )
        self.assertIsKentForm("planning_review", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [
                "Rae Reviewee",
                "Class teacher",
                "Words in job_description",
                "Rory Reviewer",
                "1 November 2026 to 31 October 2027",
                "Friday 1 October 2027",
                "Objective text 1",
                "Criterion 1",
                "Support given in part:",
                "Support promised 1",
                "Objective text 3",
                "10 February 2027",
                "On the way at mid-year",
                "Half way 1",
                "Half way 3",
                "Maths course",
                "Provided",
                "Uses number lines daily",
                "Words in absence",
                *STANDARDS,
                "Teaching that is good or better",
                "Words in overall",
                "Progress",
                "Every criterion is met",
                "1 November 2027 to 31 October 2028",
                "New aim 1",
                "31 March 2027",
                "Early reading",
                "New aim 3",
                "Words in team_objectives",
                "Most teaching outstanding",
                "Words in monitoring",
                "Pupils' books",
                "From the subject leader",
                "1.5 h",
                "Mathematics Spring 20 January 2028",
                "Phonics",
                "Leading a subject",
                "Words in work_life",
                "Reviewer",
                "I should like more time for this.",
                "Reviewee (signature optional)",
            ],
        )
        self.assertRegex(
            "\n".join(pages(pdf)),
            r"1.5 h\s+Performance\s+Questions that stretch\s+Olwen Observer",
        )

    def test_what_each_objective_says(self):
        """§4.4: how challenging, what was outside control, support and why not;
        §4.6: links, timescale beyond the cycle, decided by the reviewer."""
        reviewed = objective(
            1,
            True,
            challenging=True,
            review={"support_given": "no", "reason": "Not met, the helper left."},
        )
        planned = objective(
            1, challenging=True, determined_by="reviewer", milestone="Half of it"
        )
        values = content(objectives=1, pay=None, plan=_plan(1, objectives=[planned]))
        pdf, _html = self._render({**values, "objectives": [reviewed]})
        self.assertInOrder(
            pages(pdf),
            [
                "Challenging objective",
                "Support not given:",
                "Not met, the helper left.",
                "judged favourably",
                "Plan for the year ahead",
                "Not agreed, decided by the reviewer",
                "Link to the improvement plan:",
                "Early reading",
            ],
        )
        text = words(pages(pdf))
        self.assertIn("By the end of this cycle:", text)
        self.assertIn("Half of it", text)
        # §4.5: only where eligible, the criterion for everybody.
        self.assertNotIn("Recommendation on pay", text)
        self.assertIn("Teaching that is good or better", text)
        self.assertIn("Most teaching outstanding", text)

    def test_the_first_year_has_only_a_plan(self):
        values = content(plan=_plan(2))
        values.update(
            content(blank=True),
            kind="planning",
            plan=_plan(2),
            reviewee=values["reviewee"],
            boxes=values["boxes"],
        )
        sheet = self.env["school.appraisal.statement.pdf"]
        sheet_values = {**sheet._sheet_values(values, lang="en_US"), "reference": "1"}
        pdf = sheet._sheet_pdf("school_appraisal.form_km_planning_review", sheet_values)
        self.assertInOrder(
            pages(pdf),
            ["Review of the past year", "no year to review yet", "Plan for the year"],
        )
        text = words(pages(pdf))
        self.assertIn("New aim 2", text)
        self.assertNotIn("Words in absence", text)
        self.assertNotIn("Overall performance", text)

    def test_a_review_without_a_plan_says_so(self):
        pdf, _html = self._render(content(plan=None))
        self.assertInOrder(
            pages(pdf), ["Plan for the year ahead", "not planned on this form"]
        )

    def test_a_schools_own_box_is_printed(self):
        values = content()
        values["boxes"] = {
            "own": {"label": "Our own heading", "hint": "", "text": "Our own words"},
            "monitoring": values["boxes"]["monitoring"],
        }
        pdf, _html = self._render(values)
        self.assertInOrder(
            pages(pdf),
            ["Words in monitoring", "Our own heading", "Our own words", "(Signed)"],
        )

    def test_the_panel_of_the_head_signs(self):
        """§4.2: two or three governors review the head."""
        people = {
            f"panel_{number}": {"name": f"Gov Ernor {number}", "role": "panel"}
            for number in (1, 2, 3)
        }
        values = content(signers=["reviewee", *people], people=people)
        pdf, html = self._render(values)
        self.assertInOrder(
            pages(pdf),
            [
                "Rory Reviewer, Gov Ernor 1, Gov Ernor 2, Gov Ernor 3",
                *(f"(Signed) Gov Ernor {n}" for n in (1, 2, 3)),
                "Reviewee's comments",
            ],
        )
        last = lxml.html.fromstring(html).xpath("//div[@name='comments']")[0]
        self.assertNotIn("Ernor", last.text_content())

    def test_signed(self):
        values = content()
        sheet = self.env["school.appraisal.statement.pdf"]
        signers = sheet._sheet_signers(
            values, {"reviewer": signature("reviewer"), "reviewee": None}
        )
        pdf, html = self._render(values, signers=signers)
        text = words(pages(pdf))
        self.assertIn("reviewer signing", text)
        self.assertIn("Friday 8 October 2027", text)
        closing = lxml.html.fromstring(html)
        self.assertFalse(
            closing.xpath("//*[@name='signature_reviewee']//*[@class='typed']")
        )

    # BLANK

    def test_blank_forms(self):
        for kind, most in (("planning_review", 5), ("cpd", 1), ("self_review", 1)):
            with self.subTest(kind=kind):
                pdf, html = self._render(content(kind, blank=True), mark="blank")
                self.assertIsKentForm(kind, pdf, html)
                text = pages(pdf)
                self.assertNotIn("Rae", words(text))
                self.assertLessEqual(len(text), most)
                self.assertNoPageWhite(text)
        pdf, _html = self._render(content(blank=True), mark="blank")
        text = words(pages(pdf))
        self.assertInOrder(
            text, ["Support given: ☐ yes", *STANDARDS, "☐ Progress", "☐ No progress"]
        )
        self.assertIn("Hint for monitoring", text)

    # ODD CONTENTS

    def test_no_objectives(self):
        values = content(objectives=0, training=[], training_done=[], standards=[])
        values["plan"] = {"objectives": []}
        pdf, _html = self._render(values)
        self.assertInOrder(
            pages(pdf),
            [
                "Provided?",
                "None was planned.",
                "Evidence to be used",
                "None beside what the policy names.",
                "Aspects to be assessed",
                "None planned.",
                "None named.",
            ],
        )

    def test_twelve_objectives(self):
        pdf, html = self._render(content(objectives=12))
        self.assertIsKentForm("planning_review", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [f"Objective text {n}" for n in range(1, 13)]
            + [f"New aim {n}" for n in range(1, 13)],
        )
        self.assertNoPageWhite(pages(pdf))

    def test_long_texts_lose_no_word_and_leave_no_page_white(self):
        review = {
            "progress": LONG,
            "outside_factors": LONG,
            "reason": LONG,
            "interim_progress": LONG,
        }
        values = content(
            interim_notes=LONG,
            pay_criterion=LONG,
            pay={"recommendation": "progress", "reason": LONG},
            standards=[{"number": "1", "label": "One", "assessment": LONG}],
            training_done=[{"name": LONG, "impact": LONG, "state_label": "Provided"}],
        )
        values["objectives"] = [
            objective(
                1, True, text=LONG, success_criteria=LONG, support=LONG, review=review
            )
        ]
        values["boxes"] = {
            code: {"label": label, "hint": "", "text": LONG} for code, label in BOXES
        }
        need = {"name": LONG, "action": LONG, "date_due": None}
        values["plan"] = _plan(
            1,
            objectives=[
                objective(
                    1, text=LONG, success_criteria=LONG, milestone=LONG, support=LONG
                )
            ],
            pay_criterion=LONG,
            evidence=[{"what": LONG, "note": LONG}],
            observations=[{"purpose": LONG, "focus": LONG, "observer": "O"}],
            training=[need],
        )
        pdf, _html = self._render(values, reviewee_comments=LONG)
        text = pages(pdf)
        # 7 of the objective reviewed, notes, 2 of training, standard, criterion, pay,
        # 6 boxes; 4 of the objective planned, criterion, 2 and 2 and 2; comments
        self.assertEqual(words(text).count("Rae"), 31 * LONG.count("Rae") + 2)
        self.assertNoPageWhite(text, 30)
        pdf, _html = self._render(content("cpd", training=[need] * 2))
        self.assertEqual(words(pages(pdf)).count("Rae"), 4 * LONG.count("Rae") + 1)
        self.assertNoPageWhite(pages(pdf), 30)
        values = content("self_review")
        for question in values["questions"]:
            question["answer"] = LONG
        pdf, _html = self._render(values)
        self.assertEqual(words(pages(pdf)).count("Rae"), 3 * LONG.count("Rae") + 1)

    def test_signatures_never_stand_alone(self):
        for count in range(0, 60, 6):
            with self.subTest(count=count):
                values = content(objectives=1)
                values["boxes"]["work_life"]["text"] = (
                    SENTENCE * count + "The last words of the meeting."
                )
                pdf, _html = self._render(
                    values, reviewee_comments=SENTENCE * count + "My very last words."
                )
                text = pages(pdf)
                (first,) = (p for p in text if "Rory Reviewer" in p and "(Signed)" in p)
                self.assertInOrder(
                    first, ["last words of the meeting.", "(Signed) Rory Reviewer"]
                )
                (last,) = (p for p in text if "(Signed) Rae Reviewee" in words(p))
                self.assertInOrder(
                    last, ["My very last words.", "(Signed) Rae Reviewee"]
                )

    def test_other_scripts_and_long_names(self):
        name = (
            "Maximiliana Alexandrina Theodora "
            "Featherstonehaugh-Cholmondeley-Wynne the Third."
        )
        arabic = "سيقرأ التلاميذ الكتب (المتفق عليها)، دون مساعدة بحلول نهاية 2027."
        welsh = "Tŷ, gŵyl, ẁ, ỳ, â ê î ô û ŵ ŷ; ☐ and ☑, ½ hour, €5"
        address = "https://example.org/" + "pathwithoutanybreak" * 12
        odd = {
            "text": arabic,
            "success_criteria": welsh,
            "support": address,
            "milestone": "Q" * 300,
        }
        values = content(
            objectives=1,
            reviewee={"name": name, "job_title": name},
            reviewer={"name": name},
            school="The Very Long Named Saint Bartholomew's Church of England",
        )
        values["objectives"] = [
            objective(
                1, True, **odd, review={"progress": arabic, "outside_factors": welsh}
            )
        ]
        values["plan"]["objectives"] = [objective(1, **odd)]
        values["plan"]["observations"][0]["observer"] = name
        self.assertEqual(len(name), 80)
        for kind in ("planning_review", "cpd", "self_review"):
            with self.subTest(kind=kind):
                values.update(kind=kind, title=FORMS[kind]["title"][0])
                values["training"] = [{"name": arabic, "action": address}]
                values["questions"][0]["answer"] = arabic + welsh
                pdf, _html = self._render(values, reviewee_comments=arabic)
                text = words(pages(pdf))
                self.assertIn("Theodora", text)
                self.assertIn("التلاميذ", text)
                self.assertOnPaper(pdf)
        self.assertIn("Tŷ, gŵyl", text)

    def test_text_is_text(self):
        evil = '<img src="https://example.org/x.png"/><script>alert(1)</script>'
        for kind in ("planning_review", "cpd", "self_review"):
            values = content(
                kind,
                school=evil,
                title=evil,
                reviewee={"name": evil, "job_title": evil},
                training=[{"name": evil, "action": evil}],
            )
            values["objectives"] = [objective(1, True, text=evil, support=evil)]
            values["questions"][0]["answer"] = evil
            pdf, html = self._render(values, reviewee_comments=evil)
            self.assertFetchesNothing(html)
            self.assertIn("alert(1)", words(pages(pdf)))

    # WHAT GOES TO THE COORDINATOR, AND THE FRAMEWORK

    def test_training_form(self):
        values = content("cpd")
        values["training"] = [
            {"name": "Phonics", "action": "Visit a school", "date_due": "2028-02-01"}
        ]
        pdf, html = self._render(values)
        self.assertIsKentForm("cpd", pdf, html)
        self.assertRegex(
            "\n".join(pages(pdf)), r"1. Phonics\s+Visit a school\s+1 February 2028"
        )
        # §4.7: the form alone, so nothing of the statement.
        text = words(pages(pdf))
        for part in ("Objective text", "New aim", "Progress 1", "Words in", "Seen"):
            self.assertNotIn(part, text)
        self.assertEqual(len(pages(pdf)), 1)

    def test_signature_of_the_training_form_stays_with_its_last_row(self):
        for count in range(0, 60, 20):
            need = {"name": SENTENCE * count + "The very last words."}
            with self.subTest(count=count):
                pdf, html = self._render(content("cpd", training=[need] * 5))
                row = lxml.html.fromstring(html).xpath(
                    "//div[@class and .//*[@name='signatures']]/table[1]"
                )
                self.assertTrue(row)
                self.assertEqual(words(pages(pdf)).count("The very last words."), 5)

    def test_self_review(self):
        pdf, html = self._render(content("self_review"))
        self.assertIsKentForm("self_review", pdf, html)
        self.assertInOrder(
            pages(pdf),
            [
                part
                for number, question in enumerate(QUESTIONS, start=1)
                for part in (f"{number}. {question}", f"Answer {number}")
            ],
        )
        self.assertNotIn("Signed", words(pages(pdf)))
