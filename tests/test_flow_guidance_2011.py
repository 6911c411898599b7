from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon
from .forms_gu import FORMS
from .test_forms_gu import BOXES, GuSheets
from .test_reports import pages, words


class GuYear(GuSheets, AppraisalCommon):
    """A trust under the guidance of 2011, and the steps of its year."""

    POLICY = "school_appraisal.policy_gu"

    def _boxes(self, statement):
        """{code: its row on the statement}, as the reviewer."""
        return {
            line.box_id.code: line for line in self.as_("reviewer", statement).text_ids
        }

    def _joint(self, appraisal):
        return self._statement(appraisal, "planning_review")

    def _next_plan(self, following):
        """The reviewer completes what was carried over from the year before."""
        priority = self.env["school.appraisal.priority"].create(
            {"school_id": self.school.id, "year": 2027, "name": "Number"}
        )
        for objective in self.as_("reviewer", following).objective_ids:
            objective.write({"date_due": "2028-03-31", "priority_id": priority.id})

    def _assess(self, appraisal, rating="Met"):
        """The reviewer assesses each objective."""
        self._fill_review(appraisal)
        value = self.group.rating_ids.filtered(lambda line: line.name == rating)
        for review in self.as_("reviewer", appraisal).objective_review_ids:
            review.rating_id = value

    def _text(self, statement, who="reviewee"):
        return pages(self.as_(who, statement)._get_pdf())


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestFlowGuidance2011(GuYear):
    """Two years under the guidance of 2011, told in the order in which the school
    lives them."""

    def test_two_years(self):
        # 1. The head names the reviewer; not the line manager, who has several.
        appraisal = self._launch()
        self.assertEqual(
            set(appraisal.access_ids.mapped("role")),
            {"reviewee", "reviewer", "head", "line_manager"},
        )

        # Both prepare themselves; each has a list, and sees only the own one.
        self.assertIn("What have I achieved, measured", self._checklist("reviewee"))
        self.assertNotIn("What have I achieved", self._checklist("reviewer"))
        self.assertIn("confirmed five days ahead", self._checklist("reviewer"))

        # 2. Somebody new: planning alone, and a talk about the start.
        statement = self._statement(appraisal)
        self.assertEqual(statement.form_id.kind, "planning_review")
        boxes = self._boxes(statement)
        self.assertEqual(set(boxes), {"induction"})
        boxes["induction"].text = "The first weeks went well."

        # 3. The plan: priority, criteria and date are asked for, steps are not.
        club = self.as_("reviewer", appraisal.objective_ids).create(
            {"appraisal_id": appraisal.id, "name": "Run the reading club"}
        )
        missing = self.as_("reviewer", appraisal).missing
        for sentence in (
            "Objective 1: say how we shall know.",
            "Objective 1: say by when.",
            "Objective 1: link it to the improvement plan.",
            "Enter the date of the planning meeting.",
        ):
            self.assertIn(sentence, missing)
        self.assertNotIn("write down the steps", missing)
        self._plan(appraisal, objectives=3)
        self.assertIn("3 objectives at most", self.as_("reviewer", appraisal).warning)
        self.as_("reviewer", club).unlink()
        self.assertFalse(self.as_("reviewer", appraisal).warning)
        self.as_("reviewer", appraisal.objective_ids[0]).write(
            {"support_promised": "A phonics course", "milestone": "The first unit"}
        )
        self.as_("reviewer", appraisal.evidence_ids).create(
            {
                "appraisal_id": appraisal.id,
                "name": "Reading records",
                "note": "Each term, from the class teacher",
                "questions": "Who moved up?",
            }
        )
        observation = self._observation(appraisal)
        needs = self.as_("reviewer", appraisal.cpd_need_ids).create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "objective_id": appraisal.objective_ids[0].id,
                    "name": "Phonics course",
                },
                {"appraisal_id": appraisal.id, "name": "The way to HLTA"},
            ]
        )

        # 4. A draft; the reviewee asks for changes and comments; both sign.
        self._share(statement)
        self.as_("reviewee", statement).respond("Less, please", True)
        self.assertEqual(self.as_("reviewer", appraisal).next_action, "change_planning")
        self.as_("reviewer", statement).action_take_back()
        self._share(statement)
        self.assertFalse(self.as_("manager", statement).has_access("read"))
        self._sign("reviewer", statement)
        self.assertEqual(statement.state, "shared")
        self._sign("reviewee", statement)
        self.assertEqual((statement.state, appraisal.state), ("final", "monitoring"))
        text = self._text(statement)
        self.assertIsGuForm("plan", self._frozen(statement), self._page(statement))
        self.assertInOrder(
            text,
            [
                *("Rae Reviewee", "reviewee post", "Rory Reviewer"),
                *("Support early reading", "Two short sessions", "31 March 2027"),
                *("Phonics group", "Spring", "How the children blend", "Col League"),
                *("Reading records", "Each term", "Who moved up?"),
                *("Rory Reviewer", "Less, please", "Rae Reviewee"),
                *("Early reading", "The first unit", "A phonics course"),
                "National Occupational Standards",
                *("Recent experiences", "The first weeks went well."),
                *("Phonics course", "The way to HLTA"),
            ],
        )
        self.assertNotIn("REVIEW STATEMENT", words(text))
        # FAQ 11: each line manager has access to the plan.
        self.assertTrue(self.as_("manager", statement).has_access("read"))

        # 5. The annex goes on its own to the person who plans training.
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        annex = self._statement(appraisal, "cpd")
        self._share(annex)
        self._sign_both(annex)
        self.assertEqual(annex.state, "final")
        self.assertTrue(all(needs.sudo().mapped("released_on")))
        self.assertIsGuForm("annex", self._frozen(annex), self._page(annex))
        self.assertInOrder(
            self._text(annex),
            [
                "meeting objectives",
                "1. Phonics course",
                "professional aspirations",
                "The way to HLTA",
            ],
        )
        self.assertNotIn("early reading", words(self._text(annex)))

        # Observed as agreed, and not beside it; told soon, and commented on.
        with self.assertRaisesRegex(UserError, "that the plan agreed"):
            self._observation(appraisal, agreed=False)
        with freeze_time("2027-02-03"):
            observer = self.as_("colleague", observation)
            observer.write(
                {
                    "date_observed": "2027-02-03",
                    "account": "Nine children were asked",
                    "feedback_on": "2027-02-03",
                }
            )
            observer.action_observed()
            self.assertFalse(self.as_("reviewee", observation).has_access("read"))
            self.as_("colleague", observation).action_feed_back()
            self.as_("reviewee", observation).comment("It was a good morning.")
            self.as_("colleague", observation).action_record()
        printed = self.as_("reviewee", observation)._report_pdfs(
            "school_appraisal.report_observation"
        )[observation.id]
        self.assertInOrder(
            pages(printed),
            [
                FORMS["observation"]["title"],
                *("Rae Reviewee", "Col League", "Wednesday 3 February 2027"),
                *("Phonics group", "How the children blend", "Nine children"),
                *("It was a good morning.", "Col League", "Observer's signature"),
            ],
        )
        # The observer reads nothing else of the appraisal.
        self.assertFalse(self.as_("colleague", statement).has_access("read"))

        # 6. The review after six months: in the middle column, once told.
        with freeze_time("2027-03-01"):
            mine = self.as_("reviewer", appraisal)
            mine.action_begin_interim()
            mine.date_interim_meeting = "2027-03-01"
            notes = mine.interim_review_ids.filtered("objective_id")
            notes[0].write(
                {"progress": "Half way", "outside_factors": "Two weeks of snow"}
            )
            self.assertFalse(self.as_("reviewee", notes[0]).has_access("read"))
            self.as_("reviewer", appraisal).action_share_interim()
            self.assertTrue(self.as_("reviewee", notes[0]).has_access("read"))
            self.as_("reviewer", needs[0]).write(
                {"state": "provided", "impact": "New games every day"}
            )
            self.as_("reviewer", appraisal.evidence_ids).write(
                {"date_collected": "2027-03-01", "finding": "Six children moved up"}
            )

        # 7. One meeting reviews the year and plans the next.
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        with freeze_time("2027-07-05"):
            following, joint = self._one_meeting(appraisal)
            self._look_at_joint_form(joint)
            self.assertEqual(
                (appraisal.state, following.state), ("closed", "monitoring")
            )
            # FAQ 9, 10: nothing follows for pay.
            self.assertFalse(appraisal.pay_recommendation_ids)
            # The next year's plan is closed by the same signatures.
            with self.assertRaisesRegex(UserError, "has been signed"):
                self.as_("reviewer", following.objective_ids[0]).name = "Else"

        # 8. The second year's annex.
        with freeze_time("2027-09-10"):
            self.as_("reviewer", following).action_prepare_cpd_form()
            annex = self._statement(following, "cpd")
            self._share(annex)
            self._sign_both(annex)
            self.assertIn(
                "Date of Review: Monday 5 July 2027", words(self._text(annex))
            )

    def _checklist(self, who):
        """What this person finds on the own list, as one text."""
        appraisal = self.env["school.appraisal"].search([], limit=1)
        action = self.as_(who, appraisal).action_open_checklist()
        marks = self.as_(who, self.env[action["res_model"]])
        return "\n".join(marks.search(action["domain"]).mapped("name"))

    def _observation(self, appraisal, **values):
        return self.as_("reviewer", self.env["school.appraisal.observation"]).create(
            {
                "appraisal_id": appraisal.id,
                "observer_id": self.users["colleague"].id,
                "subject": "Phonics group",
                "term": "spring",
                "focus": "How the children blend",
                **values,
            }
        )

    def _one_meeting(self, appraisal):
        """Review of this year and plan of the next, from empty to signed."""
        self.staff["reviewee"].pay_eligible = True
        self.as_("reviewer", appraisal).action_open_review()
        following = appraisal.sudo().all_next_appraisal_ids
        self.assertEqual(
            following.objective_ids.mapped("name"),
            appraisal.objective_ids.mapped("name"),
        )
        self.assertFalse(self._statement(following))
        joint = self._joint(appraisal)
        self.assertEqual(joint.next_appraisal_id, following)
        # No standard is laid out: the reviewer picks those that matter.
        self.assertFalse(appraisal.standard_assessment_ids)
        self.as_("reviewer", appraisal.standard_assessment_ids).create(
            {
                "appraisal_id": appraisal.id,
                "standard_id": self.group.standard_set_id.standard_ids[1].id,
            }
        )
        missing = self.as_("reviewer", appraisal).missing
        for sentence in (
            "Objective 1: choose its assessment.",
            "whether the promised support was given",
            "Objective 1: say by when.",
            "Objective 1: link it to the improvement plan.",
        ):
            self.assertIn(sentence, missing)
        self._assess(appraisal)
        self._next_plan(following)
        # Promised support did not come: “not met” wants another reason.
        review = self.as_("reviewer", appraisal).objective_review_ids[0]
        review.support_given = "no"
        review.rating_id = self.group.rating_ids[3]
        self.assertIn("say why it was not met", self.as_("reviewer", appraisal).missing)
        review = self.as_("reviewer", appraisal).objective_review_ids[0]
        review.rating_id = self.group.rating_ids[2]
        for code, line in self._boxes(joint).items():
            line.text = f"Said of {code}."
        self.as_("reviewer", following.cpd_need_ids).create(
            {"appraisal_id": following.id, "name": "First aid"}
        )
        self.assertFalse(self.as_("reviewer", appraisal).missing)
        self._share(joint)
        self.as_("reviewee", joint).respond("Thank you.")
        self._sign_both(joint)
        self.assertEqual(joint.state, "final")
        return following, joint

    def _look_at_joint_form(self, joint):
        text = self._text(joint)
        self.assertInOrder(
            text,
            [
                *(FORMS["review"]["title"], "2026/27"),
                *("Interim review", "Annual review"),
                *("Support early reading", "Other achievements"),
                "Said of achievements.",
                *("Agreed action(s)", "Said of agreed_actions."),
                *("Reviewer's comments", "Said of reviewer_comments."),
                *("Reviewee's comments (optional)", "Thank you."),
                *("Reviewer's signature:", "Rory Reviewer"),
                *("Reviewee's signature:", "Rae Reviewee"),
                *(FORMS["plan"]["title"], "2027/28"),
                *("Date of Review:", "Monday 5 July 2027", "31 March 2028"),
                *("Reviewer's signature:", "Rory Reviewer"),
                *("Reviewee's signature:", "Rae Reviewee"),
                *(BOXES["overall"], "Said of overall."),
                *("Reading records", "Six children moved up"),
                *("Professional Standards", "Met throughout the year"),
                *("Phonics course", "Provided", "New games every day"),
                "First aid",
            ],
        )
        for form in ("review", "plan"):
            for name, (columns, rows) in FORMS[form]["blocks"].items():
                self._check_block(self._page(joint), name, columns, rows)
        told = self._table_of_reviews(self._page(joint))
        for part in (
            "Half way",
            "Two weeks of snow",
            "Seven of ten children got there",
            "Support promised, but not given: A phonics course",
            "is not held against the reviewee",
            "Partly Met",
            "Met",
        ):
            self.assertIn(part, told)

    def _frozen(self, statement):
        return statement.attachment_id.raw

    def _page(self, statement):
        return str(statement.sudo()._render_html())


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestRulesGuidance2011(GuYear):
    """Rules of the guidance that a year does not come across."""

    def _contract(self, start, end):
        self.employees["reviewee"].version_id.write(
            {"contract_date_start": start, "contract_date_end": end}
        )

    def test_contracts_under_two_terms_are_left_out(self):
        """FAQ 4: two terms are four months."""
        self._contract("2026-09-01", "2026-12-30")
        with self.assertRaisesRegex(UserError, "contract shorter than 4 months"):
            self._launch()
        self._contract("2026-09-01", "2026-12-31")
        self.assertTrue(self._launch())

    def test_employees_only(self):
        """FAQ 8."""
        for engagement, reason in (("volunteer", "volunteer"), ("agency", "agency")):
            self.staff["reviewee"].engagement = engagement
            with (
                self.subTest(engagement=engagement),
                self.assertRaisesRegex(UserError, reason),
            ):
                self._launch()

    def test_who_is_new_takes_part(self):
        """A new member of staff is planned for, with a talk about the induction."""
        self.staff["reviewee"].write(
            {"induction_until": "2027-08-31", "probation_until": "2027-08-31"}
        )
        self.assertTrue(self._launch())

    def test_few_hours_are_left_to_the_school(self):
        """FAQ 3."""
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Two mornings",
                "hours_per_week": 6,
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": 9,
                            "hour_to": 12,
                        },
                    )
                    for day in ("0", "1")
                ],
            }
        )
        self.employees["reviewee"].resource_calendar_id = calendar
        self.group.minimum_hours = 10
        with self.assertRaisesRegex(UserError, "fewer than 10.0 hours"):
            self._launch()
        self.group.minimum_hours = 0
        self.assertTrue(self._launch())

    def test_each_line_manager_reads_the_plan_and_no_other_leader(self):
        """Confidentiality, FAQ 11."""
        self.school.senior_leader_user_ids = self.users["colleague"]
        self.staff["reviewee"].further_manager_user_ids = self.users["other_head"]
        plan = self._sign_plan(self._launch())
        for who, reads in (
            ("head", True),
            ("manager", True),
            ("other_head", True),
            ("colleague", False),
            ("governor", False),
        ):
            with self.subTest(who=who):
                self.assertEqual(self.as_(who, plan).has_access("read"), reads)

    def test_the_interim_review_need_not_be_held(self):
        appraisal = self._launch()
        self._sign_plan(appraisal)
        self.as_("reviewer", appraisal).action_open_review()
        self.assertEqual(appraisal.state, "review")

    def test_no_drop_ins(self):
        """Observation: none in addition to those agreed."""
        with self.assertRaisesRegex(UserError, "uses no drop-ins"):
            self.as_("reviewer", self.env["school.appraisal.observation"]).create(
                {
                    "appraisal_id": self._launch().id,
                    "observer_id": self.users["colleague"].id,
                    "kind": "drop_in",
                    "agreed": False,
                }
            )

    def test_prompts_for_good_objectives(self):
        """Setting objectives, Performance criteria."""
        prompts = " ".join(
            self.group.checklist_ids.filtered(
                lambda item: item.phase == "objectives"
            ).mapped("name")
        )
        for word in (
            "priorities",
            "Time-bound",
            "Challenging",
            "Achievable",
            "outside work",
            "aspirations and experience",
            "National Occupational Standards",
            "directly or indirectly",
        ):
            self.assertIn(word, prompts)

    def test_no_self_review_form(self):
        """FAQ 12: thinking about it, no form."""
        self.assertFalse(self.group.question_ids)
        self.assertEqual(self.group.self_review, "off")

    def test_four_assessments(self):
        self.assertEqual(
            [(line.name, line.counts_as) for line in self.group.rating_ids],
            [
                ("Exceeded", "met"),
                ("Met", "met"),
                ("Partly Met", "partly"),
                ("Not Met", "not_met"),
            ],
        )
        self.assertTrue(all(self.group.rating_ids.mapped("guidance")))

    def test_records_are_kept_for_six_years(self):
        plan = self._sign_plan(self._launch())
        self.assertEqual(str(plan.retained_until), "2033-08-31")

    def test_school_with_two_meetings(self):
        """“Normally” a single meeting: a school that holds two has two forms."""
        self.group.joint_statement = False
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        appraisal = self._launch()
        plan = self._sign_plan(appraisal)
        self.assertEqual(plan.form_id.kind, "planning")
        self.assertIsGuForm("plan", plan.attachment_id.raw, str(plan._render_html()))
        with freeze_time("2027-07-05"):
            self.as_("reviewer", appraisal).action_open_review()
            review = self._statement(appraisal, "review")
            self.assertFalse(review.next_appraisal_id)
            self._assess(appraisal, "Exceeded")
            for line in self._boxes(review).values():
                line.text = "Said."
            self._share(review)
            self._sign_both(review)
        text = self._text(review)
        self.assertIsGuForm(
            "review", review.attachment_id.raw, str(review._render_html())
        )
        self.assertIn("Exceeded", words(text))
        self.assertEqual(words(text).count("Said."), 4)
        following = appraisal.sudo().all_next_appraisal_ids
        self.assertEqual(self._statement(following).form_id.kind, "planning")

    def test_blank_forms(self):
        for form in self.group.form_ids:
            name = {
                "planning": "plan",
                "cpd": "annex",
                "review": "review",
                "observation": "observation",
            }.get(form.kind)
            with self.subTest(form=form.kind):
                form = self.as_("reviewer", form)
                pdf = form._get_blank_pdf(self.school)
                html = form._report_sheets("school_appraisal.report_form")[0]
                if name:
                    self.assertIsGuForm(name, pdf, str(html))
                else:
                    self.assertInOrder(
                        pages(pdf), [FORMS["review"]["title"], FORMS["plan"]["title"]]
                    )
                self.assertNotIn("None", words(pages(pdf)))
                if form.kind in ("review", "planning_review"):
                    for rating in self.group.rating_ids:
                        self.assertIn(rating.guidance, words(pages(pdf)))
