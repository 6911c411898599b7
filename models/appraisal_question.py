from odoo import fields, models


class AppraisalQuestion(models.Model):
    """A question of a staff group's self-review."""

    _name = "school.appraisal.question"
    _inherit = ["school.appraisal.values"]
    _description = "Self-review question"
    _order = "staff_group_id, sequence, id"

    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        required=True,
        index=True,
        ondelete="cascade",
        string="Staff group",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
