from odoo import models


class AppraisalDialog(models.AbstractModel):
    """A dialog that shows itself, at first or again after one of its buttons, and
    leaves nothing behind when it is done."""

    _name = "school.appraisal.dialog"
    _inherit = ["school.appraisal.values"]
    _description = "Appraisal: dialog"

    def _reopen(self):
        """Window action that shows this dialog, under its name in the user's words."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _forget(self):
        """Window action that closes the dialog, of which nothing stays in its table:
        what was typed is kept where it belongs, and nowhere else."""
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
