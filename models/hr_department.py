from odoo import models


class HrDepartment(models.Model):
    """A department that appraisals name is kept with them."""

    _name = "hr.department"
    _inherit = ["hr.department", "school.appraisal.kept"]
