import base64
import re
from pathlib import Path

import lxml.html

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon
from .own_database import OwnDatabaseCase
from .sixth_policy import QUESTIONS, SCALE, TITLES, make_policy, make_views
from .test_reports import PaperChecks, pages, words

# What policies call people; and what others call people and aims.
PEOPLE_WORDS = (
    r"(?i)\b(coach|colleague|reviewer|reviewee|appraise[er]|team (leader|member)"
    r"|line manager|staff)s?\b"
)
OTHER_WORDS = (
    r"(?i)\b(reviewer|reviewee|appraise[er]|team (leader|member)|line manager|staff"
    r"|objective|target|performance management|appraisal)s?\b"
)
# A person's names here, which must not be mistaken for such words.
NAMES = {"reviewee": "Nia Parry", "reviewer": "Tom Ashe"}


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestSixthPolicy(PaperChecks, AppraisalCommon):
    """A policy made of data alone works from the launch to the pay file, with its own
    words, rules and forms: nothing in the addon knows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for key, name in NAMES.items():
            cls.users[key].name = cls.employees[key].name = name
        cls.employees["reviewee"].job_title = "Librarian"
        make_views(cls.env(user=cls.users["system"], su=False))
        cls.policy = make_policy(
            cls.env(user=cls.users["administrator"], su=False)
        ).with_env(cls.env)
        cls.group = cls.policy.staff_group_ids
        cls.staff["reviewee"].write(
            {
                "staff_group_id": cls.group.id,
                "pay_eligible": True,
                "pay_point": "3",
                "payroll_number": "1001",
            }
        )
        cls.cycle = cls._create_cycle("2026/27, growth", "2026-09-01", "2027-08-31")

    # WHAT PEOPLE SEE

    def _says(self, who, *wanted):
        """The next step and the warnings as one of the people reads them: they name
        people, and use no policy's word for them."""
        appraisal = self.as_(who, self.appraisal)
        for text in (appraisal.next_step, appraisal.warning or ""):
            self.assertNotRegex(text, PEOPLE_WORDS)
        for part in wanted:
            self.assertIn(part, appraisal.next_step)
        return appraisal

    def _missing(self):
        return self.as_("reviewer", self.appraisal).missing or ""

    def _paper(self, statement, who="reviewee"):
        return pages(self.as_(who, statement)._get_pdf())

    def assertOwnWords(self, text):
        self.assertNotRegex(words(text), OTHER_WORDS)

    # THE YEAR

    def test_one_year(self):
        self.appraisal = self._launch()
        self._prepare_the_meeting()
        self._agree_the_plan()
        with freeze_time("2027-02-10 10:00:00"):
            self._meet_in_the_middle()
        following = self._create_cycle("2027/28, growth", "2027-09-01", "2028-08-31")
        with freeze_time("2027-07-05 10:00:00"):
            self._review_the_year()
            self._settle_pay()
        self.assertEqual(self.appraisal.state, "closed")
        self._says("reviewee", "complete")
        self.assertEqual(self.appraisal.next_appraisal_ids.cycle_id, following)

    def _prepare_the_meeting(self):
        action = self.as_("reviewee", self.appraisal).action_open_checklist()
        marks = self.as_("reviewee", self.env[action["res_model"]])
        self.assertEqual(
            marks.search(action["domain"]).mapped("name"),
            ["Bring a photograph", "Walk through the school"],
        )

        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": self.appraisal.id}
        )
        self.assertEqual(review.answer_ids.mapped("question"), QUESTIONS)
        review.answer_ids[0].answer = "The reading corner"
        self.as_("reviewee", review).action_hand_in()
        pdf = self._print("reviewer", review)
        self.assertInOrder(
            pages(pdf),
            [TITLES["self_review"], QUESTIONS[0], "The reading corner", QUESTIONS[1]],
        )
        self.assertOwnWords(pages(pdf))

    def _print(self, who, records):
        reports = self.as_(who, self.env["ir.actions.report"])
        return reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "school_appraisal.report_self_review", records.ids
        )[0]

    def _agree_the_plan(self):
        appraisal = self._says("reviewer", NAMES["reviewee"])
        appraisal.date_planning_meeting = "2026-10-01"
        action = appraisal.action_open_copy_objectives()
        dialog = self.as_("reviewer", self.env[action["res_model"]])
        dialog = dialog.browse(action["res_id"])
        dialog.line_ids.selected = True
        dialog.action_copy()
        goals = self.as_("reviewer", self.appraisal.objective_ids)
        self.assertEqual(goals.action_steps, "One day a week")
        for name in ("Lead the book club", "Learn to bind", "Tell stories"):
            goals.create({"appraisal_id": appraisal.id, "name": name})
        with self.assertRaises(UserError) as caught:
            goals.create({"appraisal_id": appraisal.id, "name": "A fifth"})
        self.assertIn("4 objectives at most", str(caught.exception))
        self.assertIn("write down the steps", self._missing())
        goals = self.as_("reviewer", self.appraisal.objective_ids)
        goals.action_steps = "One afternoon a week"
        goals[1].support_promised = "A visit to another club"
        goals.appraisal_id.cpd_need_ids.create(
            {
                "appraisal_id": appraisal.id,
                "objective_id": goals[2].id,
                "name": "A course in binding",
            }
        )

        statement = self._statement(self.appraisal)
        self.assertEqual(self._missing(), "“Talents to build on”: fill it in.")
        self.as_("reviewer", statement.text_ids).text = "Patience"
        self._share(statement)
        # Who may sign, and need not, is told so.
        self._says("reviewee", "Read the plan and sign")
        self._says("head", NAMES["reviewee"], NAMES["reviewer"])
        self.as_("reviewee", statement).respond("I look forward to it.")
        self.assertIn("not signed", words(self._paper(statement)))
        # The other signature is welcome, and the plan does not wait for it.
        self._sign("reviewer", statement)
        self.assertEqual(statement.state, "final")
        self.assertEqual(self.appraisal.state, "monitoring")

        paper = self._paper(statement)
        self.assertInOrder(
            paper,
            [
                "Hillside",
                TITLES["planning"],
                "Colleague: Nia Parry",
                "Coach: Tom Ashe",
                "What we want to grow",
                "4. Tell stories",
                "Talents to build on",
                "Patience",
                "In the colleague’s own words",
                "I look forward to it.",
                "Colleague",
                "Coach",
                "(Not signed) Nia Parry",
                "(Signed) Tom Ashe",
                "A course in binding",
                "Goal 3",
            ],
        )
        self.assertSideBySide(paper, "Goal", "First steps")
        self.assertSideBySide(paper, "3. Learn to bind", "One afternoon a week")
        self.assertOwnWords(paper)
        self.assertPageNumbers(paper)

    def assertSideBySide(self, text, left, right):
        self.assertRegex(
            "\n".join(text), rf"(?im)^\s*{re.escape(left)}\s{{2,}}{re.escape(right)}"
        )

    def _meet_in_the_middle(self):
        """No review before the meeting in the middle of the year."""
        self._says("reviewee", NAMES["reviewer"])
        appraisal = self._says("reviewer", "mid-year", NAMES["reviewee"])
        self.assertEqual(appraisal.next_action, "begin_interim")
        with self.assertRaisesRegex(UserError, "mid-year review comes first"):
            appraisal.action_open_review()
        appraisal.action_next_step()
        notes = self.as_("reviewer", self.appraisal).interim_review_ids
        notes.filtered("objective_id")[:1].progress = "Ten readers came"
        notes.appraisal_id.date_interim_meeting = "2027-02-10"
        self.assertFalse(self.as_("reviewee", notes).has_access("read"))
        appraisal = self._says("reviewer", NAMES["reviewee"])
        self.assertEqual(appraisal.next_action, "share_interim")
        appraisal.action_next_step()
        self.assertTrue(self.as_("reviewee", notes).has_access("read"))

    def _review_the_year(self):
        appraisal = self._says("reviewer")
        self.assertEqual(appraisal.next_action, "open_review")
        appraisal.action_next_step()
        self._says("reviewer", NAMES["reviewee"])
        self._says("reviewee", NAMES["reviewer"])
        self.as_("reviewer", self.appraisal).date_review_meeting = "2027-07-05"
        reviews = self.as_("reviewer", self.appraisal.objective_review_ids)
        self.assertEqual(len(reviews), 4)
        for review, rating in zip(
            reviews,
            [self.group.rating_ids[number] for number in (0, 4, 1, 2)],
            strict=True,
        ):
            review.write(
                {
                    "progress": f"On {review.objective_id.name}: we talked",
                    "rating_id": rating.id,
                }
            )
        # “Seed” counts as not met: with help that did not come, that is explained.
        reviews[1].support_given = "no"
        self.assertIn("say why it was not met", self._missing())
        reviews = self.as_("reviewer", self.appraisal.objective_review_ids)
        reviews[1].reason = "The club moved away"
        statement = self._statement(self.appraisal, "review")
        self.assertEqual(self._missing(), "“What we celebrate”: fill it in.")
        self.as_("reviewer", statement.text_ids[0]).text = "A library that lives"
        self.as_("head", self.appraisal.pay_recommendation_ids).write(
            {"point_to": "4", "date_effective": "2027-09-01"}
        )
        self._share(statement)
        self._says("reviewee")
        self._sign("reviewee", statement)
        self._says("reviewee", NAMES["reviewer"])
        self._sign("reviewer", statement)
        self.assertEqual(statement.state, "final")
        self.assertEqual(str(statement.retained_until), "2031-08-31")

        paper = self._paper(statement)
        self.assertInOrder(
            paper,
            [
                TITLES["review"],
                "Colleague: Nia Parry",
                "Coach: Tom Ashe",
                "Professional growth: 2026/27, growth",
                "Ten readers came",
                "Rooted",
                "The club moved away",
                "Seed",
                *(f"{name}: {guidance}" for name, guidance, _counts in SCALE),
                "What we celebrate",
                "A library that lives",
                "A wish for next year",
                "Colleague",
                "Coach",
                "(Signed) Nia Parry",
                "(Signed) Tom Ashe",
            ],
        )
        self.assertSideBySide(paper, "Goal", "What came of it")
        self.assertSideBySide(paper, "4. Tell stories", "On Tell stories: we talked")
        self.assertOwnWords(paper)
        self.assertPageNumbers(paper)
        self.assertFetchesNothing(statement.sudo()._render_html())

    def _settle_pay(self):
        """Nobody recommends or endorses: the governors decide, HR exports."""
        pay = self.appraisal.pay_recommendation_ids
        self.assertEqual(pay.state, "endorsed")
        self.as_("governor", pay).action_decide_progress()
        export = (
            self.env["school.appraisal.pay.export"]
            .with_user(self.users["pay_officer"])
            .create({"file_format": "csv"})
        )
        export.action_export()
        self.assertEqual(pay.state, "exported")
        text = base64.b64decode(export.with_context(bin_size=False).file).decode()
        self.assertRegex(text, r"1001.*Nia Parry")

    # THE FORMS WITHOUT A YEAR

    def test_blank_forms(self):
        headings = {
            "planning": ["Goal", "First steps", "4.", "Talents to build on"],
            "review": ["What came of it", "4.", SCALE[4][0], "A wish for next year"],
            "self_review": QUESTIONS,
        }
        action = self.env.ref("school_appraisal.appraisal_form_action")
        forms = self.as_("head", self.env[action.res_model]).search([])
        self.assertLessEqual(self.group.form_ids, forms.sudo())
        for form in self.as_("reviewee", self.group.form_ids):
            with self.subTest(form=form.kind):
                text = pages(form._get_blank_pdf(self.school))
                self.assertInOrder(text, [TITLES[form.kind], *headings[form.kind]])
                self.assertOwnWords(text)

    def test_the_shipped_form_is_as_it_was(self):
        """What inherits a form as a primary view leaves it alone."""
        form = self.env.ref("school_appraisal.policy_form_tm_planning_record")
        html = form._report_sheets("school_appraisal.report_form")[0]
        sheet = lxml.html.fromstring(html)
        text = words(sheet.text_content())
        self.assertIn("STRATEGIES", text)
        self.assertNotIn("First steps", text)
        self.assertRegex(text, "Staff: .*Reviewer: ")

    def test_who_makes_a_policy(self):
        """Reviewers, heads and HR do not."""
        for who in ("reviewer", "head", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                make_policy(self.as_(who, self.policy).env)

    def test_a_form_that_is_not_there(self):
        form = self.as_("administrator", self.group.form_ids[0])
        with self.assertRaisesRegex(UserError, "there is no template “hillside.none”"):
            form.template = "hillside.none"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestCopiedPreset(AppraisalCommon):
    """A school copies a preset and changes the copy."""

    def _rules(self, record):
        """Everything that a policy says, to the last line."""
        return {
            name: [self._rules(line) for line in record[name]]
            if field.type == "one2many"
            else record[name]
            for name, field in record._fields.items()
            if field.store or field.type == "one2many"
            if field.type != "many2one" and name not in ("id", "write_date")
        }

    def test_the_preset_stays_as_it_is(self):
        preset = self.as_("administrator", self.env.ref("school_appraisal.policy_tm"))
        before = self._rules(preset)
        self.assertEqual(len(before["staff_group_ids"][0]["form_ids"]), 3)
        copy = preset.copy()
        self.assertEqual(
            [line["name"] for line in self._rules(copy)["staff_group_ids"]],
            [line["name"] for line in before["staff_group_ids"]],
        )
        group = copy.staff_group_ids
        copy.write({"reviewer_word": "Coach", "retention_years": 9})
        group.write({"objective_max": 5, "pay_mode": "off"})
        group.question_ids[0].name = "What are you proud of?"
        group.question_ids[1:].unlink()
        group.checklist_ids.unlink()
        group.rating_ids = [Command.create({"name": "Rooted"})]
        group._form("planning").write(
            {
                "name": "Our plan",
                "box_ids": [Command.create({"code": "talents", "name": "Talents"})],
            }
        )
        group._form("cpd").unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._rules(preset), before)
        self.assertEqual(copy.staff_group_ids.question_ids.name, QUESTIONS[0])


POLICY_TABLES = [
    "policy",
    "staff_group",
    "form",
    "box",
    "question",
    "rating",
    "checklist_item",
    "objective_template",
    "standard",
]


@tagged("post_install", "-at_install")
class TestUpgradedPolicies(OwnDatabaseCase):
    """An upgrade of the addon touches neither the copy of a preset nor a policy of the
    school's own, nor its forms."""

    def _policies(self):
        return {
            table: self._sql(
                self.database,
                f"SELECT to_jsonb(t) FROM school_appraisal_{table} t ORDER BY id",
            )
            for table in POLICY_TABLES
        }

    def _views(self):
        return self._sql(
            self.database,
            "SELECT key, active, mode, arch_db FROM ir_ui_view"
            " WHERE key LIKE 'hillside.%' ORDER BY id",
        )

    def test_upgrade(self):
        self._upgrade("-i")
        shipped = self._policies()
        script = Path(__file__).with_name("own_policies.py")
        self._run_script(script)
        before, views = self._policies(), self._views()
        self.assertEqual(len(views), 3)
        self.assertEqual(len(before["policy"]), len(shipped["policy"]) + 2)

        self._upgrade("-u")
        self.assertEqual(self._policies(), before)
        self.assertEqual(self._views(), views)
