from odoo import api, fields, models


class AppraisalStandard(models.Model):
    """One standard, by its number and short label."""

    _name = "school.appraisal.standard"
    _inherit = ["school.appraisal.values"]
    _description = "Standard"
    _order = "set_id, sequence, id"

    set_id = fields.Many2one(
        "school.appraisal.standard.set", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    number = fields.Char(help="As the policy counts it.")
    name = fields.Char("Standard", required=True, translate=True)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for standard in self:
            names = filter(None, [standard.number, standard.name])
            standard.display_name = " ".join(names)
