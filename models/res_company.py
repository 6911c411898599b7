from odoo import models


class ResCompany(models.Model):
    """A company that appraisals name is kept with them."""

    _name = "res.company"
    _inherit = ["res.company", "school.appraisal.kept"]
