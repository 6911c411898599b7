from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon
from .forms_ct import SELF_REVIEW, STANDARDS, VARIANTS
from .test_reports import PaperChecks, pages, words


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestFlowCanonium(PaperChecks, AppraisalCommon):
    """One year of each staff group of the Canonium policy, told in the order in which
    the trust lives it."""

    POLICY = "school_appraisal.policy_ct"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The trust's own cycle has the teachers alone.
        cls.others = cls._create_cycle(
            "2026/27",
            "2026-09-01",
            "2027-08-31",
            groups=cls.policy.staff_group_ids - cls.group,
        )

    # THE STEPS

    def _move_to(self, number, who="reviewee", **values):
        """Put somebody into one of the six staff groups."""
        group = self.policy.staff_group_ids[number]
        self.staff[who].write({"staff_group_id": group.id, **values})
        return group

    def _set_targets(self, appraisal, **values):
        """The reviewer writes one target for each table of the form."""
        appraisal = self.as_("reviewer", appraisal)
        appraisal.date_planning_meeting = "2026-10-01"
        for number, category in enumerate(appraisal.staff_group_id.category_ids):
            appraisal.objective_ids.create(
                {
                    "appraisal_id": appraisal.id,
                    "sequence": number,
                    "category_id": category.id,
                    "name": f"Aim for {category.name}",
                    "agreed_outcomes": f"What {category.name} brings",
                    **values,
                }
            )
        return appraisal

    def _write_box(self, statement, code, text, who="reviewer"):
        self.as_(who, statement).text_ids.filtered(
            lambda line: line.box_id.code == code
        ).text = text

    def _plan_and_sign(self, appraisal):
        self._set_targets(appraisal)
        statement = self._statement(appraisal)
        self._write_box(statement, "discussion", "We looked at the year.")
        self._share(statement)
        self._sign_both(statement)
        return statement

    def _assess(self, appraisal, **ratings):
        """The reviewer assesses each target: met, but for those named.

        :param ratings: {category's place, as ``n1``: words of the rating}
        """
        appraisal = self.as_("reviewer", appraisal)
        appraisal.date_review_meeting = "2027-07-05"
        scale = {line.name: line for line in appraisal.staff_group_id.rating_ids}
        for number, review in enumerate(
            appraisal.objective_review_ids.sorted(
                lambda line: line.objective_id.sequence
            ),
            start=1,
        ):
            review.progress = "Talked through in July"
            review.rating_id = scale[ratings.get(f"n{number}", "Target met")]
        self._write_box(
            self._statement(appraisal, "review"), "overall", "A good year all in all."
        )

    def _review_and_sign(self, appraisal, **ratings):
        self.as_("reviewer", appraisal).action_open_review()
        self._assess(appraisal, **ratings)
        statement = self._statement(appraisal, "review")
        self._share(statement)
        self._sign_both(statement)
        self.assertEqual(appraisal.state, "closed")
        return statement

    def _paper(self, statement, who="reviewee"):
        return pages(self.as_(who, statement)._get_pdf())

    def _assert_tables(self, text, variant):
        """Annex A: title and tables of this variant, in their order, and signed."""
        form = VARIANTS[variant]
        self.assertInOrder(
            text,
            [*form["title"].split(": "), "Record of discussion", "We looked"]
            + [
                word
                for name, _hint, _rows in form["categories"]
                for word in (name, "Agreed outcomes", f"Aim for {name}")
            ]
            + ["true record of our meeting", "(Signed)"],
        )

    def _assert_outcomes(self, text, variant, not_met=()):
        """End of the year: a line for each target, ticked."""
        self.assertInOrder(
            text,
            [*VARIANTS[variant]["title"].split(": "), "End of year review"]
            + [
                f"{name}: ☐ Target met ☑ Target not met"
                if name in not_met
                else f"{name}: ☑ Target met ☐ Target not met"
                for name in VARIANTS[variant]["outcomes"]
            ]
            + ["true record of our meeting", "(Signed)", "A good year all in all."],
        )

    # THE YEARS

    def test_year_of_a_teacher(self):
        self.staff["reviewee"].write(
            {"pay_eligible": True, "pay_point": "M4", "teaching_grade": "3"}
        )
        self.env["school.appraisal.priority"].create(
            {
                "school_id": self.school.id,
                "year": 2026,
                "name": "Phonics every day",
                "parent_id": self.priority.id,
            }
        )
        self.as_("administrator", self.school).senior_leader_user_ids = self.users[
            "colleague"
        ]
        self.as_("head", self.school.nomination_ids).action_confirm()

        # 1. §3.1: the head names a reviewer; §9.2: senior leaders read too.
        appraisal = self._launch()
        self.assertEqual(
            set(appraisal.access_ids.mapped("role")),
            {"reviewee", "reviewer", "head", "senior_leader"},
        )

        # 2. Annex A: five questions for oneself, which need not be handed in.
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )
        for question, about in zip(
            review.answer_ids, SELF_REVIEW["questions"], strict=True
        ):
            for word in about:
                self.assertIn(word, question.question.lower())
        review.answer_ids[4].answer = "Maths\nDrama"
        self.assertFalse(self.as_("reviewer", review).has_access("read"))
        (pdf,) = self.as_("reviewee", review)._report_pdfs("").values()
        self.assertInOrder(
            pages(pdf),
            ["Performance Management Review", "School year 2026/27"]
            + ["Self-review meeting notes", "Rae Reviewee", "• Maths", "• Drama", "•"],
        )

        # 3. §5.3 and Annex A: each target has its category and agreed outcomes, the
        # discussion is recorded (§9.1); nothing else is asked for.
        mine = self.as_("reviewer", appraisal)
        mine.objective_ids.create({"appraisal_id": appraisal.id, "name": "Read more"})
        for sentence in (
            "Objective 1: choose its category.",
            "Objective 1: write down the agreed outcomes.",
            "Record of discussion",
        ):
            self.assertIn(sentence, self.as_("reviewer", appraisal).missing)
        for other in ("steps", "how we shall know", "by when", "improvement plan"):
            self.assertNotIn(other, self.as_("reviewer", appraisal).missing)
        self.as_("reviewer", appraisal.objective_ids).unlink()
        mine = self._set_targets(appraisal)
        # §5.3: not agreed, so the reviewer determines it.
        self.as_("reviewer", appraisal.objective_ids[3]).determined_by = "reviewer"
        # Annex A: graded 3, so this teacher works towards standards.
        mine = self.as_("reviewer", appraisal)
        self.assertTrue(mine.asks_standards_towards)
        mine.standards_towards = "Adapting lessons to every pupil"
        mine.date_interim_meeting = "2027-03-01"
        # Annex A: priorities that have nothing to do with the role are struck out.
        other = self.env["school.appraisal.priority"].create(
            {"school_id": self.school.id, "year": 2026, "name": "The school garden"}
        )
        mine.relevant_priority_ids = self.priority
        # §5.2: SMART
        self.assertEqual(
            self.group.checklist_ids.mapped("name")[0].split(":")[0], "Specific"
        )
        self.assertEqual(len(self.group.checklist_ids), 5)
        self.assertEqual(set(self.group.checklist_ids.mapped("phase")), {"objectives"})
        # §6.1: a teacher is observed by somebody with QTS.
        observation = {
            "appraisal_id": appraisal.id,
            "subject": "Year 4, fractions",
            "focus": "Questions",
            "term": "spring",
            "observer_id": self.users["colleague"].id,
        }
        observations = self.as_("reviewer", self.env["school.appraisal.observation"])
        with self.assertRaisesRegex(UserError, "qualified teacher"):
            observations.create(observation)
        self.staff["colleague"].qualified_teacher = True
        observations.create(observation)
        # §5.3, §6.3: training and support in writing.
        self.as_("reviewer", appraisal.cpd_need_ids).create(
            {
                "appraisal_id": appraisal.id,
                "objective_id": appraisal.objective_ids[2].id,
                "name": "Coaching",
            }
        )
        statement = self._statement(appraisal)
        self._write_box(statement, "discussion", "We looked at the year.")
        self.assertFalse(self.as_("reviewer", appraisal).missing)

        # 4. Both agree that it is a true record.
        self._share(statement)
        self.assertFalse(self.as_("colleague", statement).has_access("read"))
        self._sign_both(statement)
        self.assertEqual(appraisal.state, "monitoring")
        text = self._paper(statement)
        self.assertInOrder(text, ["Confidential", "Hillside", "Performance Management"])
        self._assert_tables(text, "teacher")
        for part in (
            "From 1 September 2026",
            "To 31 August 2027",
            "National teaching standards",
            "Adapting lessons to every pupil",
            "Priority 1 Early reading",
            "A1: Phonics every day",
            "Thursday 1 October 2026",
            "Monday 1 March 2027",
            "Summer 2027",
            "Not agreed, decided by the reviewer",
        ):
            self.assertIn(part, words(text))
        self.assertNotIn(other.name, words(text))
        self.assertInOrder(
            text,
            ["Observation", "Year 4, fractions", "Questions", "Col League", "Spring"]
            + ["Training and development", "Coaching", "Target 3"],
        )
        with self.assertRaisesRegex(UserError, "has been signed"):
            self.as_("reviewer", appraisal).relevant_priority_ids = other
        # §9.2: for quality assurance
        self.assertTrue(self.as_("colleague", statement).has_access("read"))

        # 5. §6.1: and drop-ins beside what was agreed.
        self.as_("head", self.env["school.appraisal.observation"]).create(
            {**observation, "kind": "drop_in", "agreed": False}
        )

        # 6. §7.2: the mid-term notes, which the teacher reads once they are told.
        with freeze_time("2027-03-01"):
            mine = self.as_("reviewer", appraisal)
            mine.action_begin_interim()
            notes = self.as_("reviewer", appraisal).interim_review_ids
            notes.filtered(lambda n: not n.objective_id).progress = "Going well."
            notes.filtered("objective_id")[0].progress = "Half of the class reads."
            self.assertFalse(self.as_("reviewee", notes).has_access("read"))
            self.as_("reviewer", appraisal).action_share_interim()
            self.assertTrue(self.as_("reviewee", notes).has_access("read"))

        # 7. §7.3: what became of the training, and its impact.
        self.as_("reviewer", appraisal.cpd_need_ids).write(
            {"state": "provided", "impact": "Lessons begin on time"}
        )

        # 8. §7.3: the review. The self-review is not needed for it. Of the standards
        # those that matter are taken into account, not each one.
        with freeze_time("2027-07-05"):
            self.as_("reviewer", appraisal).action_open_review()
            self.assertFalse(appraisal.standard_assessment_ids)
            for sentence in (
                "Objective 1: choose its assessment.",
                "Overall assessment",
                "The head has not recommended on pay yet.",
            ):
                self.assertIn(sentence, self.as_("reviewer", appraisal).missing)
            self._assess(appraisal, n2="Target not met")
            self.as_("reviewer", appraisal.standard_assessment_ids).create(
                {
                    "appraisal_id": appraisal.id,
                    "standard_id": self.group.standard_set_id.standard_ids[6].id,
                    "assessment": "Calm and kind",
                }
            )

            # 9. §3.1: the head recommends on pay, and not the reviewer.
            pay = appraisal.pay_recommendation_ids
            with self.assertRaisesRegex(UserError, "cannot be changed at this step"):
                self.as_("reviewer", pay).recommendation = "progress"
            self.as_("head", pay).write(
                {
                    "recommendation": "progress",
                    "reason": "Strong results",
                    "point_to": "M5",
                    "date_effective": "2027-09-01",
                }
            )
            self.assertFalse(self.as_("reviewer", appraisal).missing)

            # 10. §7.3: the teacher may comment; both sign.
            statement = self._statement(appraisal, "review")
            self._share(statement)
            self.as_("reviewee", statement).respond("Leadership needs more time.")
            self._sign_both(statement)
        self.assertEqual(appraisal.state, "closed")
        self.assertEqual(review.state, "private")
        text = self._paper(statement)
        self._assert_outcomes(text, "teacher", not_met=["Target 2"])
        self.assertInOrder(
            text,
            ["Mid term review notes", "Going well.", "Target 1: Half of the class"]
            + ["End of year review", "A good year", STANDARDS[6], "Calm and kind"]
            + ["Coaching", "Provided", "Lessons begin on time"]
            + ["Leadership needs more time.", "pay by the head", "Progress"]
            + ["Strong results"],
        )

        # 11. §3.1: nothing to endorse; whoever decides on pay goes on.
        self.assertEqual(pay.state, "endorsed")
        self.as_("governor", pay).action_decide_progress()
        self.assertEqual(pay.state, "decided")

    def test_year_of_a_teacher_graded_1_or_2(self):
        """Annex A: nobody asks for standards worked towards."""
        for grade, asked in (("1", False), ("2", False), ("4", True)):
            self.staff["reviewee"].teaching_grade = grade
            appraisal = self._launch()
            with self.subTest(grade=grade):
                self.assertEqual(
                    self.as_("reviewer", appraisal).asks_standards_towards, asked
                )
            self.as_("head", appraisal).cancel("Only looked at the grade")

    def test_priorities_of_the_role(self):
        """Annex A: none chosen is all; another school's are refused; where the policy
        does not ask for them the choice has no effect."""
        appraisal = self._launch()
        statement = self._statement(appraisal).sudo()
        garden, elsewhere = self.env["school.appraisal.priority"].create(
            [
                {"school_id": school.id, "year": 2026, "name": "Garden"}
                for school in (self.school, self.other_school)
            ]
        )

        def printed():
            self.env.invalidate_all()
            return [
                line["number"] for line in statement._prepare_content()["priorities"]
            ]

        self.assertEqual(printed(), [1, 2])
        self.as_("reviewer", appraisal).relevant_priority_ids = garden
        self.assertEqual(printed(), [2])
        with self.assertRaisesRegex(UserError, "this school's improvement plan"):
            self.as_("reviewer", appraisal).relevant_priority_ids = elsewhere
        self.group.role_priorities = False
        self.assertEqual(printed(), [1, 2])

    def test_year_of_an_lsa(self):
        """§2.1: a fixed-term contract, so the year is fitted to it."""
        self._move_to(1)
        self.employees["reviewee"].version_id.write(
            {"contract_date_start": "2026-09-14", "contract_date_end": "2027-07-16"}
        )

        # 1. The year runs from the first to the last day of the contract.
        appraisal = self._launch(cycle=self.others)
        self.assertEqual(
            [str(appraisal.date_start), str(appraisal.date_end)],
            ["2026-09-14", "2027-07-16"],
        )

        # 2. Objective 1, objective 2 and the enrichment objective; no standards.
        self.assertFalse(self.as_("reviewer", appraisal).asks_standards_towards)
        text = self._paper(self._plan_and_sign(appraisal))
        self._assert_tables(text, "lsa")
        self.assertIn("Personal target", words(text))
        self.assertNotIn("Confidential", words(text))

        # 3. No mid-term meeting was needed (§7.2: there may be one).
        with freeze_time("2027-07-05"):
            statement = self._review_and_sign(appraisal, n3="Target not met")
        self._assert_outcomes(
            self._paper(statement), "lsa", not_met=["Enrichment Objective"]
        )

        # 4. Not eligible for progression: no recommendation.
        self.assertNotIn("Recommendation on pay", words(self._paper(statement)))

    def test_year_of_a_1to1_lsa(self):
        """§2.1: normally not in probation, but the head may say so."""
        self._move_to(2, probation_until="2026-12-31")

        # 1. Left out, unless with a reason.
        with self.assertRaisesRegex(UserError, "in probation"):
            self._launch(cycle=self.others)
        staff = self.staff["reviewee"]
        reviewers = {staff.id: self.users["reviewer"].id}
        appraisal = (
            self.as_("head", self.others)
            .launch(reviewers, {staff.id: {"reason": "Asked for it"}})
            .with_env(self.env)
        )
        self.assertEqual(appraisal.exception_reason, "Asked for it")

        # 2. The form has a title of its own.
        text = self._paper(self._plan_and_sign(appraisal))
        self._assert_tables(text, "lsa_1to1")
        with freeze_time("2027-07-05"):
            statement = self._review_and_sign(appraisal)
        self._assert_outcomes(self._paper(statement), "lsa_1to1")

    def test_induction_is_over(self):
        """§2.1: out until it has been passed"""
        self._move_to(0, induction_until="2026-10-31")
        with self.assertRaisesRegex(UserError, "in induction"):
            self._launch()
        self.staff["reviewee"].induction_until = "2026-09-30"
        self.assertTrue(self._launch())

    def test_year_of_support_staff(self):
        self._move_to(3)
        appraisal = self._launch(cycle=self.others)

        # 1. More than one target in a table is numbered on.
        self._set_targets(appraisal)
        first = appraisal.objective_ids[0]
        self.as_("reviewer", appraisal.objective_ids).create(
            {
                "appraisal_id": appraisal.id,
                "sequence": 0,
                "category_id": first.category_id.id,
                "name": "The second for the school",
                "agreed_outcomes": "A tidy store",
                "support_promised": "Two hours in May",
                "date_due": "2027-05-31",
            }
        )
        statement = self._statement(appraisal)
        self._write_box(statement, "discussion", "We looked at the year.")
        self._share(statement)
        self._sign_both(statement)
        text = self._paper(statement)
        self._assert_tables(text, "support")
        self.assertInOrder(
            text,
            ["1. Aim for School", "2. The second for the school", "3. Aim for Prof"]
            + ["Enrichment target", "More on each target", "Target 2"]
            + ["Two hours in May", "31 May 2027"],
        )

        # 2. §7.4: after absence, on what there is to go by.
        with freeze_time("2027-07-05"):
            self.as_("reviewer", appraisal).action_open_review()
            self._write_box(
                self._statement(appraisal, "review"), "absence", "Away from May on."
            )
            self._assess(appraisal)
            statement = self._statement(appraisal, "review")
            self._share(statement)
            self._sign_both(statement)
        self.assertInOrder(
            self._paper(statement),
            ["Target 1:", "Target 2:", "Target 3:", "Enrichment target:"]
            + ["Absence in the year", "Away from May on."],
        )

    def test_year_of_the_central_team(self):
        """§3.1: the chief executive, who heads it, names the reviewer; its form is
        that of the support staff."""
        group = self._move_to(4, school_id=self.other_school.id, pay_eligible=True)
        cycle = self.others.copy({"school_id": self.other_school.id})
        self.as_("other_head", cycle).action_open()

        # 1. Not the head of an academy.
        staff = self.staff["reviewee"]
        reviewers = {staff.id: self.users["reviewer"].id}
        with self.assertRaises(UserError):
            self.as_("head", cycle).launch(reviewers)
        appraisal = self.as_("other_head", cycle).launch(reviewers).with_env(self.env)
        self.assertEqual(
            group._form("planning").template, "school_appraisal.form_ct_support_plan"
        )

        # 2. The same year.
        statement = self._plan_and_sign(appraisal)
        self.assertInOrder(
            self._paper(statement), ["Valley", "School development targets"]
        )
        with freeze_time("2027-07-05"):
            self.as_("reviewer", appraisal).action_open_review()
            self._assess(appraisal)

            # 3. Who appoints the reviewer recommends on pay.
            pay = appraisal.pay_recommendation_ids
            self.as_("other_head", pay).recommendation = "no_progress"
            self.assertIn("Give the reason", self.as_("reviewer", appraisal).missing)
            self.as_("other_head", pay).reason = "New in the post"
            statement = self._statement(appraisal, "review")
            self._share(statement)
            self._sign_both(statement)
        self.assertInOrder(
            self._paper(statement),
            ["Target 1: ☑", "by the head", "No progress", "New in the post"],
        )

    def test_year_of_a_headteacher(self):
        """§3.1: the trust board, by its chair, names the reviewer; the form is that of
        the teachers, the nearest."""
        group = self.policy.staff_group_ids[5]
        self.staff["head"] = self._create_staff(
            self.employees["head"], staff_group_id=group.id, pay_eligible=True
        )
        self.as_("administrator", self.school).chair_user_id = self.users["governor"]
        cycle = self.others
        reviewers = {self.staff["head"].id: self.users["reviewer"].id}
        with self.assertRaisesRegex(UserError, "chair of governors"):
            self.as_("head", cycle).launch(reviewers)
        appraisal = self.as_("governor", cycle).launch(reviewers).with_env(self.env)

        # 1. No teaching standards, no grade.
        self.assertFalse(self.as_("reviewer", appraisal).asks_standards_towards)
        self.assertFalse(group.standard_set_id)
        self._set_targets(appraisal)
        statement = self._statement(appraisal)
        self._write_box(statement, "discussion", "We looked at the year.")
        self._share(statement)
        self._sign("reviewer", statement)
        self._sign("head", statement)
        text = self._paper(statement, "head")
        self._assert_tables(text, "teacher")
        self.assertNotIn("National teaching standards", words(text))

        # 2. §4: reviewed early enough; the board's chair recommends, not the head.
        with freeze_time("2027-11-02"):
            self.as_("reviewer", appraisal).action_open_review()
            self._assess(appraisal)
            pay = appraisal.pay_recommendation_ids
            with self.assertRaises(UserError):
                self.as_("head", pay).recommendation = "progress"
            self.as_("governor", pay).write(
                {
                    "recommendation": "progress",
                    "point_to": "L9",
                    "date_effective": "2027-09-01",
                }
            )
            statement = self._statement(appraisal, "review")
            self._share(statement)
            self._sign("reviewer", statement)
            self._sign("head", statement)
        self.assertEqual(appraisal.state, "closed")
        self._assert_outcomes(self._paper(statement, "head"), "teacher")

    # BLANK FORMS

    def test_blank_forms(self):
        """Each form of each group, for staff without a login."""
        variants = [*VARIANTS, "support", "teacher"]
        for group, variant in zip(self.policy.staff_group_ids, variants, strict=True):
            for form in self.as_("reviewer", group.form_ids):
                with self.subTest(group=group.name, form=form.kind):
                    text = pages(form._get_blank_pdf(self.school))
                    self.assertInOrder(text, form.name.split(": ")[:1])
                    self.assertNotIn("None", words(text))
                    if form.kind == "planning":
                        self.assertInOrder(
                            text,
                            [
                                part
                                for name, hint, _rows in VARIANTS[variant]["categories"]
                                for part in (name, hint)
                            ],
                        )
                    elif form.kind == "review":
                        self.assertInOrder(
                            text, [f"{n}: ☐" for n in VARIANTS[variant]["outcomes"]]
                        )
                    else:
                        self.assertEqual(words(text).count("•"), SELF_REVIEW["lines"])

    def test_standards_of_teachers(self):
        self.assertInOrder(
            "\n".join(self.group.standard_set_id.standard_ids.mapped("name")), STANDARDS
        )
        for group in self.policy.staff_group_ids[1:]:
            self.assertFalse(group.standard_set_id)
