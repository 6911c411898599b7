import base64

from odoo import fields, models


class AppraisalStatementPaper(models.TransientModel):
    """Record that the reviewee signed the printed form, with its scan."""

    _name = "school.appraisal.statement.paper"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Record a signature on paper"

    paper_date = fields.Date("Signed on")
    scan = fields.Binary("Scan of the signed form", attachment=False)
    filename = fields.Char()

    def action_record(self):
        self.statement_id.sign_paper(
            self.paper_date, base64.b64decode(self.scan or b""), self.filename
        )
        return self._forget()
