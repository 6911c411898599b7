from odoo import Command, api, fields, models

from .appraisal_nomination import OFFICES
from .mixin_people import by_own_hand


class AppraisalSchool(models.Model):
    """A school or central team, and the people who have an office in it.

    The administrator keeps it. Nobody gains by his own hand: whoever names
    himself, or a login that he made, waits for another person's confirmation
    (``school.appraisal.nomination``). The head's login is held apart from the
    employee (``head_user_id``) for the same reason: linking one's own login to
    the head's employee record opens nothing.
    """

    _name = "school.appraisal.school"
    _inherit = ["school.appraisal.guard"]
    _description = "School"
    _order = "name, id"

    _open_fields = frozenset(
        {"name", "active", "company_id", "department_id", "head_id"}
        | {"foundation_governor_ids"}
        | set(OFFICES)
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
        "res.users",
        "Headteacher's login",
        copy=False,
        index=True,
        ondelete="restrict",
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
    chair_user_id = fields.Many2one(
        "res.users",
        "Chair of governors",
        ondelete="restrict",
        help="Has the head's part in the head's own appraisal (KM §4.2).",
    )
    review_committee_chair_id = fields.Many2one(
        "res.users",
        "Chair of the review committee",
        ondelete="restrict",
        help="Reads the final statements of the head's own appraisal (KM §7).",
    )
    foundation_governor_ids = fields.Many2many(
        "res.users",
        "school_appraisal_school_foundation_rel",
        "school_id",
        "user_id",
        "Foundation governors",
        help="Counted in the panel that reviews the head, where the policy asks for "
        "them (KM §4.2). They see nothing by this alone.",
    )
    cpd_coordinator_id = fields.Many2one(
        "res.users",
        "CPD coordinator",
        index="btree_not_null",
        ondelete="restrict",
        help="Reads training needs once the form they stand on is signed, and "
        "settles how they are met.",
    )
    senior_leader_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_school_senior_leader_rel",
        "school_id",
        "user_id",
        "Senior leaders",
        help="Read appraisals for quality assurance, where the policy says so.",
    )
    trust_leader_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_school_trust_leader_rel",
        "school_id",
        "user_id",
        "Trust leaders",
        help="See how many appraisals of the school stand at which stage, and how many "
        "are late; no appraisal, and nobody's name.",
    )
    nomination_ids = fields.One2many(
        "school.appraisal.nomination",
        "school_id",
        "Waiting for confirmation",
        domain=[("state", "=", "pending")],
        groups="school_appraisal.group_administrator,school_appraisal.group_head",
    )

    @api.depends("head_id", "head_user_id")
    def _compute_head_to_confirm(self):
        for school in self:
            # sudo: only whether the two logins are the same is told.
            school.head_to_confirm = (
                school.sudo().head_id.user_id != school.head_user_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        schools = super().create(vals_list)
        schools._offices_changed({})
        schools.filtered("head_id")._head_changed()
        return schools

    def write(self, vals):
        before = {school: school._office_holders() for school in self}
        result = super().write(vals)
        if vals.keys() & OFFICES.keys():
            self._offices_changed(before)
        if "head_id" in vals:
            self._head_changed()
        return result

    # OFFICES

    def _office_holders(self):
        """{field: users} of this school, also those who cannot sign in now."""
        school = self.with_context(active_test=False)
        return {name: school[name] for name in OFFICES}

    def _offices_changed(self, before):
        """Whom somebody put into an office by his own hand is taken out again
        and waits; the others have it at once, and who lost one, nothing more.

        :param before: {school: {field: users}} as it was
        """
        if not self._has_pass():
            for school in self:
                school._hold_back(before.get(school, {}))
        # sudo: who keeps the school's record reads no appraisal.
        appraisals = (
            self.env["school.appraisal"].sudo().search([("school_id", "in", self.ids)])
        )
        appraisals._sync_access(self.env._("Office in the school"))

    def _hold_back(self, before):
        for name, users in self._office_holders().items():
            new = users - before.get(name, users.browse())
            if new and self._fields[name].type == "many2one":
                # Whoever waited for this office: it is given now.
                self.env["school.appraisal.nomination"]._withdraw_all(self, name)
            # sudo: who made a login stands on the user, which not everybody reads.
            doubtful = new.filtered(
                lambda user: by_own_hand(user.sudo(), self.env.user)
            )
            if doubtful:
                school = self._with_pass().with_context(active_test=False)
                school._change_office(name, doubtful, Command.unlink)
                self.env["school.appraisal.nomination"]._nominate(self, name, doubtful)

    def _give_office(self, name, user):
        """Put ``user`` into an office, after its confirmation."""
        # sudo: a head who confirms does not write the school's record.
        self.sudo()._with_pass()._change_office(name, user, Command.link)

    def _change_office(self, name, users, command):
        """Give an office to these users, or take it from them.

        :param command: ``Command.link`` or ``Command.unlink``, also where the
            office is one person's
        """
        if self._fields[name].type == "many2many":
            value = [command(user.id) for user in users]
        else:
            value = users.id if command == Command.link else False
        self.write({name: value})

    def _head_changed(self):
        """Take the old head's sight away at once; give it to the new one
        unless the acting user made himself head, or a login that he made."""
        for school in self:
            # sudo: an administrator need not have HR rights to name a head.
            head = school.sudo().head_id
            doubtful = head.resource_id.appraisal_login_doubtful or by_own_hand(
                head.user_id, self.env.user
            )
            school._set_head_user(head.user_id.browse() if doubtful else head.user_id)

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
        # The head's year is the governors' matter, and in no team.
        appraisals.filtered(lambda year: year._is_of_head())._leave_teams()

    def _get_confirm_head_blocker(self):
        if not self.env.user.has_group("school_appraisal.group_administrator"):
            return self.env._("only an appraisal administrator confirms the head.")
        if not self.head_to_confirm:
            return self.env._("the head's login is confirmed already.")
        # sudo: who made a login stands on the user.
        head, me = self.sudo().head_id.user_id, self.env.user.sudo()
        if by_own_hand(head, me) or by_own_hand(me, head):
            return self.env._(
                "another administrator must confirm a head who is you, or whose "
                "login you made."
            )
        return False

    def action_confirm_head(self):
        """An administrator, never the new head himself, confirms whose login
        is the head's."""
        self.check_access("write")
        self._check_can("confirm_head")
        for school in self:
            # sudo: an administrator need not have HR rights to confirm a head.
            head = school.sudo().head_id
            head.resource_id.appraisal_login_doubtful = False
            school._set_head_user(head.user_id)

    def _is_head(self):
        self.ensure_one()
        return self.head_user_id == self.env.user and not self.env.su

    def _is_chair(self):
        self.ensure_one()
        return self.chair_user_id == self.env.user and not self.env.su
