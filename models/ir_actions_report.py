import io

from odoo import models
from odoo.exceptions import UserError

# Reports whose paper the records make themselves.
OWN_REPORTS = frozenset(
    {
        "school_appraisal.report_statement",
        "school_appraisal.report_cpd_list",
        "school_appraisal.report_form",
        "school_appraisal.report_observation",
        "school_appraisal.report_self_review",
    }
)


class IrActionsReport(models.Model):
    """Printing our forms through Odoo's print menu and /report addresses.

    A signed form must come out as the bytes that were frozen, a draft marked as
    one, and each print must stand in the register: so the records are asked,
    and no template is rendered with what the caller says.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.report_name not in OWN_REPORTS:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        pdfs = self._own_records(report, res_ids)._report_pdfs(report.report_name)
        return {
            res_id: {"stream": io.BytesIO(pdf), "attachment": None}
            for res_id, pdf in pdfs.items()
        }

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.report_name in OWN_REPORTS:
            records = self._own_records(report, docids)
            values["sheets"] = records._report_sheets(report.report_name)
            values["lang"] = self.env.lang
            values["reference"] = report.name
            values["margin"] = "2em"
        return values

    def _own_records(self, report, res_ids):
        if isinstance(res_ids, int):
            res_ids = [res_ids]
        if not res_ids:
            raise UserError(self.env._("Choose what is to be printed."))
        return self.env[report.model].browse(dict.fromkeys(res_ids))

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Our sheets hold no script and fetch nothing: nothing to wait for, and
        the trust's ``report.print_delay`` stays for its other reports."""
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("appraisal_sheet"):
            command[command.index("--javascript-delay") + 1] = "1"
            command.append("--disable-javascript")
        return command
