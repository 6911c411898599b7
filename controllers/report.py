from odoo import http

from odoo.addons.web.controllers.report import ReportController

from ..models.ir_actions_report import OWN_REPORTS


def _reads_only(_controller, _rule, args):
    """Printing one of ours leaves a row in the register of access: on a
    read-only cursor Odoo would have to start the request again."""
    return args.get("reportname") not in OWN_REPORTS


class AppraisalReportController(ReportController):
    @http.route(readonly=_reads_only)
    def report_routes(self, *args, **kwargs):
        return super().report_routes(*args, **kwargs)
