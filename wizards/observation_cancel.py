from odoo import fields, models


class ObservationCancel(models.TransientModel):
    """Reviewer or head cancels an observation, and says why."""

    _name = "school.appraisal.observation.cancel"
    _inherit = ["school.appraisal.dialog"]
    _description = "Cancel an observation"

    observation_id = fields.Many2one(
        "school.appraisal.observation", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="observation_id.whose", related_sudo=False)
    subject = fields.Char(related="observation_id.subject", related_sudo=False)
    reason = fields.Text(required=True)

    def action_cancel(self):
        self.observation_id.cancel(self.reason)
        return self._forget()
