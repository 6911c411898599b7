from odoo import api, fields, models

from .mixin_people import by_own_hand


class ResourceResource(models.Model):
    """An employee's login is kept on the resource, and can be changed there."""

    _inherit = "resource.resource"

    appraisal_login_doubtful = fields.Boolean(
        "Login linked by its own user",
        copy=False,
        groups="base.group_system",
        help="Appraisals do not open to this login until the head has confirmed it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        resources = super().create(vals_list)
        resources._doubt_own_links({})
        return resources

    def write(self, vals):
        """A former login loses sight of the appraisals with the same write."""
        # sudo: whoever changes the login need not read the employee.
        before = {resource: resource.user_id for resource in self.sudo()}
        result = super().write(vals)
        if "user_id" in vals:
            self._doubt_own_links(before)
            self.sudo().with_context(active_test=False).employee_id.with_env(
                self.env
            )._appraisal_login_changed()
        return result

    def _doubt_own_links(self, before):
        """Who links his own login, or puts a login that he made in another's place,
        may do it to read; making and linking a first login is everyday work.

        :param before: {resource: login} as it was
        """
        # sudo: nobody writes by hand what is thought of a link.
        for resource in self.sudo():
            user, former = resource.user_id, before.get(resource)
            if user != former:
                own = user == self.env.user or bool(former)
                resource.appraisal_login_doubtful = own and by_own_hand(
                    user, self.env.user
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_appraised(self):
        """The employee hangs on it."""
        # sudo: whoever deletes a resource need not read the employee.
        employees = self.sudo().with_context(active_test=False).employee_id
        employees._unlink_only_unused()
