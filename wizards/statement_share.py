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
            statement = dialog.statement_id
            dialog.missing = "\n".join(statement._missing()) if statement else False

    def action_share(self):
        self.statement_id.action_share()
        return self._forget()
