from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_datetime

from .appraisal_limit import DUTIES, PARTS
from .appraisal_meeting import MEETING_KINDS


class AppraisalAgenda(models.Model):
    """Meetings and deadlines on one calendar, for whoever may read them.

    Nothing is kept here: it is what stands in the two tables, and each of its rows is
    read by exactly those who read the meeting or the deadline itself. Meetings of a
    year that was cancelled or stands still are not held, and so not shown.
    """

    _name = "school.appraisal.agenda"
    _inherit = ["school.appraisal.line"]
    _description = "Meeting or deadline"
    _auto = False
    _order = "start, id"
    _depends = {
        "school.appraisal": ["state"],
        "school.appraisal.meeting": ["appraisal_id", "kind", "start", "stop"],
        "school.appraisal.deadline": [
            "appraisal_id",
            "observation_id",
            "duty",
            "part",
            "date_by",
            "met_on",
        ],
    }

    _once_fields = frozenset()

    observation_id = fields.Many2one(
        "school.appraisal.observation", readonly=True, ondelete="cascade"
    )
    what = fields.Selection(
        [("meeting", "Meeting"), ("deadline", "Deadline")], "Kind", readonly=True
    )
    kind = fields.Selection(MEETING_KINDS, "Which meeting", readonly=True)
    duty = fields.Selection(DUTIES, "What is done", readonly=True)
    part = fields.Selection(PARTS, "Of", readonly=True)
    start = fields.Datetime("When", readonly=True)
    stop = fields.Datetime("Until", readonly=True)
    all_day = fields.Boolean("The whole day", readonly=True)
    met_on = fields.Date("Done on", readonly=True)
    day = fields.Char("Day and time", compute="_compute_day")
    whose = fields.Char(compute="_compute_whose")
    subject = fields.Char("What it is", compute="_compute_whose")
    card = fields.Char(compute="_compute_whose", string="On the calendar")
    color = fields.Integer(compute="_compute_color", export_string_translation=False)

    @property
    def _table_query(self):
        """A deadline stands at noon: it is that day in every time zone."""
        return SQL(
            """
            SELECT m.id * 2 AS id, m.appraisal_id, NULL::integer AS observation_id,
                   'meeting' AS what, m.kind, NULL AS duty, NULL AS part,
                   m.start, m.stop, FALSE AS all_day, NULL::date AS met_on
              FROM school_appraisal_meeting m
              JOIN school_appraisal a ON a.id = m.appraisal_id
             WHERE a.state NOT IN ('cancelled', 'suspended')
             UNION ALL
            SELECT d.id * 2 + 1, d.appraisal_id, d.observation_id,
                   'deadline', NULL, d.duty, d.part,
                   d.date_by + TIME '12:00', d.date_by + TIME '12:00', TRUE, d.met_on
              FROM school_appraisal_deadline d
             WHERE d.date_by IS NOT NULL
            """
        )

    @api.depends("start", "all_day")
    @api.depends_context("lang", "tz")
    def _compute_day(self):
        """In words; a deadline has no hour."""
        today = fields.Date.context_today(self)
        # A form that is only begun has no day.
        self.day = False
        for row in self.filtered("start"):
            words = "EEE d MMM" if row.start.year == today.year else "EEE d MMM y"
            row.day = (
                format_date(self.env, row.start.date(), date_format=words)
                if row.all_day
                else format_datetime(
                    self.env,
                    row.start,
                    tz=self.env.context.get("tz"),
                    dt_format=f"{words}, HH:mm",
                )
            )

    @api.depends("appraisal_id", "kind", "duty", "part")
    @api.depends_context("uid")
    def _compute_whose(self):
        """With the reader's own rights: an observer reads the deadline of his
        observation, and not the appraisal."""
        readable = self.appraisal_id._filtered_access("read")
        for row in self:
            if row.what == "meeting":
                subject = row._selected_label("kind")
            elif row.part:
                subject = self.env._(
                    "%(part)s: %(duty)s",
                    part=row._selected_label("part"),
                    duty=row._selected_label("duty"),
                )
            else:
                subject = row._selected_label("duty")
            row.whose = row.appraisal_id in readable and row.appraisal_id.whose
            row.subject = subject
            row.card = f"{row.whose} · {subject}" if row.whose else subject

    @api.depends("what", "start", "met_on")
    def _compute_color(self):
        """Beside the words, not instead of them."""
        today = fields.Date.context_today(self)
        for row in self:
            if row.what == "meeting":
                row.color = 4
            elif row.met_on:
                row.color = 10
            else:
                row.color = 1 if row.start and row.start.date() < today else 3

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        raise UserError(self.env._("Nothing is kept here that could be deleted."))

    def get_metadata(self):
        """Odoo asks for no right where nothing is written of who made a row."""
        self.check_access("read")
        return super().get_metadata()

    def action_open(self):
        """The appraisal; for who reads only the observation, that."""
        self.ensure_one()
        self.check_access("read")
        record = self.appraisal_id
        if not record.has_access("read"):
            record = self.observation_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
