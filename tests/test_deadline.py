import re
from datetime import date, datetime, time

import pytz

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, freeze_time, new_test_user, tagged

from ..tools.working_days import day_in_year_of, day_on_or_after, last_day
from .clock_table import BANK_HOLIDAYS, COUNTED, HOLIDAYS, PRESETS, STAFF, by_staff
from .common import AppraisalCommon, plain_paper

ZONE = "Europe/London"


class TestCounting(BaseCase):
    """The arithmetic alone."""

    def test_the_first_day_is_not_counted(self):
        works = {date(2026, 10, day) for day in (1, 2, 5, 6, 7, 8, 9)}
        for start, end in ((1, 8), (2, 9), (3, 9)):
            self.assertEqual(
                last_day(date(2026, 10, start), 5, "working_day", works),
                date(2026, 10, end),
            )

    def test_no_end_without_work(self):
        self.assertIsNone(last_day(date(2026, 10, 1), 1, "working_day"))
        self.assertIsNone(last_day(date(2026, 10, 1), -1, "working_week"))
        works = {date(2026, 12, 1)}
        self.assertIsNone(last_day(date(2026, 10, 1), 1, "working_day", works, 30))
        self.assertEqual(
            last_day(date(2026, 10, 1), 1, "working_day", works, 61), date(2026, 12, 1)
        )

    def test_days_of_the_year(self):
        self.assertEqual(day_in_year_of(date(2026, 9, 1), 10, 31), date(2026, 10, 31))
        # A cycle that begins in November is planned by the day before it.
        self.assertEqual(day_in_year_of(date(2026, 11, 1), 10, 31), date(2026, 10, 31))
        self.assertEqual(day_in_year_of(date(2026, 9, 1), 3, 31), date(2027, 3, 31))
        self.assertEqual(day_on_or_after(date(2027, 8, 31), 10, 31), date(2027, 10, 31))
        self.assertEqual(
            day_on_or_after(date(2027, 10, 31), 10, 31), date(2027, 10, 31)
        )
        self.assertEqual(day_on_or_after(date(2027, 11, 1), 10, 31), date(2028, 10, 31))


