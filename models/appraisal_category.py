from odoo import fields, models


class AppraisalCategory(models.Model):
    """A kind of objective that a staff group's form has a table for (CT Annex A:
    pupil progress, leadership, …). The administrator keeps them; where a group has
    any, each objective of a plan belongs to one."""

    _name = "school.appraisal.category"
    _inherit = ["school.appraisal.group.line"]
    _description = "Objective category"

    name = fields.Char("Category", required=True, translate=True)
    hint = fields.Char(
        translate=True, help="What such an objective is about; printed on blank forms."
    )
    minimum_rows = fields.Integer(
        "Least rows",
        default=1,
        help="Rows that the form prints for it even when fewer are filled.",
    )
