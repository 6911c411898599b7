from odoo import api, fields, models

from .mixin_people import REVIEWED


class AppraisalCpdNeed(models.Model):
    """A training or development need, and what became of it.

    Reviewer or reviewee name it; how it is met is settled by the person
    responsible for training with the line manager (TM §5.1), who get it on
    the training form.
    """

    _name = "school.appraisal.cpd.need"
    _inherit = ["school.appraisal.line"]
    _description = "Training and development need"
    _order = "appraisal_id, id"

    _open_fields = frozenset(
        {"name", "objective_id", "action", "date_due", "state", "cost", "impact"}
    )

    employee_id = fields.Many2one(
        related="appraisal_id.employee_id",
        related_sudo=False,
        store=True,
        index=True,
    )
    team_name = fields.Char(
        related="appraisal_id.team_name",
        related_sudo=False,
        store=True,
        string="Team",
        help="Whose need it is, where it is a team's; a member's own need stands on "
        "that member's own year (WP §4.3).",
    )
    school_id = fields.Many2one(
        related="appraisal_id.school_id", related_sudo=False, store=True, index=True
    )
    objective_id = fields.Many2one(
        "school.appraisal.objective",
        "For objective",
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Text("Need", required=True)
    action = fields.Text("How it is met")
    date_due = fields.Date("By when")
    state = fields.Selection(
        [
            ("identified", "Identified"),
            ("arranged", "Arranged"),
            ("provided", "Provided"),
            ("not_provided", "Not provided"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="identified",
    )
    cost = fields.Float()
    impact = fields.Text()
    stage = fields.Selection(
        [("planning", "Plan"), ("monitoring", "During the year"), ("review", "Review")],
        "Identified in",
        compute="_compute_stage",
        # Else an onchange with somebody else's appraisal tells how far it is.
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=True,
    )
    released_on = fields.Date(
        readonly=True,
        index=True,
        string="Told to the coordinator on",
        help="Since a final statement prints it: the CPD coordinator reads it from "
        "then on.",
    )
    cpd_statement_id = fields.Many2one(
        "school.appraisal.statement",
        "Training form",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )

    @api.depends("appraisal_id")
    def _compute_stage(self):
        """Where the year stood when the need was written down: it says which
        statement prints it. Not followed afterwards."""
        for need in self:
            state = need.appraisal_id.state
            need.stage = state if state in ("monitoring", "review") else "planning"

    def _release(self, statement):
        """A statement that prints these needs became final: now they are the
        CPD coordinator's too (TM §5.1)."""
        needs = self.filtered(
            lambda need: not need.released_on and statement in need._statements()
        )
        # sudo: which needs are known to whom is not written by hand.
        needs.sudo()._with_pass().write(
            {"released_on": fields.Date.context_today(self)}
        )

    def _locked_fields(self):
        """How a need is met is settled after the plan is signed."""
        return frozenset({"name", "objective_id"})

    def _open_for_edit(self):
        """The reviewer's edit makes a draft of a shared form; the reviewee,
        who has it to read and sign, asks for changes in it instead."""
        for need in self:
            shared = need._statements().filtered(lambda s: s.state == "shared")
            if shared and need.appraisal_id._has_role(*REVIEWED):
                need._refuse(
                    self.env._(
                        "the form is shared with you. Ask for changes in it, and say "
                        "there what you need."
                    )
                )
        return super()._open_for_edit()

    def _check_not_closed(self):
        """How a need is met is settled, and done, also after the review (TM
        §5.1); what was needed is closed by the form that it stands on. Of a year
        that stands still the CPD coordinator is not told: training goes on."""
        # sudo: who settles how a need is met need not read the appraisal.
        shut = self.filtered(
            lambda need: (
                (appraisal := need.sudo().appraisal_id).state == "cancelled"
                or (appraisal.state == "suspended" and appraisal._roles())
            )
        )
        return super(AppraisalCpdNeed, shut)._check_not_closed()

    def _statement_kinds(self):
        return (self.stage,)

    def _statements(self):
        # Of several training forms only the one that it stands on.
        # sudo: that form may be hidden too; it is only turned back into a draft.
        return super()._statements() | self.sudo().cpd_statement_id
