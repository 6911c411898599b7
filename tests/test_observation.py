from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02")
class TestObservation(AppraisalCommon):
    """Observations by clause: planned in the plan, written by the observer, told to
    the person, recorded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.observation = "open"
        for who in ("observer", "second_observer"):
            cls.users[who] = new_test_user(
                cls.env, f"t_{who}", name=f"{who} person", email=False
            )
        cls.appraisal = cls._launch()

    def _planned(self, who="reviewer", **values):
        observations = self.as_(who, self.env["school.appraisal.observation"])
        return observations.create(
            {
                "appraisal_id": self.appraisal.id,
                "observer_id": self.users["observer"].id,
                "subject": "Year 2, phonics",
                "term": "autumn",
                "focus": "How children are grouped",
                "duration": 0.5,
                **values,
            }
        ).with_env(self.env)

    def _added(self, **values):
        return self._planned(agreed=False, **values)

    def _observed(self, **values):
        observation = self._added(**values)
        mine = self.as_("observer", observation)
        mine.write({"date_observed": "2026-11-02", "account": "Two groups, six words"})
        mine.action_observed()
        return observation

    def _fed_back(self):
        observation = self._observed()
        mine = self.as_("observer", observation)
        mine.feedback_on = "2026-11-02"
        mine.action_feed_back()
        return observation

    def _recorded(self):
        observation = self._fed_back()
        self.as_("observer", observation).action_record()
        return observation

    def _readers(self, observation):
        people = ("reviewee", "reviewer", "head", "observer", "manager", "colleague")
        return {who for who in people if self.as_(who, observation).has_access("read")}

    # WHAT THE POLICY HAS

    def test_not_used(self):
        self.group.observation = "off"
        for values in ({}, {"agreed": False}, {"kind": "drop_in"}):
            with self.subTest(**values):
                with self.assertRaisesRegex(UserError, "uses no observations"):
                    self._planned(**values)

    def test_the_preset_uses_none(self):
        preset = self.env.ref("school_appraisal.policy_tm").staff_group_ids
        self.assertEqual(preset.observation, "off")

    def test_only_those_agreed(self):
        """GU: none beside those agreed at the planning meeting."""
        self.group.observation = "agreed"
        self._planned()
        with self.assertRaisesRegex(UserError, "that the plan agreed"):
            self._added()

    def test_added_in_the_year(self):
        """KM App. 3 §16, CT §6.1."""
        self._sign_plan(self.appraisal)
        self.assertTrue(self._added())
        with self.assertRaisesRegex(UserError, "has been signed"):
            self._planned()

    def test_drop_ins(self):
        """KM App. 3 §6, CT §6.1: beside what was agreed."""
        with self.assertRaisesRegex(UserError, "uses no drop-ins"):
            self._added(kind="drop_in")
        self.group.write({"drop_ins": True, "observation": "agreed"})
        self.assertTrue(self._added(kind="drop_in", who="head"))

    def test_a_teacher_by_a_qualified_teacher(self):
        """KM App. 3 §1, CT §6.1; the sentence names the observer."""
        self.group.observer_qualified = True
        with self.assertRaisesRegex(UserError, "observer person .* qualified teacher"):
            self._planned()
        with self.assertRaisesRegex(UserError, "Col League .* qualified teacher"):
            self._planned(observer_id=self.users["colleague"].id)
        self.staff["colleague"].qualified_teacher = True
        self.assertTrue(self._planned(observer_id=self.users["colleague"].id))

    def test_trained_observers(self):
        """KM App. 3 §1; also who takes over."""
        observation = self._planned()
        self.group.observer_trained = True
        reviewer = self.as_("reviewer", observation)
        with self.assertRaisesRegex(UserError, "Col League .* trained observer"):
            reviewer.observer_id = self.users["colleague"]
        self.staff["colleague"].trained_observer = True
        reviewer.observer_id = self.users["colleague"]

    def test_nobody_says_it_of_himself(self):
        own = self.as_("reviewee", self.staff["reviewee"])
        self.users["reviewee"].group_ids += self.env.ref(
            "school_appraisal.group_administrator"
        )
        for name in ("qualified_teacher", "trained_observer"):
            with self.subTest(name=name), self.assertRaises(UserError):
                own.write({name: True})

    def test_who_cannot_observe(self):
        with self.assertRaisesRegex(UserError, "nobody observes himself"):
            self._planned(observer_id=self.users["reviewee"].id)
        portal = new_test_user(
            self.env, "t_visitor", groups="base.group_portal", email=False
        )
        self.users["second_observer"].active = False
        for user in (portal, self.users["second_observer"]):
            with self.assertRaisesRegex(UserError, "no login as a member of staff"):
                self._planned(observer_id=user.id)

    # THE PLAN

    def test_reviewer_and_head_plan(self):
        self.assertTrue(self._planned())
        self.assertTrue(self._planned(who="head"))
        for who in ("reviewee", "observer", "manager", "colleague", "other_head"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._planned(who=who)

    def test_a_plan_holds_no_record(self):
        for values in (
            {"account": "Seen before"},
            {"date_observed": "2026-11-01"},
            {"feedback_on": "2026-11-01"},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self._planned(observer_id=self.users["reviewer"].id, **values)

    def test_agreed_in_the_plan(self):
        """KM App. 3 §3, §5; GU: what is agreed stands in the plan, and its
        signatures close it."""
        observation = self._planned(purpose="Early reading")
        self._planned(who="head", subject="Withdrawn").with_user(
            self.users["reviewer"]
        ).cancel("Too many")
        self._added(subject="Not agreed")
        statement = self._statement(self.appraisal)
        self.assertEqual(
            statement._prepare_content()["observations"],
            [
                {
                    "subject": "Year 2, phonics",
                    "term": "Autumn",
                    "focus": "How children are grouped",
                    "observer": "observer person",
                    "purpose": "Early reading",
                    "duration": 0.5,
                    "date_planned": None,
                    "kind": "formal",
                }
            ],
        )
        self._sign_plan(self.appraisal)
        reviewer = self.as_("reviewer", observation)
        for name in ("subject", "term", "purpose", "focus", "duration", "agreed"):
            with self.subTest(name=name):
                with self.assertRaisesRegex(UserError, "has been signed"):
                    reviewer.write({name: False})
        with self.assertRaisesRegex(UserError, "has been signed"):
            reviewer.unlink()

    def test_an_edit_makes_a_draft_of_the_plan(self):
        observation = self._planned()
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        for values in ({"focus": "Another"}, {"date_planned": "2026-12-01"}):
            self._share(statement)
            self.as_("reviewer", observation).write(values)
            self.assertEqual(statement.state, "draft")

    def test_a_day_and_another_observer_after_the_signatures(self):
        """The day is arranged in the year (KM App. 3 §5); who cannot come is
        replaced, and loses sight at once."""
        observation = self._planned()
        self._sign_plan(self.appraisal)
        self.assertIn("observer", self._readers(observation))
        self.as_("reviewer", observation).write(
            {
                "date_planned": "2026-12-01",
                "observer_id": self.users["second_observer"].id,
            }
        )
        self.assertNotIn("observer", self._readers(observation))
        self.assertTrue(self.as_("second_observer", observation).has_access("write"))

    def test_deleting(self):
        """What somebody was told of is cancelled instead."""
        self.as_("reviewer", self._planned()).unlink()
        for who, observation in (
            ("reviewer", self._added()),
            ("reviewer", self._observed()),
            ("head", self._planned()),
            ("observer", self._added()),
        ):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, observation).unlink()

    def test_duration(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "duration_positive"),
        ):
            self._planned(duration=-1)

    # WHO SEES IT, WHEN

    def test_observer_sees_it_once_agreed(self):
        observation = self._planned()
        around = {"reviewee", "reviewer", "head"}
        self.assertEqual(self._readers(observation), around)
        self._plan(self.appraisal)
        self._share(self._statement(self.appraisal))
        self.assertEqual(self._readers(observation), around)
        self._sign_both(self._statement(self.appraisal))
        self.assertEqual(self._readers(observation), {*around, "observer"})

    def test_the_person_does_not_read_over_the_shoulder(self):
        around = {"reviewer", "head", "observer"}
        observation = self._added()
        self.assertEqual(self._readers(observation), {*around, "reviewee"})
        self.as_("observer", observation).account = "Two gr"
        self.assertEqual(self._readers(observation), around)
        self.as_("observer", observation).date_observed = "2026-11-02"
        self.as_("observer", observation).action_observed()
        self.assertEqual(self._readers(observation), around)
        self.as_("observer", observation).feedback_on = "2026-11-02"
        self.as_("observer", observation).action_feed_back()
        self.assertEqual(self._readers(observation), {*around, "reviewee"})

    def test_line_manager_reads_what_is_recorded(self):
        """KM App. 3 §14, where the policy lets line managers in."""
        self.group.line_manager_access = True
        before, after = self._fed_back(), self._recorded()
        self.assertNotIn("manager", self._readers(before))
        self.assertIn("manager", self._readers(after))
        self.group.line_manager_access = False
        self.assertNotIn("manager", self._readers(after))

    def test_reader_for_a_time(self):
        before, after = self._fed_back(), self._recorded()
        for scope, may in (("appraisal", True), ("statements", False)):
            user = new_test_user(self.env, f"t_{scope}", email=False)
            self.users[scope] = user
            self.as_("head", self.appraisal).grant(
                user, "adviser", scope, "An audit", self.appraisal.date_start.today()
            )
            self.assertFalse(self.as_(scope, before).has_access("read"))
            self.assertEqual(self.as_(scope, after).has_access("read"), may)

    def test_observer_learns_no_more(self):
        observation = self._recorded()
        self.as_("head", self.appraisal.observation_ids).read(["account"])
        mine = self.as_("observer", observation)
        self.assertEqual(
            mine.web_read({"employee_id": {"fields": {"display_name": {}}}})[0][
                "employee_id"
            ]["display_name"],
            "Rae Reviewee",
        )
        self.assertEqual(mine.display_name, f"{self.appraisal.name} · Observation")
        for record in (
            self.appraisal,
            self.appraisal.statement_ids,
            self.appraisal.access_ids,
            self.appraisal.access_log_ids,
        ):
            with self.subTest(model=record._name):
                self.assertTrue(record)
                self.assertFalse(self.as_("observer", record).has_access("read"))
        with self.assertRaises(AccessError):
            mine.web_read({"appraisal_id": {"fields": {"state": {}}}})
        self.assertFalse(mine.search([("appraisal_id.state", "!=", False)]))

    def test_observer_loses_sight_when_the_year_ends(self):
        observation = self._recorded()
        self.as_("head", self.appraisal).cancel("Left the school")
        self.assertEqual(self._readers(observation), {"reviewee", "reviewer", "head"})

    def test_my_observations(self):
        mine, _others = self._added(), self._added(observer_id=self.users["head"].id)
        action = self.env.ref("school_appraisal.appraisal_observation_action_mine")
        domain = [("observer_id", "=", self.users["observer"].id)]
        self.assertIn("observer_id", action.domain)
        self.assertEqual(self.as_("observer", mine).search(domain), mine)
        self.assertEqual(self.as_("observer", mine).search([]), mine)

    def test_reading_is_registered(self):
        observation = self._recorded()
        self.env.cr.execute("DELETE FROM school_appraisal_access_log")
        self.as_("observer", observation).read(["account"])
        row = self.appraisal.access_log_ids
        self.assertEqual((row.user_id, row.event), (self.users["observer"], "opened"))

    # THE RECORD

    def test_only_the_observer_writes_the_record(self):
        observation = self._added()
        for who in ("reviewer", "head", "reviewee"):
            for name in ("account", "strengths", "areas", "actions"):
                with self.subTest(who=who, name=name):
                    with self.assertRaises(UserError):
                        self.as_(who, observation).write({name: "Mine"})

    def test_the_plan_is_closed_for_the_observer(self):
        observation = self._added()
        for values in (
            {"focus": "Mine"},
            {"duration": 3},
            {"observer_id": self.users["second_observer"].id},
            {"agreed": True},
            {"focus": "Mine", "account": "Mine"},
        ):
            with self.subTest(**values):
                with self.assertRaisesRegex(UserError, "only the reviewer"):
                    self.as_("observer", observation).write(values)
        self.assertFalse(self.as_("observer", observation).can_plan)

    def test_the_plan_stays_once_it_took_place(self):
        with self.assertRaises(UserError):
            self.as_("reviewer", self._observed()).focus = "Another"
        # Also where the reviewer observed.
        observation = self._added(observer_id=self.users["reviewer"].id)
        own = self.as_("reviewer", observation)
        own.write({"date_observed": "2026-11-02", "account": "Two groups"})
        own.action_observed()
        with self.assertRaisesRegex(UserError, "no longer planned"):
            own.focus = "Another"

    def test_nothing_is_written_before_it_is_agreed(self):
        observation = self._planned(observer_id=self.users["reviewer"].id)
        own = self.as_("reviewer", observation)
        with self.assertRaisesRegex(UserError, "once the plan is signed"):
            own.account = "Two groups"
        with self.assertRaisesRegex(UserError, "once the plan is signed"):
            own.action_observed()
        self._sign_plan(self.appraisal)
        self.as_("reviewer", observation).account = "Two groups"

    def test_steps(self):
        """Each step says what is missing; none is skipped; only the observer."""
        observation = self._added()
        mine = self.as_("observer", observation)
        steps = (
            ("action_observed", {}, "enter the day of the observation"),
            ("action_observed", {"date_observed": "2026-11-03"}, "still to come"),
            ("action_observed", {"date_observed": "2026-11-02"}, "what was seen"),
            ("action_observed", {"account": " "}, "what was seen"),
            ("action_feed_back", {"account": "Two groups"}, "not the next step"),
            ("action_record", {}, "not the next step"),
            ("action_observed", {}, None),
            ("action_observed", {}, "not the next step"),
            ("action_feed_back", {}, "gave feedback"),
            ("action_feed_back", {"feedback_on": "2026-11-01"}, "comes after"),
            ("action_feed_back", {"feedback_on": "2026-11-03"}, "still to come"),
            ("action_record", {"feedback_on": "2026-11-02"}, "not the next step"),
            ("action_feed_back", {"account": False}, "what was seen"),
            ("action_feed_back", {"account": "Two groups, six words"}, None),
            ("action_record", {"feedback_on": False}, "gave feedback"),
            ("action_record", {"feedback_on": "2026-11-02"}, None),
            ("action_record", {}, "it is recorded"),
        )
        for number, (method, values, refusal) in enumerate(steps):
            with self.subTest(step=number):
                if values:
                    mine.write(values)
                for who in ("reviewer", "head", "reviewee"):
                    with self.assertRaises(UserError):
                        getattr(self.as_(who, observation), method)()
                if refusal:
                    with self.assertRaisesRegex(UserError, refusal):
                        getattr(mine, method)()
                else:
                    getattr(mine, method)()
        self.assertEqual(observation.state, "recorded")

    def test_buttons_follow_the_steps(self):
        def buttons(who, observation):
            record = self.as_(who, observation)
            names = ("plan", "write", "observe", "feed_back", "record")
            names += ("comment", "cancel")
            return {name for name in names if record[f"can_{name}"]}

        observation = self._added()
        self.assertEqual(buttons("observer", observation), {"write", "observe"})
        self.assertEqual(buttons("reviewer", observation), {"plan", "cancel"})
        self.assertEqual(buttons("head", observation), {"cancel"})
        self.assertEqual(buttons("reviewee", observation), set())
        observation = self._fed_back()
        self.assertEqual(buttons("observer", observation), {"write", "record"})
        self.assertEqual(buttons("reviewee", observation), {"comment"})
        self.assertEqual(buttons("head", observation), set())

    def test_recorded_stays(self):
        """KM App. 3 §13: for everybody, the superuser included."""
        observation = self._recorded()
        for who in ("observer", "reviewer", "reviewee", "head"):
            for name in ("date_observed", "account", "areas", "focus", "observer_id"):
                with self.subTest(who=who, name=name):
                    with self.assertRaises(UserError):
                        self.as_(who, observation).write({name: False})
        for name in ("account", "focus", "state", "observed_comments"):
            with self.subTest(name=name), self.assertRaises(UserError):
                observation.sudo().write({name: False})
        self.assertEqual(observation.account, "Two groups, six words")

    def test_files(self):
        """With the record, and closed with it: not while it is only planned,
        where the person would read them over the observer's shoulder."""

        def attach(observation):
            self.as_("observer", self.env["ir.attachment"]).create(
                {
                    "name": "notes.pdf",
                    "raw": b"%PDF-1.4 notes",
                    "res_model": observation._name,
                    "res_id": observation.id,
                }
            )

        attach(self._observed())
        with self.assertRaisesRegex(UserError, "files are added after"):
            attach(self._added())
        with self.assertRaises(AccessError):
            attach(self._recorded())

    # COMMENTS

    def test_comments_of_the_person(self):
        """GU; KM App. 3 §13: also once it is recorded, until the year ends."""
        observation = self._fed_back()
        dialog = self.as_(
            "reviewee", self.env["school.appraisal.observation.comment"]
        ).create({"observation_id": observation.id, "comments": "It was windy"})
        dialog.action_comment()
        self.assertFalse(dialog.exists())
        self.assertEqual(observation.observed_comments, "It was windy")
        self.as_("observer", observation).action_record()
        self.as_("reviewee", observation).comment("It was windy, and Friday")
        self.assertEqual(observation.observed_comments, "It was windy, and Friday")
        for who in ("observer", "reviewer", "head"):
            with self.subTest(who=who):
                with self.assertRaisesRegex(UserError, "only the person observed"):
                    self.as_(who, observation).comment("Fine")
        self.as_("head", self.appraisal).cancel("Left the school")
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self.as_("reviewee", observation).comment("More")

    def test_no_comments_before_the_feedback(self):
        with self.assertRaisesRegex(UserError, "once you have had feedback"):
            self.as_("reviewee", self._added()).comment("Early")

    # CANCELLING

    def test_cancelling(self):
        observation = self._added()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_("head", observation).cancel(" ")
        for who in ("observer", "reviewee"):
            with self.subTest(who=who):
                with self.assertRaisesRegex(UserError, "only the reviewer or the head"):
                    self.as_(who, observation).cancel("No")
        self.as_("head", self.env["school.appraisal.observation.cancel"]).create(
            {"observation_id": observation.id, "reason": "The class was away"}
        ).action_cancel()
        self.assertEqual(observation.state, "cancelled")
        self.assertEqual(
            self.as_("reviewee", observation).cancel_reason, "The class was away"
        )
        with self.assertRaisesRegex(UserError, "it was cancelled"):
            self.as_("observer", observation).account = "Two groups"

    def test_cancelled_while_it_was_written(self):
        """What was begun stays with those who could read it."""
        observation = self._observed()
        self.as_("reviewer", observation).cancel("The observer left")
        self.assertNotIn("reviewee", self._readers(observation))

    def test_what_was_fed_back_is_not_cancelled(self):
        for observation in (self._fed_back(), self._recorded()):
            with self.assertRaisesRegex(UserError, "cannot be cancelled"):
                self.as_("head", observation).cancel("Better not")

    # THE END OF THE YEAR; PAPER

    def test_closed_with_the_appraisal(self):
        observation, planned = self._fed_back(), self._added()
        self.as_("head", self.appraisal).cancel("Left the school")
        for who, call in (
            ("observer", lambda o: o.action_record()),
            ("observer", lambda o: o.write({"areas": "More"})),
            ("head", lambda o: planned.with_env(o.env).cancel("No")),
            ("reviewer", lambda o: planned.with_env(o.env).write({"focus": "x"})),
        ):
            with self.subTest(who=who), self.assertRaises(UserError):
                call(self.as_(who, observation))
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self._added()

    def test_values_of_the_paper(self):
        observation = self._recorded()
        self.as_("reviewee", observation).comment("Thank you")
        for who in ("observer", "reviewee", "head"):
            with self.subTest(who=who):
                self.assertEqual(
                    self.as_(who, observation)._observation_values(),
                    {
                        "reviewee": "Rae Reviewee",
                        "reviewer": "Rory Reviewer",
                        "observer": "observer person",
                        "school": "Hillside",
                        "date_observed": "2026-11-02",
                        "duration": 0.5,
                        "subject": "Year 2, phonics",
                        "term": "Autumn",
                        "purpose": "",
                        "focus": "How children are grouped",
                        "account": "Two groups, six words",
                        "strengths": "",
                        "areas": "",
                        "actions": "",
                        "feedback_on": "2026-11-02",
                        "comments": "Thank you",
                        "state": "recorded",
                    },
                )
        with self.assertRaises(AccessError):
            self.as_("colleague", observation)._observation_values()
