from odoo import api, fields, models


class AppraisalStatementShare(models.TransientModel):
    """The reviewer sees the form as the reviewee will get it, and shares it."""

    _name = "school.appraisal.statement.share"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Share a statement"

    missing = fields.Text("Still missing", compute="_compute_missing")

    @api.depends("statement_id")
    def _compute_missing(self):
        for dialog in self:
            dialog.missing = "\n".join(dialog.statement_id._missing())

    def action_share(self):
        self.statement_id.action_share()
        return self._forget()
