from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "school.appraisal.kept"]

    appraisal_staff_ids = fields.One2many(
        "school.appraisal.staff",
        "employee_id",
        "Appraisal facts",
        groups="hr.group_hr_user",
    )

    def write(self, vals):
        """Who changes the people changes the access: a former manager loses
        sight with the same write. (Logins: see resource.resource.)"""
        # A senior leader does not read the year of his own manager: theirs too.
        managers = self.parent_id if "parent_id" in vals else self.browse()
        result = super().write(vals)
        if "parent_id" in vals:
            (self | managers | self.parent_id)._sync_appraisal_managers()
        if "resource_id" in vals:
            # The login hangs on the resource.
            self._appraisal_login_changed()
        return result

    def _kept_sentence(self, use):
        # sudo: HR, who deletes employees, reads no appraisal.
        appraisals = self.env["school.appraisal"].sudo()
        if appraisals.search_count([("employee_id", "=", self.id)], limit=1):
            return self.env._(
                "An employee with appraisals cannot be deleted: statements are kept "
                "for years. Archive the employee instead."
            )
        return super()._kept_sentence(use)

    def _appraisal_login_changed(self):
        # sudo: HR, who links logins, reads no appraisal.
        Appraisal = self.env["school.appraisal"].sudo()
        for employee in self:
            user = employee.sudo().user_id
            Appraisal.search([("employee_id", "=", employee.id)]).filtered(
                lambda a, user=user: a.reviewee_user_id != user
            )._set_people(
                {"reviewee_user_id": user.id},
                self.env._("Login of the employee"),
                distrust=self.env.user,
            )
        # A head's new login holds once an administrator confirmed it.
        # sudo: HR, who links logins, need not write schools.
        for school in (
            self.env["school.appraisal.school"]
            .sudo()
            .search([("head_id", "in", self.ids)])
        ):
            if school.head_user_id != school.head_id.user_id:
                school._set_head_user(self.env["res.users"])
        # sudo: whose manager somebody is does not depend on who asks.
        (self | self.sudo().child_ids)._sync_appraisal_managers()

    def _sync_appraisal_managers(self):
        """Line managers' rows follow the employee: at once while the year
        runs; a year that is closed stays open to the former manager for a
        while, and is not opened to the new one."""
        # sudo: HR, who names managers, reads no appraisal.
        appraisals = (
            self.env["school.appraisal"]
            .sudo()
            .search([("employee_id", "in", self.ids)])
        )
        closed = appraisals.filtered(lambda appraisal: appraisal.state == "closed")
        (appraisals - closed)._sync_access(
            self.env._("Line manager"), distrust=self.env.user
        )
        closed._end_former_managers()

    def action_open_appraisals(self):
        """The appraisals of this person, as far as the user may see them."""
        return self.env["school.appraisal"]._action_for_employee(self.id)
