from itertools import chain
from typing import NamedTuple

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.working_days import YEARS, day_in_year_of, day_on_or_after
from .appraisal_limit import BEFORE, FORM_OF
from .appraisal_meeting import DATE_OF
from .mixin_people import REVIEWED, UNDER_WAY


class Run(NamedTuple):
    """A limit of the policy at work in one appraisal: what a deadline is made of."""

    appraisal: models.BaseModel
    limit: models.BaseModel
    part: str | bool
    observation: models.BaseModel
    date_from: object
    # Once done it stays done: a form that is taken back was shared in time.
    met_on: object

    @property
    def key(self):
        return self.appraisal.id, self.limit.id, self.part, self.observation.id


class AppraisalClock(models.AbstractModel):
    """The deadlines of an appraisal, and the next of them.

    Whatever starts, moves or stops a clock calls ``_sync_deadlines`` afterwards; it
    looks at what there is and makes the deadlines say that. So it can be called at
    any time, for many at once, and does nothing where nothing has changed.
    """

    _name = "school.appraisal.clock"
    _inherit = ["school.appraisal.working.days"]
    _description = "Appraisal: deadlines"

    deadline_ids = fields.One2many(
        "school.appraisal.deadline", "appraisal_id", "Deadlines"
    )
    date_due = fields.Date(
        "Due",
        readonly=True,
        index="btree_not_null",
        help="The next deadline of its forms that is still open.",
    )
    is_late = fields.Boolean(
        compute="_compute_is_late", search="_search_is_late", string="Late"
    )
    due_words = fields.Char(compute="_compute_is_late", string="Due on")

    @api.depends("date_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for appraisal in self:
            due = appraisal.date_due
            appraisal.is_late = bool(due) and due < today
            appraisal.due_words = appraisal._due_sentence(today)

    def _due_sentence(self, today):
        """In words: a colour alone tells nothing to who does not see it."""
        due = self.date_due
        if not due:
            return False
        words = "EEE d MMM" if due.year == today.year else "EEE d MMM y"
        day = format_date(self.env, due, date_format=words)
        if due < today:
            return self.env._("Late: was due %s", day)
        return self.env._("Due %s", day)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("date_due", "<", today)
        if set(value) == {True}:
            return late
        if True in value:
            return Domain.TRUE
        return Domain("date_due", "=", False) | Domain("date_due", ">=", today)

    # THE CLOCKS

    def _sync_deadlines(self):
        """Make the deadlines of these appraisals say what there is now: due, done,
        standing still. A few queries, however many appraisals."""
        # sudo: deadlines follow from what others do, and nobody writes them by hand;
        # whether a form is shared, or somebody works, is looked up for everybody.
        appraisals = self.sudo()._with_pass().filtered("staff_group_id.has_limits")
        if not appraisals:
            return
        Deadline = appraisals.env["school.appraisal.deadline"]
        known = {
            deadline._key(): deadline
            for deadline in Deadline.search([("appraisal_id", "in", appraisals.ids)])
        }
        told = Deadline.union(*known.values())._told()
        runs = appraisals._runs(known)
        due = appraisals._due_days(runs, known)
        new = []
        for run in runs:
            values = {
                "date_from": run.date_from,
                "date_due": due[run],
                "met_on": run.met_on,
            }
            if deadline := known.get(run.key):
                deadline._write_changes(values)
            elif run.date_from:
                new.append({**Deadline._values_of(run), **values})
        Deadline._create_once(new)
        appraisals._set_next_deadline()
        told._end_told()

    def _set_next_deadline(self):
        """What boards show, sort and filter by: of the forms alone. An observation
        or a decision on pay may be hidden from who reads this."""
        rows = self.env["school.appraisal.deadline"]._read_group(
            [
                ("appraisal_id", "in", self.ids),
                ("appraisal_id.state", "in", UNDER_WAY),
                ("part", "!=", False),
                ("met_on", "=", False),
            ],
            ["appraisal_id"],
            ["date_by:min"],
        )
        nearest = {appraisal.id: day for appraisal, day in rows}
        for appraisal in self._with_pass():
            day = nearest.get(appraisal.id, False)
            if appraisal.date_due != day:
                appraisal.date_due = day

    def _runs(self, known):
        """The limits of the policy as they run in these appraisals.

        :param dict known: the deadlines that there are, by ``_key``
        """
        self._fetch_forms()
        observations = self._of_limits("observation", "school.appraisal.observation")
        payments = self._of_limits("pay", "school.appraisal.pay.recommendation")
        runs = []
        for appraisal in self:
            for limit in appraisal.staff_group_id.limit_ids:
                subject = limit.duty.partition("_")[0]
                if subject == "observation":
                    found = appraisal._observation_runs(limit, observations)
                elif subject == "pay":
                    found = appraisal._pay_runs(limit, payments)
                else:
                    found = appraisal._form_runs(limit)
                runs += [appraisal._follow_up(run, known.get(run.key)) for run in found]
        return runs

    def _fetch_forms(self):
        """All at once, and whose they are: each is looked at alone below."""
        forms = self.all_statement_ids | self.joint_statement_ids
        forms.fetch(
            ["appraisal_id", "kind", "shared_on", "finalised_on", "refusal_on"]
            + ["next_appraisal_id", "content", "form_id"]
        )
        forms.signature_ids.fetch(["role", "signed_on", "paper_date", "voided_on"])
        self._reviewed_employees().fetch(["name", "tz"])

    def _of_limits(self, subject, model):
        """{appraisal: its records of this model}, for those whose policy sets a limit
        for them. By a search: the appraisal's own lists show each reader what he may
        see, and must not be filled for him here."""
        wanted = self.filtered(
            lambda appraisal: any(
                limit.duty.startswith(subject)
                for limit in appraisal.staff_group_id.limit_ids
            )
        )
        return (
            self.env[model]
            .search([("appraisal_id", "in", wanted.ids)])
            .grouped("appraisal_id")
        )

    def _follow_up(self, run, deadline):
        """What is known already stays: when it was done, and since when a meeting or
        a visit is known. A year that is over stands still, and so does one that is
        reviewed with a team, or is suspended."""
        met = deadline.met_on if deadline else False
        if run.limit.duty in BEFORE:
            same = deadline and deadline.date_from == run.date_from
            today = fields.Date.context_today(self)
            met = run.date_from and (met if same else today)
        elif run.limit.duty == "answered":
            # A signature that became void leaves it to be signed again.
            met = run.met_on
        else:
            met = met or run.met_on
        # Pay is decided once the year is closed. Who is in a team keeps its clock.
        states = UNDER_WAY
        if run.limit.duty == "pay_decided":
            states += ("closed",)
        running = met or (self.state in states and not self.joined_team_id)
        # From a slip of the pen, such as the year 206, nothing is counted.
        since = run.date_from and run.date_from.year in YEARS and run.date_from
        return run._replace(date_from=running and since or False, met_on=met or False)

    # FORMS

    def _form_runs(self, limit):
        parts = FORM_OF if limit.part == "both" else (limit.part,)
        nothing = self.env["school.appraisal.observation"]
        for part in parts:
            form = self._statements_printing(FORM_OF[part])[-1:]
            yield Run(
                self,
                limit,
                part,
                nothing,
                self._form_event(limit, part, form),
                self._form_done(limit, form),
            )

    def _form_event(self, limit, part, form):
        """The day from which it is counted, or False."""
        if limit.counted_from == "year":
            return self._year_event(limit, part)
        if part == "plan" and form.appraisal_id != self:
            # A form of two years counts once, as the review that it closes.
            return False
        if limit.duty == "answered" and form and not self._asked_to_answer(form):
            return False
        if limit.counted_from == "shared":
            return self._day_of(form.shared_on)
        return self[DATE_OF[FORM_OF[part]]]

    def _year_event(self, limit, part):
        """A plan is counted from the year's start, all else from its end. Who comes
        after the day by which plans are complete has none (KM §4.1: the head sets
        the first year so as to fall into line)."""
        if part != "plan":
            return self.date_end
        if limit.unit == "date" and self.date_start > self.cycle_id.date_start:
            day = day_in_year_of(self.cycle_id.date_start, limit.month, limit.day)
            return day >= self.date_start and self.date_start
        return self.date_start

    def _form_done(self, limit, form):
        """When it was done, or False."""
        if limit.duty == "shared":
            return self._day_of(form.shared_on)
        if limit.duty == "answered":
            return self._answered_on(form)
        return self._day_of(form.finalised_on)

    def _asked_to_answer(self, form):
        """Keys of those who sign as the person whose year it is: one, or a team."""
        return [key for key in form._signers() if key.partition("-")[0] in REVIEWED]

    def _answered_on(self, form):
        """The day on which the last of them signed, or it was recorded that the
        person will not."""
        signed = form._live_signatures().filtered(lambda one: one.role in REVIEWED)
        if not signed or len(signed) < len(self._asked_to_answer(form)):
            return self._day_of(form.refusal_on)
        return max(one.paper_date or self._day_of(one.signed_on) for one in signed)

    def _work_zone(self):
        """Where the person works, or the first of a team."""
        # sudo: the zone in which somebody works tells nothing.
        zones = (one.tz for one in self.sudo()._reviewed_employees() if one.tz)
        return pytz.timezone(next(zones, "UTC"))

    def _day_of(self, moment):
        """The day of a moment (UTC) where the person works, or False."""
        return moment and pytz.utc.localize(moment).astimezone(self._work_zone()).date()

    # OBSERVATIONS AND PAY

    def _observation_runs(self, limit, observations):
        for observation in observations.get(self, ()):
            yield Run(
                self,
                limit,
                False,
                observation,
                observation._clock_start(limit.duty),
                observation._clock_stop(limit.duty),
            )

    def _pay_runs(self, limit, payments):
        for pay in payments.get(self, ()):
            yield Run(
                self,
                limit,
                False,
                self.env["school.appraisal.observation"],
                self._year_event(limit, False),
                pay.decided_on,
            )

    # DAYS

    def _due_days(self, runs, known):
        """{run: the last day; False where the clock stands still, or nobody works}

        What is done was due when it was due: leave that is entered later, or another
        limit, moves it no more. Days on which the year stood still are added. A team
        has until the last of its members has had the days.
        """
        due, clocks = {}, {}
        for run in runs:
            deadline = known.get(run.key)
            if not run.date_from:
                due[run] = False
            elif deadline and deadline.met_on and deadline.date_from == run.date_from:
                due[run] = deadline.date_due
            elif run.limit.unit == "date":
                due[run] = run.appraisal._after_standstill(
                    run.date_from, self._day_of_the_year(run)
                )
            else:
                back = run.limit.duty in BEFORE
                number = -run.limit.number if back else run.limit.number
                clocks[run] = [
                    (employee.id, run.date_from, number, run.limit.unit)
                    for employee in run.appraisal._reviewed_employees()
                ]
        days = self._last_days(set(chain.from_iterable(clocks.values())))
        for run, of_each in clocks.items():
            last = [days[clock] for clock in of_each]
            due[run] = bool(last) and all(last) and max(last)
            if due[run] and run.limit.duty not in BEFORE:
                due[run] = run.appraisal._after_standstill(run.date_from, due[run])
        return due

    @api.model
    def _day_of_the_year(self, run):
        month, day = run.limit.month, run.limit.day
        if run.part == "plan":
            return day_in_year_of(run.appraisal.cycle_id.date_start, month, day)
        return day_on_or_after(run.date_from, month, day)
