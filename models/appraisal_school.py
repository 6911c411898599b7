from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalSchool(models.Model):
    """A school or central team, and the people who have an office in it.

    The administrator keeps it. The head's login is held apart from the
    employee (``head_user_id``): who makes himself head, or links his own
    login to the head's employee record, gains nothing until another
    administrator confirms.
    """

    _name = "school.appraisal.school"
    _inherit = ["school.appraisal.guard"]
    _description = "School"
    _order = "name, id"

    _open_fields = frozenset(
        {"name", "active", "company_id", "department_id", "head_id"}
        | {"governor_user_ids"}
    )

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Top department",
        ondelete="restrict",
        help="Empty: the whole company.",
    )
    head_id = fields.Many2one("hr.employee", "Headteacher", ondelete="restrict")
    head_user_id = fields.Many2one(
        "res.users", "Headteacher's login", index=True, ondelete="restrict"
    )
    head_to_confirm = fields.Boolean(
        compute="_compute_head_to_confirm", string="Head to confirm"
    )
    governor_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_school_governor_rel",
        "school_id",
        "user_id",
        "Governors who decide on pay",
    )

    @api.depends("head_id", "head_user_id")
    def _compute_head_to_confirm(self):
        for school in self:
            school.head_to_confirm = (
                school.sudo().head_id.user_id != school.head_user_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        schools = super().create(vals_list)
        schools._check_not_own_governor(self.env["res.users"])
        schools.filtered("head_id")._head_changed()
        return schools

    def write(self, vals):
        before = self.governor_user_ids
        result = super().write(vals)
        self._check_not_own_governor(before)
        if "head_id" in vals:
            self._head_changed()
        return result

    def _check_not_own_governor(self, before):
        if not self.env.su and self.env.user in self.governor_user_ids - before:
            raise UserError(
                self.env._(
                    "Nobody names himself a governor: ask another administrator."
                )
            )

    def _head_changed(self):
        """Take the old head's sight away at once; give it to the new one
        unless the acting user made himself head."""
        for school in self:
            # sudo: an administrator need not have HR rights to name a head.
            user = school.sudo().head_id.user_id
            school._set_head_user(user if user != self.env.user else user.browse())

    def _set_head_user(self, user):
        self._with_pass().write({"head_user_id": user.id})
        # sudo: who keeps the school's record may read no appraisal.
        appraisals = (
            self.env["school.appraisal"]
            .sudo()
            .search([("school_id", "in", self.ids), ("head_user_id", "!=", user.id)])
        )
        appraisals._set_people(
            {"head_user_id": user.id}, self.env._("Head of the school")
        )

    def _get_confirm_head_blocker(self):
        if not self.env.user.has_group("school_appraisal.group_administrator"):
            return self.env._("only an appraisal administrator confirms the head.")
        if not self.head_to_confirm:
            return self.env._("the head's login is confirmed already.")
        if self.sudo().head_id.user_id == self.env.user:
            return self.env._(
                "another administrator must confirm that you are the head."
            )
        return False

    def action_confirm_head(self):
        """An administrator, never the new head himself, confirms whose login
        is the head's."""
        self.check_access("write")
        self._check_can("confirm_head")
        for school in self:
            school._set_head_user(school.sudo().head_id.user_id)

    def _is_head(self):
        self.ensure_one()
        return self.head_user_id == self.env.user and not self.env.su
