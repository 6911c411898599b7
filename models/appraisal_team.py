from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

# Those who are in a team that runs, or are asked to be.
IN_QUESTION = ("asked", "consented")


class AppraisalTeam(models.Model):
    """Several people whose year is planned and reviewed together (WP §4).

    ======  ==================================================================
    asked   the head has proposed it; each member answers on his own screen
    active  all have consented: the team has a year (an appraisal) together
    ended   one of them declined, the head withdrew the proposal, fewer than
            two are left, or the year is over
    ======  ==================================================================

    Consent is asked anew for each year's cycle. Who declined is told to nobody but
    the head. Members, the reviewer and the head know of a team, and nobody else.
    """

    _name = "school.appraisal.team"
    _inherit = ["school.appraisal.guard", "school.appraisal.notice"]
    _description = "Team review"
    _order = "id desc"
    _rec_name = None

    name = fields.Char("Team", required=True, readonly=True)
    cycle_id = fields.Many2one(
        "school.appraisal.cycle",
        "Year",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    reviewer_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    proposed_by = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("asked", "Members are asked"), ("active", "Under way"), ("ended", "Ended")],
        required=True,
        default="asked",
        readonly=True,
    )
    asked_on = fields.Datetime(required=True, readonly=True)
    begun_on = fields.Datetime("Begun on", readonly=True)
    ended_on = fields.Datetime("Ended on", readonly=True)
    ended_by = fields.Selection(
        [
            ("declined", "Not everybody consented"),
            ("withdrawn", "The head withdrew the proposal"),
            ("too_few", "Fewer than two members were left"),
            ("cancelled", "The head cancelled the team's year"),
            ("closed", "The year is complete"),
        ],
        "Why it ended",
        readonly=True,
    )
    member_names = fields.Char("Members", compute="_compute_member_names")
    member_ids = fields.One2many("school.appraisal.team.member", "team_id", "Answers")
    # As the appraisal's all_statement_ids: for the addon's own look.
    all_member_ids = fields.One2many(
        "school.appraisal.team.member",
        "team_id",
        "All members",
        groups=fields.NO_ACCESS,
    )
    year_id = fields.Many2one(
        "school.appraisal",
        "The team's year",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    # Written at every answer, and when somebody leaves: two members at the same moment
    # must meet on this row, so that the later one knows of the earlier one.
    # Written by each answer: of two at the same moment, one waits for the other.
    answers = fields.Integer(
        "Answers so far",
        required=True,
        default=0,
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    is_head = fields.Boolean(compute="_compute_buttons")
    can_withdraw = fields.Boolean(compute="_compute_buttons")

    @api.depends()
    def _compute_display_name(self):
        """Neutral: Odoo shows names to people who may not open the record."""
        for team in self:
            team.display_name = f"{self._description} {team.id or ''}".strip()

    @api.depends("all_member_ids.state")
    def _compute_member_names(self):
        for team in self:
            # sudo: who reads the team knows who is in it; not what each answered.
            rows = team._origin.sudo().all_member_ids
            team.member_names = ", ".join(
                rows.filtered(lambda row: row.state != "left").mapped("person")
            )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for team in self:
            team.is_head = team._is_head()
            team.can_withdraw = not team._get_withdraw_blocker()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_pass():
            raise UserError(self.env._("The head proposes a team from the cycle."))
        return super().create(vals_list)

    def copy_data(self, default=None):
        raise UserError(self.env._("The head proposes a team from the cycle."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Teams are not deleted: who consented stays on record.")
        )

    def _present(self):
        """Rows of those who are in these teams: who consented and has not left."""
        return self.all_member_ids.filtered(lambda row: row.state == "consented")

    def _is_head(self):
        """Whether the current user is the head of its members."""
        # sudo: the rows themselves are looked at elsewhere, as the user.
        years = self.sudo().all_member_ids.appraisal_id
        return any(year._has_role("head") for year in years)

    # PROPOSING

    @api.model
    @api.private
    def propose(self, name, reviewer, appraisals):
        """Ask the people of these appraisals whether they want to be reviewed
        together.

        :raises UserError: with the reason when that cannot be done
        """
        if reason := self._proposal_refusal(reviewer, appraisals):
            raise UserError(reason)
        now = fields.Datetime.now()
        # sudo: nobody has rights to make teams by hand.
        team = (
            self.sudo()
            ._with_pass()
            .create(
                {
                    "name": name,
                    "cycle_id": appraisals.cycle_id.id,
                    "reviewer_id": reviewer.id,
                    "proposed_by": self.env.uid,
                    "asked_on": now,
                }
            )
        )
        team.all_member_ids.create(
            [
                {
                    "team_id": team.id,
                    "team_name": name,
                    "appraisal_id": appraisal.id,
                    "person": appraisal.whose,
                    "asked_on": now,
                }
                for appraisal in appraisals
            ]
        )
        team._tell(
            team.all_member_ids.appraisal_id.reviewee_user_id, "/odoo/my-appraisal"
        )
        return team.sudo(False).with_env(self.env)

    def _proposal_refusal(self, reviewer, appraisals):
        """Why these people cannot be asked, or False."""
        if not appraisals or not all(one._has_role("head") for one in appraisals):
            return self.env._(
                "Only the head proposes a team, of the own school's staff."
            )
        if len(appraisals) < 2:
            return self.env._("A team has at least two members.")
        if len(appraisals.cycle_id) > 1 or len(appraisals.staff_group_id) > 1:
            return self.env._("Choose people of one cycle and of one staff group.")
        if not appraisals.staff_group_id.team_review:
            return self.env._("This policy has no team reviews.")
        for appraisal in appraisals:
            if reason := self._member_refusal(reviewer, appraisal):
                return self.env._(
                    "%(person)s: %(reason)s", person=appraisal.whose, reason=reason
                )
        return False

    def _member_refusal(self, reviewer, appraisal):
        # sudo: logins, and what was asked before by whom.
        appraisal = appraisal.sudo()
        login = appraisal.reviewee_user_id
        if appraisal.team_id:
            return self.env._("this is a team's year already.")
        if appraisal._is_of_head():
            return self.env._("the head's own year is not reviewed in a team.")
        if not login.active or login.share:
            return self.env._("has no login, and each member consents in person.")
        if reason := appraisal._standstill():
            return reason
        if appraisal.state != "planning":
            return self.env._("the own plan is signed, or the year is closed.")
        if appraisal.all_membership_ids.filtered(
            lambda row: row.state in IN_QUESTION and row.team_id.state != "ended"
        ):
            return self.env._("is in a team, or asked to be in one.")
        return appraisal.cycle_id._reviewer_refusal(login, reviewer)

    def _get_withdraw_blocker(self):
        if not self._is_head():
            return self.env._("only the head withdraws the proposal.")
        if self.state != "asked":
            return self.env._("this can be done until everybody has answered.")
        return False

    def action_withdraw(self):
        """The head asks no longer; everybody's own year goes on as it is."""
        self._check_can("withdraw")
        # sudo: nobody has rights to write teams by hand.
        self.sudo()._end("withdrawn")

    # ITS YEAR

    def _answer(self):
        """After a member's answer: begin when all have consented, end at the first
        who does not. To be called as superuser."""
        # Not in the member's name: all of them read who changed the team last, and
        # nobody is told who said no.
        # sudo: as above.
        nameless = self.with_user(SUPERUSER_ID)._with_pass()
        nameless.write({"answers": self.answers + 1})
        states = set(self.all_member_ids.mapped("state"))
        if "declined" in states:
            nameless._end("declined")
        elif states == {"consented"}:
            self._begin()

    def _begin(self):
        """The team's year: one appraisal for all; the members' own plans wait."""
        self._with_pass().write({"state": "active", "begun_on": fields.Datetime.now()})
        own = self._present().appraisal_id._with_pass()
        own._go_together(self)
        own._plan_apart()
        previous = self._previous_year()
        cycle = self.cycle_id
        year = own.create(
            {
                "team_id": self.id,
                "team_name": self.name,
                "job_title": ", ".join(
                    dict.fromkeys(title for title in own.mapped("job_title") if title)
                ),
                "cycle_id": cycle.id,
                "staff_group_id": own.staff_group_id.id,
                "reviewer_id": self.reviewer_id.id,
                "head_user_id": cycle.school_id.head_user_id.id,
                "date_start": cycle.date_start,
                "date_end": cycle.date_end,
                "previous_appraisal_id": previous.id,
            }
        )
        self._with_pass().write({"year_id": year.id})
        (year | year._years_to_review())._sync_access(
            self.env._("Everybody in the team consented")
        )
        year._prepare_plan_statement()
        year._carry_objectives_over()
        year._sync_deadlines()

    def _previous_year(self):
        """The last year that the same people, and nobody else, had as a team."""
        people = self._present().appraisal_id.employee_id
        earlier = self.env["school.appraisal"].search(
            [
                ("team_id", "!=", False),
                ("school_id", "=", self.cycle_id.school_id.id),
                ("date_start", "<", self.cycle_id.date_start),
                ("state", "!=", "cancelled"),
            ]
        )
        return earlier.filtered(lambda year: year._reviewed_employees() == people)[:1]

    def _end(self, why):
        """The team is one no longer. Where its year was not closed, everybody's own
        goes on alone. To be called as superuser."""
        for team in self.filtered(lambda team: team.state != "ended"):
            team._with_pass().write(
                {
                    "state": "ended",
                    "ended_on": fields.Datetime.now(),
                    "ended_by": why,
                }
            )
            if why != "closed":
                own = team.all_member_ids.appraisal_id.filtered(
                    lambda year, team=team: year.joined_team_id == team
                )
                own._go_together(self.browse())

    def _without_leavers(self):
        """After somebody left: what was shared and is not final is written anew
        without him; a single person is no team. To be called as superuser."""
        for year in self.year_id.filtered(lambda year: year.state != "closed"):
            year.all_statement_ids.filtered(
                lambda form: form.state == "shared"
            )._do_take_back()
            if len(year._members()) < 2:
                self._end("too_few")
                year._do_cancel(self.env._("Fewer than two members are left."))
            else:
                # What was agreed by others than these is planned on another form.
                (year | year._next_appraisal())._plan_apart()
                year._sync_access(self.env._("A member left the team"))
                year.meeting_ids._to_come()._put_into_calendar()
                year._sync_deadlines()

    def action_open_year(self):
        """The team's year, for who may open it."""
        self.ensure_one()
        self.check_access("read")
        if not self.year_id:
            raise UserError(
                self.env._("The team's year begins when everybody has consented.")
            )
        return self.year_id._action_form(self.year_id, self.env._("The team's year"))
