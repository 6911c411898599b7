from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.intervals import Intervals

from ..tools.free_times import first_free, is_within
from .appraisal_limit import FORM_OF
from .appraisal_meeting import DATE_OF
from .mixin_people import HEADS, OVER, REVIEWERS

# How far ahead a time is looked for.
HORIZON = timedelta(days=60)


class Diary(NamedTuple):
    """Working hours and appointments of the people of some meetings, looked up once;
    times here know their zone."""

    whole: Intervals
    # {employee's id: when he works}
    work: dict
    # {partner: (from, to, entry in the calendar)}
    busy: dict
    # {(appraisal, kind): not before this day, or None}
    first_days: dict

    def work_of(self, employee):
        """When this person works; who is no employee, whenever it suits."""
        return self.work[employee.id] if employee else self.whole

    def busy_times(self, partner):
        return Intervals(
            [(start, stop, partner) for start, stop, _e in self.busy[partner]]
        )

    def is_busy(self, partner, start, stop, moved):
        """Whether there is something at that time beside the entry that is moved."""
        return any(
            begin < stop and end > start and not (entry and entry == moved)
            for begin, end, entry in self.busy[partner]
        )


class AppraisalMeetings(models.AbstractModel):
    """When reviewer and reviewee can meet, and setting the meeting.

    Working hours are those of ``school.appraisal.working.days``. Times when one of them
    is busy in his own calendar are left out of what is proposed.
    """

    _name = "school.appraisal.meetings"
    _inherit = ["school.appraisal.working.days"]
    _description = "Appraisal: meetings"

    meeting_ids = fields.One2many(
        "school.appraisal.meeting", "appraisal_id", "Meetings", readonly=True
    )
    can_set_meeting = fields.Boolean(compute="_compute_can_set_meeting")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_set_meeting(self):
        for appraisal in self:
            appraisal.can_set_meeting = not appraisal._get_set_meeting_blocker()

    def action_open_meeting(self):
        """The dialog in which a meeting is set, or one for each of several."""
        several = len(self) > 1
        model = (
            "school.appraisal.meeting.bulk"
            if several
            else "school.appraisal.meeting.set"
        )
        return self.env[model]._open(self)

    def write(self, vals):
        """Meetings to come follow the people, and go with a cancelled year; those
        of a year that stands still come back with it."""
        # sudo: whoever changes the people or the state need not see the meetings.
        still = self.sudo().filtered(lambda year: year.state == "suspended")
        result = super().write(vals)
        # sudo: as above.
        if vals.keys() & {"reviewer_id", "reviewee_user_id"}:
            years = self.sudo() | self._team_years()
            years.meeting_ids._to_come()._put_into_calendar()
        if vals.get("state") in ("cancelled", "suspended"):
            self.sudo().meeting_ids._to_come()._take_off_calendar()
        elif "state" in vals:
            still.meeting_ids._to_come()._put_into_calendar()
        return result

    # SETTING

    def _get_set_meeting_blocker(self):
        if not self._has_role(*REVIEWERS, *HEADS):
            return self.env._("only the reviewer or the head sets a meeting.")
        # sudo: a closed year is closed for everybody, whoever reads it.
        if self.sudo().state in OVER:
            return self.env._("the year is closed or cancelled.")
        return self._standstill()

    @api.private
    def set_meeting(self, kind, start, stop, consent=None, tell=True):
        """Set a meeting, or move the one of this kind that is still to come.

        :param datetime start: in UTC, as all times
        :param str consent: who agreed, where ``_meeting_problems`` are not empty
        :param bool tell: False where the caller tells everybody, once
        :raises UserError: with the reason, when it cannot be at that time
        """
        self.ensure_one()
        self._check_can("set_meeting")
        now = fields.Datetime.now()
        if not start or not stop or not now < start < stop <= start + timedelta(days=1):
            self._refuse(
                self.env._("the meeting begins after now, and ends on the same day.")
            )
        consent = (consent or "").strip()
        problems = self._meeting_problems(start, stop, kind)
        if problems and not consent:
            raise UserError(
                "\n".join(problems)
                + "\n"
                + self.env._(
                    "Choose another time, or say who agreed to this one, and how."
                )
            )
        meetings = self.env["school.appraisal.meeting"]
        meeting = meetings._to_move(self, kind)
        # First: it is refused once the form is signed.
        self._date_meeting(kind, start)
        values = {
            "start": start,
            "stop": stop,
            "set_by": self.env.uid,
            "exception": "\n".join(problems) or False,
            "consent": consent if problems else False,
        }
        # sudo: nobody has rights to write meetings by hand.
        if meeting:
            meeting.sudo()._with_pass().write(values)
        else:
            meeting = (
                meetings.sudo()
                ._with_pass()
                .create({"appraisal_id": self.id, "kind": kind, **values})
            )
        meeting.with_env(self.env)._put_into_calendar()
        if tell:
            self._tell_of_meeting()
        return meetings.browse(meeting.id)

    def _date_meeting(self, kind, start):
        """The date that the forms print; refused once they are signed."""
        if kind in DATE_OF:
            # sudo: the head sets it, too, who writes nothing else of the plan.
            self.sudo().write({DATE_OF[kind]: self._day_of(start)})

    def _tell_of_meeting(self):
        # sudo: logins, for the mail that says only to look.
        appraisal = self.sudo()
        me = self.env.user
        self._tell(appraisal._reviewed_users() - me, "/odoo/my-appraisal")
        self._tell(appraisal.reviewer_id - me, "/odoo/reviewees")

    # WHAT SPEAKS AGAINST A TIME

    def _meeting_problems(self, start, stop, kind, diary=None):
        """What is unusual about this time, in sentences; it can be set all the same
        by who says that both agreed."""
        self.ensure_one()
        problems = []
        day = self._day_of(start)
        start, stop = pytz.utc.localize(start), pytz.utc.localize(stop)
        diary = diary or self._diary([(self, kind)], start, stop)
        first = diary.first_days[self, kind]
        if first and day < first:
            problems.append(
                self.env._(
                    "The policy gives notice of a meeting: announced today, it is held "
                    "on %s or later.",
                    format_date(self.env, first, date_format="EEE d MMM"),
                )
            )
        moved = self.env["school.appraisal.meeting"]._to_move(self, kind)
        # sudo: of calendars only whether it suits is told.
        for employee, user in self.sudo()._meeting_people():
            name = employee.name or user.name
            if not is_within(diary.work_of(employee), start, stop):
                problems.append(
                    self.env._("It is outside the working time of %s.", name)
                )
            if diary.is_busy(user.partner_id, start, stop, moved.sudo().event_id):
                problems.append(
                    self.env._("%s has another appointment at that time.", name)
                )
        return problems

    def _first_meeting_time(self, kind, after=None, hours=1.0, diary=None):
        """The first time that suits both and gives the notice that the policy wants,
        in UTC; None where there is none in the next weeks."""
        self.ensure_one()
        now = pytz.utc.localize(fields.Datetime.now())
        after = max(pytz.utc.localize(after) if after else now, now)
        diary = diary or self._diary([(self, kind)], now, after + HORIZON)
        free = diary.whole
        # sudo: of calendars only when both are free is told.
        for employee, user in self.sudo()._meeting_people():
            free &= diary.work_of(employee)
            free -= diary.busy_times(user.partner_id)
        if first := diary.first_days[self, kind]:
            zone = self._work_zone()
            after = max(after, zone.localize(datetime.combine(first, time())))
        start = first_free(free, after, timedelta(hours=hours))
        return start and start.astimezone(pytz.utc).replace(tzinfo=None)

    def _first_meeting_times(self, kinds, hours=1.0):
        """The same for many at once: times of which none is in another's way.

        :param dict kinds: {appraisal: kind of meeting}
        :return: {appraisal: time, or None}
        """
        now = pytz.utc.localize(fields.Datetime.now())
        diary = self._diary(kinds.items(), now, now + HORIZON)
        times = {}
        for appraisal, kind in kinds.items():
            start = appraisal._first_meeting_time(kind, hours=hours, diary=diary)
            times[appraisal] = start
            if start:
                appraisal._take(diary, start, start + timedelta(hours=hours))
        return times

    def _take(self, diary, start, stop):
        """Mark the people of this meeting as busy then."""
        start, stop = pytz.utc.localize(start), pytz.utc.localize(stop)
        for partner in self._meeting_partners():
            diary.busy[partner].append((start, stop, self.env["calendar.event"]))

    def _meeting_people(self):
        """(employee, login) of those whose year it is and of the reviewer; a governor
        is no employee."""
        reviewer = self.reviewer_id
        employees = reviewer.with_context(active_test=True).employee_ids
        own = employees.filtered(lambda e: e.company_id == self.company_id)
        return [
            *((year.employee_id, year.reviewee_user_id) for year in self._own_years()),
            ((own or employees)[:1], reviewer),
        ]

    def _meeting_partners(self):
        """Whose calendars the meeting stands in."""
        return (self._reviewed_users() | self.reviewer_id).partner_id

    # CALENDARS

    @api.model
    def _diary(self, meetings, start, stop):
        """What must be known of people's time, for all these meetings at once.

        :param meetings: (appraisal, kind) of each
        """
        # sudo: of hours and calendars only whether a time suits is told.
        people = [
            pair
            for appraisal, _kind in meetings
            for pair in appraisal.sudo()._meeting_people()
        ]
        employees = self.env["hr.employee"].sudo().union(*(one for one, _u in people))
        users = self.env["res.users"].sudo().union(*(one for _e, one in people))
        return Diary(
            Intervals([(start, stop, employees)]),
            self._working_hours(employees, start, stop) if employees else {},
            self._appointments(users.partner_id, start, stop),
            self._first_days_with_notice(meetings),
        )

    @api.model
    def _appointments(self, partners, start, stop):
        """{person: (from, to, entry) of what keeps him busy by his own calendar}"""
        # sudo: everybody sees when a colleague is busy, also by private entries.
        events = self.env["calendar.event"].sudo()
        if partners:
            events = events.search(
                [
                    ("partner_ids", "in", partners.ids),
                    ("show_as", "=", "busy"),
                    ("start", "<", stop.astimezone(pytz.utc).replace(tzinfo=None)),
                    ("stop", ">", start.astimezone(pytz.utc).replace(tzinfo=None)),
                ]
            )
        busy = defaultdict(list)
        for event in events:
            begin, end = pytz.utc.localize(event.start), pytz.utc.localize(event.stop)
            for partner in event.partner_ids:
                busy[partner].append((begin, end, event))
        return busy

    @api.model
    def _first_days_with_notice(self, meetings):
        """{(appraisal, kind): the first day on which a meeting that is announced
        today can be held, or None where the policy gives no notice of it (GU;
        KM §4.3)}"""
        clocks = {
            (appraisal, kind): appraisal._notice_clocks(kind)
            for appraisal, kind in meetings
        }
        days = self._last_days(set().union(*clocks.values()))
        return {
            meeting: max(filter(None, map(days.get, of_each)), default=None)
            for meeting, of_each in clocks.items()
        }

    def _notice_clocks(self, kind):
        """What ``_last_days`` counts for a meeting of this kind: nothing, where the
        policy gives no notice of it."""
        limit = self.staff_group_id.limit_ids.filtered(
            lambda limit: (
                limit.duty == "notice"
                and (limit.part == "both" or FORM_OF.get(limit.part) == kind)
            )
        )[:1]
        if not limit or kind not in DATE_OF:
            return set()
        today = self._day_of(fields.Datetime.now())
        return {
            (employee.id, today, limit.number, limit.unit)
            for employee in self._reviewed_employees()
        }
