from odoo import api, fields, models

from ..models.appraisal_change import DECISIONS, EVENTS


class AppraisalChangeDecide(models.TransientModel):
    """The head says what has happened, and what it means for the year."""

    _name = "school.appraisal.change.decide"
    _inherit = ["school.appraisal.year.dialog"]
    _description = "Decide on a change"

    event = fields.Selection(EVENTS, "What happened", required=True)
    decision = fields.Selection(DECISIONS, "What it means", required=True)
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewed by",
        domain=[("share", "=", False)],
        compute="_compute_reviewer_id",
        store=True,
        readonly=False,
        compute_sudo=False,
        ondelete="cascade",
    )
    reason = fields.Text("Why", required=True)

    @api.depends("decision", "appraisal_id")
    def _compute_reviewer_id(self):
        """A year that begins again keeps its reviewer until another is chosen."""
        for dialog in self:
            again = dialog.decision == "restart"
            dialog.reviewer_id = again and dialog.appraisal_id.reviewer_id

    def action_decide(self):
        self.ensure_one()
        change = self.appraisal_id.decide_change(
            self.decision,
            self.reviewer_id,
            event=self.event,
            date_from=self.date_from,
            reason=self.reason,
        )
        close = self._forget()
        again = change.new_appraisal_id
        return again.get_formview_action() if again else close
