from odoo import api, models


class ResourceResource(models.Model):
    """An employee's login is kept on the resource, and can be changed there."""

    _inherit = "resource.resource"

    def write(self, vals):
        """A former login loses sight of the appraisals with the same write."""
        result = super().write(vals)
        if "user_id" in vals:
            # sudo: whoever changes the login need not read the employee.
            self.sudo().with_context(active_test=False).employee_id.with_env(
                self.env
            )._appraisal_login_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_appraised(self):
        """The employee hangs on it."""
        # sudo: whoever deletes a resource need not read the employee.
        employees = self.sudo().with_context(active_test=False).employee_id
        employees._unlink_except_appraised()
        employees._unlink_only_unused()
