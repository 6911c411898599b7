from odoo import api, fields, models
from odoo.tools import SQL

from .mixin_people import UNDER_WAY

# Of fewer people at a stage it is not told which: it would tell of persons.
FEW = 5
STAGES = [
    ("late", "Late"),
    ("planning", "Planning"),
    ("monitoring", "Monitoring"),
    ("review", "Review"),
    ("closed", "Closed"),
    ("few", "Stages with fewer than five"),
]


class AppraisalFigure(models.Model):
    """How many appraisals of a cycle stand at a stage, and how many are late: a
    trust's view over its schools.

    Read by the trust leaders whom a school names, and by its head. Numbers alone:
    nothing leads from here to a person, and stages of fewer than five people are
    counted together. What is late is counted as late, and not at its stage beside
    that: a year that stands still, which is never late, would show by it.
    """

    _name = "school.appraisal.figure"
    _inherit = ["school.appraisal.values"]
    _description = "Figures of a cycle"
    _auto = False
    # The numbers of the rows follow the stages.
    _order = "date_start desc, school_id, cycle_id, id"
    _rec_name = "cycle_id"
    _depends = {
        "school.appraisal": ["cycle_id", "state", "suspended_in", "date_due"],
        "school.appraisal.cycle": ["school_id", "company_id", "date_start"],
    }

    cycle_id = fields.Many2one("school.appraisal.cycle", "Year", readonly=True)
    school_id = fields.Many2one("school.appraisal.school", readonly=True)
    date_start = fields.Date("Begins on", readonly=True)
    stage = fields.Selection(
        STAGES,
        readonly=True,
        help="Late: with a form that is not done though it was due; the others stand "
        "at their stage in time.",
    )
    people = fields.Integer("Appraisals", readonly=True)

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
                       CASE WHEN state IN %(under_way)s AND date_due < %(today)s
                            THEN 'late'
                            ELSE COALESCE(suspended_in, state)
                        END AS stage
                  FROM school_appraisal
                 WHERE state != 'cancelled' AND employee_id IS NOT NULL
            ), cell AS (
                SELECT cycle_id,
                       CASE WHEN COUNT(*) < %(few)s THEN 'few' ELSE stage END AS stage,
                       COUNT(*) AS people
                  FROM year
              GROUP BY cycle_id, year.stage
            )
            SELECT cycle.id * 8 + array_position(%(stages)s, cell.stage) AS id,
                   cycle.id AS cycle_id,
                   cycle.school_id,
                   cycle.date_start,
                   cell.stage,
                   SUM(cell.people)::integer AS people
              FROM cell
              JOIN school_appraisal_cycle cycle ON cycle.id = cell.cycle_id
          GROUP BY cycle.id, cell.stage
            """,
            few=FEW,
            today=fields.Date.context_today(self),
            under_way=UNDER_WAY,
            stages=[stage for stage, _label in STAGES],
        )
