from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import GRANTED, HEADS, by_own_hand

ROLES = [
    ("reviewee", "Reviewee"),
    ("team_member", "Member of the team"),
    ("former_member", "Left the team: forms signed before"),
    ("reviewer", "Reviewer"),
    ("panel", "Review panel"),
    ("next_reviewer", "Next year's reviewer"),
    ("line_manager", "Line manager"),
    ("head", "Head"),
    ("chair", "Chair of governors"),
    ("review_committee", "Chair of the review committee"),
    ("senior_leader", "Senior leader"),
    ("granted", "Reader for a time"),
    ("adviser", "Adviser"),
    ("hearer", "Hears an appeal"),
]
STATES = [("active", "Active"), ("pending", "To confirm"), ("ended", "Ended")]


class AppraisalAccess(models.Model):
    """One person's sight of one appraisal: who, in which role, since when,
    until when and why.

    The record rules read these rows and nothing else. They are written by the
    addon together with the people of the appraisal, or granted for a period by
    the head; nobody edits them by hand. The reviewee reads all rows of his own
    record.
    """

    _name = "school.appraisal.access"
    _inherit = ["school.appraisal.guard"]
    _description = "Access to an appraisal"
    _order = "appraisal_id, state, role, id"
    _rec_name = "role"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, index=True, ondelete="restrict"
    )
    whose = fields.Char("Whose year", compute="_compute_year")
    cycle_id = fields.Many2one("school.appraisal.cycle", compute="_compute_year")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True)
    scope = fields.Selection(
        [("appraisal", "The whole appraisal"), ("statements", "Statements only")],
        required=True,
        default="appraisal",
    )
    date_from = fields.Date("Since", required=True)
    date_to = fields.Date("Until")
    purpose = fields.Char("Why", required=True)
    granted_by = fields.Many2one(
        "res.users", required=True, ondelete="restrict", string="Given by"
    )
    state = fields.Selection(
        STATES,
        required=True,
    )
    standing = fields.Selection(
        STATES,
        "Now",
        compute="_compute_standing",
        help="As the record rules see it today: a row whose last day is over opens "
        "nothing, also before the night's clean-up ends it.",
    )
    can_confirm = fields.Boolean(compute="_compute_buttons")
    can_end = fields.Boolean(compute="_compute_buttons")

    _active_idx = models.Index("(user_id, appraisal_id) WHERE state = 'active'")
    _one_row = models.UniqueIndex(
        "(appraisal_id, user_id, role) WHERE state != 'ended'",
        "This person already has this role on this appraisal.",
    )

    @api.model
    def _active_domain(self):
        """What makes a row open anything today; the rules say the same. Nobody is
        let in for the future, so the first day needs no look."""
        return [
            ("state", "=", "active"),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", "today"),
        ]

    @api.depends("role")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row._selected_label("role")

    @api.depends("appraisal_id")
    @api.depends_context("uid")
    def _compute_year(self):
        """Empty on a row that opens nothing to its user any more, or not yet."""
        readable = self.appraisal_id._filtered_access("read")
        for row in self:
            year = row.appraisal_id & readable
            row.whose = year.whose
            row.cycle_id = year.cycle_id

    @api.depends("state", "date_to")
    def _compute_standing(self):
        opening = self.filtered_domain(self._active_domain())
        for row in self:
            over = row.state == "active" and row not in opening
            row.standing = "ended" if over else row.state

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for row in self:
            row.can_confirm = not row._get_confirm_blocker()
            row.can_end = not row._get_end_blocker()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Access is ended, never deleted: who had it stays on record.")
        )

    def _end(self):
        today = fields.Date.context_today(self)
        self._with_pass().write({"state": "ended", "date_to": today})

    @api.model
    def _cron_end_expired(self):
        """Rows whose last day is over open nothing any more; here they are
        marked so, each night."""
        self._end_expired()

    @api.model
    def _end_expired(self, domain=()):
        over = self.search(
            [("state", "=", "active"), ("date_to", "<", "today"), *domain]
        )
        over._with_pass().write({"state": "ended"})
        # Before another row takes the place.
        over.flush_recordset()

    def _get_confirm_blocker(self):
        if self.state != "pending":
            return self.env._("this access is not waiting for confirmation.")
        if not self.appraisal_id._has_role(*HEADS):
            return self.env._("only the head confirms access.")
        # sudo: who made a login stands on the user, which not everybody reads.
        if by_own_hand(self.sudo().user_id, self.env.user):
            return self.env._(
                "somebody else must confirm an access that is yours, or that of a "
                "login you made."
            )
        return False

    def action_confirm(self):
        """The head lets a waiting row take effect; never his own."""
        self._check_can("confirm")
        # sudo: nobody has rights to write access rows by hand.
        rows = self.sudo()._with_pass()
        rows.write({"state": "active", "date_from": fields.Date.context_today(self)})
        reviewees = rows.filtered(lambda row: row.role == "reviewee")
        reviewees.appraisal_id.employee_id.resource_id.appraisal_login_doubtful = False

    def _get_end_blocker(self):
        if self.role not in GRANTED or self.state == "ended":
            return self.env._(
                "only access that was granted for a time can be ended here; the "
                "others end with the role."
            )
        if not self.appraisal_id._has_role(*HEADS):
            return self.env._("only the head ends it.")
        return False

    def action_end(self):
        """The head ends a grant before its time."""
        self._check_can("end")
        # sudo: nobody has rights to write access rows by hand.
        self.sudo()._end()
