from odoo import fields, models


class AppraisalCancel(models.TransientModel):
    """The head ends an appraisal that should not go on, and says why."""

    _name = "school.appraisal.cancel"
    _inherit = ["school.appraisal.values"]
    _description = "Cancel an appraisal"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    reason = fields.Char(required=True)

    def action_cancel(self):
        self.appraisal_id.cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