class DeadlineCommon(AppraisalCommon):
    """Five kinds of staff on the calendar of ``clock_table``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        calendars = {
            "week": cls._calendar("Monday to Friday", range(5)),
            "two days": cls._calendar("Tuesday and Thursday", (1, 3)),
            "term": cls._calendar("In term", range(5)),
            "flexible": cls._calendar("When there is work", (), flexible_hours=True),
            "none": cls.env["resource.calendar"],
        }
        cls.company.resource_calendar_id = calendars["week"]
        for day in BANK_HOLIDAYS:
            cls._closed(day, day)
        for first, last in HOLIDAYS:
            cls._closed(first, last, calendar_id=calendars["term"].id)
        for kind in STAFF:
            cls.users[kind] = new_test_user(
                cls.env, login=f"t_{kind}", name=f"Works {kind}", email=False
            )
            cls.employees[kind] = cls.env["hr.employee"].create(
                {"name": f"Works {kind}", "user_id": cls.users[kind].id, "tz": ZONE}
            )
            cls.employees[kind].resource_calendar_id = calendars[kind]
            cls.staff[kind] = cls._create_staff(cls.employees[kind])

    @classmethod
    def _calendar(cls, name, days, **values):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": ZONE,
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": name,
                            "dayofweek": str(day),
                            "day_period": part,
                            "hour_from": hour,
                            "hour_to": hour + 4,
                        }
                    )
                    for day in days
                    for part, hour in (("morning", 8), ("afternoon", 13))
                ],
                **values,
            }
        )

    @classmethod
    def _closed(cls, first, last, hours=(time(0), time(23, 59)), **values):
        begin, end = (
            pytz.timezone(ZONE)
            .localize(datetime.combine(date.fromisoformat(day), hour))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day, hour in zip((first, last), hours, strict=True)
        )
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "company_id": cls.company.id,
                "calendar_id": False,
                "date_from": begin,
                "date_to": end,
                **values,
            }
        )

    @classmethod
    def _leave(cls, kind, first, last, **values):
        """As approved leave reaches the working days of a person."""
        return cls._closed(
            first, last, resource_id=cls.employees[kind].resource_id.id, **values
        )

    def _last_day(self, kind, start, number=5, unit="working_day"):
        clock = (self.employees[kind].id, date.fromisoformat(start), number, unit)
        return self.env["school.appraisal"]._last_days([clock])[clock]

    def _deadline(self, appraisal, duty, part="plan"):
        return (
            self.env["school.appraisal.deadline"]
            .search([("appraisal_id", "=", appraisal.id), ("duty", "=", duty)])
            .filtered(lambda deadline: deadline.part == part)
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestWorkingDays(DeadlineCommon):
    """The person's own working days, against a table counted by hand."""

    def test_table(self):
        for (start, number, unit), days in COUNTED.items():
            for kind, day in by_staff(days).items():
                with self.subTest(start=start, number=number, unit=unit, kind=kind):
                    self.assertEqual(
                        str(self._last_day(kind, start, number, unit)), day
                    )

    def test_together(self):
        """The same for everybody at once, with as many queries for all as for one of
        each kind."""
        clocks = {
            (self.employees[kind].id, date.fromisoformat(start), number, unit): day
            for (start, number, unit), days in COUNTED.items()
            for kind, day in by_staff(days).items()
        }
        found = self.env["school.appraisal"]._last_days(clocks)
        self.assertEqual({clock: str(day) for clock, day in found.items()}, clocks)

    def test_leave(self):
        self._leave("week", "2026-10-05", "2026-10-09")
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2026-10-15")
        self.assertEqual(str(self._last_day("term", "2026-10-01")), "2026-10-08")

    def test_leave_of_who_has_no_days_of_his_own(self):
        for kind in ("flexible", "none"):
            self._leave(kind, "2026-10-05", "2026-10-09")
            self.assertEqual(str(self._last_day(kind, "2026-10-01")), "2026-10-15")

    def test_leave_of_another_calendar(self):
        """Leave that was entered before the working hours changed stays leave."""
        calendar = self.employees["term"].resource_calendar_id
        self._leave("week", "2026-10-05", "2026-10-09", calendar_id=calendar.id)
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2026-10-15")

    def test_half_a_day_of_leave_is_a_working_day(self):
        self._closed(
            "2026-10-02",
            "2026-10-02",
            hours=(time(8), time(12)),
            resource_id=self.employees["week"].resource_id.id,
        )
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2026-10-08")

    def test_a_holiday_of_another_company_is_none(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        leave = self._closed("2026-10-02", "2026-10-02")
        leave.company_id = other
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2026-10-08")

    def test_working_hours_that_change(self):
        """From 5 October two days a week, by another contract."""
        employee = self.employees["week"]
        employee.version_id.write(
            {"contract_date_start": "2026-09-01", "contract_date_end": "2026-10-04"}
        )
        employee.create_version(
            {
                "date_version": "2026-10-05",
                "contract_date_start": "2026-10-05",
                "contract_date_end": False,
                "resource_calendar_id": self.employees[
                    "two days"
                ].resource_calendar_id.id,
            }
        )
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2026-10-15")

    def test_every_other_week(self):
        calendar = self._calendar("Every other week", range(5))
        calendar.switch_calendar_type()
        first = calendar.attendance_ids.filtered(lambda line: line.week_type == "0")
        first.filtered(lambda line: not line.display_type).unlink()
        self.employees["week"].resource_calendar_id = calendar
        # 28 September is in an even week of Odoo's count, 5 October in an odd one.
        worked = self.env["school.appraisal"]._working_days(
            self.employees["week"], date(2026, 9, 28), date(2026, 10, 11)
        )
        days = {
            day
            for day in worked[self.employees["week"].id]
            if date(2026, 9, 28) <= day <= date(2026, 10, 11)
        }
        self.assertEqual(len(days), 5)
        self.assertEqual(
            str(self._last_day("week", str(max(days)), 1)),
            str(date.fromordinal(min(days).toordinal() + 14)),
        )

    def test_a_company_without_a_week_of_its_own(self):
        """Monday to Friday then."""
        self.company.resource_calendar_id = self.employees[
            "flexible"
        ].resource_calendar_id
        for kind in ("flexible", "none"):
            self.assertEqual(str(self._last_day(kind, "2026-12-16", 10)), "2027-01-04")

    def test_nobody_works_any_more(self):
        self.employees["week"].version_id.write(
            {"contract_date_start": "2026-09-01", "contract_date_end": "2026-10-05"}
        )
        self.assertIsNone(self._last_day("week", "2026-10-01"))

    def test_a_year_of_leave(self):
        self._leave("week", "2026-10-05", "2027-10-01")
        self.assertEqual(str(self._last_day("week", "2026-10-01")), "2027-10-07")

    def test_queries(self):
        """As many for twenty people as for two."""
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "resource_calendar_id": self.employees[
                        STAFF[number % 2]
                    ].resource_calendar_id.id,
                }
                for number in range(20)
            ]
        )

        def queries(those):
            clocks = {(one, date(2026, 12, 16), 10, "working_day") for one in those}
            return self._count_queries(
                lambda: self.env["school.appraisal"]._last_days(clocks)
            )

        self.assertEqual(queries(employees[:2].ids), queries(employees.ids))


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestPresetLimits(DeadlineCommon):
    """Every limit of every preset, for five kinds of staff."""

    def _launch_all(self, group):
        self.env["school.appraisal.staff"].union(
            *(self.staff[kind] for kind in STAFF)
        ).write({"staff_group_id": group.id})
        cycle = self._create_cycle(
            f"Year of {group.display_name}",
            "2026-09-01",
            "2027-08-31",
            group.policy_id,
            group,
        )
        cycle.with_user(self.users["head"]).launch(
            {self.staff[kind].id: self.users["reviewer"].id for kind in STAFF}
        )
        appraisals = self.env["school.appraisal"].search([("cycle_id", "=", cycle.id)])
        return {
            kind: appraisals.filtered(
                lambda appraisal, kind=kind: (
                    appraisal.employee_id == self.employees[kind]
                )
            )
            for kind in STAFF
        }

    def _run_year(self, appraisal, expected):
        """What starts the clocks of the table."""
        self.as_("reviewer", appraisal).date_planning_meeting = "2026-10-22"
        if ("answered", "plan") in expected:
            self.as_("reviewer", appraisal).objective_ids.create(
                {
                    "appraisal_id": appraisal.id,
                    **self._objective_values(monitoring_method="Weekly talks"),
                }
            )
            with freeze_time("2026-10-29 10:00:00"):
                self._share(appraisal.statement_ids)
        if ("observation_notice", False) in expected:
            self.env["school.appraisal.observation"].with_user(
                self.users["reviewer"]
            ).create(
                {
                    "appraisal_id": appraisal.id,
                    "observer_id": self.users["manager"].id,
                    "date_planned": "2026-12-18",
                }
            )

    def _named(self, deadline):
        by_day = deadline.limit_id.unit == "date"
        return "final by" if by_day else deadline.duty, deadline.part

    def _check(self, preset):
        self._create_staff(
            self.employees["manager"], qualified_teacher=True, trained_observer=True
        )
        groups = PRESETS[preset]
        policy = self.env.ref(f"school_appraisal.policy_{preset}")
        self.assertEqual(len(policy.staff_group_ids), len(groups))
        for name, expected in groups.items():
            group = self.env.ref(f"school_appraisal.staff_group_{preset}_{name}")
            for kind, appraisal in self._launch_all(group).items():
                self._run_year(appraisal, expected)
                found = {
                    self._named(deadline): (deadline.clause, str(deadline.date_due))
                    for deadline in self.env["school.appraisal.deadline"].search(
                        [("appraisal_id", "=", appraisal.id)]
                    )
                }
                with self.subTest(group=name, kind=kind):
                    self.assertEqual(
                        found,
                        {
                            key: (clause, by_staff(days)[kind])
                            for key, (clause, *days) in expected.items()
                        },
                    )

    def test_thomas_mills(self):
        """Its days are lost."""
        self._check("tm")

    def test_williamstown(self):
        self._check("wp")

    def test_guidance(self):
        self._check("gu")

    def test_kent_model(self):
        self._check("km")

    def test_canonium(self):
        self._check("ct")
        days = {
            limit.staff_group_id: (limit.day, limit.month)
            for limit in self.env.ref(
                "school_appraisal.policy_ct"
            ).staff_group_ids.limit_ids
            if limit.duty == "pay_decided"
        }
        heads = self.env.ref("school_appraisal.staff_group_ct_heads")
        self.assertEqual(len(days), 6)
        self.assertEqual(
            {group for group, day in days.items() if day == (31, 12)}, {heads}
        )
        self.assertEqual(set(days.values()), {(31, 10), (31, 12)})

    def test_a_copy_has_the_limits(self):
        preset = self.env.ref("school_appraisal.policy_km")
        names = ("duty", "part", "number", "unit", "counted_from", "day", "month")
        rows = [
            [limit[name] for name in (*names, "clause")]
            for limit in preset.staff_group_ids.limit_ids
        ]
        copied = preset.copy().staff_group_ids.limit_ids
        self.assertFalse(copied & preset.staff_group_ids.limit_ids)
        self.assertEqual(
            [[limit[name] for name in (*names, "clause")] for limit in copied], rows
        )
        self.assertEqual(len(rows), 26)


