from odoo import models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .mixin_kept import PREFIX


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Who deletes a model by hand is told why not before anything is done:
        the mail app deletes messages and files of the model first, by SQL."""
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self.filtered(
                lambda model: model.model.startswith(PREFIX)
            )._unlink_if_manual()
        return super().unlink()
