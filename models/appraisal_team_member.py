from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalTeamMember(models.Model):
    """One person's answer to being reviewed in a team (WP §4), and since when he is
    in it.

    Each answers for himself, and leaves at any time without a reason (§4.4). The row
    is read by that person and the head: the others in the team learn who is in it,
    and not who did not want to be.
    """

    _name = "school.appraisal.team.member"
    _inherit = ["school.appraisal.line"]
    _description = "Membership in a team"
    _order = "team_id, id"

    _once_fields = frozenset()

    team_id = fields.Many2one(
        "school.appraisal.team",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    # Their own: who left reads the team no more.
    team_name = fields.Char("Name of the team", required=True, readonly=True)
    person = fields.Char("Member", required=True, readonly=True)
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("consented", "Consented"),
            ("declined", "Declined"),
            ("left", "Left"),
        ],
        "Answer",
        required=True,
        default="asked",
        readonly=True,
    )
    asked_on = fields.Datetime("Asked on", required=True, readonly=True)
    answered_on = fields.Datetime("Answered on", readonly=True)
    answered_by = fields.Many2one(
        "res.users", "Answered by", readonly=True, ondelete="restrict"
    )
    left_on = fields.Datetime("Left on", readonly=True)

    member_names = fields.Char("Members", compute="_compute_of_team")
    year = fields.Char(compute="_compute_of_team")
    team_reviewer = fields.Char("Reviewer", compute="_compute_of_team")
    team_state = fields.Char("How it stands", compute="_compute_of_team")
    can_consent = fields.Boolean(compute="_compute_buttons")
    can_leave = fields.Boolean(compute="_compute_buttons")
    can_open_year = fields.Boolean(compute="_compute_buttons")

    _once = models.Constraint(
        "UNIQUE(team_id, appraisal_id)", "This person is asked already."
    )

    @api.depends("state", "team_id.state", "team_id.member_names")
    def _compute_of_team(self):
        """For who is in question; who declined or left learns nothing new."""
        for row in self:
            # As the user, and of the saved row: a form that is filled in must not ask
            # after other teams.
            saved = row._origin
            team = self.env["school.appraisal.team"]
            if saved.state not in ("declined", "left"):
                # sudo: who is asked learns by whom, and with whom, he is reviewed.
                team = saved.sudo().team_id
            row.member_names = team.member_names
            row.year = team.cycle_id.name
            row.team_reviewer = team.reviewer_id.name
            row.team_state = (
                team._selected_label("ended_by") or team._selected_label("state")
                if team
                else False
            )

    @api.depends("state", "team_id.state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for row in self:
            for action, name in (
                ("answer", "can_consent"),
                ("leave", "can_leave"),
                ("open_year", "can_open_year"),
            ):
                saved = row._origin
                row[name] = (
                    bool(saved) and not getattr(saved, f"_get_{action}_blocker")()
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Teams are not deleted: who consented stays on record.")
        )

    # ANSWERING

    def _get_own_blocker(self):
        """Common to what only the person himself does."""
        if not self.appraisal_id._has_role("reviewee"):
            return self.env._("everybody answers for himself.")
        return False

    def _get_answer_blocker(self):
        if reason := self._get_own_blocker():
            return reason
        # sudo: whether it is still open is told to who is asked.
        if self.state != "asked" or self.sudo().team_id.state != "asked":
            return self.env._("it is answered already, or no longer asked.")
        return False

    def _get_consent_blocker(self):
        if reason := self._get_answer_blocker():
            return reason
        # sudo: only whether all of them still plan their year.
        years = self.sudo().team_id.all_member_ids.appraisal_id
        if set(years.mapped("state")) != {"planning"}:
            return self.env._(
                "not everybody's year is being planned any more; the head can propose "
                "the team anew."
            )
        return False

    def action_consent(self):
        """Yes, by the person himself; with the last one's the team's year begins."""
        self._check_can("consent")
        self._do_answer("consented")

    def action_decline(self):
        """No, without a reason: the proposal ends, everybody's own year goes on."""
        self._check_can("answer")
        self._do_answer("declined")

    def _do_answer(self, state):
        # sudo: answers are written by the addon alone; who gave it is the session's.
        for row in self.sudo()._with_pass():
            row.write(
                {
                    "state": state,
                    "answered_on": fields.Datetime.now(),
                    "answered_by": self.env.uid,
                }
            )
            row.team_id._answer()

    # LEAVING

    def _get_leave_blocker(self):
        if reason := self._get_own_blocker():
            return reason
        # sudo: whether the team is one is told to who is in it.
        if self.state != "consented" or self.sudo().team_id.state != "active":
            return self.env._("there is no team to leave.")
        return False

    def action_leave(self):
        """Leave for a review of one's own (WP §4.4): sight of the team's year ends at
        once, and the own plan, with its form, is the way on."""
        self._check_can("leave")
        # sudo: follows for the whole team from one member's word.
        self.sudo()._step_out()

    def _step_out(self):
        """To be called as superuser."""
        for row in self.filtered(lambda row: row.team_id.state != "ended"):
            if row.team_id.state == "asked":
                row.team_id._end("withdrawn")
            elif row.state == "consented":
                row._with_pass().write(
                    {"state": "left", "left_on": fields.Datetime.now()}
                )
                row.appraisal_id._go_together(row.team_id.browse())
                team = row.team_id._with_pass()
                team.write({"answers": team.answers + 1})
                row.team_id._without_leavers()

    # OPENING

    def _get_open_year_blocker(self):
        if not self.team_id.has_access("read") or not self.team_id.year_id:
            return self.env._("there is no team's year that you can open.")
        return False

    def action_open_year(self):
        self.ensure_one()
        self._check_can("open_year")
        return self.team_id.action_open_year()
