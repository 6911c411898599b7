import base64

from odoo import fields, models
from odoo.exceptions import UserError


class AppraisalStatementPaper(models.TransientModel):
    """Record that the reviewee signed the printed form, with its scan."""

    _name = "school.appraisal.statement.paper"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Record a signature on paper"

    paper_date = fields.Date("Signed on")
    scan = fields.Binary("Scan of the signed form", attachment=False)
    filename = fields.Char()

    def action_record(self):
        try:
            scan = base64.b64decode(self.scan or b"")
        except ValueError as error:
            raise UserError(self.env._("The scan could not be read.")) from error
        self.statement_id.sign_paper(self.paper_date, scan, self.filename)
        return self._forget()
