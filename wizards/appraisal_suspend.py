from odoo import fields, models


class AppraisalSuspend(models.TransientModel):
    """The head lets a year stand still, and says why; nobody else reads it."""

    _name = "school.appraisal.suspend"
    _inherit = ["school.appraisal.values"]
    _description = "Let a year stand still"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    reason = fields.Text(required=True)

    def action_suspend(self):
        self.appraisal_id.suspend(self.reason)
        # The reason is kept with the year; the dialog must not keep it, too.
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
