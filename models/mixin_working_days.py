from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools.intervals import Intervals

from ..tools.working_days import HORIZON, is_counted_in_work, last_day

# Days looked at first; most limits end within a month. Who works or is present less
# is looked at once more, with a longer view.
SPANS = (45, 180, HORIZON)
# Of who has no working calendar, in a company that has none either.
OFFICE_DAYS = range(5)
OFFICE_HOURS = (time(9), time(17))


class AppraisalWorkingDays(models.AbstractModel):
    """On which days somebody works, for limits that are counted in working days.

    They are the person's own: the days of the working calendar (of the contract in
    force, where HR keeps contracts) on which some work is left once public holidays,
    school closures and the person's approved leave are taken off. Half a day of leave
    leaves a working day.

    Who has no working calendar, or one of flexible hours, has no days of his own: the
    company's calendar counts, without the company's holidays and the person's own
    leave; Monday to Friday where that is flexible too.
    """

    _name = "school.appraisal.working.days"
    _description = "Appraisal: working days"

    def _last_days(self, clocks):
        """The last day of each limit, with a few queries for all of them.

        :param clocks: tuples (employee id, first day, number, unit), as ``last_day``
            counts them
        :return: {clock: last day; None where no such working day was found}
        """
        found = {}
        open_clocks = set(clocks)
        for span in SPANS:
            works = self._works_around(
                {clock for clock in open_clocks if is_counted_in_work(clock[3])}, span
            )
            for clock in open_clocks:
                employee_id, start, number, unit = clock
                found[clock] = last_day(
                    start, number, unit, works.get(employee_id, ()), span
                )
            open_clocks = {clock for clock in open_clocks if not found[clock]}
            if not open_clocks:
                break
        return found

    def _works_around(self, clocks, span):
        """{employee id: working days} for as far as these limits may reach."""
        if not clocks:
            return {}
        ends = [
            start + timedelta(days=span if number > 0 else -span)
            for _employee, start, number, _unit in clocks
        ]
        days = [start for _employee, start, _number, _unit in clocks] + ends
        # sudo: HR's calendars and leave; only whether somebody works is told.
        employees = self.env["hr.employee"].sudo()
        return self._working_days(
            employees.browse({clock[0] for clock in clocks}), min(days), max(days)
        )

    def _working_days(self, employees, first, last):
        """{employee id: set of the days worked from ``first`` to ``last``}"""
        # A day more on each side: days begin at different times in the world.
        start = pytz.utc.localize(datetime.combine(first, time()) - timedelta(days=1))
        end = pytz.utc.localize(datetime.combine(last, time()) + timedelta(days=2))
        return {
            employee_id: {begin.date() for begin, _end, _of in hours}
            for employee_id, hours in self._working_hours(employees, start, end).items()
        }

    def _working_hours(self, employees, start, end):
        """{employee id: intervals in which this person works}"""
        resources = employees.resource_id
        periods = resources._get_calendars_validity_within_period(start, end)
        # {calendar: resources that follow it at some time within the period}
        followers = defaultdict(resources.browse)
        for resource in resources:
            for calendar in periods[resource.id]:
                followers[self._own_calendar(resource, calendar)] |= resource
        worked = defaultdict(Intervals)
        for calendar, those in followers.items():
            hours = self._hours(calendar, those, start, end)
            for resource in those:
                valid = Intervals()
                for other, period in periods[resource.id].items():
                    if self._own_calendar(resource, other) == calendar:
                        valid |= period
                worked[resource.id] |= hours[resource.id] & valid
        return {
            employee.id: worked[resource.id]
            for employee in employees
            for resource in employee.resource_id
        }

    def _own_calendar(self, resource, calendar):
        """The calendar that says on which days this person works; none: the week of
        an office."""
        office = resource.company_id.resource_calendar_id
        for candidate in (calendar, office):
            if candidate and not candidate.flexible_hours:
                return candidate
        return office.browse()

    def _hours(self, calendar, resources, start, end):
        """{resource id: intervals of work left by holidays and leave}"""
        # Without Odoo's own filter: leave stays leave when the calendar changes.
        leaves = calendar.browse()._leave_intervals_batch(
            start,
            end,
            resources,
            domain=[
                ("time_type", "=", "leave"),
                "|",
                ("resource_id", "!=", False),
                ("calendar_id", "in", [False, *calendar.ids]),
            ],
            tz=pytz.utc,
        )
        zones = {resource: pytz.timezone(resource.tz) for resource in resources}
        hours = {
            zone: self._hours_in(calendar, zone, start, end)
            for zone in set(zones.values())
        }
        return {
            resource.id: hours[zone] - leaves[resource.id]
            for resource, zone in zones.items()
        }

    def _hours_in(self, calendar, zone, start, end):
        """Hours of a calendar in a time zone, whoever follows it: asked with people,
        Odoo takes a flexible one's for the whole of every day."""
        if calendar:
            return calendar._attendance_intervals_batch(start, end, tz=zone)[False]
        days = (start.date() + timedelta(days=n) for n in range((end - start).days + 1))
        return Intervals(
            (
                *(zone.localize(datetime.combine(day, hour)) for hour in OFFICE_HOURS),
                calendar,
            )
            for day in days
            if day.weekday() in OFFICE_DAYS
        )
