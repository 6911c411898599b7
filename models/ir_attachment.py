from odoo import api, models
from odoo.exceptions import AccessError

from .mixin_guard import has_pass

FROZEN_MODELS = {"school.appraisal.statement"}


class IrAttachment(models.Model):
    """Frozen statements and the scans of paper signatures.

    Who may edit a statement may edit its attachments as far as Odoo is
    concerned; these are paper that nobody changes: not their bytes, not their
    record, not by deleting, and nothing is slipped in beside them.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_frozen()
        return attachments

    def write(self, vals):
        self._check_not_frozen()
        result = super().write(vals)
        if vals.keys() & {"res_model", "res_id"}:
            self._check_not_frozen()
        return result

    def unlink(self):
        self._check_not_frozen()
        return super().unlink()

    def _to_http_stream(self):
        self._log_frozen_read()
        return super()._to_http_stream()

    def _read_format(self, fnames, load="_classic_read"):
        if {"raw", "datas"} & set(fnames):
            self._log_frozen_read()
        return super()._read_format(fnames, load)

    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    # Reading a frozen paper writes the register: not on a read-only cursor.
    read._readonly = False

    def _log_frozen_read(self):
        """Taking the paper away is printing, whichever way it is done."""
        frozen = self.sudo().filtered(lambda a: a.res_model in FROZEN_MODELS)
        statements = (
            self.env["school.appraisal.statement"]
            .sudo()
            .browse(frozen.mapped("res_id"))
        )
        self.env["school.appraisal.access.log"]._log(
            statements.exists().appraisal_id, "printed"
        )

    def _check_not_frozen(self):
        if has_pass(self.env):
            return
        # sudo: whether it is frozen does not depend on who asks.
        if any(a.res_model in FROZEN_MODELS for a in self.sudo()):
            raise AccessError(
                self.env._(
                    "This file belongs to a signed statement and cannot be added, "
                    "changed, moved or deleted."
                )
            )
