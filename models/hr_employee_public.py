from odoo import models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    def action_open_appraisals(self):
        """The appraisals of this person, as far as the user may see them."""
        return self.env["school.appraisal"]._action_for_employee(self.id)
