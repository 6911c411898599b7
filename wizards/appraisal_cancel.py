from odoo import fields, models


class AppraisalCancel(models.TransientModel):
    """The head ends an appraisal that should not go on, and says why."""

    _name = "school.appraisal.cancel"
    _inherit = ["school.appraisal.year.dialog"]
    _description = "Cancel an appraisal"

    reason = fields.Char(required=True)

    def action_cancel(self):
        self.appraisal_id.cancel(self.reason)
        return self._forget()
