from odoo import fields, models


class ReviewerAnswer(models.TransientModel):
    """The head answers a request for another reviewer, and names one where it is
    granted."""

    _name = "school.appraisal.reviewer.answer"
    _inherit = ["school.appraisal.dialog"]
    _description = "Answer to a request for another reviewer"

    request_id = fields.Many2one(
        "school.appraisal.reviewer.request",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    whose = fields.Char(related="request_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="request_id.cycle_id", related_sudo=False)
    present_reviewer_id = fields.Many2one(
        related="request_id.reviewer_id", related_sudo=False
    )
    reasons = fields.Text(related="request_id.reasons", related_sudo=False)
    answer = fields.Text()
    reviewer_id = fields.Many2one(
        "res.users",
        "New reviewer",
        domain=[("share", "=", False)],
        ondelete="cascade",
    )

    def action_grant(self):
        return self._decide(True)

    def action_decline(self):
        return self._decide(False)

    def _decide(self, granted):
        self.request_id.decide(granted, self.answer, self.reviewer_id)
        return self._forget()
