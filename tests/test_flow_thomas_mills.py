from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestFlowThomasMills(AppraisalCommon):
    """One year under the Thomas Mills policy, told in the order in which the
    school lives it."""

    def test_one_year(self):
        self.staff["reviewee"].write(
            {"pay_eligible": True, "pay_point": "3", "payroll_number": "1001"}
        )

        # 1. §6.1: the head adds a person and delegates to another reviewer.
        appraisal = self._launch()
        self.assertEqual(appraisal.state, "planning")
        self.assertEqual(
            set(appraisal.access_ids.mapped("role")), {"reviewee", "reviewer", "head"}
        )

        # 2. The reviewee prepares the own self-review; nobody else reads it.
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )
        self.assertEqual(len(review.answer_ids), len(self.group.question_ids))
        review.answer_ids[0].answer = "The reading groups"
        self.assertFalse(self.as_("reviewer", review).has_access("read"))
        self.as_("reviewee", review).action_hand_in()
        self.assertTrue(self.as_("reviewer", review).has_access("read"))

        # 3. §2.1: planning; the next step says what is missing.
        mine = self.as_("reviewer", appraisal)
        self.assertEqual(mine.next_action, "share_planning")
        self.assertIn("Add at least one objective.", mine.missing)
        self._plan(appraisal, objectives=2)
        self.as_(
            "reviewer", appraisal.objective_ids[0]
        ).support_promised = "A phonics course"
        self.as_("reviewer", appraisal.cpd_need_ids).create(
            {
                "appraisal_id": appraisal.id,
                "objective_id": appraisal.objective_ids[0].id,
                "name": "Phonics course",
            }
        )
        self.assertFalse(self.as_("reviewer", appraisal).missing)

        # 4. The plan is shared; the reviewee asks for a change and gets it.
        statement = self._statement(appraisal)
        self.assertFalse(self.as_("reviewee", statement).has_access("read"))
        self._share(statement)
        self.assertEqual(self.as_("reviewee", appraisal).next_action, "sign_planning")
        self.as_("reviewee", statement).respond("One thing less, please", True)
        self.assertEqual(self.as_("reviewer", appraisal).next_action, "change_planning")
        self.as_("reviewer", statement).action_take_back()
        self.as_("reviewer", appraisal.objective_ids[1]).unlink()
        self._share(statement)
        self.assertEqual(statement.version, 2)

        # 5. Both sign: the PDF is frozen and the year runs.
        self._sign_both(statement)
        self.assertEqual(statement.state, "final")
        self.assertTrue(statement.attachment_id.raw.startswith(b"%PDF"))
        self.assertEqual(appraisal.state, "monitoring")
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", appraisal.objective_ids).name = "Something else"

        # 6. §5.1: the training need goes to the business manager on its form.
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        cpd = self._statement(appraisal, "cpd")
        self._share(cpd)
        self._sign("reviewer", cpd)
        self.assertEqual(cpd.state, "final")

        # 7. The review: every standard (§1.7) and objective (§2.5), and pay
        # because this person is eligible (§1.4).
        following = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        with freeze_time("2027-07-05"):
            self.as_("reviewer", appraisal).action_open_review()
            self.assertEqual(len(appraisal.standard_assessment_ids), 10)
            self.assertEqual(len(appraisal.pay_recommendation_ids), 1)
            missing = self.as_("reviewer", appraisal).missing
            self.assertIn("whether the promised support was given", missing)
            self.assertIn("Recommend on pay progression.", missing)
            self._fill_review(appraisal)
            statement = self._statement(appraisal, "review")
            self._share(statement)

            # 8. §8.1: the reviewee comments and signs without agreeing.
            self.as_("reviewee", statement).respond("It was more than that.")
            self._sign("reviewee", statement, disagrees=True)
            self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "closed")

        # 9. §8.1.1: next year began with this year's objectives.
        self.assertEqual(appraisal.next_appraisal_ids.cycle_id, following)
        self.assertEqual(
            appraisal.next_appraisal_ids.objective_ids.mapped("name"),
            appraisal.objective_ids.mapped("name"),
        )
        self.assertEqual(
            [line["text"] for line in statement.content["next_objectives"]],
            appraisal.objective_ids.mapped("name"),
        )

        # 10. §1.4, §8.1.4: recommended, endorsed, decided, exported.
        pay = appraisal.pay_recommendation_ids
        self.assertEqual(pay.state, "recommended")
        self.as_("head", pay).write({"point_to": "4", "date_effective": "2027-09-01"})
        self.as_("head", pay).action_endorse()
        self.as_("governor", pay).action_decide_progress()
        export = (
            self.env["school.appraisal.pay.export"]
            .with_user(self.users["pay_officer"])
            .create({"file_format": "csv"})
        )
        export.action_export()
        self.assertEqual(pay.state, "exported")
