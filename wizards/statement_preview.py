import base64

from odoo import api, fields, models


class AppraisalStatementPreview(models.AbstractModel):
    """What the dialogs around one statement share: whose it is, and the form
    as the other will get it.

    A dialog is opened by ``_open``, which keeps on the server which content
    it shows; the preview is made as the user asks for it and never stored.
    """

    _name = "school.appraisal.statement.preview"
    _inherit = ["school.appraisal.dialog"]
    _description = "Appraisal: dialog about a statement"

    statement_id = fields.Many2one(
        "school.appraisal.statement", required=True, readonly=True, ondelete="cascade"
    )
    appraisal_id = fields.Many2one(
        related="statement_id.appraisal_id", related_sudo=False
    )
    whose = fields.Char(related="statement_id.appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(
        related="statement_id.appraisal_id.cycle_id", related_sudo=False
    )
    title = fields.Char(related="statement_id.title", related_sudo=False)
    content_hash = fields.Char(readonly=True)
    preview = fields.Binary(compute="_compute_preview")

    @api.depends("statement_id")
    def _compute_preview(self):
        for dialog in self:
            pdf = dialog.statement_id and dialog.statement_id._get_pdf()
            dialog.statement_id._log_words(["content"])
            dialog.preview = base64.b64encode(pdf) if pdf else False

    @api.model_create_multi
    def create(self, vals_list):
        """Who opens a dialog reads the form in it."""
        dialogs = super().create(vals_list)
        dialogs.statement_id.check_access("read")
        dialogs.statement_id._log_words(["content"])
        return dialogs

    def web_read(self, specification):
        return super().web_read(specification)

    # The preview leaves a row in the register: not on a read-only cursor.
    web_read._readonly = False

    @api.model
    def _open(self, statement):
        """Window action of a dialog about this statement."""
        statement.ensure_one()
        dialog = self.create(
            {"statement_id": statement.id, "content_hash": statement.content_hash}
        )
        return dialog._reopen()
