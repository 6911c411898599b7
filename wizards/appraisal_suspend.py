from odoo import fields, models


class AppraisalSuspend(models.TransientModel):
    """The head lets a year stand still, and says why; nobody else reads it."""

    _name = "school.appraisal.suspend"
    _inherit = ["school.appraisal.year.dialog"]
    _description = "Let a year stand still"

    reason = fields.Text(required=True)

    def action_suspend(self):
        self.appraisal_id.suspend(self.reason)
        return self._forget()
