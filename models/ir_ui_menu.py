from odoo import models


class IrUiMenu(models.Model):
    """“Add my team” is in the menu of those alone whom a head lets do so."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        cycles = self.env["school.appraisal.cycle"]
        # sudo: only whether there is a cycle to add people to decides.
        if not cycles.sudo().search_count(cycles._as_manager_domain(), limit=1):
            # Nobody is shut out of Odoo where the menu was deleted.
            menu = "school_appraisal.appraisal_menu_add_team"
            hidden += self.env.ref(menu, raise_if_not_found=False).ids
        return hidden
