from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.appraisal_objective import ASKED_FIELDS
from . import (
    test_adjustment,
    test_checklist,
    test_deadline,
    test_evidence,
    test_flow_canonium,
    test_launch,
    test_objective_copy,
    test_observation,
    test_policy_fields,
    test_reviewer_request,
    test_suspension,
    test_team,
)
from .common import AppraisalCommon, plain_paper

# Of the policy's lines: who they belong to, their order, and what is only printed.
NO_RULES = {
    "id",
    "display_name",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "active",
    "name",
    "sequence",
    "policy_id",
    "staff_group_id",
    "staff_group_ids",
    "form_id",
    "form_ids",
}


# Proved beside the models that read them, or in the year of the policy that has them.
PROVED_BY = {
    "observation": (test_observation.TestObservation, "test_only_those_agreed"),
    "evidence_agreed": (test_evidence.TestEvidence, "test_only_what_was_agreed"),
    "drop_ins": (test_observation.TestObservation, "test_drop_ins"),
    "observer_qualified": (
        test_observation.TestObservation,
        "test_a_teacher_by_a_qualified_teacher",
    ),
    "observer_trained": (test_observation.TestObservation, "test_trained_observers"),
    "adjustments": (test_adjustment.TestAdjustment, "test_policy_without"),
    "suspension": (test_suspension.TestSuspension, "test_policy_without"),
    "checklist_ids": (test_checklist.TestChecklist, "test_no_points_no_button"),
    "objective_template_ids": (
        test_objective_copy.TestObjectiveCopy,
        "test_what_is_offered",
    ),
    **{
        name: (test_launch.TestReviewers, f"test_{name}")
        for name in (
            "reviewer_default",
            "reviews_max",
            "reviews_max_mode",
            "reviews_max_leaders",
            "reviewer_trained",
            "reviewer_rank",
        )
    },
    "team_review": (test_team.TestTeam, "test_whom_the_head_may_ask"),
    "reviewer_requests": (
        test_reviewer_request.TestReviewerRequest,
        "test_reviewer_requests",
    ),
    "limit_ids": (test_deadline.TestDeadline, "test_limit_removed"),
    "duty": (test_deadline.TestDeadline, "test_in_time"),
    "part": (test_deadline.TestDeadline, "test_limit_day_month_and_part"),
    "number": (test_deadline.TestDeadline, "test_limit_changes"),
    "unit": (test_deadline.TestDeadline, "test_limit_unit_and_counted_from"),
    "counted_from": (test_deadline.TestDeadline, "test_limit_unit_and_counted_from"),
    "day": (test_deadline.TestDeadline, "test_limit_day_month_and_part"),
    "month": (test_deadline.TestDeadline, "test_limit_day_month_and_part"),
    "remind_before": (test_deadline.TestReminders, "test_days_before_and_after"),
    "head_after": (test_deadline.TestReminders, "test_days_before_and_after"),
    "clause": (test_deadline.TestDeadline, "test_limit_clause"),
    "role_priorities": (
        test_flow_canonium.TestFlowCanonium,
        "test_priorities_of_the_role",
    ),
}


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestPolicyRules(AppraisalCommon):
    """What the other four policies ask, changed on a copy of the first: the
    behaviour changes with the data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))

    def test_every_field_of_a_policy_has_a_test(self):
        """A field that nothing reads must not be there."""
        tests = {
            name
            for case in (test_policy_fields.TestPolicyFields, TestPolicyRules)
            for name in dir(case)
            if name.startswith("test_")
        }
        models = ("policy", "staff.group", "form", "box", "rating", "category", "limit")
        for model in models:
            for name, field in self.env[f"school.appraisal.{model}"]._fields.items():
                if (
                    name in NO_RULES
                    or name.startswith("has_")
                    or not field.store
                    and not field.comodel_name
                ):
                    continue
                word = name.removesuffix("_ids").removesuffix("_word")
                with self.subTest(model=model, field=name):
                    self.assertTrue(
                        hasattr(*PROVED_BY.get(name, (None, "")))
                        or any(word in test for test in tests)
                    )

    def _review(self, appraisal, kind="review"):
        self._sign_plan(appraisal)
        self.as_("reviewer", appraisal).action_open_review()
        return self._statement(appraisal, kind)

    def _use_joint_form(self):
        """The group's form for review and next plan in one."""
        form = self.group._form("review")
        form.kind = "planning_review"
        self.group._form("planning").unlink()
        self.group.joint_statement = True
        return form

    def _missing(self, appraisal):
        return self.as_("reviewer", appraisal).missing or ""

    # WHO IS COVERED

    def _assertLeftOut(self, field, reason, **facts):
        self.group[field] = False
        self.staff["reviewee"].write(facts)
        self.assertFalse(self.staff["reviewee"]._exclusions(self.cycle.date_start))
        self.group[field] = True
        with self.assertRaisesRegex(UserError, reason):
            self._launch()

    def test_exclude_probation(self):
        """WP §1.2, CT §2.1."""
        self._assertLeftOut(
            "exclude_probation", "in probation", probation_until="2026-12-31"
        )

    def test_exclude_agency(self):
        """WP §1.2."""
        self._assertLeftOut("exclude_agency", "agency", engagement="agency")

    def test_exclude_volunteers(self):
        """GU FAQ 8."""
        self._assertLeftOut("exclude_volunteers", "volunteer", engagement="volunteer")

    def test_minimum_hours(self):
        """GU FAQ 3."""
        hours = self.employees["reviewee"].resource_calendar_id.hours_per_week
        self.group.minimum_hours = hours
        self.assertFalse(self.staff["reviewee"]._exclusions(self.cycle.date_start))
        self.group.minimum_hours = hours + 1
        with self.assertRaisesRegex(UserError, "hours a week"):
            self._launch()

    def test_exclusion_mode(self):
        """CT §2.1: normally left out; the head may add the person, and says why."""
        self.group.exclude_probation = True
        staff = self.staff["reviewee"]
        staff.probation_until = "2026-12-31"
        launch = self.as_("head", self.cycle).launch
        reviewers = {staff.id: self.users["reviewer"].id}
        terms = {staff.id: {"reason": "Asked for it herself"}}
        with self.assertRaisesRegex(UserError, "in probation"):
            launch(reviewers, terms)
        self.group.exclusion_mode = "warn"
        with self.assertRaisesRegex(UserError, "in probation"):
            launch(reviewers)
        appraisal = launch(reviewers, terms)
        self.assertEqual(appraisal.sudo().exception_reason, "Asked for it herself")

    def test_fit_dates(self):
        """KM §3, CT §2.1: the cycle follows a contract that is shorter."""
        self.employees["reviewee"].version_id.write(
            {"contract_date_start": "2026-08-15", "contract_date_end": "2027-04-30"}
        )
        self.assertEqual(
            self.staff["reviewee"]._fitted_dates(
                self.cycle.date_start, self.cycle.date_end
            ),
            (self.cycle.date_start, self.cycle.date_end),
        )
        self.group.fit_dates = True
        appraisal = self._launch()
        self.assertEqual(str(appraisal.date_start), "2026-09-01")
        self.assertEqual(str(appraisal.date_end), "2027-04-30")

    def test_the_head_sets_a_first_year_into_line(self):
        """TM §7.3, KM §4.1."""
        staff = self.staff["reviewee"]
        launch = self.as_("head", self.cycle).launch
        with self.assertRaisesRegex(UserError, "not in order, or not near"):
            launch(
                {staff.id: self.users["reviewer"].id},
                {staff.id: {"date_start": self.cycle.date_end}},
            )
        appraisal = launch(
            {staff.id: self.users["reviewer"].id},
            {staff.id: {"date_start": self.cycle.date_start.replace(month=3)}},
        )
        self.assertEqual(str(appraisal.date_start), "2026-03-01")

    def test_pro_rata(self):
        """KM §3."""
        self.employees["reviewee"].resource_calendar_id = self.env[
            "resource.calendar"
        ].create(
            {
                "name": "Mornings",
                "hours_per_week": 20,
                "full_time_required_hours": 40,
            }
        )
        appraisal = self._launch()
        self.assertFalse(self.as_("reviewer", appraisal).warning)
        self.group.pro_rata = True
        self.assertIn("less breadth", self.as_("reviewer", appraisal).warning)

    def test_panel_size(self):
        """KM §4.2: two or three governors, some of the foundation."""
        appraisal = self._launch()
        appraisal._with_pass().of_head = True
        self.assertNotIn("panel", self._missing(appraisal))
        self.group.panel_size_ids = [
            Command.create({"size": 2, "foundation_minimum": 1})
        ]
        self.assertIn("panel of 2 governors, at least 1", self._missing(appraisal))
        appraisal._with_pass().panel_user_ids = self.users["governor"]
        self.assertIn("panel of 2 governors, at least 1", self._missing(appraisal))
        self.school.foundation_governor_ids = self.users["governor"]
        self.assertNotIn("panel", self._missing(appraisal))

    # OBJECTIVES

    def test_category(self):
        """CT Annex A."""
        appraisal = self._launch()
        self._plan(appraisal)
        self.assertFalse(self._missing(appraisal))
        self.group.category_ids = [
            Command.create({"name": "Enrichment", "hint": "New", "minimum_rows": 2})
        ]
        self.assertIn("choose its category", self._missing(appraisal))
        objective = self.as_("reviewer", appraisal.objective_ids)
        objective.category_id = self.group.category_ids
        self.assertFalse(self._missing(appraisal))
        content = self._statement(appraisal)._prepare_content()
        self.assertEqual(
            content["objectives"][0]["category"], content["categories"][0]["id"]
        )
        other = self.group.copy().category_ids
        with self.assertRaisesRegex(UserError, "category of this policy"):
            self.as_("reviewer", appraisal.objective_ids).category_id = other

    def test_category_hint_and_minimum_rows(self):
        self.group.category_ids = [
            Command.create({"name": "Enrichment", "hint": "New", "minimum_rows": 2})
        ]
        content = self.group._form("planning")._blank_content(None)
        self.assertEqual(content["categories"][0]["hint"], "New")
        self.assertEqual(content["categories"][0]["minimum_rows"], 2)

    def _assertAsked(self, name, sentence, value):
        appraisal = self._launch()
        self._plan(appraisal)
        field = ASKED_FIELDS[name]
        objective = self.as_("reviewer", appraisal.objective_ids)
        objective[field] = False
        for mode, asked, shown in (
            ("off", False, False),
            ("optional", False, True),
            ("required", True, True),
        ):
            self.group[f"ask_{name}"] = mode
            self.env.invalidate_all()
            self.assertEqual(sentence in self._missing(appraisal), asked, mode)
            self.assertEqual(objective[f"asks_{name}"], shown, mode)
        self.as_("reviewer", appraisal.objective_ids)[field] = value
        self.assertNotIn(sentence, self._missing(appraisal))

    def test_ask_action_steps(self):
        self._assertAsked("action_steps", "write down the steps", "Two sessions")

    def test_ask_success_criteria(self):
        self._assertAsked("success_criteria", "how we shall know", "Eight of ten")

    def test_ask_monitoring_method(self):
        self._assertAsked("monitoring_method", "how progress is followed", "Visits")

    def test_ask_agreed_outcomes(self):
        self._assertAsked("agreed_outcomes", "agreed outcomes", "All read")

    def test_ask_milestone(self):
        self._assertAsked("milestone", "by the end of this cycle", "Half of it")

    def test_ask_date_due(self):
        self._assertAsked("date_due", "say by when", "2027-03-31")

    def test_ask_support(self):
        self._assertAsked("support", "the support that it needs", "A course")

    # ASSESSMENT

    def test_rating_and_counts_as(self):
        """Words only, or a scale (GU 3b, CT Annex A); not met although support did
        not come needs its reason (TM §5.2, GU, KM §4.4)."""
        appraisal = self._launch()
        self._plan(appraisal)
        self.as_("reviewer", appraisal.objective_ids).support_promised = "A course"
        plan = self._statement(appraisal)
        self._share(plan)
        self._sign_both(plan)
        self.as_("reviewer", appraisal).action_open_review()
        self._fill_review(appraisal)
        self.assertFalse(self._missing(appraisal))
        self.group.rating_ids = [
            Command.create({"name": "Met", "guidance": "All of it"}),
            Command.create({"name": "Not met", "counts_as": "not_met"}),
        ]
        self.assertIn("choose its assessment", self._missing(appraisal))
        review = self.as_("reviewer", appraisal.objective_review_ids)
        review.write(
            {"rating_id": self.group.rating_ids[1].id, "support_given": "partly"}
        )
        self.assertIn("say why it was not met", self._missing(appraisal))
        self.group.rating_ids[1].counts_as = "partly"
        self.env.invalidate_all()
        self.assertFalse(self._missing(appraisal))
        self.group.rating_ids[1].counts_as = "not_met"
        review = self.as_("reviewer", appraisal.objective_review_ids)
        review.reason = "The sessions were not held"
        self.assertFalse(self._missing(appraisal))
        content = self._statement(appraisal, "review")._prepare_content()
        printed = content["objectives"][0]["review"]
        self.assertEqual(printed["rating"], "Not met")
        self.assertEqual(printed["reason"], "The sessions were not held")
        self.assertEqual(content["ratings"][0]["guidance"], "All of it")

    def test_rating_guidance(self):
        self.group.rating_ids = [Command.create({"name": "Met", "guidance": "All"})]
        content = self.group._form("review")._blank_content(None)
        self.assertEqual(content["ratings"], [{"name": "Met", "guidance": "All"}])

    def test_standard_set_id(self):
        """TM §1.6, KM §4.4: the standards of the group are those assessed."""
        self.group.standard_set_id = self.group.standard_set_id.copy(
            {"standard_ids": [Command.create({"name": "Kindness"})]}
        )
        appraisal = self._launch()
        self._sign_plan(appraisal)
        self.as_("reviewer", appraisal).action_open_review()
        self.assertEqual(
            appraisal.standard_assessment_ids.standard_id.mapped("name"), ["Kindness"]
        )

    def test_standards_towards(self):
        """CT Annex A: only who is not graded 1 or 2."""
        appraisal = self._launch()
        self.assertFalse(self.as_("reviewer", appraisal).asks_standards_towards)
        self.group.standards_towards = True
        self.assertTrue(self.as_("reviewer", appraisal).asks_standards_towards)
        self.staff["reviewee"].teaching_grade = "2"
        self.assertFalse(self.as_("reviewer", appraisal).asks_standards_towards)

    def test_interim_review(self):
        """KM §4.8: notes that the person reads once they are told."""
        appraisal = self._launch()
        self._sign_plan(appraisal)
        with self.assertRaisesRegex(UserError, "no mid-year review"):
            self.as_("reviewer", appraisal).action_begin_interim()
        self.group.interim_review = "required"
        with self.assertRaisesRegex(UserError, "mid-year review comes first"):
            self.as_("reviewer", appraisal).action_open_review()
        self.as_("reviewer", appraisal).action_begin_interim()
        lines = self.as_("reviewer", appraisal).interim_review_ids
        self.assertEqual(len(lines), 2)
        lines[0].progress = "On the way"
        with self.assertRaisesRegex(UserError, "date of the mid-year meeting"):
            self.as_("reviewer", appraisal).action_share_interim()
        self.as_("reviewer", appraisal).date_interim_meeting = "2027-02-01"
        self.assertFalse(self.as_("reviewee", lines).has_access("read"))
        self.as_("reviewer", appraisal).action_share_interim()
        self.assertTrue(self.as_("reviewee", lines).has_access("read"))
        self.as_("reviewer", appraisal).action_open_review()

    def test_joint_statement(self):
        """WP step 3, GU, KM §4.3: one form closes the year and plans the next."""
        self._use_joint_form()
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        first = self._statement(appraisal)
        self.assertEqual(first.form_id.kind, "planning_review")
        statement = self._review(appraisal, "planning_review")
        following = appraisal.next_appraisal_ids
        self.assertEqual(statement.next_appraisal_id, following)
        self.assertFalse(following.statement_ids)
        self._fill_review(appraisal)
        objective = self.as_("reviewer", following.objective_ids)
        objective.write(self._objective_values(name="The next year's"))
        self._share(statement)
        self.assertEqual(
            statement.content["plan"]["objectives"][0]["text"], "The next year's"
        )
        # A change of the plan makes the one form a draft again.
        self.as_("reviewer", following.objective_ids).name = "Another"
        self.assertEqual(statement.state, "draft")
        self._share(statement)
        self._sign("reviewee", statement)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", following.objective_ids).name = "Too late"
        self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "closed")
        self.assertEqual(following.state, "monitoring")
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", following.objective_ids).name = "Too late"

    def test_joint_statement_next_reviewer(self):
        """Who plans the next year reads the one before until the form is final."""
        self._use_joint_form()
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        statement = self._review(appraisal, "planning_review")
        following = appraisal.next_appraisal_ids
        self.assertFalse(self.as_("colleague", appraisal).has_access("read"))
        self.as_("head", following).reassign(self.users["colleague"])
        self.assertTrue(self.as_("colleague", appraisal).has_access("read"))
        self.assertFalse(self.as_("colleague", statement).has_access("read"))
        self.assertTrue(
            self.as_("colleague", self._statement(appraisal)).has_access("read")
        )
        self._fill_review(appraisal)
        objective = self.as_("colleague", following.objective_ids)
        objective.write(self._objective_values())
        self._share(statement)
        self._sign_both(statement)
        self.assertFalse(self.as_("colleague", appraisal).has_access("read"))
        self.assertTrue(self.as_("colleague", following).has_access("read"))

    def test_joint_statement_parted_by_cancelling(self):
        self._use_joint_form()
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        statement = self._review(appraisal, "planning_review")
        following = appraisal.next_appraisal_ids
        self.as_("head", appraisal).cancel("Moved to another post")
        self.assertFalse(statement.next_appraisal_id)
        self.assertEqual(following.statement_ids.kind, "planning")

    def _joint_draft_of_two_reviewers(self):
        """(the year under review, the next one of another reviewer, their form)."""
        self.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        self.group.pay_mode = "linked"
        self._use_joint_form()
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        statement = self._review(appraisal, "planning_review")
        following = appraisal.next_appraisal_ids
        self.as_("head", following).reassign(self.users["colleague"])
        return appraisal, following, statement

    def test_joint_statement_tells_the_next_reviewer_nothing_of_the_review(self):
        appraisal, following, _statement = self._joint_draft_of_two_reviewers()
        self.assertIn("pay progression", self._missing(appraisal))
        theirs = self.as_("colleague", following)
        self.assertIn("link it to the improvement plan", theirs.missing)
        for word in ("pay", "how it went", "assess"):
            self.assertNotIn(word, theirs.missing)
        self.assertFalse(theirs.my_turn)
        self.assertIn("Rory Reviewer", theirs.next_step)

    def test_joint_statement_cancelled_year_is_read_no_more(self):
        appraisal, following, _statement = self._joint_draft_of_two_reviewers()
        self.as_("head", following).cancel("Moved to another post")
        self.assertFalse(self.as_("colleague", appraisal).has_access("read"))

    # SELF-REVIEW

    def test_self_review_by(self):
        """WP: both apart, seen together once both are handed in."""
        appraisal = self._launch()
        reviews = self.env["school.appraisal.self.review"]
        with self.assertRaises(UserError):
            self.as_("reviewer", reviews).create({"appraisal_id": appraisal.id})
        self.group.self_review_by = "both"
        of_reviewer = self.as_("reviewer", reviews).create(
            {"appraisal_id": appraisal.id}
        )
        of_reviewee = self.as_("reviewee", reviews).create(
            {"appraisal_id": appraisal.id}
        )
        self.assertEqual(of_reviewer.written_by, "reviewer")
        self.assertFalse(self.as_("reviewee", of_reviewer).has_access("read"))
        self.assertFalse(self.as_("reviewer", of_reviewee).has_access("read"))
        for who, review in (("reviewer", of_reviewer), ("reviewee", of_reviewee)):
            review = self.as_(who, review)
            review.answer_ids[0].answer = who
            self.assertFalse(review.can_compare)
            review.action_hand_in()
        for who in ("reviewer", "reviewee"):
            review = self.as_(who, of_reviewee)
            self.assertTrue(review.can_compare)
            action = review.action_compare()
            answers = self.as_(who, self.env[action["res_model"]]).search(
                action["domain"]
            )
            self.assertEqual(
                set(answers.mapped("answer")), {"reviewer", "reviewee", False}
            )

    # PAY

    def _pay(self, mode, **values):
        self.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        self.group.write({"pay_mode": mode, **values})
        appraisal = self._launch()
        self._sign_plan(appraisal)
        self.as_("reviewer", appraisal).action_open_review()
        return appraisal, appraisal.pay_recommendation_ids

    def _close(self, appraisal, recommendation=False):
        appraisal = self.as_("reviewer", appraisal)
        appraisal.date_review_meeting = "2027-07-05"
        appraisal.objective_review_ids.progress = "Seven of ten"
        appraisal.standard_assessment_ids.assessment = "Met"
        if recommendation:
            appraisal.pay_recommendation_ids.write(
                {"recommendation": recommendation, "reason": "Because"}
            )
        statement = self._statement(appraisal, "review")
        self._share(statement)
        self._sign_both(statement)
        self.assertEqual(appraisal.state, "closed")

    def test_pay_mode_decision_only(self):
        appraisal, pay = self._pay("decision_only")
        self._close(appraisal)
        self.assertEqual(pay.state, "endorsed")
        self.assertIsNone(self._statement(appraisal, "review").content["pay"])
        self.as_("governor", pay).action_decide_progress()
        self.assertEqual(pay.state, "decided")

    def test_pay_mode_increment(self):
        appraisal, pay = self._pay("increment")
        self._close(appraisal)
        self.assertEqual((pay.state, pay.decision), ("decided", "progress"))

    def test_pay_mode_increment_stopped(self):
        appraisal, pay = self._pay("increment")
        self._close(appraisal, "no_progress")
        self.assertEqual((pay.state, pay.decision), ("decided", "no_progress"))

    def test_pay_recommender(self):
        """CT §3.1: the head recommends, and has nothing to endorse."""
        appraisal, pay = self._pay("linked", pay_recommender="head")
        self.assertIn("head has not recommended", self._missing(appraisal))
        with self.assertRaisesRegex(UserError, "cannot be changed at this step"):
            self.as_("reviewer", pay).recommendation = "progress"
        self.as_("head", pay).write(
            {
                "recommendation": "progress",
                "reason": "A good year",
                "point_to": "4",
                "date_effective": "2027-09-01",
            }
        )
        self._close(appraisal)
        self.assertEqual(pay.state, "endorsed")
        self.assertEqual(
            self._statement(appraisal, "review").content["pay"]["reason"],
            "A good year",
        )

    def test_ask_pay_criterion(self):
        """KM §4.5."""
        appraisal = self._launch()
        self._plan(appraisal)
        self.group.ask_pay_criterion = "optional"
        self.assertFalse(self._missing(appraisal))
        self.group.ask_pay_criterion = "required"
        self.assertIn("by which criterion", self._missing(appraisal))
        self.as_("reviewer", appraisal).pay_criterion = "Overall performance"
        self.assertFalse(self._missing(appraisal))
        statement = self._statement(appraisal)
        self._share(statement)
        self.assertEqual(statement.content["pay_criterion"], "Overall performance")
        self._sign_both(statement)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", appraisal).pay_criterion = "Another"

    # READERS

    def test_senior_leader_access(self):
        """CT §9.2: for quality assurance."""
        self.school.senior_leader_user_ids = self.users["colleague"]
        appraisal = self._launch()
        self.assertFalse(self.as_("colleague", appraisal).has_access("read"))
        self.group.senior_leader_access = True
        self.assertTrue(self.as_("colleague", appraisal).has_access("read"))

    # FORMS

    def test_box_code_part_and_required(self):
        form = self.group._form("planning")
        form.box_ids = [
            Command.create(
                {"name": "Workload", "code": "workload", "hint": "x", "part": "plan"}
            )
        ]
        appraisal = self._launch()
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self.assertFalse(self._missing(appraisal))
        form.box_ids.required = True
        self.assertIn("“Workload”: fill it in.", self._missing(appraisal))
        self.as_("reviewer", statement.text_ids).text = "Two evenings a week"
        self._share(statement)
        self.assertEqual(
            statement.content["boxes"]["workload"],
            {
                "number": 1,
                "label": "Workload",
                "hint": "x",
                "text": "Two evenings a week",
            },
        )
        self._sign("reviewee", statement)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", statement.text_ids).text = "Changed"

    def test_box_in_another_order_breaks_no_seal(self):
        form = self.group._form("planning")
        form.box_ids = [
            Command.create({"name": code, "code": code, "sequence": number})
            for number, code in enumerate(("first", "second"))
        ]
        appraisal = self._launch()
        statement = self._sign_plan(appraisal)
        form.box_ids[0].write({"sequence": 99, "code": "third"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(statement._seal_faults(), [])

    def test_box_part_of_a_joint_form(self):
        self._use_joint_form().box_ids = [
            Command.create({"name": "Overall", "code": "overall", "hint": "x"}),
            Command.create({"name": "Workload", "code": "workload", "part": "plan"}),
        ]
        appraisal = self._launch()
        self.assertEqual(
            self._statement(appraisal).text_ids.box_id.mapped("code"), ["workload"]
        )

    def test_box_hint(self):
        form = self.group._form("planning")
        form.box_ids = [
            Command.create({"name": "Workload", "code": "workload", "hint": "Hours"})
        ]
        content = form._blank_content(None)
        self.assertEqual(content["boxes"]["workload"]["hint"], "Hours")

    def test_kind_and_template_and_minimum_rows(self):
        form = self.group._form("planning")
        form.minimum_rows = 5
        self.assertEqual(form._blank_content(None)["minimum_rows"], 5)
        form.template = self.group._form("cpd").template
        self.assertIn("CPD", str(form._report_sheets("report_form")[0]))

    def test_reviewee_signature_optional(self):
        """KM §4.9: the line is there, and the form is final without it."""
        self.group._form("planning").reviewee_signature = "optional"
        appraisal = self._launch()
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        self.assertEqual(statement.content["signers"], ["reviewee", "reviewer"])
        self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "monitoring")

    def test_reviewee_signature_optional_is_not_signed_over(self):
        """KM §4.9: who asks for changes is not passed over."""
        self.group._form("planning").reviewee_signature = "optional"
        appraisal = self._launch()
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        self.assertTrue(self.as_("reviewee", appraisal).my_turn)
        self.as_("reviewee", statement).respond("Less of it", changes_requested=True)
        with self.assertRaisesRegex(UserError, "changes are asked for"):
            self._sign("reviewer", statement)
        self.as_("reviewer", statement).action_take_back()
        self._share(statement)
        self._sign("reviewer", statement)
        self.assertEqual(appraisal.state, "monitoring")

    def test_asks_findings(self):
        """GU: the review says what the agreed evidence showed; others keep it to the
        record, which fewer people read."""
        appraisal = self._launch()
        self.as_("reviewer", appraisal.evidence_ids).create(
            {
                "appraisal_id": appraisal.id,
                "name": "Reading records",
                "finding": "Six children moved up",
            }
        )
        statement = self._review(appraisal)
        self.assertFalse(statement._prepare_content()["evidence"])
        statement.form_id.asks_findings = True
        (line,) = statement._prepare_content()["evidence"]
        self.assertEqual(line["finding"], "Six children moved up")
        # What is printed closes with the form.
        self._fill_review(appraisal)
        self._share(statement)
        self.as_("reviewer", appraisal.evidence_ids).finding = "Seven of them"
        self.assertEqual(statement.state, "draft")
        self._share(statement)
        self._sign("reviewee", statement)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", appraisal.evidence_ids).finding = "Eight of them"

    def test_asks_training_done(self):
        """WP form, GU, KM §4.4, CT §7.3: the review says what training changed."""
        appraisal = self._launch()
        self.as_("reviewer", appraisal.cpd_need_ids).create(
            {"appraisal_id": appraisal.id, "name": "Phonics course"}
        )
        statement = self._review(appraisal)
        self.assertFalse(statement._prepare_content()["training_done"])
        statement.form_id.asks_training_done = True
        (line,) = statement._prepare_content()["training_done"]
        self.assertEqual(line["name"], "Phonics course")

    def test_panel_signature(self):
        """Everybody on the panel signs the head's form, or the reviewer for all."""
        self.group._form("planning").panel_signature = True
        appraisal = self._launch()
        appraisal._with_pass().write(
            {
                "of_head": True,
                "panel_user_ids": [Command.set(self.users["governor"].ids)],
            }
        )
        appraisal._sync_access("Test")
        self._plan(appraisal)
        statement = self._statement(appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self._sign("reviewee", statement)
        self.assertEqual(statement.state, "shared")
        self._sign("governor", statement)
        self.assertEqual(statement.state, "final")
        self.assertFalse(statement._seal_faults())

    def test_registration_note(self):
        """WP §5.2: on the training form of registered staff."""
        self.group.registration_note = "Your passport"
        appraisal = self._launch()
        statement = self._statement(appraisal)
        self.assertFalse(statement._prepare_content()["registration_note"])
        self.staff["reviewee"].registered = True
        self.assertEqual(
            statement._prepare_content()["registration_note"], "Your passport"
        )

    def test_language(self):
        """WP §1.6: the person's own, another on request, or all of the policy's."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("de_DE")
        appraisal = self._launch()
        self.employees["reviewee"].lang = "de_DE"
        self.assertEqual(appraisal._form_languages(), ["de_DE"])
        french = self.env["res.lang"]._lang_get("fr_FR")
        english = self.env["res.lang"]._lang_get("en_US")
        self.policy.language_ids = french | english
        self.assertIn(appraisal._form_languages()[0], ("fr_FR", "en_US"))
        self.staff["reviewee"].form_lang_id = french
        self.assertEqual(appraisal._form_languages(), ["fr_FR"])
        self.staff["reviewee"].all_languages = True
        self.assertEqual(appraisal._form_languages(), ["fr_FR", "en_US"])
        content = self._statement(appraisal)._prepare_content()
        self.assertEqual(content["lang"], "fr_FR")
        self.assertEqual([also["lang"] for also in content["also"]], ["en_US"])
