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
