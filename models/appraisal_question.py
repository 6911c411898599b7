from odoo import fields, models


class AppraisalQuestion(models.Model):
    """A question of a staff group's self-review."""

    _name = "school.appraisal.question"
    _inherit = ["school.appraisal.group.line"]
    _description = "Self-review question"

    name = fields.Char("Question", required=True, translate=True)
