from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon
from .forms_km import BOXES, QUESTIONS, STANDARDS
from .test_forms_km import KentChecks
from .test_reports import pages, words

TEXTS = {
    "job_description": "Yes, brought up to date in May",
    "absence": "Six weeks in spring; two terms were there to work with",
    "overall": "A strong year as a whole",
    "team_objectives": "The key stage's reading target",
    "monitoring": "Talks each half-term, a review in February",
    "work_life": "Reports are spread over two terms",
}


class KentStory(KentChecks, AppraisalCommon):
    """The steps that all staff groups of the Kent policy share."""

    POLICY = "school_appraisal.policy_km"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = cls.policy.staff_group_ids
        cls.teachers, cls.heads, cls.support, cls.march = groups

    def _write_plan(self, appraisal, who="reviewer", **values):
        """Objectives, criterion, evidence and a training need."""
        mine = self.as_(who, appraisal)
        mine.pay_criterion = "Good practice over the whole year"
        objective = mine.objective_ids.create(
            {
                "appraisal_id": appraisal.id,
                "name": "Raise writing in year 4",
                "success_criteria": "Three quarters write at the expected level",
                "date_due": "2027-07-01",
                "priority_id": self.priority.id,
                "support_promised": "Time with the subject leader",
                **values,
            }
        )
        mine.evidence_ids.create(
            {
                "appraisal_id": appraisal.id,
                "name": "Pupils' books",
                "note": "From the subject leader",
            }
        )
        mine.cpd_need_ids.create(
            {
                "appraisal_id": appraisal.id,
                "name": "Teaching of writing",
                "action": "Visit a neighbouring school",
            }
        )
        return objective

    def _fill_boxes(self, statement, who="reviewer"):
        for line in self.as_(who, statement).text_ids:
            line.text = TEXTS[line.box_id.code]

    def _sign_first_plan(self, appraisal, meeting, **values):
        """A first year's plan, from empty to final."""
        self.as_("reviewer", appraisal).date_planning_meeting = meeting
        self._write_plan(appraisal, **values)
        statement = self._statement(appraisal)
        self._fill_boxes(statement)
        self._share(statement)
        self._sign("reviewer", statement)
        return statement

    def _hold_interim(self, appraisal, meeting):
        """§4.8: the formal review within the year."""
        mine = self.as_("reviewer", appraisal)
        mine.action_begin_interim()
        mine.date_interim_meeting = meeting
        for line in mine.interim_review_ids:
            line.progress = "Half way" if line.objective_id else "Going well"
        mine.action_share_interim()

    def _fill_joint_review(self, appraisal, meeting):
        mine = self.as_("reviewer", appraisal)
        mine.date_review_meeting = meeting
        for review in mine.objective_review_ids:
            review.write(
                {
                    "progress": "Seven of ten write at the expected level",
                    "outside_factors": "The class changed in March",
                    "support_given": "partly",
                }
            )
        for pay in mine.pay_recommendation_ids:
            pay.recommendation = "progress"
            pay.reason = "The criterion is met"

    def _contract(self, who, start, end):
        self.employees[who].version_id.write(
            {"contract_date_start": start, "contract_date_end": end}
        )

    def _roles(self, appraisal):
        return set(appraisal.access_ids.mapped("role"))


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05 10:00:00")
class TestFlowKentTeachers(KentStory):
    """Two autumns of a teacher under the Kent policy, told in the order in which
    the school lives them."""

    def test_one_year(self):
        self.staff["reviewee"].write({"pay_eligible": True, "pay_point": "M3"})
        coordinator = self.users["coordinator"] = new_test_user(
            self.env,
            "t_coordinator",
            "base.group_user,school_appraisal.group_cpd_coordinator",
            name="Cora Dinator",
        )
        self.school.cpd_coordinator_id = coordinator

        # 1. §4.2: the head delegates to a reviewer; §7: the line manager, who is
        # somebody else, does not read it.
        appraisal = self._launch()
        self.assertEqual(self._roles(appraisal), {"reviewee", "reviewer", "head"})

        # 2. Appendix 1, §4.3: a self-review by the three points; it stays private.
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": appraisal.id}
        )
        self.assertEqual(review.answer_ids.mapped("question"), QUESTIONS)
        review.answer_ids[0].answer = "A good year for reading"
        (pdf,) = self.as_("reviewee", review)._report_pdfs("").values()
        self.assertInOrder(
            pages(pdf), ["Framework for Self Review", "A good year for reading"]
        )
        self.assertFalse(self.as_("reviewer", review).has_access("read"))

        # §4.3: three points for the reviewee alone, seven for the meeting, and §4.6
        # for the objectives, for both together.
        for who, own in (("reviewee", 3), ("reviewer", 0)):
            self.as_(who, appraisal).action_open_checklist()
            marks = self.as_(who, self.env["school.appraisal.checklist.mark"]).search(
                [("appraisal_id", "=", appraisal.id)]
            )
            phases = marks.mapped("phase")
            self.assertEqual(phases.count("before"), own)
            self.assertEqual(phases.count("meeting"), 7)
            self.assertEqual(phases.count("objectives"), 7)

        # 3. The first year has only a plan; what it must say (§4.1, §4.3, §4.5).
        statement = self._statement(appraisal)
        missing = self.as_("reviewer", appraisal).missing
        for sentence in (
            "Enter the date of the planning meeting.",
            "Add at least one objective.",
            "Say by which criterion performance will be assessed.",
            "“Job description current”: fill it in.",
            "“Monitoring arrangements”: fill it in.",
        ):
            self.assertIn(sentence, missing)
        self.assertNotIn("Overall performance", missing)
        self.as_("reviewer", appraisal).date_planning_meeting = "2026-10-05"

        # 4. §4.6: criteria, timescale and link to the school's priorities; where
        # they cannot agree the reviewer decides.
        objective = self._write_plan(
            appraisal,
            success_criteria=False,
            date_due=False,
            priority_id=False,
            challenging=True,
            determined_by="reviewer",
        )
        self._fill_boxes(statement)
        missing = self.as_("reviewer", appraisal).missing.split("\n")
        self.assertEqual(len(missing), 3)
        self.assertIn("Objective 1: link it to the improvement plan.", missing)
        self.as_("reviewer", objective).write(
            {
                "success_criteria": "Three quarters write at the expected level",
                "date_due": "2027-07-01",
                "priority_id": self.priority.id,
            }
        )
        self.assertFalse(self.as_("reviewer", appraisal).missing)

        # 5. §4.9: a draft for the reviewee, who asks for a change and comments.
        self.assertFalse(self.as_("reviewee", statement).has_access("read"))
        self._share(statement)
        self.as_("reviewee", statement).respond("The talks, please", True)
        self.assertEqual(self.as_("reviewer", appraisal).next_action, "change_planning")
        self.as_("reviewer", statement).action_take_back()
        self._share(statement)

        # 6. §4.9: the reviewer signs and it is final; the reviewee might have.
        self.assertEqual(self.as_("reviewee", statement).my_signature, "reviewee")
        self._sign("reviewer", statement)
        self.assertEqual(statement.state, "final")
        self.assertEqual(appraisal.state, "monitoring")
        text = words(pages(self.as_("reviewee", statement)._get_pdf()))
        for part in (
            "no year to review yet",
            "Not agreed, decided by the reviewer",
            "Good practice over the whole year",
            "Time with the subject leader",
            "The talks, please",
            TEXTS["monitoring"],
        ):
            self.assertIn(part, text)
        self.assertNotIn("Overall performance", text)

        # 7. §4.7: the training form goes to the coordinator alone.
        self.as_("reviewer", appraisal).action_prepare_cpd_form()
        cpd = self._statement(appraisal, "cpd")
        self._share(cpd)
        self._sign("reviewer", cpd)
        pdf = self.as_("reviewer", cpd)._get_pdf()
        self.assertIsKentForm("cpd", pdf, cpd.sudo()._render_html())
        self.assertNotIn("Raise writing", words(pages(pdf)))
        need = appraisal.cpd_need_ids
        self.assertEqual(self.as_("coordinator", need).name, "Teaching of writing")
        for hidden in (appraisal, statement, appraisal.objective_ids):
            self.assertFalse(self.as_("coordinator", hidden).has_access("read"))

        # 8. §4.8: no review of the year before one within it.
        with freeze_time("2027-02-10 10:00:00"):
            with self.assertRaisesRegex(UserError, "the mid-year review comes first"):
                self.as_("reviewer", appraisal).action_open_review()
            self._hold_interim(appraisal, "2027-02-10")
            notes = self.as_("reviewee", appraisal).interim_review_ids
            self.assertEqual(set(notes.mapped("progress")), {"Half way", "Going well"})
            # §4.4: what became of the training, and what it changed.
            self.as_("coordinator", need).state = "provided"
            self.as_("reviewer", need).impact = "Plans writing by genre"

        # 9. §4.3: one meeting, one statement for the year that ends and the next.
        with freeze_time("2027-10-04 10:00:00"):
            self._create_cycle(
                "2027/28", "2027-09-01", "2028-08-31", groups=self.teachers
            )
            self.as_("reviewer", appraisal).action_open_review()
            following = appraisal.sudo().next_appraisal_ids
            statement = self._statement(appraisal, "planning_review")
            self.assertEqual(statement.next_appraisal_id, following)
            self.assertFalse(self._statement(following))
            missing = self.as_("reviewer", appraisal).missing
            for sentence in (
                "Objective 1: say how it went.",
                "Objective 1: say whether the promised support was given.",
                "Recommend on pay progression.",
                "“Overall performance against the criteria”: fill it in.",
                "Say by which criterion performance will be assessed.",
            ):
                self.assertIn(sentence, missing)
            # §4.4: some of the standards.
            standards = self.teachers.standard_set_id.standard_ids
            self.assertEqual(standards.mapped("name"), STANDARDS)
            self.as_("reviewer", appraisal.standard_assessment_ids).create(
                {
                    "appraisal_id": appraisal.id,
                    "standard_id": standards[0].id,
                    "assessment": "Seen in every lesson",
                }
            )
            self._fill_joint_review(appraisal, "2027-10-04")
            self.as_("reviewer", following.objective_ids).unlink()
            self._write_plan(
                following,
                name="Lead writing in the key stage",
                date_due="2028-07-01",
            )
            self._fill_boxes(statement)
            self.assertFalse(self.as_("reviewer", appraisal).missing)

            # Appendix 3 §1, §3, §5: a trained observer, and a qualified teacher.
            observation = {
                "appraisal_id": following.id,
                "observer_id": self.users["colleague"].id,
                "subject": "Year 4",
                "purpose": "Performance",
                "focus": "Questions that stretch",
                "duration": 1.5,
            }
            observations = self.as_(
                "reviewer", self.env["school.appraisal.observation"]
            )
            with (
                self.assertRaisesRegex(UserError, "only a qualified teacher"),
                self.env.cr.savepoint(),
            ):
                observations.create(observation)
            self.staff["colleague"].qualified_teacher = True
            with (
                self.assertRaisesRegex(UserError, "observers are trained"),
                self.env.cr.savepoint(),
            ):
                observations.create(observation)
            self.staff["colleague"].trained_observer = True
            observations.create(observation)

            # 10. §4.9: the reviewee comments, and signs by choice.
            self._share(statement)
            self.as_("reviewee", statement).respond("A fair summary.")
            self._sign("reviewee", statement)
            self.assertEqual(statement.state, "shared")
            self._sign("reviewer", statement)
        self.assertEqual((appraisal.state, following.state), ("closed", "monitoring"))
        pdf = self.as_("head", statement)._get_pdf()
        self.assertIsKentForm("planning_review", pdf, statement.sudo()._render_html())
        self.assertInOrder(
            pages(pdf),
            [
                "Monday 4 October 2027",
                "Raise writing in year 4",
                "Challenging objective",
                "The class changed in March",
                "Going well",
                "Half way",
                "Plans writing by genre",
                TEXTS["absence"],
                "Seen in every lesson",
                "Good practice over the whole year",
                TEXTS["overall"],
                "Progress",
                "The criterion is met",
                "1 September 2027 to 31 August 2028",
                "Lead writing in the key stage",
                TEXTS["team_objectives"],
                "Good practice over the whole year",
                TEXTS["monitoring"],
                "Pupils' books",
                "1.5 h",
                "Year 4",
                "Teaching of writing",
                TEXTS["work_life"],
                "(Signed) Rory Reviewer",
                "A fair summary.",
                "(Signed) Rae Reviewee",
            ],
        )

        self.assertRegex(
            "\n".join(pages(pdf)),
            r"1.5 h\s+Performance\s+Questions that stretch\s+Col League",
        )
        self.assertEqual(words(pages(pdf)).count("1.5 h"), 1)

        # 11. §4.7: the next year's training form, of the same meeting.
        self.as_("reviewer", following).action_prepare_cpd_form()
        cpd = self._statement(following, "cpd").sudo()
        self.assertEqual(cpd._prepare_content()["meeting_date"], "2027-10-04")

        # 12. §7: kept for six years from the end of the cycle; the form is the next
        # cycle's plan too.
        self.assertEqual(str(statement.retained_until), "2034-08-31")

        # 13. §4.5: endorsed by the head, decided by governors, who read no more.
        pay = appraisal.pay_recommendation_ids
        self.assertEqual(pay.state, "recommended")
        self.as_("head", pay).write({"point_to": "M4", "date_effective": "2027-09-01"})
        self.as_("head", pay).action_endorse()
        self.as_("governor", pay).action_decide_progress()
        self.assertEqual(pay.decision, "progress")
        self.assertFalse(self.as_("governor", statement).has_access("read"))

        # 14. §7: a line manager whose duties need it; the reviewee is told why.
        self.assertFalse(self.as_("manager", statement).has_access("read"))
        with freeze_time("2027-11-01 10:00:00"):
            self.as_("head", appraisal).grant(
                self.users["manager"],
                "granted",
                "statements",
                "Plans the cover for training",
                date(2027, 12, 1),
            )
            self.assertTrue(self.as_("manager", statement).has_access("read"))
            rows = self.as_("reviewee", appraisal).access_ids
            self.assertIn("Plans the cover for training", rows.mapped("purpose"))

    def test_who_is_covered(self):
        """§3: teachers in induction or on contracts under two terms are not."""
        self.staff["colleague"].induction_until = "2027-07-31"
        with self.assertRaisesRegex(UserError, "in induction"):
            self._launch("colleague")
        self.staff["colleague"].induction_until = False
        self._contract("colleague", "2026-09-01", "2026-12-20")
        with self.assertRaisesRegex(UserError, "contract shorter than 4 months"):
            self._launch("colleague")
        # Two of the county's six terms; the year is as long as the contract.
        self._contract("colleague", "2026-09-01", "2027-02-28")
        appraisal = self._launch("colleague")
        self.assertEqual(str(appraisal.date_start), "2026-09-01")
        self.assertEqual(str(appraisal.date_end), "2027-02-28")

    def test_a_first_cycle_falls_into_line(self):
        """§4.1: the head sets when a starter's first cycle begins."""
        staff = self.staff["colleague"]
        appraisal = self.as_("head", self.cycle).launch(
            {staff.id: self.users["reviewer"].id},
            {staff.id: {"date_start": date(2027, 1, 4)}},
        )
        self.assertEqual(
            (appraisal.date_start, appraisal.date_end),
            (date(2027, 1, 4), self.cycle.date_end),
        )

    def test_part_time_staff(self):
        """§3: the same degree of challenge, breadth in proportion."""
        calendar = self.env["resource.calendar"].create(
            {"name": "Mornings", "hours_per_week": 20, "full_time_required_hours": 40}
        )
        appraisal = self._launch()
        self.assertFalse(self.as_("reviewer", appraisal).warning)
        self.employees["reviewee"].resource_calendar_id = calendar
        self.assertIn("less breadth", self.as_("reviewer", appraisal).warning)

    def test_an_objective_that_takes_longer(self):
        """§4.6: then it is said what is reached by the end of the first cycle."""
        appraisal = self._launch()
        objective = self._write_plan(appraisal, date_due="2028-07-01")
        sentence = "Objective 1: say what is reached by the end of this cycle."
        self.assertIn(sentence, self.as_("reviewer", appraisal).missing)
        self.as_("reviewer", objective).milestone = "Half of the class"
        self.assertNotIn(sentence, self.as_("reviewer", appraisal).missing)
        self.as_("reviewer", objective).write(
            {"milestone": False, "date_due": "2027-08-31"}
        )
        self.assertNotIn(sentence, self.as_("reviewer", appraisal).missing)

    def test_changing_the_reviewer_starts_nothing_again(self):
        """§4.2"""
        appraisal = self._launch()
        self._sign_first_plan(appraisal, "2026-10-05")
        dates = (appraisal.date_start, appraisal.date_end)
        self.as_("head", appraisal).reassign(self.users["colleague"])
        self.assertEqual(appraisal.state, "monitoring")
        self.assertEqual((appraisal.date_start, appraisal.date_end), dates)
        self.assertFalse(self.as_("reviewer", appraisal).has_access("read"))

    def test_blank_forms(self):
        """Each form of each staff group prints for those without a login."""
        for group in self.policy.staff_group_ids:
            for form in group.form_ids:
                with self.subTest(group=group.name, form=form.kind):
                    form = self.as_("reviewer", form)
                    html = form._report_sheets("school_appraisal.report_form")[0]
                    self.assertFetchesNothing(html)
                    for word in ("Private and confidential", form.name):
                        self.assertIn(word.casefold(), html.casefold())
        for form in self.teachers.form_ids:
            with self.subTest(form=form.kind):
                pdf = self.as_("reviewer", form)._get_blank_pdf(self.school)
                html = form._report_sheets("school_appraisal.report_form")[0]
                self.assertIsKentForm(form.kind, pdf, html)

    def test_boxes(self):
        for group in self.policy.staff_group_ids:
            boxes = group._form("planning_review").box_ids
            self.assertEqual([(box.code, box.name) for box in boxes], BOXES)
            plan = boxes.filtered(lambda box: box.part == "plan").mapped("code")
            self.assertEqual(
                plan, ["job_description", "team_objectives", "monitoring", "work_life"]
            )


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 10:00:00")
class TestFlowKentHead(KentStory):
    """The headteacher's own year: governors review, the chair has the head's part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for key, name in (
            ("chair", "Charlie Chair"),
            ("committee", "Comi Ttee"),
            ("first", "Fay First"),
            ("second", "Sam Second"),
            ("third", "Thea Third"),
        ):
            cls.users[key] = new_test_user(
                cls.env,
                f"t_{key}",
                "base.group_user,school_appraisal.group_governor",
                name=name,
            )
        cls.school.write(
            {
                "chair_user_id": cls.users["chair"].id,
                "review_committee_chair_id": cls.users["committee"].id,
            }
        )
        cls.staff["head"] = cls._create_staff(
            cls.employees["head"], staff_group_id=cls.heads.id
        )
        # §4.1: a cycle of the head's own.
        cls.head_cycle = cls._create_cycle(
            "Head 2027", "2027-01-01", "2027-12-31", groups=cls.heads
        )

    def _launch_head(self):
        with self.assertRaisesRegex(UserError, "the chair of governors adds the head"):
            self._launch("head", "first", self.head_cycle)
        return (
            self.as_("chair", self.head_cycle)
            .launch({self.staff["head"].id: self.users["first"].id})
            .with_env(self.env)
        )

    def _reassign(self, appraisal, *panel):
        users = self.env["res.users"].union(*(self.users[key] for key in panel))
        self.as_("chair", appraisal).reassign(self.users["first"], users)

    def test_one_year(self):
        # 1. §4.2: the governing body reviews, the chair starts it.
        appraisal = self._launch_head()
        self.assertEqual(
            self._roles(appraisal),
            {"reviewee", "reviewer", "chair", "review_committee"},
        )

        # 2. §4.2, option 1: two or three governors.
        self.assertIn("Review panel", self.as_("first", appraisal).missing)
        self._reassign(appraisal, "second")
        self.assertNotIn("Review panel", self.as_("first", appraisal).missing)
        with self.assertRaisesRegex(UserError, "2 governors or 3 governors"):
            self._reassign(appraisal, "second", "third", "committee")

        # 3. Everybody on the panel signs; the head may.
        self.as_("first", appraisal).date_planning_meeting = "2026-11-02"
        self._write_plan(appraisal, who="first")
        statement = self._statement(appraisal)
        self._fill_boxes(statement, who="second")
        self._share(statement, who="second")
        self._sign("first", statement)
        self.assertEqual(statement.state, "shared")
        self._sign("head", statement)
        self._sign("second", statement)
        self.assertEqual(statement.state, "final")
        text = pages(self.as_("head", statement)._get_pdf())
        self.assertInOrder(
            text,
            [
                "Hedy Head",
                "Fay First, Sam Second",
                "(Signed) Fay First",
                "(Signed) Sam Second",
                "Reviewee's comments",
                "(Signed) Hedy Head",
            ],
        )

        # 4. §7: chair, chair of the review committee and the head hold it.
        for who in ("chair", "committee", "head"):
            self.assertTrue(self.as_(who, statement).has_access("read"), who)
        for who in ("governor", "third", "manager", "administrator"):
            self.assertFalse(self.as_(who, statement).has_access("read"), who)
        with self.assertRaises(AccessError):
            self.as_("committee", appraisal.objective_ids).read(["name"])

        # 5. §4.2: an adviser of the authority, or of the governors' own choice.
        self.as_("chair", appraisal).grant(
            self.users["third"],
            "adviser",
            "appraisal",
            "Advises the governors",
            date(2027, 6, 30),
        )
        self.assertTrue(self.as_("third", statement).has_access("read"))
        rows = self.as_("head", appraisal).access_ids
        self.assertIn("Advises the governors", rows.mapped("purpose"))

    def test_option_2_religious_character(self):
        """§4.2: two or three governors, at least one of them foundation governor."""
        self.heads.panel_size_ids.foundation_minimum = 1
        appraisal = self._launch_head()
        with self.assertRaisesRegex(UserError, "at least 1 of them foundation"):
            self._reassign(appraisal, "second")
        self.school.foundation_governor_ids = self.users["second"]
        self._reassign(appraisal, "second")
        self._reassign(appraisal, "second", "third")

    def test_option_3_voluntary_aided(self):
        """§4.2: two governors with one, or three with two foundation governors."""
        for size in self.heads.panel_size_ids:
            size.foundation_minimum = size.size - 1
        self.school.foundation_governor_ids = self.users["second"]
        appraisal = self._launch_head()
        self._reassign(appraisal, "second")
        with self.assertRaisesRegex(UserError, "at least 2 of them foundation"):
            self._reassign(appraisal, "second", "third")
        self.school.foundation_governor_ids = [Command.link(self.users["third"].id)]
        self._reassign(appraisal, "second", "third")


@tagged("post_install", "-at_install")
@freeze_time("2026-09-10 10:00:00")
class TestFlowKentSupport(KentStory):
    """Support staff, with the academic year or up to 31 March (§4.1)."""

    def test_the_academic_year(self):
        self.staff["reviewee"].staff_group_id = self.support
        cycle = self._create_cycle(
            "Support 2026/27", "2026-09-01", "2027-08-31", groups=self.support
        )
        # §3: temporary staff are in, and in it for the whole year.
        self._contract("reviewee", "2026-09-01", "2026-11-30")
        appraisal = self._launch(cycle=cycle)
        self.assertEqual(appraisal.date_end, cycle.date_end)

        # §4.5: the criterion is for everybody, eligible or not.
        self.assertIn("by which criterion", self.as_("reviewer", appraisal).missing)
        self._sign_first_plan(appraisal, "2026-09-10")
        self._hold_interim(appraisal, "2026-09-10")
        self._create_cycle(
            "Support 2027/28", "2027-09-01", "2028-08-31", groups=self.support
        )
        self.as_("reviewer", appraisal).action_open_review()
        self.assertFalse(appraisal.pay_recommendation_ids)
        # §4.4: the county's scheme, for those alone who are on it.
        self.assertFalse(appraisal.standard_assessment_ids)
        scheme = self.support.standard_set_id.standard_ids
        self.assertEqual(scheme.name, "Ways to Success")
        self._fill_joint_review(appraisal, "2027-07-05")
        # An objective may go on; its date and its link belong to one year.
        following = appraisal.sudo().next_appraisal_ids
        self.as_("reviewer", following.objective_ids).write(
            {"date_due": "2028-07-01", "priority_id": self.priority.id}
        )
        self._write_plan(following)
        statement = self._statement(appraisal, "planning_review")
        self._fill_boxes(statement)
        self._share(statement)
        self.assertFalse(statement.content["standards"])
        self.assertFalse(statement.content["pay"])
        self._sign("reviewer", statement)
        self.assertEqual((appraisal.state, following.state), ("closed", "monitoring"))
        self.assertEqual(len(following.objective_ids), 2)

    def test_the_year_up_to_31_march(self):
        self.staff["colleague"].staff_group_id = self.march
        year = self._create_cycle(
            "To March 2027", "2026-04-01", "2027-03-31", groups=self.march
        )
        following = self._create_cycle(
            "To March 2028", "2027-04-01", "2028-03-31", groups=self.march
        )
        self._create_cycle(
            "Support 2026/27", "2026-09-01", "2027-08-31", groups=self.support
        )
        appraisal = self._launch("colleague", cycle=year)
        self._sign_first_plan(appraisal, "2026-09-10", date_due="2027-03-01")
        self._hold_interim(appraisal, "2026-09-10")
        self.as_("reviewer", appraisal).action_open_review()
        # Not the school year that begins in between.
        self.assertEqual(appraisal.sudo().next_appraisal_ids.cycle_id, following)
