from odoo import models


class AppraisalStatementShare(models.TransientModel):
    """The reviewer sees the form as the reviewee will get it, and shares it."""

    _name = "school.appraisal.statement.share"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Share a statement"

    def action_share(self):
        self.statement_id.action_share()
        return self._forget()
