from odoo import api, fields, models
from odoo.tools import SQL

from .mixin_people import UNDER_WAY

# Of fewer people in a cycle no stages are told: they would tell of persons.
FEW = 5
STAGES = [
    ("planning", "Planning"),
    ("monitoring", "Monitoring"),
    ("review", "Review"),
    ("closed", "Closed"),
    ("few", "Fewer than five people"),
]


class AppraisalFigure(models.Model):
    """How many appraisals of a cycle stand at a stage, and how many of them are late:
    a trust's view over its schools.

    Read by the trust leaders whom a school names, and by its head. Numbers alone:
    nothing leads from here to a person, stages of fewer than five people are not told,
    and a year that stands still is counted where it stands.
    """

    _name = "school.appraisal.figure"
    _description = "Figures of a cycle"
    _auto = False
    _order = "date_start desc, school_id, cycle_id, stage"
    _rec_name = "cycle_id"
    _depends = {
        "school.appraisal": ["cycle_id", "state", "suspended_in", "date_due"],
        "school.appraisal.cycle": ["school_id", "company_id", "date_start"],
    }

    cycle_id = fields.Many2one("school.appraisal.cycle", "Year", readonly=True)
    school_id = fields.Many2one("school.appraisal.school", readonly=True)
    date_start = fields.Date("Begins on", readonly=True)
    stage = fields.Selection(STAGES, readonly=True)
    people = fields.Integer("Appraisals", readonly=True)
    late = fields.Integer(
        readonly=True, help="With a form that is not done though it was due."
    )

    @api.depends("cycle_id.name", "school_id.name")
    def _compute_display_name(self):
        for figure in self:
            figure.display_name = f"{figure.cycle_id.name} ({figure.school_id.name})"

    @property
    def _table_query(self):
        """A row has the number of its cycle, and the stage's after it."""
        return SQL(
            """
            WITH year AS (
                SELECT cycle_id,
                       COALESCE(suspended_in, state) AS stage,
                       state IN %(under_way)s AND date_due < %(today)s AS late,
                       COUNT(*) OVER (PARTITION BY cycle_id) AS people
                  FROM school_appraisal
                 WHERE state != 'cancelled' AND employee_id IS NOT NULL
            ), counted AS (
                SELECT cycle_id,
                       CASE WHEN people < %(few)s THEN 'few' ELSE stage END AS stage,
                       COUNT(*) AS people,
                       COUNT(*) FILTER (WHERE late AND people >= %(few)s) AS late
                  FROM year
              GROUP BY 1, 2
            )
            SELECT cycle.id * 8 + array_position(%(stages)s, counted.stage) AS id,
                   cycle.id AS cycle_id,
                   cycle.school_id,
                   cycle.date_start,
                   counted.stage,
                   counted.people,
                   counted.late
              FROM counted
              JOIN school_appraisal_cycle cycle ON cycle.id = counted.cycle_id
            """,
            few=FEW,
            today=fields.Date.context_today(self),
            under_way=UNDER_WAY,
            stages=[stage for stage, _label in STAGES],
        )
