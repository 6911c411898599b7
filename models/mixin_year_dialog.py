from odoo import fields, models


class AppraisalYearDialog(models.AbstractModel):
    """A dialog about one appraisal, which says whose it is and of which cycle."""

    _name = "school.appraisal.year.dialog"
    _inherit = ["school.appraisal.dialog"]
    _description = "Appraisal: dialog about one appraisal"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
