from odoo import fields, models


class ResUsers(models.Model):
    """A login that appraisals name is kept with them."""

    _name = "res.users"
    _inherit = ["res.users", "school.appraisal.kept"]

    # A day with ten deadlines is one mail.
    appraisal_told_on = fields.Date(
        "Last told of appraisal deadlines on", groups=fields.NO_ACCESS
    )