class DeadlineYear(DeadlineCommon):
    """One year under limits as WP and KM have them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.write({"observation": "open", "objective_max": 0})
        cls.group.limit_ids = [
            Command.create({"clause": f"§{number}", **values})
            for number, values in enumerate(
                (
                    {"duty": "notice", "number": 5},
                    {"duty": "shared", "number": 5},
                    {"duty": "answered", "number": 5, "counted_from": "shared"},
                    {"duty": "final", "number": 10},
                    {
                        "duty": "observation_notice",
                        "counted_from": "observation",
                        "number": 1,
                        "unit": "calendar_week",
                    },
                    {
                        "duty": "observation_feedback",
                        "counted_from": "observation",
                        "number": 1,
                    },
                    {
                        "duty": "observation_recorded",
                        "counted_from": "observation",
                        "number": 5,
                    },
                    {
                        "duty": "pay_decided",
                        "counted_from": "year",
                        "unit": "date",
                        "day": 31,
                        "month": 10,
                    },
                ),
                start=1,
            )
        ]
        cls.appraisal = cls._launch("week")

    def _meet(self, day="2026-10-22", appraisal=None):
        self._plan(appraisal or self.appraisal)
        self.as_("reviewer", appraisal or self.appraisal).date_planning_meeting = day

    def _a_dozen_met(self):
        """Appraisals of twelve more people, each with a plan and a meeting."""
        appraisals = self.env["school.appraisal"]
        for number in range(12):
            key = f"person {number}"
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create({"name": key, "tz": ZONE})
            )
            appraisal = self._launch(key)
            self._meet(appraisal=appraisal)
            appraisals |= appraisal
        return appraisals

    def _sign_as(self, who, statement):
        """The person of this class signs as the one of the others does."""
        self._sign({"reviewee": "week"}.get(who, who), statement)

    def _on(self, day):
        return freeze_time(f"{day} 10:00:00")

    def _limit(self, duty):
        return self.group.limit_ids.filtered(lambda limit: limit.duty == duty)

    def assertDeadline(self, duty, due, standing, met=False, part="plan"):
        deadline = self._deadline(self.appraisal, duty, part)
        self.assertEqual(str(deadline.date_by), str(due))
        self.assertEqual(str(deadline.met_on), str(met))
        self.assertEqual(deadline.standing, standing)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestDeadline(DeadlineYear):
    """The deadlines of one year, by those whose task they are."""

    # THE YEAR

    def test_nothing_runs_before_its_day_is_known(self):
        self.assertFalse(self._deadline(self.appraisal, "shared"))
        self.assertFalse(self.appraisal.date_due)
        self.assertFalse(self.appraisal.due_words)

    def test_in_time(self):
        self._meet()
        self.assertDeadline("notice", "2026-10-15", "met", "2026-10-01")
        self.assertDeadline("shared", "2026-10-29", "open")
        self.assertDeadline("final", "2026-11-05", "open")
        self.assertFalse(self._deadline(self.appraisal, "answered"))
        self.assertEqual(str(self.appraisal.date_due), "2026-10-29")
        with self._on("2026-10-29"):
            self._share(self._statement(self.appraisal))
            self.assertDeadline("shared", "2026-10-29", "met", "2026-10-29")
            self.assertDeadline("answered", "2026-11-05", "open")
            self.assertFalse(self.appraisal.is_late)
        with self._on("2026-11-05"):
            self._sign_as("reviewee", self._statement(self.appraisal))
            self.assertDeadline("answered", "2026-11-05", "met", "2026-11-05")
            self._sign_as("reviewer", self._statement(self.appraisal))
            self.assertDeadline("final", "2026-11-05", "met", "2026-11-05")
        self.assertFalse(self.appraisal.date_due)

    def test_late(self):
        self._meet("2026-10-06")
        self.assertDeadline("notice", "2026-09-29", "met_late", "2026-10-01")
        self.assertDeadline("shared", "2026-10-13", "open")
        with self._on("2026-10-14"):
            self.env.invalidate_all()
            self.assertDeadline("shared", "2026-10-13", "late")
            for who in ("reviewer", "week", "head"):
                appraisal = self.as_(who, self.appraisal)
                self.assertTrue(appraisal.is_late)
                self.assertEqual(appraisal.due_words, "Late: was due Tue 13 Oct")
                late = appraisal.search([("is_late", "=", True)])
                self.assertEqual(late, appraisal)
                self.assertFalse(appraisal.search([("is_late", "=", False)]))
            self._share(self._statement(self.appraisal))
            self.assertDeadline("shared", "2026-10-13", "met_late", "2026-10-14")
            self.assertFalse(self.appraisal.is_late)

    def test_next_step_says_when(self):
        self._meet()
        appraisal = self.as_("reviewer", self.appraisal)
        self.assertEqual(appraisal.due_words, "Due Thu 29 Oct")
        self.assertFalse(appraisal.search([("is_late", "=", True)]))
        self.assertEqual(appraisal.search([("is_late", "=", False)]), appraisal)
        with self._on("2027-01-04"):
            self.env.invalidate_all()
            self.assertEqual(appraisal.due_words, "Late: was due Thu 29 Oct 2026")

    def test_taken_back(self):
        """It was shared in time; the person's days begin anew with the next version."""
        self._meet()
        statement = self._statement(self.appraisal)
        with self._on("2026-10-26"):
            self._share(statement)
            self._sign_as("reviewee", statement)
        with self._on("2026-10-28"):
            self.as_("reviewer", statement).action_take_back()
            self.assertDeadline("shared", "2026-10-29", "met", "2026-10-26")
            self.assertDeadline("answered", False, "stopped")
            self.assertEqual(str(self.appraisal.date_due), "2026-11-05")
        with self._on("2026-11-02"):
            self._share(statement)
            self.assertDeadline("shared", "2026-10-29", "met", "2026-10-26")
            self.assertDeadline("answered", "2026-11-09", "open")

    def test_the_meeting_moves(self):
        self._meet("2026-10-20")
        with self._on("2026-10-14"):
            self.as_("reviewer", self.appraisal).date_planning_meeting = "2026-12-16"
        self.assertDeadline("notice", "2026-12-09", "met", "2026-10-14")
        self.assertDeadline("shared", "2026-12-23", "open")
        self.assertDeadline("final", "2027-01-04", "open")
        self.as_("reviewer", self.appraisal).date_planning_meeting = False
        self.assertDeadline("shared", False, "stopped")
        self.assertFalse(self.appraisal.date_due)

    def test_refusal_ends_the_wait(self):
        self._meet()
        statement = self._statement(self.appraisal)
        self._share(statement)
        with self._on("2026-10-05"):
            self.as_("head", statement).record_refusal("Does not want to.")
        self.assertDeadline("answered", "2026-10-08", "met", "2026-10-05")

    def test_paper_counts_from_its_own_day(self):
        self._meet()
        statement = self._statement(self.appraisal)
        self._share(statement)
        with self._on("2026-10-07"):
            self.as_("head", statement).sign_paper(
                date(2026, 10, 2), b"%PDF-1.4 scan", "scan.pdf"
            )
        self.assertDeadline("answered", "2026-10-08", "met", "2026-10-02")

    def test_a_form_without_the_persons_signature(self):
        self.group._form("planning").reviewee_signature = "none"
        self._meet()
        self._share(self._statement(self.appraisal))
        self.assertFalse(self._deadline(self.appraisal, "answered"))

    def test_cancelled(self):
        self._meet()
        self.as_("head", self.appraisal).cancel("Left")
        self.assertDeadline("shared", False, "stopped")
        self.assertFalse(self.appraisal.date_due)

    def test_review_and_pay(self):
        self.staff["week"].write({"pay_eligible": True, "pay_point": "3"})
        self._plan(self.appraisal)
        self._share(self._statement(self.appraisal))
        for who in ("reviewer", "reviewee"):
            self._sign_as(who, self._statement(self.appraisal))
        self.assertFalse(self._deadline(self.appraisal, "pay_decided", False))
        self.as_("reviewer", self.appraisal).action_open_review()
        self.assertDeadline("pay_decided", "2027-10-31", "open", part=False)
        self._fill_review(self.appraisal)
        self.assertDeadline("shared", "2027-07-12", "open", part="review")
        self.assertEqual(str(self.appraisal.date_due), "2027-07-12")
        statement = self._statement(self.appraisal, "review")
        with self._on("2027-07-08"):
            self._share(statement)
            for who in ("reviewer", "reviewee"):
                self._sign_as(who, statement)
        self.assertDeadline("final", "2027-07-19", "met", "2027-07-08", part="review")
        self.assertEqual(self.appraisal.state, "closed")
        self.assertDeadline("pay_decided", "2027-10-31", "open", part=False)
        pay = self.appraisal.pay_recommendation_ids
        self.as_("head", pay).write({"point_to": "4", "date_effective": "2027-09-01"})
        self.as_("head", pay).action_endorse()
        with self._on("2027-11-02"):
            self.as_("governor", pay).action_decide_progress()
        self.assertDeadline(
            "pay_decided", "2027-10-31", "met_late", "2027-11-02", part=False
        )
        self.assertFalse(self.appraisal.date_due)

    # OBSERVATIONS

    def _observe(self, **values):
        return (
            self.env["school.appraisal.observation"]
            .with_user(self.users["reviewer"])
            .create(
                {
                    "appraisal_id": self.appraisal.id,
                    "observer_id": self.users["colleague"].id,
                    "agreed": False,
                    "date_planned": "2026-10-22",
                    **values,
                }
            )
        )

    def test_observation(self):
        observation = self._observe()
        self.assertDeadline(
            "observation_notice", "2026-10-15", "met", "2026-10-01", part=False
        )
        self.assertDeadline("observation_feedback", "2026-10-23", "open", part=False)
        self.assertFalse(self.appraisal.date_due)
        mine = self.as_("colleague", observation)
        with self._on("2026-10-23"):
            # A day later than planned.
            mine.write({"date_observed": "2026-10-23", "account": "Two groups"})
            mine.action_observed()
            self.assertDeadline(
                "observation_feedback", "2026-10-26", "open", part=False
            )
            self.assertDeadline(
                "observation_recorded", "2026-10-30", "open", part=False
            )
        with self._on("2026-10-27"):
            mine.feedback_on = "2026-10-26"
            mine.action_feed_back()
        with self._on("2026-11-02"):
            mine.action_record()
        self.assertDeadline(
            "observation_feedback", "2026-10-26", "met", "2026-10-26", part=False
        )
        self.assertDeadline(
            "observation_recorded", "2026-10-30", "met_late", "2026-11-02", part=False
        )

    def test_observation_cancelled(self):
        observation = self._observe()
        self.as_("reviewer", observation).cancel("The class is away.")
        self.assertDeadline("observation_feedback", False, "stopped", part=False)

    def test_observation_deleted(self):
        self.appraisal.observation_ids.unlink()
        observation = self._observe(agreed=True)
        self.as_("reviewer", observation).unlink()
        self.assertFalse(self._deadline(self.appraisal, "observation_feedback", False))

    # WHAT IS HIDDEN

    def _seen(self, who):
        deadlines = self.as_(who, self.env["school.appraisal.deadline"])
        return set(
            deadlines.search([("appraisal_id", "=", self.appraisal.id)]).mapped("duty")
        )

    def test_who_reads_them(self):
        self._meet()
        forms = {"notice", "shared", "final"}
        for who in ("reviewer", "week", "head"):
            self.assertEqual(self._seen(who), forms)
        for who in ("colleague", "other_head", "governor", "hr_manager", "system"):
            self.assertFalse(self._seen(who))

    def test_the_person_waits_while_the_observer_writes(self):
        visits = {
            "observation_notice",
            "observation_feedback",
            "observation_recorded",
        }
        observation = self._observe()
        self.assertEqual(self._seen("week"), visits)
        self.assertEqual(self._seen("colleague"), visits)
        with self._on("2026-10-22"):
            mine = self.as_("colleague", observation)
            mine.write({"date_observed": "2026-10-22", "account": "Two groups"})
            self.assertFalse(self._seen("week"))
            self.assertEqual(self._seen("reviewer"), visits)

    def test_a_draft_is_not_told(self):
        """Neither that there is one, nor that it was shared and taken back."""
        self._meet()
        before = self.as_("week", self.appraisal).read(["date_due", "due_words"])
        self.as_("reviewer", self._statement(self.appraisal)).reviewer_comments = "Mine"
        after = self.as_("week", self.appraisal).read(["date_due", "due_words"])
        self.assertEqual(before, after)

    def test_nobody_writes_them(self):
        self._meet()
        deadline = self._deadline(self.appraisal, "shared")
        for who in ("reviewer", "week", "head", "administrator"):
            with self.assertRaises(AccessError):
                self.as_(who, deadline).write({"met_on": "2026-10-22"})
            with self.assertRaises(AccessError):
                self.as_(who, self.appraisal).write({"date_due": "2027-10-22"})
            with self.assertRaises(AccessError):
                self.as_(who, deadline).unlink()
        with self.assertRaises(AccessError):
            deadline.write({"date_extended": "2027-01-01"})
        with self.assertRaises(UserError):
            deadline.unlink()

    # MORE TIME

    def _extend(self, who, day, reason="Away for a week"):
        deadline = self.as_(who, self._deadline(self.appraisal, "shared"))
        action = deadline.action_open_extend()
        dialog = Form(
            self.env["school.appraisal.deadline.extend"]
            .with_user(self.users[who])
            .with_context(**action["context"])
        )
        dialog.date_extended = day
        dialog.reason = reason
        dialog.save().action_extend()

    def test_extended_by_the_head(self):
        self._meet()
        self.assertTrue(self.as_("head", self.appraisal.deadline_ids)[0].id)
        self._extend("head", "2026-11-02")
        self.assertDeadline("shared", "2026-11-02", "open")
        deadline = self._deadline(self.appraisal, "shared")
        self.assertEqual(str(deadline.date_due), "2026-10-29")
        self.assertEqual(deadline.extended_by, self.users["head"])
        self.assertEqual(str(self.appraisal.date_due), "2026-11-02")
        seen = self.as_("week", deadline)
        self.assertEqual(seen.extension_reason, "Away for a week")
        with self._on("2026-11-02"):
            self.env.invalidate_all()
            self.assertFalse(self.as_("head", self.appraisal).is_late)
            self._share(self._statement(self.appraisal))
            self.assertDeadline("shared", "2026-11-02", "met", "2026-11-02")

    def test_extended_by_nobody_else(self):
        self._meet()
        deadline = self._deadline(self.appraisal, "shared")
        for who in ("reviewer", "week"):
            self.assertFalse(self.as_(who, deadline).can_extend)
            with self.assertRaisesRegex(UserError, "only the head"):
                self.as_(who, deadline).extend(date(2026, 11, 2), "So")
        self.assertTrue(self.as_("head", deadline).can_extend)

    def test_extended_with_a_reason_to_a_later_day(self):
        self._meet()
        for day, reason, sentence in (
            ("2026-11-02", " ", "Say why"),
            ("2026-10-29", "So", "after 29 October 2026 and not after 29 October 2027"),
            ("2028-01-01", "So", "not after 29 October 2027"),
        ):
            deadline = self.as_("head", self._deadline(self.appraisal, "shared"))
            with self.assertRaisesRegex(UserError, sentence):
                deadline.extend(date.fromisoformat(day), reason)

    def test_what_is_done_is_not_extended(self):
        self._meet()
        self._share(self._statement(self.appraisal))
        deadline = self.as_("head", self._deadline(self.appraisal, "shared"))
        self.assertFalse(deadline.can_extend)
        with self.assertRaisesRegex(UserError, "is done"):
            deadline.extend(date(2026, 11, 2), "So")

    # THE POLICY, AND THE PEOPLE'S DAYS

    def test_limit_changes(self):
        """What is open follows the policy, what is done stays as it was."""
        self._meet()
        self._share(self._statement(self.appraisal))
        self._limit("shared").number = 1
        self._limit("final").number = 5
        self.assertDeadline("shared", "2026-10-29", "met", "2026-10-01")
        self.assertDeadline("final", "2026-10-29", "open")

    def test_limit_unit_and_counted_from(self):
        self._meet()
        self._limit("final").write({"unit": "calendar_week", "number": 2})
        self.assertDeadline("final", "2026-11-05", "open")
        self._limit("final").write({"counted_from": "shared", "number": 1})
        self.assertDeadline("final", False, "stopped")
        self._share(self._statement(self.appraisal))
        self.assertDeadline("final", "2026-10-08", "open")

    def test_limit_day_month_and_part(self):
        self._limit("final").write(
            {"unit": "date", "counted_from": "year", "day": 15, "month": 11}
        )
        self.assertDeadline("final", "2026-11-15", "open")
        self.assertDeadline("final", "2027-11-15", "open", part="review")
        limit = self._limit("final").copy({"part": "review", "day": 1})
        later = self.env["school.appraisal.deadline"].search(
            [("limit_id", "=", limit.id)]
        )
        self.assertEqual(later.mapped("part"), ["review"])
        self.assertEqual(str(later.date_due), "2027-11-01")

    def test_limit_clause(self):
        self._meet()
        self.assertEqual(self._deadline(self.appraisal, "shared").clause, "§2")

    def test_limit_removed(self):
        """What was open goes; what was done stays on record."""
        self._meet()
        self._share(self._statement(self.appraisal))
        self.group.limit_ids.unlink()
        left = self.env["school.appraisal.deadline"].search(
            [("appraisal_id", "=", self.appraisal.id)]
        )
        self.assertEqual(set(left.mapped("duty")), {"notice", "shared"})
        self.assertFalse(self.appraisal.date_due)

    def test_limit_removed_keeps_what_was_extended(self):
        """The head's word, and why, stays on record; the clock stands still."""
        self._meet()
        self._extend("head", "2026-10-30")
        self.group.limit_ids.unlink()
        deadline = self._deadline(self.appraisal, "shared")
        self.assertEqual(deadline.extension_reason, "Away for a week")
        self.assertEqual(deadline.standing, "stopped")
        self.assertFalse(self.appraisal.date_due)

    def test_limits_that_make_no_sense(self):
        for values, sentence in (
            ({"duty": "shared", "counted_from": "observation"}, "not counted from"),
            ({"duty": "notice", "counted_from": "year"}, "not counted from"),
            (
                {"duty": "shared", "unit": "date", "day": 31, "month": 10},
                "not counted from",
            ),
            (
                {"duty": "final", "counted_from": "year", "unit": "date", "month": 10},
                "a day that every year has",
            ),
            (
                {
                    "duty": "final",
                    "counted_from": "year",
                    "unit": "date",
                    "day": 29,
                    "month": 2,
                },
                "a day that every year has",
            ),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self.group.limit_ids.create({"staff_group_id": self.group.id, **values})

    def test_who_starts_after_the_day(self):
        """The head sets that first year: no plan is late before it begins (KM §4.1)."""
        self._limit("final").write(
            {"unit": "date", "counted_from": "year", "day": 31, "month": 10}
        )
        self.cycle.with_user(self.users["head"]).launch(
            {self.staff["term"].id: self.users["reviewer"].id},
            {
                self.staff["term"].id: {
                    "date_start": date(2027, 2, 1),
                    "date_end": date(2027, 8, 31),
                }
            },
        )
        appraisal = self.env["school.appraisal"].search(
            [("employee_id", "=", self.employees["term"].id)]
        )
        self.assertFalse(self._deadline(appraisal, "final"))
        self.assertEqual(
            str(self._deadline(appraisal, "final", "review").date_due), "2027-10-31"
        )

    def test_no_working_day_is_told(self):
        self._leave("week", "2026-09-01", "2029-09-01")
        self._meet()
        self.assertDeadline("shared", False, "unknown")
        self.assertFalse(self.appraisal.date_due)

    def test_absence_in_between(self):
        """GU: five and ten days stretch for who is absent."""
        self._meet()
        self._leave("week", "2026-10-26", "2026-10-30")
        self.appraisal._sync_deadlines()
        self.assertDeadline("shared", "2026-11-05", "open")

    def test_queries(self):
        """As many for twelve people as for four."""

        def queries(appraisals):
            return self._count_queries(appraisals._sync_deadlines)

        appraisals = self._a_dozen_met()
        for appraisal in appraisals:
            self._share(self._statement(appraisal))
        queries(appraisals)
        self.assertEqual(queries(appraisals[:4]), queries(appraisals))


class Mornings(DeadlineYear):
    """Mornings of that year, on which people are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for who in ("reviewer", "week", "head", "colleague", "governor", "term"):
            cls.users[who].partner_id.email = f"{who}@example.com"

    def _morning(self, day):
        """The cron of that day; who got a mail, and where it leads."""
        mails = self.env["mail.mail"]
        before = mails.search([])
        with self._on(day), self.enter_registry_test_mode():
            self.env.ref(
                "school_appraisal.ir_cron_watch_deadlines"
            ).method_direct_trigger()
        self.env.invalidate_all()
        return {
            mail.email_to.split("<")[-1].split("@")[0]: re.search(
                "/odoo/([a-z-]+)", mail.body_html
            )[1]
            for mail in mails.search([]) - before
        }

    def _two_due(self):
        """Two people, whose plans are to be shared on Thursday 29 October."""
        other = self._launch("term")
        self._meet()
        self._meet("2026-10-20", other)
        self.assertEqual(self._deadline(other, "shared").date_by, date(2026, 11, 3))
        self._limit("final").unlink()
        return other


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestReminders(Mornings):
    """Who is told of a deadline, when, and how often."""

    def test_each_once(self):
        self._meet()
        self._limit("final").unlink()
        for day, told in (
            ("2026-10-25", {}),
            ("2026-10-26", {"reviewer": "reviewees"}),
            ("2026-10-27", {}),
            ("2026-10-29", {}),
            ("2026-10-30", {"reviewer": "reviewees"}),
            ("2026-10-31", {}),
            ("2026-11-01", {"head": "school-appraisals"}),
            ("2026-11-02", {}),
            ("2026-12-01", {}),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._morning(day), told)

    def test_a_morning_that_was_missed(self):
        """One mail to each, and none twice on that day."""
        self._meet()
        told = {"reviewer": "reviewees", "head": "school-appraisals"}
        self.assertEqual(self._morning("2026-12-01"), told)
        self.assertEqual(self._morning("2026-12-01"), {})
        self.assertEqual(self._morning("2026-12-02"), {})

    def test_one_mail_a_day(self):
        """For two people's deadlines, also where the second comes later that day."""
        self._two_due()
        self.assertEqual(self._morning("2026-10-31"), {"reviewer": "reviewees"})
        with self._on("2026-10-31"):
            self._meet("2026-10-22", self._launch("two days"))
        self.assertEqual(self._morning("2026-10-31"), {})

    def test_the_person_is_told_of_the_own_turn_alone(self):
        self._meet()
        with self._on("2026-10-22"):
            self._share(self._statement(self.appraisal))
        self._limit("final").unlink()
        self.assertEqual(self._morning("2026-10-26"), {"week": "my-appraisal"})

    def test_observer_and_governors(self):
        self.env["school.appraisal.observation"].with_user(
            self.users["reviewer"]
        ).create(
            {
                "appraisal_id": self.appraisal.id,
                "observer_id": self.users["colleague"].id,
                "agreed": False,
                "date_planned": "2026-10-22",
            }
        )
        self.assertEqual(self._morning("2026-10-22"), {"colleague": "my-observations"})

    def test_what_is_done_is_not_told(self):
        self._meet()
        with self._on("2026-10-22"):
            self._share(self._statement(self.appraisal))
            for who in ("reviewer", "reviewee"):
                self._sign_as(who, self._statement(self.appraisal))
        self.assertEqual(self._morning("2026-12-01"), {})

    def test_told_anew_when_there_is_more_time(self):
        self._meet()
        self._limit("final").unlink()
        self._morning("2026-10-26")
        with self._on("2026-10-27"):
            self.as_("head", self._deadline(self.appraisal, "shared")).extend(
                date(2026, 11, 5), "So"
            )
        self.assertEqual(self._morning("2026-10-30"), {})
        self.assertEqual(self._morning("2026-11-02"), {"reviewer": "reviewees"})

    def test_days_before_and_after(self):
        self._meet()
        self._limit("final").unlink()
        self._limit("shared").write({"remind_before": 0, "head_after": 0})
        self.assertEqual(self._morning("2026-10-28"), {})
        self.assertEqual(self._morning("2026-10-29"), {"reviewer": "reviewees"})
        self.assertEqual(
            self._morning("2026-10-30"),
            {"reviewer": "reviewees", "head": "school-appraisals"},
        )

    def test_nothing_of_the_appraisal_is_in_it(self):
        self._meet()
        before = self.env["mail.mail"].search([])
        self._morning("2026-12-01")
        for mail in self.env["mail.mail"].search([]) - before:
            for word in (self.appraisal.name, "Works week", "plan", "2026", "late"):
                self.assertNotIn(word, f"{mail.subject} {mail.body_html}")
            self.assertFalse(mail.model or mail.res_id)

    def test_leave_that_came_later(self):
        """The morning after it was approved the deadline has moved."""
        self._meet()
        self._leave("week", "2026-10-26", "2026-10-30")
        self.assertDeadline("shared", "2026-10-29", "open")
        self._morning("2026-10-24")
        self.assertDeadline("shared", "2026-11-05", "open")
        self.assertEqual(str(self.appraisal.date_due), "2026-11-05")

    def test_working_hours_that_came_later(self):
        self._meet()
        self.employees["week"].resource_calendar_id = self.employees[
            "two days"
        ].resource_calendar_id
        self._morning("2026-10-24")
        self.assertDeadline("shared", "2026-11-10", "open")

    def test_goes_on_where_it_was_killed(self):
        """What is there when the server stops after the first batch: the next run
        does the rest, and tells nobody twice."""
        other = self._two_due()
        shared = self._deadline(self.appraisal, "shared")
        later = self._deadline(other, "shared")
        with self._on("2026-10-31"):
            shared._watch(self.appraisal, date(2026, 10, 31))
        self.assertTrue(shared.late_told_on)
        self.assertFalse(later.checked_on)
        # Were it looked at again, this would be filled.
        shared._with_pass().late_told_on = False
        self.assertEqual(self._morning("2026-10-31"), {})
        self.assertFalse(shared.late_told_on)
        self.assertEqual(str(later.checked_on), "2026-10-31")
        self.assertEqual(str(later.reminded_on), "2026-10-31")

    def test_queries_of_the_cron(self):
        """As many for eight people as for three."""

        def queries(appraisals, day):
            deadlines = self.env["school.appraisal.deadline"]
            with self._on(day):
                return self._count_queries(
                    lambda: deadlines._watch(appraisals, date.fromisoformat(day))
                )

        appraisals = self._a_dozen_met()
        queries(appraisals[:1], "2026-12-01")
        # On each of these days somebody is told.
        few = queries(appraisals[1:4], "2026-12-02")
        self.assertEqual(queries(appraisals[4:], "2026-12-03"), few)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestTasks(Mornings):
    """The task beside the mail: one for each, without a word, and gone by itself."""

    def _tasks(self, who=None):
        """All of them, also those that were ticked off."""
        domain = [("user_id", "=", self.users[who].id)] if who else []
        tasks = self.env["mail.activity"].with_context(active_test=False)
        return tasks.search(domain)

    def _days(self, who="reviewer"):
        return [str(task.date_deadline) for task in self._tasks(who)]

    def _due(self):
        """The plan is to be shared on 29 October; the reviewer is told of it."""
        self._meet()
        self._limit("final").unlink()
        self._morning("2026-10-26")
        return self._tasks("reviewer")

    def test_one_with_each_mail(self):
        self._meet()
        self._limit("final").unlink()
        for day, reviewer, head in (
            ("2026-10-25", [], []),
            ("2026-10-26", ["2026-10-29"], []),
            ("2026-10-27", ["2026-10-29"], []),
            ("2026-10-30", ["2026-10-29"], []),
            ("2026-11-01", ["2026-10-29"], ["2026-10-29"]),
            ("2026-12-01", ["2026-10-29"], ["2026-10-29"]),
        ):
            with self.subTest(day=day):
                self._morning(day)
                self.assertEqual(self._days(), reviewer)
                self.assertEqual(self._days("head"), head)
                self.assertEqual(len(self._tasks()), len(reviewer + head))

    def test_it_stays_when_more_comes_on_the_same_day(self):
        """A task that no deadline made, such as that of a note to read."""
        with self._on("2026-10-02"):
            teller = self.env["school.appraisal"]
            for _time in range(2):
                teller._tell_once({"/odoo/my-appraisal": self.users["week"]})
                self.assertEqual(self._days("week"), ["2026-10-02"])
            self._meet()
            self.as_("head", self.appraisal).action_remind()
            self.assertTrue(self._days())

    def test_a_client_hangs_it_on_nothing(self):
        partner = self.users["colleague"].partner_id
        forged = {
            "default_res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "default_res_model": "res.partner",
            "default_res_id": partner.id,
        }
        teller = self.env["school.appraisal"].with_context(**forged)
        teller._tell_once({"/odoo/my-appraisal": self.users["week"]})
        self.assertFalse(self._tasks("week").res_model)

    def test_a_mail_takes_nothing_along(self):
        file = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        before = self.env["mail.mail"].search([])
        self.env["school.appraisal"].with_context(
            default_attachment_ids=file.ids
        )._tell(self.users["week"], "/odoo/my-appraisal")
        mail = self.env["mail.mail"].search([]) - before
        self.assertTrue(mail)
        self.assertFalse(mail.attachment_ids)

    def test_nothing_is_in_it(self):
        """No record, no name, no step; only where to go."""
        task = self._due()
        self.assertRecordValues(
            task,
            [
                {
                    "summary": "You have a task in the appraisal app",
                    "res_model": False,
                    "res_model_id": False,
                    "res_id": 0,
                    "res_name": False,
                    "create_uid": self.env.ref("base.user_root").id,
                }
            ],
        )
        words = re.sub(r"<[^>]*>", "", task.note)
        self.assertEqual(words, "Open the appraisal app")
        self.assertEqual(re.search("/odoo/([a-z/-]+)", task.note)[1], "reviewees")

    def test_in_the_users_words(self):
        self.env["res.lang"]._activate_lang("cy_GB")
        self.users["reviewer"].lang = "cy_GB"
        code = "You have a task in the appraisal app"
        welsh = self.env["school.appraisal"].with_context(lang="cy_GB").env._(code)
        self.assertNotEqual(welsh, code)
        self.assertEqual(self._due().summary, welsh)

    def test_nobody_is_told_of_it(self):
        """Beside the one mail nothing is sent, noted or followed."""
        self._meet()
        self._limit("final").unlink()
        kinds = ("mail.message", "mail.notification", "mail.followers")
        before = [self.env[kind].search_count([]) for kind in kinds]
        mails = self.env["mail.mail"].search([])
        self._morning("2026-10-26")
        mails = self.env["mail.mail"].search([]) - mails
        self.assertEqual(len(mails), 1)
        # The mail is a message to Odoo, without a recipient there.
        self.assertFalse(mails.mail_message_id.notification_ids)
        after = [self.env[kind].search_count([]) for kind in kinds]
        self.assertEqual(after, [before[0] + 1, *before[1:]])
        self.assertTrue(self._tasks("reviewer"))

    def test_without_a_mail_address(self):
        self.users["reviewer"].partner_id.email = False
        self.assertEqual(len(self._due()), 1)

    def test_two_duties_are_one_task(self):
        """Due on the first day; when that is done, on the second, and then gone."""
        other = self._two_due()
        self._morning("2026-10-31")
        self.assertEqual(self._days(), ["2026-10-29"])
        with self._on("2026-10-31"):
            self._share(self._statement(self.appraisal))
            self.assertEqual(self._days(), ["2026-11-03"])
            self._share(self._statement(other))
            self.assertEqual(self._days(), [])

    def test_a_duty_that_comes_second_and_is_due_first(self):
        """Told of it on the same day: no mail more, but an earlier day."""
        self._meet()
        self._limit("final").unlink()
        self._limit("shared").remind_before = 30
        other = self._launch("term")
        self._morning("2026-10-10")
        self.assertEqual(self._days(), ["2026-10-29"])
        with self._on("2026-10-10"):
            self._meet("2026-10-12", other)
        self.assertEqual(self._morning("2026-10-10"), {})
        self.assertEqual(self._days(), ["2026-10-19"])

    def test_more_time_and_another_day(self):
        """Of the new day nobody was told yet."""
        self._due()
        with self._on("2026-10-26"):
            self.as_("head", self._deadline(self.appraisal, "shared")).extend(
                date(2026, 11, 9), "So"
            )
        self.assertEqual(self._days(), [])
        self._morning("2026-11-06")
        self.assertEqual(self._days(), ["2026-11-09"])
        self._leave("week", "2026-10-26", "2026-11-06")
        self._morning("2026-11-07")
        self.assertEqual(self._days(), [])

    def test_a_limit_that_goes(self):
        self._due()
        self._limit("shared").unlink()
        self.assertEqual(self._days(), [])

    def test_a_year_that_is_cancelled_or_stands_still(self):
        self._due()
        with self._on("2026-10-26"):
            self.as_("head", self.appraisal).cancel("Left")
        self.assertEqual(self._days(), [])

    def test_ticked_off_or_deleted(self):
        """The next mail brings another; never two."""
        self.as_("reviewer", self._due()).action_done()
        self._morning("2026-10-27")
        self.assertFalse(self._tasks("reviewer").active)
        self._morning("2026-10-30")
        self.assertEqual(self._days(), ["2026-10-29"])
        self.assertTrue(self._tasks("reviewer").active)
        self.as_("reviewer", self._tasks("reviewer")).unlink()
        self._morning("2026-10-31")
        self.assertEqual(self._days(), [])
        with self._on("2026-10-31"):
            self._share(self._statement(self.appraisal))

    def test_another_reviewer(self):
        """The first loses it at once; the second has one with his first mail."""
        self._due()
        with self._on("2026-10-27"):
            self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.assertEqual(self._days(), [])
        self.assertEqual(self._days("manager"), [])
        self._morning("2026-10-30")
        self.assertEqual(self._days(), [])
        self.assertEqual(self._days("manager"), ["2026-10-29"])

    def test_who_has_left(self):
        """Odoo takes the tasks of who is archived by the button; the morning others."""
        task = self._due()
        self.users["reviewer"].active = False
        self.assertEqual(self._morning("2026-10-30"), {})
        self.assertFalse(task.exists())

    def test_goes_on_where_it_was_killed(self):
        """Once also where the server stops after the first batch."""
        self._two_due()
        with self._on("2026-10-31"):
            shared = self._deadline(self.appraisal, "shared")
            shared._watch(self.appraisal, date(2026, 10, 31))
        task = self._tasks("reviewer")
        self._morning("2026-10-31")
        self.assertEqual(self._tasks("reviewer"), task)

    def test_who_finds_it(self):
        """Its user; by the ORM nobody else, and nobody else changes it."""
        task = self._due()
        found = self.as_("reviewer", self.env["mail.activity"]).search([])
        self.assertEqual(found, task)
        [listed] = (
            self.env["res.users"]
            .with_user(self.users["reviewer"])
            ._get_activity_groups()
        )
        self.assertEqual(listed["activity_ids"], task.ids)
        ours = [("activity_type_id", "=", task.activity_type_id.id)]
        for who in set(self.users) - {"reviewer"}:
            with self.subTest(who=who):
                theirs = self.as_(who, self.env["mail.activity"])
                self.assertFalse(theirs.search([("id", "in", task.ids)]))
                self.assertEqual(theirs.search_count(ours), 0)
                self.assertEqual(theirs._read_group(ours, [], ["__count"]), [(0,)])
                for attempt in (
                    lambda seen: seen.read(["summary"]),
                    lambda seen: seen.write({"summary": "Mine"}),
                    lambda seen: seen.unlink(),
                    lambda seen: seen.action_done(),
                ):
                    with self.assertRaises(AccessError):
                        attempt(theirs.browse(task.ids))

    def test_the_kind_of_task_is_nobodys_to_delete(self):
        kind = self._due().activity_type_id
        with self.assertRaisesRegex(UserError, "required in various apps"):
            self.as_("system", kind).unlink()

    def test_the_head_reminds(self):
        """For today; it goes the morning after the turn is another's."""
        with self._on("2026-10-05"):
            self._meet()
            self.as_("head", self.appraisal).action_remind()
        self.assertEqual(self._days(), ["2026-10-05"])
        task = self._tasks("reviewer")
        with self.assertRaises(AccessError):
            self.as_("head", task).unlink()
        self._morning("2026-10-06")
        self.assertEqual(self._tasks("reviewer"), task)
        with self._on("2026-10-06"):
            self._share(self._statement(self.appraisal))
            self._sign("reviewer", self._statement(self.appraisal))
        self._morning("2026-10-07")
        self.assertEqual(self._days(), [])

    def test_queries(self):
        """As many for twelve people as for four, each told by a mail and a task."""
        appraisals = self.env["school.appraisal"]
        for number in range(17):
            key = f"person {number}"
            user = new_test_user(self.env, f"t_{number}", email=False)
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create(
                    {"name": key, "user_id": user.id, "tz": ZONE}
                )
            )
            appraisal = self._launch(key)
            self._meet(appraisal=appraisal)
            self._share(self._statement(appraisal))
            appraisals |= appraisal
        people = appraisals.reviewee_user_id
        signs = self._limit("answered")
        (self.group.limit_ids - signs).unlink()

        watch = self.env["school.appraisal.deadline"]._watch
        with self._on("2026-12-01"):
            today = date(2026, 12, 1)
            parts = appraisals[:1], appraisals[1:5], appraisals[5:]
            made = [
                self._count_queries(lambda part=part: watch(part, today))
                for part in parts
            ]
            self.assertEqual(self._tasks().user_id & people, people)
            appraisals.deadline_ids._with_pass().write({"met_on": today})
            renew = self.env["school.appraisal.deadline"]._renew_tasks
            ended = [
                self._count_queries(lambda part=part: renew(part.reviewee_user_id))
                for part in parts
            ]
        self.assertFalse(self._tasks().user_id & people)
        self.assertEqual(made[1], made[2])
        self.assertEqual(ended[1], ended[2])
