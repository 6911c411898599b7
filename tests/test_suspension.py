import json
import re
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import AppraisalCommon, plain_paper
from .outgoing import leaks, mark

WHY = "Formal capability began on Monday"
STILL = "stands still"


class SuspensionCommon(AppraisalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        cls.group.write({"suspension": True, "observation": "open"})

    def _suspend(self, who="head", appraisal=None, reason=WHY):
        appraisal = appraisal or self.appraisal
        self.as_(who, self.env["school.appraisal.suspend"]).create(
            {"appraisal_id": appraisal.id, "reason": reason}
        ).action_suspend()
        return appraisal.sudo().all_suspension_ids

    def _resume(self, appraisal=None):
        self.as_("head", appraisal or self.appraisal).action_resume()

    def assertStill(self, call, *args):
        with self.assertRaisesRegex(UserError, STILL):
            call(*args)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestSuspension(SuspensionCommon):
    """A year stands still during capability, and goes on afterwards (KM §4.1, CT
    §8.2, WP §1.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appraisal = cls._launch()

    # WHO, AND WHEN

    def test_there_and_back_in_each_stage(self):
        def through(state):
            self.assertEqual(self.appraisal.state, state)
            self._suspend()
            self.assertEqual(self.appraisal.state, "suspended")
            self.assertEqual(self.appraisal.suspended_in, state)
            self._resume()
            self.assertEqual(self.appraisal.state, state)
            self.assertFalse(self.appraisal.suspended_in)

        through("planning")
        self._sign_plan(self.appraisal)
        through("monitoring")
        self.as_("reviewer", self.appraisal).action_open_review()
        through("review")
        self._fill_review(self.appraisal)
        review = self._statement(self.appraisal, "review")
        self._share(review)
        self._sign_both(review)
        self.assertEqual(self.appraisal.state, "closed")
        with self.assertRaisesRegex(UserError, "closed already"):
            self._suspend()
        self.assertEqual(len(self.appraisal.all_suspension_ids), 3)

    def test_only_the_head(self):
        for who in ("reviewee", "reviewer", "manager", "colleague", "other_head"):
            with self.subTest(who=who):
                with self.assertRaises(UserError):
                    self.as_(who, self.appraisal).suspend(WHY)
                with self.assertRaises(AccessError):
                    self._suspend(who)
        self._suspend()
        for who in ("reviewee", "reviewer", "manager", "colleague", "other_head"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.appraisal).action_resume()

    def test_what_is_refused(self):
        with self.assertRaisesRegex(UserError, "not empty"):
            self._suspend(reason="  ")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_("head", self.appraisal).suspend("  ")
        with self.assertRaisesRegex(UserError, "does not stand still"):
            self._resume()
        self._suspend()
        with self.assertRaisesRegex(UserError, "stands still already"):
            self._suspend()
        self.as_("head", self.appraisal).cancel("Left")
        with self.assertRaisesRegex(UserError, "does not stand still"):
            self._resume()
        self.assertFalse(self.appraisal.suspended_in)
        self.assertTrue(self.appraisal.all_suspension_ids.date_to)

    def test_policy_without(self):
        self.group.suspension = False
        with self.assertRaisesRegex(UserError, "by this policy"):
            self._suspend()
        self.assertEqual(self.appraisal.state, "planning")
        self.group.suspension = True
        # What stands still is resumed whatever the policy says by then.
        self._suspend()
        self.group.suspension = False
        self._resume()
        self.assertEqual(self.appraisal.state, "planning")

    def test_presets(self):
        """KM and CT suspend, WP may; TM and GU say nothing of it."""
        for name, expected in (
            ("tm", False),
            ("gu", False),
            ("wp", True),
            ("km", True),
            ("ct", True),
        ):
            groups = self.env.ref(f"school_appraisal.policy_{name}").staff_group_ids
            with self.subTest(policy=name):
                self.assertEqual(set(groups.mapped("suspension")), {expected})

    def test_the_heads_own_year(self):
        """The chair of governors has the head's part; the head learns no reason."""
        chair = new_test_user(self.env, "t_chair", email=False)
        self.users = {**self.users, "chair": chair}
        chair.group_ids = [
            Command.link(self.env.ref("school_appraisal.group_governor").id)
        ]
        self.school.chair_user_id = chair
        staff = self._create_staff(self.employees["head"])
        year = (
            self.cycle.with_user(chair)
            .launch({staff.id: self.users["governor"].id})
            .with_env(self.env)
        )
        with self.assertRaises(AccessError):
            self._suspend(appraisal=year)
        pause = self._suspend("chair", year)
        self.assertFalse(self.as_("head", pause).has_access("read"))
        self.assertEqual(self.as_("chair", pause).reason, WHY)
        self.as_("chair", year).action_resume()
        self.assertEqual(year.state, "planning")

    # WHY

    def test_the_reason_is_the_heads(self):
        self.group.write({"line_manager_access": True, "senior_leader_access": True})
        self.school.senior_leader_user_ids = self.users["colleague"]
        reader = new_test_user(self.env, "t_reader", email=False)
        self.users = {**self.users, "reader": reader}
        self.as_("head", self.appraisal).grant(
            reader, "granted", "appraisal", "An audit", date(2026, 12, 1)
        )
        pause = self._suspend()
        self.assertEqual(self.as_("head", pause).read(["reason"])[0]["reason"], WHY)
        self.assertEqual(self.appraisal.access_log_ids.user_id, self.users["head"])
        for who in self.users.keys() - {"head"}:
            with self.subTest(who=who):
                theirs = self.as_(who, pause)
                self.assertFalse(theirs.has_access("read"))
                with self.assertRaises(AccessError):
                    theirs.read(["reason"])
                self.assertFalse(theirs.search([]))
        # It outlasts the dialog in which it was typed, and nobody changes it.
        self.assertFalse(self.env["school.appraisal.suspend"].search([]))
        self._resume()
        self.assertFalse(self.as_("reviewee", pause).has_access("read"))
        for who in ("head", "reviewer", "reviewee"):
            with self.subTest(who=who):
                with self.assertRaises(AccessError):
                    self.as_(who, pause).reason = "Another"
                with self.assertRaises(AccessError):
                    self.as_(who, pause).unlink()

    def test_button_to_the_reason(self):
        """For the head, as soon as there is something to read."""

        def seen(who):
            return self.as_(who, self.appraisal).has_stood_still

        self.assertFalse(seen("head"))
        self._suspend()
        self._resume()
        self.assertTrue(seen("head"))
        self.assertFalse(seen("reviewer"))
        self.assertFalse(seen("reviewee"))

    def test_the_reason_is_nowhere_else(self):
        for who in ("reviewee", "reviewer", "head"):
            self.users[who].email = f"{who}@example.org"
        before = mark(self.env)
        self._suspend()
        told = self.as_("reviewee", self.appraisal).read()
        told += self.as_("reviewee", self.appraisal).access_ids.read()
        told += self.as_("reviewee", self.appraisal).access_log_ids.read()
        told += self.as_("reviewer", self.appraisal).read()
        pause = self.appraisal.all_suspension_ids
        told += [{"label": pause.display_name}]
        with Form(self.as_("reviewee", self.appraisal)) as form:
            told += [{"form": form.next_step}]
        self.assertNotIn("capability", json.dumps(told, default=str))
        self._resume()
        names = ["Rae Reviewee", "Hedy Head"]
        self.assertFalse(leaks(self.env, before, names, re.compile(WHY)))

    def test_outsiders_learn_nothing(self):
        """Not even that it stands still, by trying to write."""
        self._plan(self.appraisal)
        self._suspend()
        for record, values in (
            (self.appraisal, {"pay_criterion": "x"}),
            (self.appraisal.objective_ids, {"name": "x"}),
            (self.appraisal.statement_ids, {"reviewer_comments": "x"}),
        ):
            for who in ("colleague", "hr_manager", "system", "other_head"):
                with self.subTest(record=record._name, who=who):
                    with self.assertRaises(AccessError) as caught:
                        self.as_(who, record).write(values)
                    self.assertNotIn(STILL, str(caught.exception))

    def test_neutral_sentence(self):
        self._plan(self.appraisal)
        self._suspend()
        for who in ("reviewee", "reviewer", "head"):
            with self.subTest(who=who):
                year = self.as_(who, self.appraisal)
                self.assertEqual(
                    year.next_step, "This year stands still; the head resumes it."
                )
                self.assertFalse(year.my_turn)
                self.assertFalse(year.next_action)
                self.assertEqual(year.plan_lock, year.next_step)

    # NOTHING IS DONE

    def test_nothing_is_written_in_planning(self):
        self._plan(self.appraisal)
        year = self.as_("reviewer", self.appraisal)
        need = year.cpd_need_ids.create({"appraisal_id": year.id, "name": "First aid"})
        evidence = year.evidence_ids.create({"appraisal_id": year.id, "name": "Notes"})
        adjustment = self.as_("reviewee", year.adjustment_ids).create(
            {"appraisal_id": year.id, "name": "More time"}
        )
        review = self.as_("reviewee", self.env["school.appraisal.self.review"]).create(
            {"appraisal_id": year.id}
        )
        review.answer_ids[0].answer = "It went well"
        observation = self.as_("reviewer", year.observation_ids).create(
            {
                "appraisal_id": year.id,
                "observer_id": self.users["colleague"].id,
                "agreed": False,
            }
        )
        statement = self._statement(self.appraisal)
        self._suspend()
        reviewer = self.users["reviewer"]
        for record, name, value in (
            (self.appraisal, "date_planning_meeting", "2026-10-09"),
            (self.appraisal.objective_ids, "name", "Another"),
            (need, "action", "A course"),
            (evidence, "note", "More"),
            (statement, "reviewer_comments", "Well done"),
            (observation, "focus", "Questions"),
        ):
            with self.subTest(record=record._name):
                self.assertStill(record.with_user(reviewer).write, {name: value})
        self.assertStill(self._plan, self.appraisal)
        self.assertStill(self._share, statement)
        self.assertStill(self.as_("reviewee", adjustment).write, {"note": "It helps"})
        self.assertStill(
            self.as_("reviewee", review.answer_ids[0]).write, {"answer": "Better"}
        )
        self.assertStill(self.as_("reviewee", review).action_hand_in)
        self.assertStill(self.as_("head", observation).cancel, "No time")
        self.assertStill(self.as_("reviewer", self.appraisal).action_open_meeting)
        for line in (self.appraisal.objective_ids, evidence, need):
            with self.subTest(deleted=line._name):
                self.assertStill(self.as_("reviewer", line).unlink)
        self.assertStill(
            self.env["ir.attachment"].with_user(reviewer).create,
            {
                "name": "notes.txt",
                "raw": b"%PDF-1.4",
                "res_model": evidence._name,
                "res_id": evidence.id,
            },
        )
        self._resume()
        self.as_("reviewee", review).action_hand_in()
        self._share(statement)
        self._sign_both(statement)
        self.assertEqual(self.appraisal.state, "monitoring")

    def test_a_shared_form_waits(self):
        """It stays shared and readable, and is signed afterwards as it was."""
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._sign("reviewer", statement)
        self._suspend()
        self.assertEqual(statement.state, "shared")
        self.assertTrue(self.as_("reviewee", statement).content)
        self.assertFalse(self.as_("reviewee", statement).my_signature)
        self.assertStill(self._sign, "reviewee", statement)
        self.assertStill(self.as_("reviewee", statement).respond, "Too much", True)
        self.assertStill(self.as_("reviewer", statement).action_take_back)
        self.assertStill(self.as_("head", statement).record_refusal, "Says no")
        self.assertStill(
            self.as_("head", statement).sign_paper,
            date(2026, 10, 1),
            b"%PDF-1.4",
            "a.pdf",
        )
        self._resume()
        self._sign("reviewee", statement)
        self.assertEqual(statement.state, "final")

    def test_nothing_is_done_in_the_year(self):
        self.group.interim_review = "optional"
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.appraisal).action_begin_interim()
        notes = self.appraisal.all_interim_ids[:1]
        observation = self.as_("reviewer", self.appraisal.observation_ids).create(
            {
                "appraisal_id": self.appraisal.id,
                "observer_id": self.users["colleague"].id,
                "agreed": False,
            }
        )
        self.as_("colleague", observation).account = "They asked"
        self._suspend()
        # The observer, who has no part in the year, is told nothing of it.
        self.assertFalse(self.as_("colleague", observation).has_access("read"))
        self.assertFalse(self.as_("colleague", observation).has_access("write"))
        year = self.as_("reviewer", self.appraisal)
        for call in (
            year.action_open_review,
            year.action_begin_interim,
            year.action_share_interim,
        ):
            with self.subTest(call=call.__name__):
                self.assertStill(call)
        self.assertStill(self.as_("reviewer", notes).write, {"progress": "Well"})
        self._resume()
        self.as_("reviewer", notes).progress = "Well"
        self.as_("colleague", observation).account = "They asked a lot"

    def test_nothing_is_assessed_in_the_review(self):
        self.staff["reviewee"].write({"pay_eligible": True, "pay_point": "3"})
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.appraisal).action_open_review()
        self._suspend()
        self.assertStill(self._fill_review, self.appraisal)
        line = self.appraisal.objective_review_ids
        self.assertStill(self.as_("reviewer", line).write, {"progress": "Well"})
        pay = self.appraisal.pay_recommendation_ids
        self.assertStill(
            self.as_("reviewer", pay).write, {"recommendation": "progress"}
        )
        self._resume()
        self._fill_review(self.appraisal)
        self._share(self._statement(self.appraisal, "review"))

    def test_training_goes_on_for_the_coordinator(self):
        """Who settles how needs are met has no part in the year, and is not told."""
        self.school.cpd_coordinator_id = self.users["colleague"]
        self.users["colleague"].group_ids = [
            Command.link(self.env.ref("school_appraisal.group_cpd_coordinator").id)
        ]
        need = self.as_("reviewer", self.appraisal.cpd_need_ids).create(
            {"appraisal_id": self.appraisal.id, "name": "First aid"}
        )
        self._sign_plan(self.appraisal)
        self._suspend()
        self.as_("colleague", need).action = "A course in May"
        self.assertStill(self.as_("head", need).write, {"action": "None"})
        self.assertStill(self.as_("reviewer", need).write, {"action": "None"})

    # PEOPLE, MEETINGS

    def test_people_change_as_always(self):
        self._suspend()
        self.as_("head", self.appraisal).reassign(self.users["colleague"])
        self.assertTrue(self.as_("colleague", self.appraisal).has_access("read"))
        self.assertFalse(self.as_("reviewer", self.appraisal).has_access("read"))
        self._resume()
        self._plan(self.appraisal, who="colleague")

    def test_meetings_leave_the_calendar_and_come_back(self):
        start = datetime(2026, 10, 5, 9)
        meeting = (
            self.as_("reviewer", self.appraisal)
            .set_meeting("planning", start, start + timedelta(hours=1), "Both agreed")
            .sudo()
        )
        self._suspend()
        self.assertFalse(meeting.event_id)
        self._resume()
        self.assertEqual(meeting.event_id.start, start)
        self.assertEqual(meeting.event_id.privacy, "private")

    def test_nobody_is_reminded(self):
        with self.assertRaisesRegex(UserError, "nobody to remind"):
            self._suspend()
            self.as_("head", self.appraisal).action_remind()

    def test_the_year_is_not_over(self):
        """The cycle is not closed with it, and nobody starts it a second time."""
        self._suspend()
        with self.assertRaisesRegex(UserError, "not closed yet"):
            self.as_("head", self.cycle).action_close()
        with self.assertRaises(UserError):
            self._launch()

    def test_it_stands_on_the_boards(self):
        def column():
            board = self.as_("head", self.appraisal)
            rows = board.with_context(read_group_expand=True).web_read_group(
                [("id", "=", self.appraisal.id)], ["state"], ["__count"]
            )
            return [row["state"] for row in rows["groups"]]

        stages = ["planning", "monitoring", "review", "closed"]
        self.assertEqual(column(), stages)
        self._suspend()
        self.assertCountEqual(column(), [*stages, "suspended"])

    # DEADLINES

    def _limit(self, **values):
        self.group.limit_ids = [
            Command.create({"clause": "§1", "duty": "final", "part": "plan", **values})
        ]
        self.appraisal._sync_deadlines()
        return self.appraisal.deadline_ids

    def _still_between(self, first, last):
        with freeze_time(f"{first} 10:00:00"):
            self._suspend()
        with freeze_time(f"{last} 10:00:00"):
            self._resume()

    def test_no_deadline_runs(self):
        deadline = self._limit(
            counted_from="year", unit="date", number=0, day=31, month=10
        )
        self.assertEqual(str(deadline.date_by), "2026-10-31")
        self.assertEqual(str(self.appraisal.date_due), "2026-10-31")
        with freeze_time("2026-10-12 10:00:00"):
            self._suspend()
        self.assertEqual(deadline.standing, "stopped")
        self.assertFalse(self.appraisal.date_due)
        with self.assertRaisesRegex(UserError, "not running"):
            self.as_("head", deadline).extend(date(2026, 12, 1), "More time")
        with freeze_time("2026-12-12 10:00:00"):
            self.env["school.appraisal.deadline"]._watch(self.appraisal, date.today())
            self.assertFalse(self.appraisal.is_late)
            self._resume()
            # 61 days later: as many as the year stood still.
            self.assertEqual(str(deadline.date_by), "2026-12-31")
            self.assertEqual(str(self.appraisal.date_due), "2026-12-31")
            self.assertFalse(self.appraisal.is_late)

    def test_stands_still_twice(self):
        deadline = self._limit(
            counted_from="year", unit="date", number=0, day=31, month=10
        )
        self._still_between("2026-10-05", "2026-10-10")
        self.assertEqual(str(deadline.date_by), "2026-11-05")
        self._still_between("2026-11-02", "2026-11-12")
        self.assertEqual(str(deadline.date_by), "2026-11-15")

    def test_what_was_late_stays_late(self):
        deadline = self._limit(
            counted_from="year", unit="date", number=0, day=30, month=9
        )
        self._still_between("2026-10-05", "2026-11-05")
        self.assertEqual(str(deadline.date_by), "2026-09-30")

    def test_days_before_it_was_counted_do_not_help(self):
        """Counted from a meeting that comes after the year has gone on."""
        self._still_between("2026-10-05", "2026-11-05")
        self._plan(self.appraisal)
        self.as_("reviewer", self.appraisal).date_planning_meeting = "2026-11-09"
        deadline = self._limit(number=5, unit="calendar_week")
        self.assertEqual(str(deadline.date_by), "2026-12-14")

    def test_more_time_from_the_head_is_longer_too(self):
        deadline = self._limit(
            counted_from="year", unit="date", number=0, day=31, month=10
        )
        self.as_("head", deadline).extend(
            deadline.date_by + timedelta(days=10), "Away for a week"
        )
        self._still_between("2026-10-12", "2026-10-22")
        self.assertEqual(str(deadline.date_by), "2026-11-20")


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestFormOfTwoYears(SuspensionCommon):
    """Where one form closes a year and plans the next, it waits for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group._form("review").kind = "planning_review"
        cls.group._form("planning").unlink()
        cls.group.joint_statement = True
        cls.next_cycle = cls._create_cycle(
            "2027/28", "2027-09-01", "2028-08-31", groups=cls.group
        )
        cls.appraisal = cls._launch()

    def _begin_review(self):
        """The form of this year's review."""
        self.as_("reviewer", self.appraisal).action_open_review()
        return self._statement(self.appraisal, "planning_review")

    def _sign_first_plan(self):
        self._plan(self.appraisal)
        plan = self.appraisal.statement_ids
        self._share(plan)
        self._sign_both(plan)

    def test_it_waits_for_both_years(self):
        self._sign_first_plan()
        statement = self._begin_review()
        following = self.appraisal.next_appraisal_ids
        self.assertEqual(statement.next_appraisal_id, following)
        for year in (self.appraisal, following):
            with self.subTest(year=year.cycle_id.name):
                self._suspend(appraisal=year)
                other = (self.appraisal | following) - year
                self.assertStill(self._share, statement)
                theirs = self.as_("reviewer", other)
                self.assertIn("when the head resumes", theirs.next_step)
                self.assertFalse(theirs.my_turn)
                self._resume(year)
                self.assertEqual(statement.next_appraisal_id, following)

    def test_plan_of_a_year_that_stands_still(self):
        """The review begins meanwhile: the plan stands on its form all the same, and
        has its own once that year is cancelled."""
        self._sign_first_plan()
        following = self._launch(cycle=self.next_cycle)
        self.assertFalse(following.statement_ids)
        self._suspend(appraisal=following)
        statement = self._begin_review()
        self.assertEqual(statement.next_appraisal_id, following)
        self.as_("head", self.appraisal).cancel("Left")
        self.assertEqual(following.statement_ids.kind, "planning")
        self._resume(following)
        self._plan(following)

    def test_plan_after_a_review_that_stands_still(self):
        """Its form is shared already: the next plan has a form of its own."""
        self.next_cycle.sudo()._with_pass().state = "draft"
        self._sign_first_plan()
        statement = self._begin_review()
        self._fill_review(self.appraisal)
        self._share(statement)
        self._suspend()
        self.next_cycle.with_user(self.users["head"]).action_open()
        following = self._launch(cycle=self.next_cycle)
        self.assertFalse(statement.next_appraisal_id)
        self.assertEqual(following.statement_ids.kind, "planning")
