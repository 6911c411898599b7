from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import HEADS, UNDER_WAY


class AppraisalSuspending(models.AbstractModel):
    """A year that stands still while another procedure of the school runs, and goes
    on afterwards where it was (KM §3, §4.1, CT §8.2, WP §1.2).

    The head suspends and resumes it. Meanwhile nothing is written, shared or signed,
    and no deadline runs; people and access change as always. A form that is shared
    stays so, and is signed once the year goes on. Everybody who sees the year sees
    that it stands still; why is for the head alone, in a record of its own
    (``school.appraisal.suspension``).
    """

    _name = "school.appraisal.suspending"
    _description = "Appraisal: standing still"

    suspended_in = fields.Selection(
        [("planning", "Planning"), ("monitoring", "Monitoring"), ("review", "Review")],
        "Goes on with",
        readonly=True,
        help="The stage in which it stands still.",
    )
    # As all_statement_ids: for the addon's own look.
    all_suspension_ids = fields.One2many(
        "school.appraisal.suspension",
        "appraisal_id",
        "All times of standing still",
        groups=fields.NO_ACCESS,
    )

    has_stood_still = fields.Boolean(
        "Has stood still", compute="_compute_has_stood_still"
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_has_stood_still(self):
        """For who may read why, and nobody else."""
        pauses = self.env["school.appraisal.suspension"]
        # Opening a year must not ask after them for everybody else.
        if of_head := self.filtered("is_head"):
            pauses = pauses.search([("appraisal_id", "in", of_head.ids)])
        for appraisal in self:
            appraisal.has_stood_still = appraisal._origin in pauses.appraisal_id

    def _stage(self):
        """How far the year is, whether it stands still or not."""
        return self.suspended_in or self.state

    def _standstill(self):
        """The sentence with which work on these years is refused while one of them
        stands still, or False. It says nothing of the reason."""
        # sudo: a year that stands still does so for everybody, whoever reads it.
        if "suspended" in self.sudo().mapped("state"):
            return self.env._("this year stands still; the head resumes it.")
        return False

    def _get_write_blocker(self):
        return self._standstill()

    # THE HEAD

    def _get_suspend_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head lets a year stand still, or resumes it.")
        if self.state == "suspended":
            return self.env._("it stands still already.")
        if self.state not in UNDER_WAY:
            return self.env._("it is closed already.")
        if self.team_id:
            return self.env._(
                "a team's year goes on. Let the member's own year stand still: that "
                "person leaves the team."
            )
        if not self.staff_group_id.suspension:
            return self.env._("by this policy no year stands still.")
        return False

    @api.private
    def suspend(self, reason):
        """The head lets these years stand still; who is in a team leaves it.

        :param str reason: read by the head alone
        :raises UserError: with the reason when that cannot be done
        """
        self._check_can("suspend")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the year stands still."))
        # sudo: nobody has rights to make these records by hand.
        years = self.sudo()._with_pass()
        years.all_suspension_ids.create(
            [
                {
                    "appraisal_id": year.id,
                    "reason": reason.strip(),
                    "date_from": fields.Date.context_today(self),
                    "suspended_by": self.env.uid,
                }
                for year in years
            ]
        )
        for year in years:
            year._set_state("suspended", suspended_in=year.state)
        self._leave_teams()
        self._sync_deadlines()

    def _get_resume_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head lets a year stand still, or resumes it.")
        if self.state != "suspended":
            return self.env._("it does not stand still.")
        return False

    def action_resume(self):
        """The head lets the year go on where it was."""
        self._check_can("resume")
        for year in self:
            year._end_standstill(year.suspended_in)
        self._sync_deadlines()
        # sudo: logins, for the mail that says only to look.
        years = self.sudo()
        self._tell(years.reviewee_user_id, "/odoo/my-appraisal")
        self._tell(years.reviewer_id | years.panel_user_ids, "/odoo/reviewees")

    def _end_standstill(self, state, **values):
        """On to this state; what stood still does so no longer."""
        # sudo: nobody has rights to write these records by hand.
        self.sudo().all_suspension_ids._end()
        self._set_state(state, suspended_in=False, **values)

    # DEADLINES

    def _after_standstill(self, date_from, due):
        """The last day of what is counted from a day, later by the days on which the
        year stood still before it was due. What was late already stays late."""
        for pause in self.all_suspension_ids.filtered("date_to").sorted("date_from"):
            first = max(pause.date_from, date_from)
            if first <= due and first < pause.date_to:
                due += pause.date_to - first
        return due
