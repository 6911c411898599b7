from odoo import fields, models


class AppraisalBox(models.Model):
    """A block of free text on a form, which the reviewer fills in: an overall
    assessment, what helped or hindered, other achievements. What a form asks for is
    data; the template prints the boxes by their codes."""

    _name = "school.appraisal.box"
    _inherit = ["school.appraisal.values"]
    _description = "Box of a form"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one(
        "school.appraisal.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True, help="How the form's template calls it, as overall_assessment."
    )
    name = fields.Char("Heading", required=True, translate=True)
    hint = fields.Char(translate=True, help="What belongs there.")
    part = fields.Selection(
        [("plan", "The plan"), ("review", "The review")],
        "Belongs to",
        required=True,
        default="review",
        help="On a form for both: a first year's plan has only the boxes of the plan.",
    )
    required = fields.Boolean(
        "Must be filled in", help="The form is not shared while this box is empty."
    )

    _one_per_code = models.Constraint(
        "UNIQUE(form_id, code)", "A form has one box of each code."
    )
