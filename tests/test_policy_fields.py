from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestPolicyFields(AppraisalCommon):
    """Each rule of a policy is data: changed on a copy of the preset, the
    behaviour changes. (The class's policy is such a copy.)"""

    def _review(self, appraisal):
        self._sign_plan(appraisal)
        self.as_("reviewer", appraisal).action_open_review()
        return self._statement(appraisal, "review")

    # WHO IS COVERED

    def _contract(self, start, end):
        self.employees["reviewee"].version_id.write(
            {"contract_date_start": start, "contract_date_end": end}
        )

    def test_minimum_terms_and_term_months(self):
        self._contract("2026-08-15", "2026-11-14")
        with self.assertRaisesRegex(UserError, "contract shorter than 4 months"):
            self._launch()
        self.policy.term_months = 3
        self.assertTrue(self._launch())

    def test_minimum_terms_off(self):
        self._contract("2026-08-15", "2026-10-31")
        self.group.minimum_terms = 0
        self.assertTrue(self._launch())

    def test_exclude_induction(self):
        self.staff["reviewee"].induction_until = "2026-12-31"
        with self.assertRaisesRegex(UserError, "in induction"):
            self._launch()
        self.group.exclude_induction = False
        self.assertTrue(self._launch())

    # OBJECTIVES

    def test_objective_max(self):
        appraisal = self._launch()
        self._plan(appraisal, objectives=3)
        with self.assertRaises(UserError):
            self._plan(appraisal)
        self.group.objective_max = 4
        self._plan(appraisal)

    def test_objective_max_mode(self):
        appraisal = self._launch()
        self.group.objective_max_mode = "warn"
        self._plan(appraisal, objectives=4)
        self.assertIn("expects 3 objectives", self.as_("reviewer", appraisal).warning)
        self._share(self._statement(appraisal))

    def test_priority_link(self):
        appraisal = self._launch()
        self._plan(appraisal)
        self.as_("reviewer", appraisal.objective_ids).priority_id = False
        self.assertIn("improvement plan", self.as_("reviewer", appraisal).missing)
        self.group.priority_link = "considered"
        self.assertFalse(self.as_("reviewer", appraisal).missing)

    def test_priority_link_off(self):
        appraisal = self._launch()
        self.group.priority_link = "off"
        self._plan(appraisal)
        content = self._statement(appraisal)._prepare_content()
        self.assertEqual(content["objectives"][0]["priority"], "")

    # ASSESSMENT

    def test_standards_mode(self):
        self.group.standards_mode = "some"
        appraisal = self._launch()
        self._review(appraisal)
        self.assertFalse(appraisal.standard_assessment_ids)

    def test_standard_set(self):
        standard_set = self.env["school.appraisal.standard.set"].create(
            {
                "name": "Ours",
                "standard_ids": [(0, 0, {"name": "Kindness", "number": "1"})],
            }
        )
        self.group.standard_set_id = standard_set
        appraisal = self._launch()
        statement = self._review(appraisal)
        labels = [row["label"] for row in statement._prepare_content()["standards"]]
        self.assertEqual(labels, ["Kindness"])

    def test_job_competences(self):
        appraisal = self._launch()
        self._review(appraisal)
        values = {"appraisal_id": appraisal.id, "competence": "First aid"}
        lines = self.as_("reviewer", appraisal.standard_assessment_ids)
        lines.create(values)
        self.group.job_competences = False
        with self.assertRaisesRegex(UserError, "no competences of the job"):
            lines.create({**values, "competence": "Driving"})

    def test_support_excuses(self):
        appraisal = self._launch()
        self._plan(appraisal)
        self.as_("reviewer", appraisal.objective_ids).support_promised = "A course"
        statement = self._statement(appraisal)
        self._share(statement)
        self._sign_both(statement)
        self.as_("reviewer", appraisal).action_open_review()
        self.assertIn("promised support", self.as_("reviewer", appraisal).missing)
        self.group.support_excuses = False
        self.assertNotIn("promised support", self.as_("reviewer", appraisal).missing)

    def test_favour_challenge(self):
        appraisal = self._launch()
        statement = self._statement(appraisal)
        self.assertTrue(statement._prepare_content()["favour_challenge"])
        self.group.favour_challenge = False
        self.assertFalse(statement._prepare_content()["favour_challenge"])

    # SELF-REVIEW

    def test_self_review_required(self):
        appraisal = self._launch()
        self._review(appraisal)
        sentence = "The self-review has not been handed in."
        self.assertNotIn(sentence, self.as_("reviewer", appraisal).missing)
        self.group.self_review = "required"
        self.assertIn(sentence, self.as_("reviewer", appraisal).missing)

    def test_self_review_off(self):
        appraisal = self._launch()
        self.group.self_review = "off"
        with self.assertRaisesRegex(UserError, "uses no self-review"):
            self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
                {"appraisal_id": appraisal.id}
            )

    def test_questions(self):
        self.group.question_ids.unlink()
        self.group.question_ids.create(
            {"staff_group_id": self.group.id, "name": "What made you proud?"}
        )
        appraisal = self._launch()
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )
        self.assertEqual(review.answer_ids.question, "What made you proud?")

    # NEXT YEAR, PAY, READERS, SIGNATURES

    def test_next_objectives(self):
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        statement = self._review(appraisal)
        self.assertTrue(statement._prepare_content()["next_objectives"])
        self.group.next_objectives = False
        self.assertFalse(statement._prepare_content()["next_objectives"])

    def test_pay_mode(self):
        self.staff["reviewee"].pay_eligible = True
        self.group.pay_mode = "off"
        appraisal = self._launch()
        self._review(appraisal)
        self.assertFalse(appraisal.pay_recommendation_ids)

    def test_pay_only_where_eligible(self):
        appraisal = self._launch()
        self._review(appraisal)
        self.assertFalse(appraisal.pay_recommendation_ids)

    def test_line_manager_access(self):
        appraisal = self._launch()
        self.assertFalse(self.as_("manager", appraisal).has_access("read"))
        self.group.line_manager_access = True
        self.assertTrue(self.as_("manager", appraisal).has_access("read"))
        self.group.line_manager_access = False
        self.assertFalse(self.as_("manager", appraisal).has_access("read"))

    def test_reviewee_signature(self):
        self.group._form("planning").reviewee_signature = "none"
        appraisal = self._launch()
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "monitoring")

    def test_no_form_no_statement(self):
        self.group._form("cpd").unlink()
        appraisal = self._launch()
        with self.assertRaisesRegex(UserError, "no training form"):
            self.as_("reviewer", appraisal).action_prepare_cpd_form()

    def test_words_for_process_reviewee_reviewer_and_objective(self):
        self.policy.write({"reviewee_word": "appraisee", "reviewer_word": "appraiser"})
        appraisal = self._launch()
        words = self._statement(appraisal)._prepare_content()["words"]
        self.assertEqual(
            (words["reviewee"], words["reviewer"]), ("appraisee", "appraiser")
        )
        # On the screen, too.
        self.policy.process_word = "professional growth"
        mine = self.as_("reviewee", appraisal)
        self.assertEqual(mine.heading, "Professional growth · Appraisee")
        self.assertEqual(mine.reviewer_words, "Appraiser Rory Reviewer")
        self.assertEqual(mine.turn_words, "Appraiser's turn")
        self.assertFalse(self.as_("reviewer", appraisal).turn_words)

    def test_retention_years(self):
        appraisal = self._launch()
        statement = self._statement(appraisal)
        self.assertEqual(str(statement._retained_until()), "2033-08-31")
        self.policy.retention_years = 7
        self.assertEqual(str(statement._retained_until()), "2034-08-31")
