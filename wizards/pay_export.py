import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.pay_file import to_csv, to_xlsx

WRITERS = {"xlsx": to_xlsx, "csv": to_csv}


class AppraisalPayExport(models.TransientModel):
    """The pay officer takes decided recommendations to payroll as a file."""

    _name = "school.appraisal.pay.export"
    _inherit = ["school.appraisal.dialog"]
    _description = "Export pay progression"

    recommendation_ids = fields.Many2many(
        "school.appraisal.pay.recommendation",
        "school_appraisal_pay_export_rel",
        "export_id",
        "recommendation_id",
        required=True,
    )
    file_format = fields.Selection(
        [("xlsx", "Excel (xlsx)"), ("csv", "CSV")],
        required=True,
        default="xlsx",
        string="File format",
    )
    file = fields.Binary(readonly=True, attachment=False)
    filename = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields_list):
        """The rows ticked in the list, else all that are still to go."""
        values = super().default_get(fields_list)
        recommendations = self.env["school.appraisal.pay.recommendation"]
        chosen = recommendations.browse(self.env.context.get("active_ids"))
        if not chosen:
            chosen = recommendations.search(recommendations._export_domain())
        return {**values, "recommendation_ids": [Command.set(chosen.ids)]}

    def action_export(self):
        """Write the file, and mark what is in it as exported."""
        self.ensure_one()
        records = self.recommendation_ids
        if not records:
            raise UserError(self.env._("There is no decided recommendation to export."))
        records._check_can("export")
        header, rows = records._export_table()
        self.file = base64.b64encode(WRITERS[self.file_format](header, rows))
        self.filename = f"pay-progression.{self.file_format}"
        records._do_export()
        return self._reopen()
