from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary

from ..models.mixin_kept import PREFIX


def _reads_only(_controller, _rule, args):
    """Fetching a file of an appraisal leaves a row in the register of access: not on a
    read-only cursor, where Odoo would have to start the request again."""
    model = args.get("model") or request.httprequest.args.get("model") or ""
    if model.startswith(PREFIX):
        return False
    file_id = args.get("id") or request.httprequest.args.get("id", type=int)
    # sudo: only which kind of record the file belongs to; nothing is told.
    attachment = request.env["ir.attachment"].sudo().browse(file_id).exists()
    return not (attachment.res_model or "").startswith(PREFIX)


class AppraisalBinary(Binary):
    @http.route(readonly=_reads_only)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)
