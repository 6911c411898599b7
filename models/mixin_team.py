from odoo import api, fields, models


class AppraisalTogether(models.AbstractModel):
    """Whose year it is: one person's, or a team's (WP §4).

    A team's year is an appraisal without an employee: plan, review, forms and
    signatures are the members' together. What one member has alone, training needs
    above all (§4.3), stays on his own appraisal, which waits in planning while he is
    in the team, closes with the team's year, and goes on alone as soon as he leaves
    it (§4.4).
    """

    _name = "school.appraisal.together"
    _description = "Appraisal: of a person or of a team"

    team_id = fields.Many2one(
        "school.appraisal.team",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Whose year it is, where it is a team's (WP §4).",
    )
    team_name = fields.Char("Team's name", readonly=True)
    joined_team_id = fields.Many2one(
        "school.appraisal.team",
        "Reviewed with the team",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="While it is set, this person plans and reviews together with the team.",
    )
    all_membership_ids = fields.One2many(
        "school.appraisal.team.member",
        "appraisal_id",
        "All memberships",
        groups=fields.NO_ACCESS,
    )
    whose = fields.Char(
        "Whose year",
        compute="_compute_whose",
        help="The person's name, or the team's.",
    )
    can_open_team = fields.Boolean(compute="_compute_can_open_team")
    team_asks = fields.Boolean(compute="_compute_can_open_team")

    @api.depends("employee_id.name", "team_name")
    def _compute_whose(self):
        for appraisal in self:
            # sudo: whoever sees the appraisal sees whose it is, also from another
            # school's company, where HR's rules hide the employee.
            appraisal.whose = (
                appraisal.team_name or appraisal._origin.sudo().employee_id.name
            )

    @api.depends("team_id", "joined_team_id")
    @api.depends_context("uid")
    def _compute_can_open_team(self):
        """By the rules of the user: nobody else learns that somebody was asked."""
        members = self.env["school.appraisal.team.member"]
        # Where there are no teams, opening a year must not ask after them.
        if asked := self.filtered(
            lambda year: year.joined_team_id or year.staff_group_id.team_review
        ):
            members = members.search([("appraisal_id", "in", asked.ids)])
        for appraisal in self:
            own = members.filtered(
                lambda row, appraisal=appraisal: row.appraisal_id == appraisal._origin
            )
            appraisal.can_open_team = bool(own) or bool(
                appraisal.team_id and appraisal.team_id.has_access("read")
            )
            appraisal.team_asks = any(row.can_consent for row in own)

    # WHO

    def _members(self):
        """Rows of those who are in the team now; nobody's where it is one person's
        year."""
        # sudo: a member's row is that member's and the head's; who is in the team
        # decides for everybody who reads and signs.
        return self.sudo().team_id._present()

    def _own_years(self):
        """The appraisals of the people themselves: a team's members have one each."""
        # sudo: a member does not read another's own appraisal.
        years = self.sudo()
        teams = years.filtered("team_id")
        # Else as they are: a new list would be read one by one.
        return (years - teams) | teams._members().appraisal_id if teams else years

    def _reviewed_employees(self):
        return self._own_years().employee_id

    def _reviewed_users(self):
        return self._own_years().reviewee_user_id

    def _reviewed_access(self):
        """{(user, role)} of those whose year it is, and of those who left the team
        and have signed one of its final forms: each keeps the papers that he signed
        (WP step 4)."""
        # sudo: signatures and people of the whole year, whoever changes something.
        year = self.sudo()
        if not year.team_id:
            login = year.reviewee_user_id
            return {(login, "reviewee")} if login else set()
        present = self._reviewed_users()
        final = year.all_statement_ids.filtered(lambda form: form.state == "final")
        signed = final._live_signatures().filtered(
            lambda signature: signature.role == "team_member"
        )
        left = year.team_id.all_member_ids.appraisal_id.reviewee_user_id - present
        return {(user, "team_member") for user in present} | {
            (user, "former_member") for user in left & signed.user_id
        }

    def _team_signers(self, required):
        """{key: who it is} of the members, as forms list those who sign them."""
        return {
            f"team_member-{member.appraisal_id.reviewee_user_id.id}": {
                "role": "team_member",
                "name": member.person,
                "required": required,
            }
            for member in self._members()
        }

    def _form_head(self):
        """Whose year it is, as every form says it: plain data."""
        people = self._reviewed_employees()
        return {
            "school": self.school_id.name,
            "reviewee": {
                "name": self.whose,
                "job_title": self.job_title or "",
                "team": ", ".join(people.department_id.mapped("name")),
                "registered": any(people.appraisal_staff_ids.mapped("registered")),
            },
            "reviewer": {"name": self.reviewer_id.name},
            "cycle": {
                "name": self.cycle_id.name,
                "date_start": fields.Date.to_string(self.date_start),
                "date_end": fields.Date.to_string(self.date_end),
            },
        }

    # A MEMBER'S OWN YEAR

    def _go_together(self, team):
        """These years go on with this team, or alone where it is none: their own clock
        stands still in between. To be called as superuser."""
        self._with_pass().write({"joined_team_id": team.id})
        self._years_to_review()._sync_access(self.env._("The next year's plan moved"))
        self._sync_deadlines()

    def _team_years(self):
        """The years of the teams that these appraisals are in."""
        # sudo: who may change a person's login or year need not read the team's.
        return self.sudo().joined_team_id.year_id

    def _leave_teams(self):
        """Whose own appraisal is cancelled is in no team any more."""
        # sudo: the head cancels; rows of members are written by no hand.
        self.sudo().all_membership_ids._step_out()

    def _get_open_team_blocker(self):
        if not self.can_open_team:
            return self.env._("there is no team here that you can open.")
        return False

    def action_open_team(self):
        """The team that this year is, or that this person is in or asked to join."""
        self.ensure_one()
        self._check_can("open_team")
        if self.team_id:
            return self._action_form(self.team_id, self.env._("Team review"))
        row = self.env["school.appraisal.team.member"].search(
            [("appraisal_id", "=", self.id)], order="id desc", limit=1
        )
        return self._action_form(row, self.env._("My team"))
