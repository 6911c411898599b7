from odoo import api, fields, models

from .mixin_people import HEADS, OVER


class AppraisalReviewerRequest(models.Model):
    """A written request for another reviewer, for professional reasons.

    ============  =====================================================
    written by    the reviewee, against the reviewer whom the head named,
                  or against a governor of the head's own panel; taken back
                  by him until it is answered
    decided by    the head, with an answer; for the head's own year the
                  chair of governors (TM §6.4, GU, KM §4.2)
    not seen by   the reviewer whom it is about, whatever else he is
    ============  =====================================================

    Where it is granted, the head names the new reviewer; the year goes on.
    """

    _name = "school.appraisal.reviewer.request"
    _inherit = ["school.appraisal.line", "school.appraisal.notice"]
    _description = "Request for another reviewer"
    _order = "id desc"

    _open_fields = frozenset({"reasons"})
    _once_fields = frozenset({"appraisal_id", "reviewer_id"})

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    reviewer_id = fields.Many2one(
        "res.users",
        "In place of",
        compute="_compute_reviewer_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        help="Never reads this request.",
    )
    reasons = fields.Text(
        "Professional reasons",
        required=True,
        help="Why this reviewer is unsuitable, for professional reasons (TM §6.4).",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("granted", "Granted"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    sent_on = fields.Date("Sent on", readonly=True)
    answer = fields.Text(readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, ondelete="restrict"
    )
    decided_on = fields.Date("Decided on", readonly=True)
    can_send = fields.Boolean(compute="_compute_buttons")
    can_withdraw = fields.Boolean(compute="_compute_buttons")
    can_decide = fields.Boolean(compute="_compute_buttons")

    _one_sent = models.UniqueIndex(
        "(appraisal_id) WHERE state = 'sent'",
        "A request about this appraisal is waiting for its answer already.",
    )

    @api.depends("state", "appraisal_id.state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for request in self:
            request.can_send = bool(request.appraisal_id) and (
                not request._get_send_blocker()
            )
            request.can_withdraw = bool(request.appraisal_id) and (
                not request._get_withdraw_blocker()
            )
            request.can_decide = bool(request.appraisal_id) and (
                not request._get_decide_blocker()
            )

    @api.depends("appraisal_id")
    def _compute_reviewer_id(self):
        """Unless a governor of the head's panel is named."""
        for request in self:
            request.reviewer_id = (
                request.reviewer_id or request.appraisal_id.reviewer_id
            )

    @api.depends()
    def _compute_display_name(self):
        """Odoo shows labels to everybody: not even whose year it is."""
        for request in self:
            request.display_name = self._description

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._check_can("ask")
        return requests

    def write(self, vals):
        if not self._has_pass():
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        # sudo: a request that was sent stays as it is, whoever asks.
        for request in self.sudo():
            if request.state != "draft":
                request._refuse(self.env._("it was sent, and stays as it is."))

    def _get_ask_blocker(self):
        appraisal = self.appraisal_id
        if not appraisal._has_role("reviewee"):
            return self.env._("only the person whose year it is asks.")
        if not appraisal.staff_group_id.reviewer_requests:
            return self.env._("this policy knows no such request.")
        if self.reviewer_id not in self._present_reviewers():
            return self.env._("this user does not review this year.")
        if self.reviewer_id == self._decider():
            return self.env._(
                "who would decide reviews you himself; speak to the governing body."
            )
        return False

    def _present_reviewers(self):
        appraisal = self.appraisal_id
        return appraisal.reviewer_id | appraisal.panel_user_ids

    def _decider(self):
        """The head, or for his own year the chair of governors (KM §4.2)."""
        # sudo: who is head and chair is no secret.
        appraisal = self.sudo().appraisal_id
        if appraisal._is_of_head():
            return appraisal.school_id.chair_user_id
        return appraisal.head_user_id

    def _get_send_blocker(self):
        if self.state != "draft":
            return self.env._("it was sent already.")
        if self.appraisal_id.state in OVER:
            return self.env._("the year is closed.")
        if reason := self.appraisal_id._standstill():
            return reason
        # sudo: only whether another one waits is told.
        others = self.sudo().search_count(
            [("appraisal_id", "=", self.appraisal_id.id), ("state", "=", "sent")]
        )
        if others:
            return self.env._("another request waits for its answer.")
        return self._get_ask_blocker()

    def action_send(self):
        """Hand the request in; the head is told to look."""
        self._check_can("send")
        today = fields.Date.context_today(self)
        # sudo: states change only through actions, after their check.
        self.sudo()._with_pass().write({"state": "sent", "sent_on": today})
        for request in self:
            self._tell(request._decider(), "/odoo/reviewer-requests")
        return {"type": "ir.actions.act_window_close"}

    def _get_withdraw_blocker(self):
        if self.state != "sent":
            return self.env._("no request waits for an answer.")
        if not self.appraisal_id._has_role("reviewee"):
            return self.env._("only who sent it takes it back.")
        if self.appraisal_id.state in OVER:
            return self.env._("the year is closed.")
        return False

    def action_withdraw(self):
        """Take it back before it is answered: the matter was settled, or nobody is
        left who could decide (the reviewer became head). The head keeps it to read,
        as it was sent."""
        self._check_can("withdraw")
        # sudo: states change only through actions, after their check.
        self.sudo()._with_pass().write({"state": "withdrawn"})

    def _get_decide_blocker(self):
        if self.state != "sent":
            return self.env._("no request waits for an answer.")
        if not self.appraisal_id._has_role(*HEADS) or self.reviewer_id == self.env.user:
            return self.env._("only the head decides, and never about himself.")
        if self.appraisal_id.state in OVER:
            return self.env._("the year is closed.")
        return False

    @api.private
    def decide(self, granted, answer, reviewer=None):
        """Answer the request; granted, ``reviewer`` takes the place at once and the
        year goes on (TM §6.6).

        :raises UserError: with the reason when that cannot be done
        """
        self.ensure_one()
        self._check_can("decide")
        if not (answer or "").strip():
            self._refuse(self.env._("write an answer; the person will read it."))
        if granted:
            self._replace(reviewer)
        # sudo: decisions are written by this action only, after its check.
        self.sudo()._with_pass().write(
            {
                "state": "granted" if granted else "declined",
                "answer": answer.strip(),
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
        # sudo: the reviewee's login, for the mail that goes to it.
        self._tell(self.sudo().appraisal_id.reviewee_user_id, "/odoo/my-appraisal")

    def _replace(self, reviewer):
        appraisal = self.appraisal_id
        if self.reviewer_id not in self._present_reviewers():
            # Another one was named meanwhile.
            return
        if not reviewer or reviewer in self._present_reviewers():
            self._refuse(self.env._("choose who reviews instead."))
        if self.reviewer_id == appraisal.reviewer_id:
            panel = appraisal.panel_user_ids if appraisal.of_head else None
            appraisal.reassign(reviewer, panel)
        else:
            panel = appraisal.panel_user_ids - self.reviewer_id | reviewer
            appraisal.reassign(appraisal.reviewer_id, panel)
