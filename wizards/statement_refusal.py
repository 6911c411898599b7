from odoo import fields, models


class AppraisalStatementRefusal(models.TransientModel):
    """Record that the reviewee will not sign."""

    _name = "school.appraisal.statement.refusal"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Record a refused signature"

    reason = fields.Text("What the person answered")

    def action_record(self):
        self.statement_id.record_refusal(self.reason)
        return self._forget()
