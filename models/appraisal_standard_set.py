from odoo import fields, models


class AppraisalStandardSet(models.Model):
    """A list of standards that a policy assesses people against."""

    _name = "school.appraisal.standard.set"
    _inherit = ["school.appraisal.values"]
    _description = "Set of standards"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    standard_ids = fields.One2many("school.appraisal.standard", "set_id", copy=True)
