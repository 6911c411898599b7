from odoo import models


class ResUsers(models.Model):
    """A login that appraisals name is kept with them."""

    _name = "res.users"
    _inherit = ["res.users", "school.appraisal.kept"]
