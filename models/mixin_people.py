from datetime import timedelta

from odoo import api, fields, models

# How long after a year is closed a former line manager still reads it.
FORMER_MANAGER_DAYS = 30


class AppraisalPeople(models.AbstractModel):
    """Who stands in which role to one appraisal, and so who may see it.

    The people fields of the appraisal say who should have a role; the access
    rows, which the record rules read, are written only here, together with
    them.
    """

    _name = "school.appraisal.people"
    _description = "Appraisal: people and access rows"

    my_roles = fields.Char(
        compute="_compute_my_roles",
        help="Roles of the current user on this appraisal, between commas.",
    )

    def _wanted_access(self):
        """{user: role} pairs that this appraisal's people fields ask for."""
        self.ensure_one()
        wanted = {
            (self.reviewee_user_id, "reviewee"),
            (self.reviewer_id, "reviewer"),
        }
        # Nobody is the head of his own appraisal.
        if self.head_user_id != self.reviewee_user_id:
            wanted.add((self.head_user_id, "head"))
        if self.staff_group_id.line_manager_access:
            managers = self._line_manager_users() - self.reviewee_user_id
            wanted |= {(user, "line_manager") for user in managers}
        return {(user, role) for user, role in wanted if user}

    def _line_manager_users(self):
        """The employee's manager and those the head added (TM §6.3)."""
        staff = self.employee_id.appraisal_staff_ids
        return self.employee_id.parent_id.user_id | staff.further_manager_user_ids

    def _sync_access(self, purpose, distrust=None):
        """Make the access rows say what the people fields say.

        A removal holds at once. A row waits until somebody else confirms it
        where its user may have brought it about himself: ``distrust`` is the
        user whose change this follows, and a line manager who keeps employees
        or staff facts can have named himself at any time before.

        :param str purpose: why, as the reviewee will read it
        """
        # sudo: the rows of a person's access are written for him by others,
        # and nobody has rights to write them by hand.
        vals_list = []
        for appraisal in self.sudo():
            wanted = appraisal._wanted_access()
            rows = appraisal.access_ids.filtered(lambda row: row.state != "ended")
            held = {(row.user_id, row.role): row for row in rows}
            for key in held.keys() - wanted:
                held[key]._end()
            vals_list += [
                {
                    "appraisal_id": appraisal.id,
                    "user_id": user.id,
                    "role": role,
                    "purpose": purpose,
                    "granted_by": self.env.uid,
                    "date_from": fields.Date.context_today(self),
                    "state": "pending"
                    if user == distrust
                    or (role == "line_manager" and self._names_managers(user))
                    else "active",
                }
                for user, role in sorted(
                    wanted - held.keys(), key=lambda pair: (pair[1], pair[0].id)
                )
            ]
        self.env["school.appraisal.access"].sudo()._with_pass().create(vals_list)

    def _end_former_managers(self):
        """On closed years: who is not the line manager any more reads on for
        a few weeks after the close."""
        for appraisal in self:
            managers = appraisal._line_manager_users()
            last_day = appraisal.closed_on + timedelta(days=FORMER_MANAGER_DAYS)
            former = appraisal.access_ids.filtered(
                lambda row, managers=managers: (
                    row.role == "line_manager"
                    and row.state != "ended"
                    and row.user_id not in managers
                )
            )
            former._with_pass().write({"date_to": last_day})

    @api.model
    def _names_managers(self, user):
        return user.has_group("hr.group_hr_user") or user.has_group(
            "school_appraisal.group_administrator"
        )

    @api.depends(
        "access_ids.user_id",
        "access_ids.role",
        "access_ids.state",
        "access_ids.date_from",
        "access_ids.date_to",
    )
    @api.depends_context("uid")
    def _compute_my_roles(self):
        """From the same active rows that the record rules read. The superuser
        has none."""
        # sudo: everybody may know his own roles.
        rows = (
            self.env["school.appraisal.access"]
            .sudo()
            .search_fetch(
                [
                    ("appraisal_id", "in", self.ids),
                    ("user_id", "=", self.env.uid),
                    *self.env["school.appraisal.access"]._active_domain(),
                ],
                ["appraisal_id", "role"],
            )
        )
        roles = {appraisal_id: [] for appraisal_id in self.ids}
        for row in rows:
            roles[row.appraisal_id.id].append(row.role)
        for appraisal in self:
            mine = sorted(roles.get(appraisal._origin.id, ()))
            appraisal.my_roles = f",{','.join(mine)},"

    def _has_role(self, *roles):
        self.ensure_one()
        return bool(self._roles() & set(roles))

    def _roles(self):
        """The current user's roles on this appraisal."""
        return set(self.my_roles.split(",")) - {""}
