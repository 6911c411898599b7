from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..hooks import pre_init_hook
from .common import AppraisalCommon
from .forms_wp import BOXES, FORMS, QUESTIONS
from .test_forms_wp import WilliamstownChecks
from .test_reports import pages, words


class WilliamstownYear(AppraisalCommon):
    """The steps of a year under Williamstown's procedure."""

    POLICY = "school_appraisal.policy_wp"

    def _plan_wp(self, appraisal, objectives=1):
        mine = self.as_("reviewer", appraisal)
        mine.date_planning_meeting = "2026-09-15"
        for number in range(1, objectives + 1):
            mine.objective_ids.create(
                {
                    "appraisal_id": appraisal.id,
                    "sequence": number,
                    "name": f"Reading corner {number}",
                    "success_criteria": "Eight children come twice a week",
                    "monitoring_method": "Register each half term",
                }
            )
        return mine

    def _sign_plan_wp(self, appraisal):
        self._plan_wp(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        self._sign_both(statement)
        return statement

    def _assess_wp(self, appraisal):
        mine = self.as_("reviewer", appraisal)
        mine.date_review_meeting = "2027-07-06"
        mine.objective_review_ids.progress = "Seven came, eight in summer"
        return mine

    def _joint(self, appraisal):
        return self._statement(appraisal, "planning_review")

    def _form_html(self, statement):
        return statement.sudo()._render_html()


@tagged("post_install", "-at_install")
@freeze_time("2026-09-15 10:00:00")
class TestFlowWilliamstown(WilliamstownChecks, WilliamstownYear):
    """Years under the procedure of Williamstown Primary School, told in the order
    in which the school lives them."""

    def test_two_years(self):
        # 1. §1.2: neither agency staff nor whoever is in probation.
        self.staff["colleague"].engagement = "agency"
        with self.assertRaisesRegex(UserError, "agency"):
            self._launch("colleague")
        self.staff["reviewee"].probation_until = "2026-12-31"
        with self.assertRaisesRegex(UserError, "probation"):
            self._launch()
        self.staff["reviewee"].probation_until = "2026-08-31"

        # 2. §1.3: the head appoints the appraiser; nobody else is let in.
        appraisal = self._launch()
        self.assertEqual(
            set(appraisal.access_ids.mapped("role")), {"reviewee", "reviewer", "head"}
        )
        self.assertFalse(self.as_("manager", appraisal).has_access("read"))

        # 3. Step 2: both fill in the seven questions, each apart; neither reads the
        # other's before it is handed in.
        forms = {
            who: self._pre_review(who, appraisal) for who in ("reviewee", "reviewer")
        }
        for who, other in (("reviewee", "reviewer"), ("reviewer", "reviewee")):
            self.assertEqual(len(forms[who].answer_ids), 7)
            for answer, about in zip(forms[who].answer_ids, QUESTIONS, strict=True):
                for word in about:
                    self.assertIn(word, answer.question)
            self.as_(who, forms[who]).answer_ids[0].answer = f"Read by {who}"
            self.assertFalse(self.as_(other, forms[who]).has_access("read"))
        self.assertFalse(self.as_("head", forms["reviewee"]).has_access("read"))
        self.as_("reviewee", forms["reviewee"]).action_hand_in()
        self.assertTrue(self.as_("reviewer", forms["reviewee"]).has_access("read"))
        self.assertFalse(self.as_("reviewee", forms["reviewer"]).has_access("read"))
        self.as_("reviewer", forms["reviewer"]).action_hand_in()
        self.assertTrue(self.as_("reviewee", forms["reviewer"]).has_access("read"))

        # Checklists before, during and after: each side ticks its own, nothing waits.
        self.assertEqual(self._points("reviewee", appraisal, "before"), 4)
        self.assertEqual(self._points("reviewer", appraisal, "before"), 10)
        self.assertEqual(self._points("reviewer", appraisal, "meeting"), 7 + 1)
        self.assertEqual(self._points("reviewee", appraisal, "meeting"), 1)
        self.assertEqual(self._points("reviewer", appraisal, "after"), 6)

        # 4. The meeting: a first year's form has the plan alone. Three objectives are
        # recommended, a fourth is said and not refused; criteria and a method of
        # monitoring are agreed (step 4), a date and the school's priority may be.
        mine = self._plan_wp(appraisal, objectives=4)
        self.assertIn("3 objectives", mine.warning)
        self.assertFalse(mine.missing)
        mine.objective_ids[0].write(
            {"success_criteria": False, "monitoring_method": False}
        )
        missing = self.as_("reviewer", appraisal).missing
        self.assertIn("Objective 1: say how we shall know.", missing)
        self.assertIn("Objective 1: say how progress is followed.", missing)
        self.as_("reviewer", appraisal.objective_ids[0]).write(
            {
                "success_criteria": "Eight children",
                "monitoring_method": "Register",
                "priority_id": self.priority.id,
            }
        )
        self.as_("reviewer", appraisal.objective_ids[3]).unlink()
        self.assertFalse(self.as_("reviewer", appraisal).warning)

        # Adjustments are recorded, and stand on no form.
        self.as_("reviewer", self.env["school.appraisal.adjustment"]).create(
            {"appraisal_id": appraisal.id, "name": "Large print"}
        )

        # 5. Step 3, 5: needs stand on a form of their own. Where an appraisee must be
        # registered, it points to the Passport (§5.2).
        self.staff["reviewee"].registered = True
        self.as_("reviewer", appraisal.cpd_need_ids).create(
            {
                "appraisal_id": appraisal.id,
                "name": "Phonics course",
                "action": "The head books it",
            }
        )

        # 6. Step 4: the appraisee reads, comments, signs; the appraiser signs.
        statement = self._statement(appraisal)
        self.assertEqual(
            set(statement.text_ids.box_id.mapped("code")),
            {"comments", "manager_actions"},
        )
        self._share(statement)
        self.as_("reviewee", statement).respond("Gladly")
        self._sign_both(statement)
        self.assertEqual(appraisal.state, "monitoring")
        pdf = self.as_("reviewee", statement)._get_pdf()
        self.assertIsWilliamstowns("planning_review", pdf, self._form_html(statement))
        self.assertInOrder(
            pages(pdf),
            [
                "Progress on previous objectives",
                "Comments by the appraisee",
                "Gladly",
                "Objectives for next year",
                "Reading corner 1",
                "Early reading",
            ],
        )
        self.assertNotIn("Large print", words(pages(pdf)))

        # 7. The training form is signed by both, and holds nothing else.
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        cpd = self._statement(appraisal, "cpd")
        self._share(cpd)
        self._sign("reviewer", cpd)
        self.assertEqual(cpd.state, "shared")
        self._sign("reviewee", cpd)
        self.assertEqual(cpd.state, "final")
        pdf = self.as_("reviewer", cpd)._get_pdf()
        self.assertIsWilliamstowns("cpd", pdf, self._form_html(cpd))
        text = words(pages(pdf))
        self.assertInOrder(text, ["Phonics course", "The head books it", "Passport"])
        self.assertNotIn("Reading corner", text)
        self.assertTrue(appraisal.cpd_need_ids.released_on)

        # 8. §3.1: a review in the middle of the year, if it is wanted.
        with freeze_time("2027-02-10 10:00:00"):
            mine = self.as_("reviewer", appraisal)
            mine.action_begin_interim()
            mine.date_interim_meeting = "2027-02-10"
            mine.interim_review_ids.filtered(
                lambda line: not line.objective_id
            ).progress = "All three go on"
            mine.action_share_interim()

        # 9. §3.1, step 3: one meeting in July reviews the year and plans the next, on
        # one form; objectives may go on.
        with freeze_time("2027-07-06 10:00:00"):
            following = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
            self.as_("reviewer", appraisal).action_open_review()
            self.as_("reviewer", appraisal.cpd_need_ids).write(
                {"state": "provided", "impact": "Uses it every day"}
            )
            joint = self._joint(appraisal)
            next_year = appraisal.next_appraisal_ids
            self.assertEqual(joint.next_appraisal_id, next_year)
            self.assertEqual(next_year.cycle_id, following)
            self.assertEqual(len(next_year.objective_ids), 3)
            self.assertFalse(appraisal.pay_recommendation_ids)
            self.assertFalse(appraisal.standard_assessment_ids)
            self._assess_wp(appraisal)
            self.as_("reviewer", next_year.objective_ids[0]).write(
                {"name": "Lead the club", "determined_by": "reviewer"}
            )
            for line in self.as_("reviewer", joint.text_ids):
                line.text = f"Words on: {BOXES[line.box_id.code]}"

            # 10. Step 3: where the two do not agree, the appraisee says so on the
            # form. Both sign once for both years.
            self._share(joint)
            self.as_("reviewee", joint).respond("I would rather not lead it")
            self._sign("reviewee", joint, disagrees=True)
            self.assertEqual(appraisal.state, "review")
            self._sign("reviewer", joint)
        self.assertEqual(joint.state, "final")
        self.assertEqual(appraisal.state, "closed")
        self.assertEqual(next_year.state, "monitoring")
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", next_year.objective_ids[0]).name = "Something else"
        pdf = self.as_("head", joint)._get_pdf()
        self.assertIsWilliamstowns("planning_review", pdf, self._form_html(joint))
        self.assertInOrder(
            pages(pdf),
            [
                "2026/27",
                "Reading corner 1",
                "Seven came",
                f"Words on: {BOXES['help_hinder']}",
                "Phonics course",
                "Uses it every day",
                "Provided",
                f"Words on: {BOXES['comments']}",
                "All three go on",
                f"Words on: {BOXES['manager_actions']}",
                "I would rather not lead it",
                "Lead the club",
                "Not agreed, decided by the appraiser",
                "Signed as received",
            ],
        )

        # 11. Step 4: kept for six years, from the later of its two; confidential.
        self.assertEqual(joint.retained_until.year, 2028 + 6)
        for who in ("manager", "colleague", "hr_manager", "system"):
            self.assertFalse(self.as_(who, joint).has_access("read"), who)

        # 12. Next July the second year is reviewed on its own form.
        with freeze_time("2028-07-04 10:00:00"):
            self.as_("reviewer", next_year).action_open_review()
            self.assertTrue(self._joint(next_year))
            self.assertFalse(self._joint(next_year).next_appraisal_id)

    def _points(self, who, appraisal, phase):
        """How many points of the checklist one of the people sees."""
        action = self.as_(who, appraisal).action_open_checklist()
        marks = self.as_(who, self.env[action["res_model"]]).search(action["domain"])
        return len(marks.filtered(lambda mark: mark.phase == phase))

    def _pre_review(self, who, appraisal):
        return self.as_(who, self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )

    # WHAT A SCHOOL MAY MEET BESIDE THAT

    def test_neither_pre_review_form_nor_mid_year_review_is_demanded(self):
        """ "can be used", §3.1 "may": the year goes on without them."""
        appraisal = self._launch()
        self._sign_plan_wp(appraisal)
        with freeze_time("2027-07-06"):
            self.as_("reviewer", appraisal).action_open_review()
            self._assess_wp(appraisal)
            joint = self._joint(appraisal)
            self._share(joint)
            self._sign_both(joint)
        self.assertEqual(appraisal.state, "closed")

    def test_review_before_the_next_cycle_is_open(self):
        """The plan joins the form as soon as the head opens the next year."""
        appraisal = self._launch()
        self._sign_plan_wp(appraisal)
        with freeze_time("2027-07-06"):
            self.as_("reviewer", appraisal).action_open_review()
            joint = self._joint(appraisal)
            self.assertFalse(joint.next_appraisal_id)
            cycle = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
            following = self._launch(cycle=cycle)
        self.assertEqual(joint.next_appraisal_id, following)
        self.assertFalse(self._statement(following))

    def test_pre_review_form_on_paper(self):
        appraisal = self._launch()
        form = self._pre_review("reviewer", appraisal)
        form.answer_ids[6].answer = "A higher level post"
        self.as_("reviewer", form).action_hand_in()
        template, values = self.as_("reviewer", form).sudo()._sheet()
        sheet = self.env["school.appraisal.statement.pdf"]
        pdf = sheet._sheet_pdf(template, values)
        self.assertIsWilliamstowns(
            "self_review", pdf, sheet._sheet_html(template, values)
        )
        self.assertInOrder(
            pages(pdf),
            ["Rae Reviewee", "Rory Reviewer (Appraiser)"]
            + [word for about in QUESTIONS for word in about]
            + ["A higher level post"],
        )

    def test_blank_forms(self):
        """For staff without a login: each form, as empty as the school's own."""
        for form in self.group.form_ids:
            with self.subTest(form=form.kind):
                form = self.as_("reviewer", form)
                pdf = form._get_blank_pdf(self.school)
                html = form._report_sheets("school_appraisal.report_form")[0]
                self.assertIsWilliamstowns(form.kind, pdf, html)
                self.assertInOrder(pages(pdf), ["Hillside", *FORMS[form.kind]["title"]])
                text = words(pages(pdf))
                self.assertEqual("Passport" in text, form.kind == "cpd")
                self.assertNotIn("None", text)
                if form.kind == "self_review":
                    self.assertInOrder(text, [w for about in QUESTIONS for w in about])

    def test_training_form_without_registration(self):
        appraisal = self._launch()
        self._plan_wp(appraisal)
        self.as_("reviewee", appraisal.cpd_need_ids).create(
            {"appraisal_id": appraisal.id, "name": "First aid"}
        )
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        text = words(pages(self._statement(appraisal, "cpd").sudo()._get_pdf()))
        self.assertIn("First aid", text)
        self.assertNotIn("Passport", text)

    def test_no_pay(self):
        """The procedure does not speak of pay: not even for whoever is eligible."""
        self.staff["reviewee"].pay_eligible = True
        appraisal = self._launch()
        self._sign_plan_wp(appraisal)
        with freeze_time("2027-07-06"):
            self.as_("reviewer", appraisal).action_open_review()
        self.assertFalse(appraisal.pay_recommendation_ids)

    # §1.6: ENGLISH, WELSH OR BOTH

    def _welsh(self):
        languages = self.policy.language_ids
        self.assertEqual(set(languages.mapped("code")), {"en_GB", "cy_GB"})
        languages.active = True
        self.group._form("planning").with_context(lang="cy_GB").name = "Datganiad"
        return languages.filtered(lambda language: language.code == "cy_GB")

    def test_in_welsh(self):
        self.staff["reviewee"].form_lang_id = self._welsh()
        appraisal = self._launch()
        self._plan_wp(appraisal)
        self.as_("reviewer", appraisal.objective_ids).date_due = "2027-03-31"
        text = words(pages(self._statement(appraisal).sudo()._get_pdf()))
        self.assertIn("DATGANIAD", text)
        self.assertIn("Dydd Mercher 31 Mawrth 2027", text)
        self.assertNotIn("Planning Statement".upper(), text)

    def test_bilingual(self):
        """The sheet stands twice on the paper, once in each language, and both are
        what is signed."""
        self._welsh()
        self.employees["reviewee"].lang = "en_GB"
        self.staff["reviewee"].all_languages = True
        appraisal = self._launch()
        statement = self._sign_plan_wp(appraisal)
        self.assertEqual(
            [
                statement.content["lang"],
                *(c["lang"] for c in statement.content["also"]),
            ],
            ["en_GB", "cy_GB"],
        )
        text = words(pages(self.as_("reviewee", statement)._get_pdf()))
        self.assertInOrder(
            text, ["PLANNING STATEMENT", "Reading corner 1", "DATGANIAD", "Reading"]
        )
        self.assertEqual(text.count("Eight children come twice a week"), 2)

    def test_two_languages_on_the_pre_review_form(self):
        self._welsh()
        self.employees["reviewee"].lang = "en_GB"
        self.staff["reviewee"].all_languages = True
        form = self._pre_review("reviewee", self._launch())
        form.answer_ids[0].answer = "The reading corner"
        template, values = form.sudo()._sheet()
        html = self.env["school.appraisal.statement.pdf"]._sheet_html(template, values)
        self.assertEqual(html.count("The reading corner"), 2)

    def test_a_language_of_the_policy_only(self):
        """Whoever has another language gets the first of the policy's."""
        self._welsh()
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employees["reviewee"].lang = "fr_FR"
        appraisal = self._launch()
        self.assertEqual(
            appraisal._form_languages()[0], self.policy.language_ids[0].code
        )

    def test_a_database_with_welsh_of_its_own(self):
        """Its language is the one of the preset, and no second one is made."""
        welsh = self.env.ref("school_appraisal.lang_cy_GB")
        self.assertEqual(
            welsh,
            self.env["res.lang"]
            .with_context(active_test=False)
            .search([("code", "=", "cy_GB")]),
        )
        name = self.env["ir.model.data"].search(
            [("module", "=", "school_appraisal"), ("name", "=", "lang_cy_GB")]
        )
        name.unlink()
        pre_init_hook(self.env)
        self.assertEqual(self.env.ref("school_appraisal.lang_cy_GB"), welsh)

    # A COPY IS THE SCHOOL'S OWN

    def test_the_preset_is_what_was_agreed(self):
        """The rules of the matrix that are values and nothing else."""
        group = self.env.ref("school_appraisal.staff_group_wp_support")
        self.assertEqual(group.policy_id.reviewee_word, "Appraisee")
        self.assertEqual(group.policy_id.reviewer_word, "Appraiser")
        self.assertEqual(group.policy_id.retention_years, 6)
        self.assertEqual(
            set(group.form_ids.mapped("kind")),
            {"self_review", "planning_review", "cpd"},
        )
        self.assertEqual(
            {form.kind: form.minimum_rows for form in group.form_ids}["cpd"], 5
        )
        for name in ("standard_set_id", "rating_ids", "category_ids"):
            self.assertFalse(group[name], name)
        copy = group.policy_id.copy()
        self.assertEqual(len(copy.staff_group_ids.question_ids), 7)
        self.assertEqual(
            copy.staff_group_ids.form_ids.box_ids.mapped("code"),
            ["help_hinder", "comments", "manager_actions"],
        )
        self.assertEqual(copy.language_ids, group.policy_id.language_ids)
