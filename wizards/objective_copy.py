from odoo import fields, models


class ObjectiveCopy(models.TransientModel):
    """The reviewer picks objectives of the library and of the person's last year, and
    copies them into a plan that is still open."""

    _name = "school.appraisal.objective.copy"
    _inherit = ["school.appraisal.dialog", "school.appraisal.register"]
    _description = "Copy objectives"
    _rec_name = None

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many("school.appraisal.objective.copy.line", "copy_id")

    def action_copy(self):
        """Put copies of those ticked into the plan."""
        lines = self.line_ids.filtered("selected")
        self.appraisal_id.copy_objectives(lines.template_id, lines.objective_id)
        return self._forget()
