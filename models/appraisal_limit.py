from calendar import monthrange

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What is to be done, who is to do it, and from what it can be counted.
DUTIES = [
    ("notice", "The meeting is announced"),
    ("shared", "The form is shared with the person"),
    ("answered", "The person signs"),
    ("final", "The form is complete"),
    ("observation_notice", "The observation is announced"),
    ("observation_feedback", "The observer gives feedback"),
    ("observation_recorded", "The observation is recorded"),
    ("pay_decided", "Pay is decided"),
]
PARTIES = [
    ("reviewer", "Reviewer"),
    ("reviewee", "Reviewee"),
    ("observer", "Observer"),
    ("governor", "Governors"),
]
PARTY_OF = {
    "notice": "reviewer",
    "shared": "reviewer",
    "answered": "reviewee",
    "final": "reviewer",
    "observation_notice": "reviewer",
    "observation_feedback": "observer",
    "observation_recorded": "observer",
    "pay_decided": "governor",
}
EVENTS = [
    ("meeting", "the meeting"),
    ("shared", "the sharing of the form"),
    ("year", "the year: of a plan its start, else its end"),
    ("observation", "the observation"),
]
EVENTS_OF = {
    "notice": ("meeting",),
    "shared": ("meeting", "year"),
    "answered": ("meeting", "shared"),
    "final": ("meeting", "shared", "year"),
    "observation_notice": ("observation",),
    "observation_feedback": ("observation",),
    "observation_recorded": ("observation",),
    "pay_decided": ("year",),
}
# Duties that are done before what they are counted from.
BEFORE = ("notice", "observation_notice")
PARTS = [("plan", "The plan"), ("review", "The review")]
# The form of each part, and so the meeting in which it is agreed.
FORM_OF = {"plan": "planning", "review": "review"}
# A limit of the two parts alike.
LIMIT_PARTS = [("both", "Plan and review"), *PARTS]
UNITS = [
    ("working_day", "working days"),
    ("calendar_day", "calendar days"),
    ("working_week", "working weeks"),
    ("calendar_week", "calendar weeks"),
    ("date", "a day of the year"),
]


class AppraisalLimit(models.Model):
    """A limit that a policy sets: what is done at the latest when.

    The administrator keeps them with the staff group. Each appraisal gets a deadline
    for each as soon as what it is counted from is known; a change of a limit changes
    the deadlines that are still open. Working days are the person's own.
    """

    _name = "school.appraisal.limit"
    _inherit = ["school.appraisal.group.line"]
    _description = "Limit of a policy"

    duty = fields.Selection(DUTIES, "What is done", required=True, default="shared")
    part = fields.Selection(
        LIMIT_PARTS,
        "Of",
        required=True,
        default="both",
        help="For what is done with a form or its meeting. A form of two years counts "
        "as the review that it closes.",
    )
    number = fields.Integer(
        help="How many days or weeks; of an announcement, how long before.",
    )
    unit = fields.Selection(UNITS, required=True, default="working_day")
    counted_from = fields.Selection(
        EVENTS,
        "From",
        required=True,
        default="meeting",
        help="That day itself is not counted.",
    )
    day = fields.Integer(help="By a fixed day, such as 31 October (KM §4.1, CT §4).")
    month = fields.Integer(help="The number of the month: 10 for October.")
    clause = fields.Char(help="Where the policy says so; shown beside the deadline.")

    remind_before = fields.Integer(
        "Remind (days before)",
        default=3,
        help="So many calendar days before, whoever has to act gets a mail without "
        "content; another when the day has passed.",
    )
    head_after = fields.Integer(
        "Tell the head (days after)",
        default=2,
        help="So many calendar days after the last day the head gets a mail too.",
    )

    _number_positive = models.Constraint(
        "CHECK(number >= 0 AND remind_before >= 0 AND head_after >= 0)",
        "A limit is a number of days or weeks, 0 or more.",
    )

    @api.constrains("duty", "counted_from", "unit")
    def _check_counted_from(self):
        # Without a duty it is refused anyway.
        for limit in self.filtered("duty"):
            events = EVENTS_OF[limit.duty]
            if limit.counted_from not in events or (
                limit.unit == "date" and limit.counted_from != "year"
            ):
                raise ValidationError(
                    self.env._(
                        "“%(duty)s” is not counted from “%(event)s” in this way. A "
                        "day of the year belongs to the year; else choose: %(events)s.",
                        duty=limit._selected_label("duty"),
                        event=limit._selected_label("counted_from"),
                        events=", ".join(
                            str(label)
                            for code, label in limit._fields[
                                "counted_from"
                            ]._description_selection(self.env)
                            if code in events
                        ),
                    )
                )

    @api.constrains("unit", "day", "month")
    def _check_day_of_the_year(self):
        """29 February is not in every year."""
        for limit in self.filtered(lambda limit: limit.unit == "date"):
            if not (
                1 <= limit.month <= 12
                and 1 <= limit.day <= monthrange(2026, limit.month)[1]
            ):
                raise ValidationError(
                    self.env._(
                        "Enter a day that every year has, such as day 31 and month 10."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        limits = super().create(vals_list)
        limits.staff_group_id._apply_limits()
        return limits

    def write(self, vals):
        groups = self.staff_group_id
        result = super().write(vals)
        # What the database refuses is not counted with.
        self.flush_recordset()
        (groups | self.staff_group_id)._apply_limits()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open_deadlines(self):
        """What the policy does not ask any more is not late; what was met in time,
        or late, and what the head extended, stays on record without it."""
        # sudo: who keeps the policy reads no appraisal.
        deadlines = self.env["school.appraisal.deadline"].sudo()
        deadlines.search(
            [("limit_id", "in", self.ids), ("met_on", "=", False)]
        )._withdraw()
