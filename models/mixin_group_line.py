from odoo import fields, models


class AppraisalGroupLine(models.AbstractModel):
    """A line of a staff group's rules, which the administrator keeps: a category, a
    question, a form. It goes with its staff group, and is copied with it."""

    _name = "school.appraisal.group.line"
    _inherit = ["school.appraisal.values"]
    _description = "Line of a staff group"
    _order = "staff_group_id, sequence, id"

    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        required=True,
        index=True,
        ondelete="cascade",
        string="Staff group",
    )
    sequence = fields.Integer(default=10)
