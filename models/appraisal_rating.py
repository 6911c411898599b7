from odoo import fields, models


class AppraisalRating(models.Model):
    """One value of the scale on which a staff group's objectives are assessed (GU form
    3b: four values; CT Annex A: two). Without values an objective is assessed in words
    only."""

    _name = "school.appraisal.rating"
    _inherit = ["school.appraisal.group.line"]
    _description = "Assessment of an objective"

    name = fields.Char("Value", required=True, translate=True)
    guidance = fields.Char(translate=True, help="When this value is the right one.")
    counts_as = fields.Selection(
        [("met", "Met"), ("partly", "Met in part"), ("not_met", "Not met")],
        required=True,
        default="met",
        help="Whether the objective was reached, on whatever scale. Not met although "
        "promised support did not come needs a written reason (TM §5.2, GU, KM §4.4).",
    )
