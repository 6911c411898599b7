from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import HEADS, REVIEWERS


class AppraisalPayRecommendation(models.Model):
    """What the review says about one person's pay progression.

    ===========  ===================================================
    draft        the reviewer, or the head, fills it in; it stands on the review
    recommended  the review is signed; the head endorses the reviewer's word
    endorsed     the governors decide
    decided      the pay officer reads and exports it
    exported     it went to payroll
    ===========  ===================================================

    Which of these steps there are is the policy's (``pay_mode``): where the head
    recommends there is nothing to endorse (CT §3.1), where only decisions are taken
    nothing is recommended, and a yearly step goes to payroll unless the review
    stopped it.

    What the pay officer may read stands here; the reason, which is part of
    the appraisal, in a record of its own that he cannot read.
    """

    _name = "school.appraisal.pay.recommendation"
    _inherit = ["school.appraisal.line"]
    _description = "Pay recommendation"
    _order = "school_id, payroll_number, id"

    _open_fields = frozenset({"recommendation", "reason", "point_to", "date_effective"})
    _once_fields = frozenset()

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, readonly=True, ondelete="restrict"
    )
    # Kept as text: the list of the pay officer must not depend on records
    # that he cannot read, nor change after the decision.
    employee_name = fields.Char("Name", required=True, readonly=True)
    job_title = fields.Char("Post", readonly=True)
    payroll_number = fields.Char(readonly=True, string="Payroll number")
    reviewee_user_id = fields.Many2one(
        related="appraisal_id.reviewee_user_id", related_sudo=False, store=True
    )
    school_id = fields.Many2one(
        "school.appraisal.school",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    recommendation = fields.Selection(
        [("progress", "Progress"), ("no_progress", "No progress")]
    )
    mode = fields.Selection(
        selection=lambda self: (
            self.env["school.appraisal.staff.group"]._fields["pay_mode"].selection
        ),
        required=True,
        default="linked",
        readonly=True,
        help="The policy's way to a decision, as it was when the review began.",
    )
    recommender = fields.Selection(
        [("reviewer", "The reviewer"), ("head", "The head")],
        "Recommended by",
        required=True,
        default="reviewer",
        readonly=True,
    )
    reason_ids = fields.One2many(
        "school.appraisal.pay.reason", "recommendation_id", "Reason record"
    )
    reason = fields.Text(compute="_compute_reason", inverse="_inverse_reason")
    point_from = fields.Char("Present point", readonly=True)
    point_to = fields.Char("New point")
    date_effective = fields.Date("From")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("recommended", "Recommended"),
            ("endorsed", "Endorsed"),
            ("decided", "Decided"),
            ("exported", "Exported"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    shared = fields.Boolean(readonly=True)
    decision = fields.Selection(
        [("progress", "Progress"), ("no_progress", "No progress")],
        "Governors' decision",
        readonly=True,
    )
    endorsed_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", string="Endorsed by"
    )
    endorsed_on = fields.Date(readonly=True, string="Endorsed on")
    decided_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", string="Decided by"
    )
    decided_on = fields.Date(readonly=True, string="Decided on")
    exported_on = fields.Date(readonly=True, string="Exported on")

    can_endorse = fields.Boolean(compute="_compute_buttons")
    can_decide = fields.Boolean(compute="_compute_buttons")

    _one_per_appraisal = models.Constraint(
        "UNIQUE(appraisal_id)", "This appraisal has a pay recommendation already."
    )

    @api.depends("reason_ids.reason")
    @api.depends_context("uid")
    def _compute_reason(self):
        """As the user may read it: a search, so that a value somebody else may
        see is never taken from the cache."""
        reasons = self.env["school.appraisal.pay.reason"].search(
            [("recommendation_id", "in", self.ids)]
        )
        by_id = {line.recommendation_id.id: line.reason for line in reasons}
        for record in self:
            record.reason = by_id.get(record.id, False)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for record in self:
            record.can_endorse = not record._get_endorse_turn_blocker()
            record.can_decide = not record._get_decide_blocker()

    def _inverse_reason(self):
        Reason = self.env["school.appraisal.pay.reason"]
        for record in self:
            line = Reason.search([("recommendation_id", "=", record.id)], limit=1)
            if line:
                line.reason = record.reason
            else:
                Reason.create({"recommendation_id": record.id, "reason": record.reason})

    @api.model
    def _prepare(self, appraisals):
        """A draft for each appraisal, with the facts of the day."""
        # sudo: taken on behalf of reviewers, who cannot read pay facts.
        return (
            self.sudo()
            ._with_pass()
            .create(
                [
                    {
                        "appraisal_id": appraisal.id,
                        "employee_id": appraisal.employee_id.id,
                        "employee_name": appraisal.employee_id.name,
                        "job_title": appraisal.job_title,
                        "school_id": appraisal.school_id.id,
                        "payroll_number": staff.payroll_number,
                        "point_from": staff.pay_point,
                        "mode": appraisal.staff_group_id.pay_mode,
                        "recommender": appraisal.staff_group_id.pay_recommender,
                    }
                    for appraisal in appraisals.sudo()
                    for staff in appraisal.employee_id.appraisal_staff_ids
                ]
            )
        )

    def write(self, vals):
        """Reviewer and head each write their own part, in their own step."""
        if not self._has_pass():
            for record in self:
                record._check_step(vals.keys())
        result = super().write(vals)
        if "decided_on" in vals:
            self.appraisal_id._sync_deadlines()
        return result

    def _check_step(self, names):
        allowed = set()
        if self.state == "draft" and self._is_mine_to_recommend():
            allowed |= {"recommendation", "reason"}
        if self.appraisal_id._has_role(*HEADS) and (
            self.state == "recommended"
            or self._settled_before_the_review_ends()
            or (self.state == "endorsed" and self.mode == "decision_only")
        ):
            allowed |= {"point_to", "date_effective"}
        if names & self._open_fields - allowed:
            raise UserError(
                self.env._(
                    "%s: this part cannot be changed at this step.", self.display_name
                )
            )

    def _is_mine_to_recommend(self):
        """Whether the current user has the part of who recommends; where nobody
        does, the reviewer may stop a yearly step."""
        if self.mode == "decision_only":
            return False
        roles = HEADS if self.recommender == "head" else REVIEWERS
        return self.appraisal_id._has_role(*roles)

    def _settled_before_the_review_ends(self):
        """Whether nobody endorses after the review, so that the new point is named
        while it runs."""
        return self.state == "draft" and (
            self.recommender == "head" or self.mode != "linked"
        )

    def _statement_kinds(self):
        return ("review",) if self.state == "draft" else ()

    def _locked_fields(self):
        """The new point and its date stand on no form."""
        if "draft" in self.mapped("state"):
            return frozenset({"recommendation", "reason"})
        return None

    def _open_for_edit(self):
        # After the review the appraisal is closed, and pay goes on.
        drafts = self.filtered(lambda record: record.state == "draft")
        return super(AppraisalPayRecommendation, drafts)._open_for_edit()

    # ACTIONS

    def _do_recommend(self):
        """The review is signed: each goes to who is next under its policy."""
        today = fields.Date.context_today(self)
        # sudo: follows from the last signature, whoever gave it.
        for record in self.sudo()._with_pass():
            if record.mode == "increment":
                record.write(
                    {
                        "state": "decided",
                        "decision": record.recommendation or "progress",
                        "decided_on": today,
                    }
                )
            elif record.mode == "decision_only" or record.recommender == "head":
                record.write({"state": "endorsed", "endorsed_on": today})
            else:
                record.write({"state": "recommended"})

    def _get_step_blocker(self, state, sentence):
        """What keeps the current user from acting on this record, in any of
        the steps after the review."""
        if self.state != state:
            return sentence
        return self._get_too_close_blocker()

    def _get_too_close_blocker(self):
        """Nobody acts on the own pay, nor on that of the own managers."""
        # sudo: who manages whom stands on HR's records.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        mine = employees.search([("user_id", "=", self.env.uid)])
        managers = mine.parent_id | (
            mine.appraisal_staff_ids.further_manager_user_ids.employee_ids
        )
        if self.employee_id in mine | managers or self.reviewee_user_id == (
            self.env.user
        ):
            return self.env._(
                "nobody acts on his own pay or on that of his own manager."
            )
        return False

    def _get_endorse_turn_blocker(self):
        """Why endorsing is not the current user's step, or False."""
        if not self.appraisal_id._has_role(*HEADS):
            return self.env._("only the head endorses.")
        return self._get_step_blocker(
            "recommended", self.env._("only a recommendation can be endorsed.")
        )

    def _get_endorse_blocker(self):
        reason = self._get_endorse_turn_blocker()
        if reason:
            return reason
        if self.recommendation == "progress" and not (
            self.point_to and self.date_effective
        ):
            return self.env._("enter the new point and from when it holds.")
        return False

    def action_endorse(self):
        """The head endorses the reviewer's recommendation."""
        self._check_can("endorse")
        # sudo: states change only through actions, after their check.
        self.sudo()._with_pass().write(
            {
                "state": "endorsed",
                "endorsed_by": self.env.uid,
                "endorsed_on": fields.Date.context_today(self),
            }
        )

    def _get_decide_blocker(self):
        if self.env.user not in self.school_id.governor_user_ids or not (
            self.env.user.has_group("school_appraisal.group_governor")
        ):
            return self.env._("only the school's governors for pay decide.")
        return self._get_step_blocker(
            "endorsed", self.env._("the head has not endorsed it, or it is decided.")
        )

    def action_decide_progress(self):
        """A governor records the decision that the person progresses."""
        self._decide("progress")

    def action_decide_no_progress(self):
        """A governor records the decision that the person does not progress."""
        self._decide("no_progress")

    def _decide(self, decision):
        self._check_can("decide")
        # sudo: states change only through actions, after their check.
        self.sudo()._with_pass().write(
            {
                "state": "decided",
                "decision": decision,
                "decided_by": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )

    def _get_export_blocker(self):
        if not self.env.user.has_group("school_appraisal.group_pay_officer"):
            return self.env._("only the pay officer exports.")
        if self.state not in ("decided", "exported"):
            return self.env._("the governors have not decided on it yet.")
        return self._get_too_close_blocker()

    def _do_export(self):
        """Mark as gone to payroll, and say so in the register."""
        # sudo: only which year it is, for the register; not told to anybody.
        self.env["school.appraisal.access.log"]._log(
            self.sudo().appraisal_id, "exported"
        )
        decided = self.filtered(lambda record: record.state == "decided")
        # sudo: states change only through actions, after their check.
        decided.sudo()._with_pass().write(
            {"state": "exported", "exported_on": fields.Date.context_today(self)}
        )

    @api.model
    def _export_domain(self):
        """What the pay officer has still to take to payroll; never his own."""
        return [("state", "=", "decided"), ("reviewee_user_id", "!=", self.env.uid)]

    def _export_table(self):
        """(header, rows) for the payroll file: these columns and no others."""
        header = [
            self.env._("Payroll number"),
            self.env._("Name"),
            self.env._("School"),
            self.env._("Post"),
            self.env._("Decision"),
            self.env._("Present point"),
            self.env._("New point"),
            self.env._("From"),
        ]
        rows = [
            [
                record.payroll_number,
                record.employee_name,
                record.school_id.name,
                record.job_title,
                record._selected_label("decision"),
                record.point_from,
                record.point_to,
                record.date_effective,
            ]
            for record in self
        ]
        return header, rows

    def _missing(self):
        """What keeps the review from being shared, in sentences."""
        if self.mode == "linked" and not self.recommendation:
            if self.recommender == "head":
                return [self.env._("The head has not recommended on pay yet.")]
            return [self.env._("Recommend on pay progression.")]
        if (
            self.recommender == "head"
            and self.recommendation == "progress"
            and not (self.point_to and self.date_effective)
        ):
            return [
                self.env._("The head has not entered the new point and its date yet.")
            ]
        if self.recommendation == "no_progress" and not (self.reason or "").strip():
            return [self.env._("Give the reason for recommending no progression.")]
        return []
