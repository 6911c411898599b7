from odoo import fields, models


class ObservationComment(models.TransientModel):
    """The person observed comments on the record of it."""

    _name = "school.appraisal.observation.comment"
    _inherit = ["school.appraisal.dialog"]
    _description = "Comment on an observation"

    observation_id = fields.Many2one(
        "school.appraisal.observation", required=True, readonly=True, ondelete="cascade"
    )
    subject = fields.Char(related="observation_id.subject", related_sudo=False)
    observer_id = fields.Many2one(
        related="observation_id.observer_id", related_sudo=False
    )
    comments = fields.Text("My comments")

    def action_comment(self):
        self.observation_id.comment(self.comments)
        return self._forget()
