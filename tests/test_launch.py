from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..models import appraisal_launch
from .common import AppraisalCommon


class LaunchCommon(AppraisalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("school_appraisal.ir_cron_launch")

    def _add_people(self, count, **values):
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number:02}",
                    "parent_id": self.employees["manager"].id,
                }
                for number in range(count)
            ]
        )
        for employee in employees:
            self._create_staff(employee, **values)
        return employees

    def _open_list(self, who="head", cycles=None):
        action = self.as_(who, cycles or self.cycle).action_add_people()
        return self.as_(who, self.env[action["res_model"]]).browse(action["res_id"])

    def _line(self, launch, name):
        return launch.line_ids.filtered(lambda line: line.name == name)

    def _started(self, cycle=None):
        return self.env["school.appraisal"].search(
            [("cycle_id", "=", (cycle or self.cycle).id), ("state", "!=", "cancelled")]
        )

    def _work(self):
        """The job runs."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestLaunch(LaunchCommon):
    """The head's list of people, from the preview to the last appraisal."""

    def test_who_is_in_and_who_is_out(self):
        """Everybody is listed, with a reviewer or with the reason."""
        self.staff["colleague"].induction_until = "2027-01-01"
        launch = self._open_list()
        self.assertEqual(
            {line.name: line.refusal for line in launch.line_ids},
            {
                "Col League": "in induction",
                "Paula Payofficer": False,
                "Rae Reviewee": False,
                "Rory Reviewer": False,
            },
        )
        self.assertEqual(
            self._line(launch, "Rae Reviewee").reviewer_id, self.users["manager"]
        )
        # Whose manager has no login: the head.
        self.assertEqual(
            self._line(launch, "Paula Payofficer").reviewer_id, self.users["head"]
        )
        self.assertEqual((launch.count_in, launch.count_out), (3, 1))
        self.assertFalse(self._started())

    def test_few_at_once(self):
        launch = self._open_list()
        self._line(launch, "Paula Payofficer").included = False
        launch.action_launch()
        self.assertEqual(launch.state, "done")
        self.assertEqual(launch.count_done, 3)
        self.assertEqual(len(self._started()), 3)
        # It is the head who started them, also where a job did it.
        rows = self._started().access_ids
        self.assertEqual(rows.granted_by, self.users["head"])

    def test_what_is_fixed_by_hand_stays(self):
        """Whoever opens the list again finds it as he left it, with those who have
        joined since."""
        launch = self._open_list()
        line = self._line(launch, "Rae Reviewee")
        line.reviewer_id = self.users["colleague"]
        line.date_end = "2027-06-30"
        self._line(launch, "Col League").included = False
        self._add_people(1)
        self.staff["reviewer"].induction_until = "2027-01-01"
        again = self._open_list()
        self.assertEqual(again, launch)
        self.assertEqual(line.reviewer_id, self.users["colleague"])
        self.assertEqual(line.date_end, fields.Date.to_date("2027-06-30"))
        self.assertFalse(self._line(again, "Col League").included)
        self.assertFalse(self._line(again, "Rory Reviewer").included)
        self.assertTrue(self._line(again, "Person 00").included)
        self.staff["reviewer"].induction_until = False
        again = self._open_list()
        self.assertTrue(self._line(again, "Rory Reviewer").included)

    def test_again_adds_joiners_only(self):
        launch = self._open_list()
        launch.action_launch()
        before = self._started()
        self._add_people(2)
        launch = self._open_list()
        self.assertEqual((launch.count_in, launch.count_done), (2, len(before)))
        launch.action_launch()
        self.assertEqual(len(self._started() - before), 2)
        with self.assertRaisesRegex(UserError, "nobody in the list"):
            launch.action_launch()
        # Another list of the same cycle knows them, too.
        other = self.as_("head", launch.browse()).create(
            {"cycle_ids": [Command.set(self.cycle.ids)]}
        )
        self.assertFalse(other.count_in)
        self.assertEqual(
            set(other.line_ids.mapped("refusal")), {"has an appraisal in this cycle"}
        )

    def test_cancelled_can_be_started_again(self):
        """TM §7.4."""
        self._open_list().action_launch()
        year = self._started().filtered(
            lambda a: a.employee_id == self.employees["reviewee"]
        )
        self.as_("head", year).cancel("Moved to another post")
        launch = self._open_list()
        line = self._line(launch, "Rae Reviewee")
        self.assertEqual((line.state, line.included), ("waiting", False))
        line.included = True
        launch.action_launch()
        self.assertEqual(line.state, "done")

    def test_who_left_the_school_leaves_the_list(self):
        launch = self._open_list()
        self.staff["colleague"].school_id = self.other_school
        self.assertFalse(self._line(self._open_list(), "Col League"))
        # Who left after it was opened is refused.
        self.staff["reviewer"].school_id = self.other_school
        launch.action_launch()
        line = self._line(launch, "Rory Reviewer")
        self.assertEqual(
            (line.state, line.refusal), ("refused", "works at another school")
        )

    def test_refused_hold_up_nobody(self):
        """Each is named with the reason; corrected, it is started later."""
        launch = self._open_list()
        self._line(launch, "Rae Reviewee").reviewer_id = self.users["reviewee"]
        self._line(launch, "Rory Reviewer").reviewer_id = False
        self._line(launch, "Col League").date_end = "2031-01-01"
        launch.action_launch()
        refused = launch.line_ids.filtered(lambda line: line.state == "refused")
        self.assertEqual(
            {line.name: line.refusal for line in refused},
            {
                "Rae Reviewee": "nobody reviews himself",
                "Rory Reviewer": "no reviewer chosen",
                "Col League": "its dates are not in order, or not near this cycle",
            },
        )
        self.assertEqual((launch.count_done, launch.count_refused), (1, 3))
        refused.write({"reviewer_id": self.users["manager"].id, "date_end": False})
        launch.action_launch()
        self.assertEqual((launch.count_done, launch.count_refused), (4, 0))

    def test_what_the_database_refuses_holds_up_nobody(self):
        """Somebody else starts one of them at the same moment."""
        launch = self._open_list()
        Cycle = self.env.registry["school.appraisal.cycle"]
        self._launch("colleague")
        with (
            mute_logger("odoo.sql_db"),
            patch.object(
                Cycle, "_present_employees", lambda self, employees: employees.browse()
            ),
        ):
            launch.action_launch()
        line = self._line(launch, "Col League")
        self.assertEqual(line.state, "refused")
        self.assertIn("has an appraisal in this cycle already", line.refusal)
        self.assertEqual((launch.count_done, launch.count_refused), (3, 1))
        self.assertEqual(len(self._started()), 4)

    def test_exception_needs_a_reason(self):
        """CT §2.1: normally left out; the head may add the person and says why."""
        self.group.write({"exclude_probation": True, "exclusion_mode": "warn"})
        self.staff["reviewee"].probation_until = "2026-12-31"
        launch = self._open_list()
        line = self._line(launch, "Rae Reviewee")
        self.assertTrue(line.normally)
        line.write({"included": True, "reason": " "})
        launch.action_launch()
        self.assertEqual((line.state, line.refusal), ("refused", "in probation"))
        line.reason = "Asked for it herself"
        launch.action_launch()
        self.assertEqual(line.state, "done")
        year = self._started().filtered("exception_reason")
        self.assertEqual(year.exception_reason, "Asked for it herself")

    def test_what_is_started_is_not_changed(self):
        launch = self._open_list()
        line = self._line(launch, "Rae Reviewee")
        launch.action_launch()
        with self.assertRaisesRegex(UserError, "not changed any more"):
            line.included = False
        self._add_people(1)
        line = self._line(self._open_list(), "Person 00")
        for values in ({"state": "done"}, {"refusal": False}, {"of_head": True}):
            with self.assertRaises(AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            launch.state = "draft"

    # A WHOLE STAFF

    def test_a_whole_staff_is_started_by_the_job(self):
        self._add_people(appraisal_launch.AT_ONCE)
        launch = self._open_list()
        launch.action_launch()
        self.assertEqual(launch.state, "running")
        self.assertFalse(self._started())
        self.assertTrue(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        )
        self._work()
        self.assertEqual(launch.state, "done")
        self.assertEqual(launch.count_done, appraisal_launch.AT_ONCE + 4)
        years = self._started()
        self.assertEqual(len(years), launch.count_done)
        self.assertEqual(years.access_ids.granted_by, self.users["head"])
        self.assertEqual(set(launch.line_ids.mapped("state")), {"done"})

    def test_progress_and_stop(self):
        self._add_people(appraisal_launch.AT_ONCE)
        launch = self._open_list()
        launch.action_launch()
        with patch.object(appraisal_launch, "BATCH", 27):
            self.env["school.appraisal.launch"].browse(launch.id)._start_next()
        self.assertEqual((launch.count_done, launch.count_all), (27, 54))
        self.assertEqual(launch.progress, 50)
        for refused in (launch.action_launch, launch.action_list):
            with self.assertRaisesRegex(UserError, "under way"):
                refused()
        with self.assertRaisesRegex(UserError, "not changed any more"):
            launch.line_ids[0].included = False
        launch.action_stop()
        self._work()
        self.assertEqual(len(self._started()), 27)
        launch.action_launch()
        self.assertEqual(launch.state, "done")
        self.assertEqual(len(self._started()), 54)

    def test_a_head_who_is_none_any_more(self):
        """Starts nobody more, and reads the list no more."""
        self._add_people(appraisal_launch.AT_ONCE)
        launch = self._open_list()
        launch.action_launch()
        self.school.with_user(self.users["administrator"]).head_id = self.employees[
            "colleague"
        ]
        self._work()
        self.assertFalse(self._started())
        lines = launch.sudo().line_ids
        self.assertEqual(
            set(lines.mapped("refusal")),
            {"only the head of the school adds people, plans and earlier papers."},
        )
        with self.assertRaises(AccessError):
            self.as_("head", launch).line_ids.read(["refusal"])

    # SEVERAL SCHOOLS

    def test_several_schools_in_one_go(self):
        """By who is head of them all; each school's people in its own cycle."""
        second = self._create_school("Lakeside", "head")
        cycle = self.cycle.copy({"school_id": second.id})
        cycle.with_user(self.users["head"]).action_open()
        elsewhere = self._add_people(2, school_id=second.id)
        launch = self._open_list(cycles=self.cycle | cycle)
        launch.action_launch()
        self.assertEqual(self._started(cycle).employee_id, elsewhere)
        self.assertEqual(len(self._started()), 4)
        foreign = self.cycle.copy({"school_id": self.other_school.id})
        foreign.with_user(self.users["other_head"]).action_open()
        with self.assertRaisesRegex(UserError, "only the head"):
            self._open_list(cycles=self.cycle | foreign)

    # WHO READS IT

    def test_the_chair_lists_the_head_alone(self):
        """KM §4.2; and the head is told that the chair does it."""
        self._create_staff(self.employees["head"])
        self.school.with_user(self.users["administrator"]).chair_user_id = self.users[
            "governor"
        ]
        self.staff["colleague"].write(
            {"excluded_until": "2027-01-01", "excluded_why": "Capability"}
        )
        of_chair = self._open_list("governor")
        self.assertEqual(of_chair.line_ids.mapped("name"), ["Hedy Head"])
        of_head = self._open_list()
        self.assertEqual(
            self._line(of_head, "Hedy Head").refusal,
            "the chair of governors adds the head",
        )
        self.assertEqual(
            self._line(of_head, "Col League").refusal, "left out by the head"
        )
        lines = self.as_("governor", of_head.line_ids)
        self.assertFalse(lines.search([("launch_id", "=", of_head.id)]))
        with self.assertRaises(AccessError):
            lines.read(["refusal"])
        of_chair.line_ids.reviewer_id = self.users["colleague"]
        of_chair.action_launch()
        self.assertEqual(self._started().of_head, True)

    def test_forgotten_lists_are_thrown_away(self):
        """They say who is left out, and why."""
        launch = self._open_list()
        launch.sudo()._gc_forgotten()
        self.assertTrue(launch.exists())
        with freeze_time("2026-11-15"):
            self.env.cr.execute(
                "UPDATE school_appraisal_launch SET write_date = '2026-10-01'"
            )
            self.env.invalidate_all()
            self.env.cr.execute(
                "UPDATE school_appraisal_launch_line SET write_date = '2026-11-14'"
            )
            launch.sudo()._gc_forgotten()
            self.assertTrue(launch.exists())
            self.env.cr.execute(
                "UPDATE school_appraisal_launch_line SET write_date = '2026-10-01'"
            )
            self.env.invalidate_all()
            launch.sudo()._gc_forgotten()
        self.assertFalse(launch.exists())

    # SPEED

    def _queries_to_start(self, people):
        staff = self.env["school.appraisal.staff"].search(
            [("employee_id", "in", people.ids)]
        )
        reviewers = dict.fromkeys(staff.ids, self.users["manager"].id)
        cycle = self.as_("head", self.cycle)
        start = self.env.cr.sql_log_count
        cycle.launch(reviewers)
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_queries_do_not_grow_with_the_staff(self):
        """As many for twenty as for ten: also where contracts and hours are looked
        up, and where last year's objectives are carried over."""
        self.group.write({"minimum_terms": 1, "minimum_hours": 1, "fit_dates": True})
        people = self._add_people(40)
        last = self._create_cycle("2025/26", "2025-09-01", "2026-08-31")
        with patch.object(type(self), "cycle", last):
            self._queries_to_start(people)
        for year in self._started(last):
            self.env["school.appraisal.objective"].create(
                {"appraisal_id": year.id, "name": "Early reading"}
            )
        self._queries_to_start(people[:1])
        first = self._queries_to_start(people[1:11])
        self.assertEqual(self._queries_to_start(people[11:31]), first)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestReviewers(LaunchCommon):
    """Who reviews whom, as the policy has it."""

    def _give_all_to(self, reviewer, launch=None):
        launch = launch or self._open_list()
        launch.line_ids.reviewer_id = self.users[reviewer]
        return launch

    def _warnings(self, launch):
        return set(launch.line_ids.mapped("warning")) - {""}

    def test_reviewer_default(self):
        """KM §4.2: the head for all, or the line managers; CT §3.1: chosen."""
        expected = {
            "manager": self.users["manager"],
            "head": self.users["head"],
            "chosen": self.users["head"].browse(),
        }
        for choice, reviewer in expected.items():
            self.group.reviewer_default = choice
            launch = self.as_("head", self.env["school.appraisal.launch"]).create(
                {"cycle_ids": [Command.set(self.cycle.ids)]}
            )
            with self.subTest(choice=choice):
                line = self._line(launch, "Rae Reviewee")
                self.assertEqual(line.reviewer_id, reviewer)
                self.assertEqual("choose a reviewer" in line.warning, not reviewer)

    def test_reviews_max(self):
        """TM §6.2: who has more than four is marked, and may be left so."""
        self._add_people(1)
        self.assertEqual(self.group.reviews_max, 4)
        launch = self._give_all_to("manager")
        self.assertEqual(self._warnings(launch), {"5 reviews in this cycle, at most 4"})
        self._line(launch, "Person 00").included = False
        self.assertFalse(self._warnings(launch))
        launch.action_launch()
        self.assertEqual(launch.count_done, 4)
        # Those that have started count, too.
        self._line(launch, "Person 00").included = True
        self.assertEqual(self._warnings(launch), {"5 reviews in this cycle, at most 4"})
        launch.action_launch()
        self.assertEqual(launch.count_done, 5)

    def test_reviews_max_mode(self):
        """KM §4.2, option 2: no more than the number."""
        self.group.write({"reviews_max": 2, "reviews_max_mode": "block"})
        launch = self._give_all_to("manager")
        launch.action_launch()
        self.assertEqual((launch.count_done, launch.count_refused), (2, 2))
        refused = launch.line_ids.filtered(lambda line: line.state == "refused")
        self.assertEqual(
            set(refused.mapped("refusal")),
            {
                "Mina Manager has 2 reviews in this cycle already, the most that the "
                "policy allows"
            },
        )
        refused.reviewer_id = self.users["head"]
        launch.action_launch()
        self.assertEqual(launch.count_done, 4)
        year = self._started().filtered(
            lambda year: year.reviewer_id == self.users["head"]
        )[:1]
        with self.assertRaisesRegex(UserError, "the most that the policy"):
            self.as_("head", year).reassign(self.users["manager"])
        self.group.reviews_max_mode = "warn"
        self.as_("head", year).reassign(self.users["manager"])
        self.assertEqual(year.reviewer_id, self.users["manager"])

    def test_reviews_max_leaders(self):
        """TM §6.2: other than members of the senior team."""
        self.group.reviews_max = 2
        self.school.senior_leader_user_ids = self.users["manager"]
        self.group.reviews_max_leaders = False
        launch = self._open_list()
        for who in ("manager", "head"):
            self._give_all_to(who, launch)
            self.assertEqual(
                self._warnings(launch), {"4 reviews in this cycle, at most 2"}
            )
        self.group.reviews_max_leaders = True
        for who in ("manager", "head"):
            self._give_all_to(who, launch)
            self.assertFalse(self._warnings(launch))

    def test_reviewer_trained(self):
        """KM §4.2."""
        self.group.reviewer_trained = True
        launch = self._open_list()
        launch.line_ids.reviewer_id = self.users["colleague"]
        self.assertEqual(
            self._warnings(launch), {"not on record as a trained reviewer"}
        )
        self.staff["colleague"].trained_reviewer = True
        launch.line_ids.invalidate_recordset()
        self.assertFalse(self._warnings(launch))
        self.staff["colleague"].trained_reviewer = False
        self.group.reviewer_trained = False
        launch.line_ids.invalidate_recordset()
        self.assertFalse(self._warnings(launch))

    def test_reviewer_rank(self):
        """TM §6.5, KM §4.2: the head, the line manager, or no lower rank than his."""
        self.staff["manager"] = self._create_staff(
            self.employees["manager"], status_rank=3
        )
        year = self._launch()
        self.staff["colleague"].status_rank = 2
        with self.assertRaisesRegex(UserError, "lower rank than the line manager"):
            self.as_("head", year).reassign(self.users["colleague"])
        self.staff["colleague"].status_rank = 3
        self.as_("head", year).reassign(self.users["colleague"])
        self.staff["reviewer"].status_rank = 1
        self.group.reviewer_rank = False
        self.as_("head", year).reassign(self.users["reviewer"])
        self.group.reviewer_rank = True
        for who in ("manager", "head", "pay_officer"):
            # Of the last no rank is on record.
            self.as_("head", year).reassign(self.users[who])
            self.assertEqual(year.reviewer_id, self.users[who])

    # SOMEBODY LEAVES

    def _reassign_dialog(self, years, reviewer):
        return self.as_("head", self.env["school.appraisal.reviewer.reassign"]).create(
            {
                "appraisal_ids": [Command.set(years.ids)],
                "reviewer_id": self.users[reviewer].id,
            }
        )

    def test_somebody_leaves(self):
        """TM §6.5, §6.6: one new reviewer for all; who keeps the old one is named,
        and the years go on."""
        launch = self._give_all_to("manager")
        launch.action_launch()
        years = self._started()
        mine = years.filtered(lambda y: y.reviewee_user_id == self.users["reviewee"])
        own = years.filtered(lambda y: y.reviewee_user_id == self.users["colleague"])
        gone = years.filtered(lambda y: y.reviewee_user_id == self.users["pay_officer"])
        self._plan(mine, who="manager")
        self.as_("head", gone).cancel("Left")
        dialog = self._reassign_dialog(years, "colleague")
        self.assertEqual(
            set(dialog.refused.splitlines()),
            {
                "Col League: nobody reviews himself",
                "Paula Payofficer: it is closed; its reviewer stays.",
            },
        )
        dialog.action_reassign()
        self.assertEqual((own | gone).reviewer_id, self.users["manager"])
        self.assertEqual((years - own - gone).reviewer_id, self.users["colleague"])
        self.assertEqual(mine.state, "planning")
        self.assertEqual(len(mine.objective_ids), 1)
        with self.assertRaisesRegex(UserError, "Nobody was named:\nPaula Payofficer"):
            self._reassign_dialog(gone, "colleague").action_reassign()

    def test_taking_over_many(self):
        """Each that is taken over counts."""
        self._give_all_to("manager").action_launch()
        self.group.write({"reviews_max": 2, "reviews_max_mode": "block"})
        dialog = self._reassign_dialog(self._started(), "hr_manager")
        self.assertEqual(dialog.refused.count("the most that the policy"), 2)
        dialog.action_reassign()
        self.assertEqual(
            self._started().mapped("reviewer_id"),
            self.users["manager"] | self.users["hr_manager"],
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestLaunchByManager(LaunchCommon):
    """A line manager without any rights of HR adds the own team, if the head lets
    him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.employees["manager"]
        cls.staff["colleague"].induction_until = "2027-01-01"
        (cls.employees["colleague"] | cls.employees["pay_officer"]).parent_id = manager
        cls.head_cycle = cls.as_(cls, "head", cls.cycle)

    def _let(self, *users):
        self.head_cycle.let_launch(self.env["res.users"].union(*users))

    def _open_own(self, who="manager"):
        cycles = self.as_(who, self.env["school.appraisal.cycle"])
        action = cycles.action_add_team()
        return self.as_(who, self.env[action["res_model"]]).browse(action["res_id"])

    def test_not_without_the_head(self):
        with self.assertRaisesRegex(UserError, "Ask the head"):
            self._open_own()
        with self.assertRaisesRegex(UserError, "only the head"):
            self.as_("manager", self.cycle).launch(
                {self.staff["reviewee"].id: self.users["manager"].id}
            )
        for who in ("manager", "administrator", "other_head", "hr_manager"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.cycle).let_launch(self.users["manager"])
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, self.cycle).launcher_user_ids = self.users["manager"]

    def test_the_own_team_without_reasons(self):
        self._let(self.users["manager"])
        launch = self._open_own()
        self.assertEqual(
            {line.name: line.refusal for line in launch.line_ids},
            {
                "Col League": "ask the head",
                "Paula Payofficer": False,
                "Rae Reviewee": False,
            },
        )
        self.assertEqual(
            launch.line_ids.filtered("included").reviewer_id, self.users["manager"]
        )
        launch.action_launch()
        started = self._started()
        self.assertEqual(
            started.employee_id,
            self.employees["reviewee"] | self.employees["pay_officer"],
        )
        self.assertEqual(started.reviewer_id, self.users["manager"])
        self.assertEqual(started.head_user_id, self.users["head"])
        # The head sees them at once.
        self.assertTrue(self.as_("head", started).has_access("read"))

    def test_no_further_than_that(self):
        self._let(self.users["manager"])
        cycle = self.as_("manager", self.cycle)
        cases = {
            "the head adds the staff": ("reviewer", "manager", {}),
            "names another reviewer": ("reviewee", "pay_officer", {}),
            "ask the head": ("colleague", "manager", {"reason": "I should like to"}),
        }
        for sentence, (who, reviewer, term) in cases.items():
            person = self.staff[who]
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                cycle.launch({person.id: self.users[reviewer].id}, {person.id: term})
        with self.assertRaisesRegex(UserError, "only the head"):
            cycle._check_can("prepare")
        with self.assertRaisesRegex(UserError, "only the head"):
            cycle.action_close()
        self.assertFalse(self._started())

    def test_not_what_the_head_has_ended(self):
        year = self._launch("reviewee", "manager")
        self.as_("head", year).cancel("Left")
        self._let(self.users["manager"])
        line = self._line(self._open_own(), "Rae Reviewee")
        self.assertEqual((line.refusal, line.included), ("ask the head", False))
        with self.assertRaisesRegex(UserError, "ask the head"):
            self.as_("manager", self.cycle).launch(
                {self.staff["reviewee"].id: self.users["manager"].id}
            )

    def test_not_whom_another_reviewed_last(self):
        """Such as who asked for another reviewer than this one."""
        before = self._create_cycle(
            "2025/26", "2025-09-01", "2026-08-31", groups=self.group
        )
        self._launch("reviewee", "colleague", cycle=before)
        self._launch("pay_officer", "manager", cycle=before)
        self._let(self.users["manager"])
        launch = self._open_own()
        self.assertEqual(self._line(launch, "Rae Reviewee").refusal, "ask the head")
        self.assertFalse(self._line(launch, "Paula Payofficer").refusal)

    def test_the_list_knows_whose_it_is(self):
        self._let(self.users["manager"])
        self.assertTrue(self._open_own().by_manager)
        action = self.as_("head", self.cycle).action_add_people()
        launch = self.as_("head", self.env["school.appraisal.launch"])
        self.assertFalse(launch.browse(action["res_id"]).by_manager)

    def test_where_the_head_reviews_all(self):
        self.group.reviewer_default = "head"
        self._let(self.users["manager"])
        launch = self._open_own()
        line = self._line(launch, "Rae Reviewee")
        self.assertEqual(line.reviewer_id, self.users["head"])
        line.reviewer_id = self.users["manager"]
        self.assertEqual(line.warning, "the head names another reviewer than you")
        launch.action_launch()
        self.assertEqual(line.state, "refused")

    def test_of_other_reviewers_nothing_is_told(self):
        self.group.reviewer_trained = True
        self._let(self.users["manager"])
        line = self._line(self._open_own(), "Rae Reviewee")
        line.reviewer_id = self.users["pay_officer"]
        self.assertEqual(line.warning, "the head names another reviewer than you")

    def test_defaults_of_a_client_bring_nothing_in(self):
        """Lines of other years would move into the year that he reviews."""
        foreign = self._launch("reviewer", "colleague")
        self._plan(foreign, who="colleague")
        forged = {
            f"default_{name}": foreign[name].ids
            for name in ("statement_ids", "objective_ids", "evidence_ids")
        }
        forged["default_pay_recommendation_ids"] = [[0, 0, {"state": "decided"}]]
        self._let(self.users["manager"])
        launch = self._open_own()
        launch.with_context(**forged).action_launch()
        started = self._started() - foreign
        self.assertTrue(started)
        self.assertFalse(started.objective_ids)
        self.assertEqual(foreign.objective_ids.appraisal_id, foreign)
        self.assertEqual(foreign.statement_ids.appraisal_id, foreign)
        self.assertFalse(started.sudo().pay_recommendation_ids)

    def test_who_names_managers_is_not_let_in(self):
        """He could move anybody into his team first."""
        with self.assertRaisesRegex(UserError, "keeps employees"):
            self._let(self.users["hr_manager"])
        self._let(self.users["manager"])
        launch = self._open_own()
        self.users["manager"].group_ids = [
            Command.link(self.env.ref("hr.group_hr_user").id)
        ]
        launch.action_launch()
        lines = launch.line_ids.filtered("included")
        self.assertEqual(set(lines.mapped("state")), {"refused"})
        self.assertFalse(self._started())
        with self.assertRaisesRegex(UserError, "only the head"):
            self._open_own()

    def test_who_linked_his_own_login_has_no_team(self):
        self._let(self.users["reviewer"])
        for who in ("colleague", "manager"):
            self.employees[who].user_id = False
        self.env.flush_all()
        self.employees["manager"].resource_id.with_user(
            self.users["colleague"]
        ).sudo().user_id = self.users["colleague"]
        self._let(self.users["colleague"])
        self.assertFalse(self._open_own("colleague").line_ids)

    def test_a_further_manager_has_a_team(self):
        self._let(self.users["reviewer"])
        self.staff["reviewee"].further_manager_user_ids = self.users["reviewer"]
        self.assertEqual(self._open_own("reviewer").line_ids.name, "Rae Reviewee")

    def test_it_is_taken_back(self):
        self._let(self.users["manager"])
        launch = self._open_own()
        self._let()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            launch.line_ids.read(["name"])
        with self.assertRaises(UserError):
            launch.action_launch()
        self.assertFalse(self._started())

    def test_nobody_reads_the_list_of_another(self):
        self._let(self.users["manager"], self.users["reviewer"])
        of_head = self._open_list()
        launch = self._open_own()
        for reader, records in (
            ("reviewer", launch),
            ("reviewer", launch.line_ids),
            ("manager", of_head),
            ("manager", of_head.line_ids),
            ("head", launch.line_ids),
        ):
            with self.subTest(reader=reader), self.assertRaises(AccessError):
                self.as_(reader, records).read(["display_name"])

    def test_the_menu_is_there_for_who_is_let_in(self):
        menu = self.env.ref("school_appraisal.appraisal_menu_add_team").id

        def seen(who):
            return menu in self.as_(who, self.env["ir.ui.menu"]).load_menus(False)

        self.assertFalse(seen("manager"))
        self._let(self.users["manager"])
        self.assertTrue(seen("manager"))
        self.assertFalse(seen("reviewer"))
        self._let()
        self.assertFalse(seen("manager"))

    def test_the_dialog_shows_who_is_let_in(self):
        self._let(self.users["manager"])
        dialogs = self.as_("head", self.env["school.appraisal.launchers.name"])
        form = Form(dialogs.with_context(default_cycle_id=self.cycle.id))
        self.assertEqual(form.user_ids[:], self.users["manager"])
        form.user_ids.add(self.users["colleague"])
        form.save().action_name()
        self.assertEqual(
            self.cycle.launcher_user_ids,
            self.users["manager"] | self.users["colleague"],
        )
