from odoo import fields, models


class AppraisalObjectiveTemplate(models.Model):
    """An objective of a staff group's library, for reviewers to copy into a plan and
    to fit to the person. The administrator keeps the library.

    It holds what belongs to no single year: just that is copied.
    """

    _name = "school.appraisal.objective.template"
    _inherit = ["school.appraisal.group.line"]
    _description = "Objective of the library"

    name = fields.Text("Objective", required=True, translate=True)
    action_steps = fields.Text("Strategies", translate=True)
    success_criteria = fields.Text("How we shall know", translate=True)
    monitoring_method = fields.Text("How it is followed", translate=True)
