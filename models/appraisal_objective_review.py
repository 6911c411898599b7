from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalObjectiveReview(models.Model):
    """How one objective went.

    A model of its own beside the objective, because record rules hide records
    and not fields: the reviewer drafts here unseen, and the reviewee reads it
    with the shared review statement.
    """

    _name = "school.appraisal.objective.review"
    _inherit = ["school.appraisal.line"]
    _description = "Review of an objective"
    _order = "appraisal_id, objective_id, id"

    _open_fields = frozenset(
        {"progress", "outside_factors", "support_given", "rating_id", "reason"}
    )
    _once_fields = frozenset({"appraisal_id", "objective_id", "stage"})

    objective_id = fields.Many2one(
        "school.appraisal.objective",
        index=True,
        ondelete="cascade",
        help="Empty in the general notes of a mid-year review.",
    )
    objective_text = fields.Text(
        "What was agreed", related="objective_id.name", related_sudo=False
    )
    success_criteria = fields.Text(
        related="objective_id.success_criteria", related_sudo=False
    )
    support_promised = fields.Text(
        related="objective_id.support_promised",
        related_sudo=False,
        string="Support promised",
    )
    stage = fields.Selection(
        [("interim", "Mid-year"), ("annual", "End of year")],
        required=True,
        default="annual",
    )
    progress = fields.Text()
    outside_factors = fields.Text("Factors outside the person's control")
    support_given = fields.Selection(
        [("yes", "Given"), ("partly", "Given in part"), ("no", "Not given")],
        "Promised support",
    )
    rating_id = fields.Many2one(
        "school.appraisal.rating", "Assessment", ondelete="restrict"
    )
    reason = fields.Text(
        "Why not met, though support was missing",
        help="Nobody is held to account for promised support that did not come: say "
        "what else it was.",
    )
    staff_group_id = fields.Many2one(
        related="appraisal_id.staff_group_id", related_sudo=False
    )
    has_ratings = fields.Boolean(compute="_compute_has_ratings")
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    shared = fields.Boolean(readonly=True)

    _one_per_stage = models.Constraint(
        "UNIQUE(objective_id, stage)", "This objective has such a review already."
    )
    _one_general = models.UniqueIndex(
        "(appraisal_id) WHERE objective_id IS NULL",
        "There are notes of the mid-year review already.",
    )
    _of_an_objective = models.Constraint(
        "CHECK(objective_id IS NOT NULL OR stage = 'interim')",
        "Say which objective it is about.",
    )

    @api.depends("appraisal_id", "stage")
    def _compute_has_ratings(self):
        for review in self:
            scale = review.appraisal_id.staff_group_id.rating_ids
            review.has_ratings = review.stage == "annual" and bool(scale)

    @api.depends("rating_id", "support_given", "objective_id")
    def _compute_needs_reason(self):
        """TM §5.2, GU, KM §4.4: nobody is held to account where promised support
        did not come, so “not met” needs its reason in words."""
        for review in self:
            review.needs_reason = bool(
                review.rating_id.counts_as == "not_met"
                and review.support_promised
                and review.support_given in ("partly", "no")
            )

    @api.constrains("rating_id")
    def _check_rating(self):
        for review in self.filtered("rating_id"):
            if review.rating_id.staff_group_id != review.staff_group_id:
                raise UserError(
                    self.env._(
                        "%s: choose a value of this policy's scale.",
                        review.display_name,
                    )
                )

    def _open_for_edit(self):
        self.filtered(lambda line: line.stage == "annual")._check_in_review()
        for line in self:
            if line.stage == "interim" and line.shared:
                line._refuse(
                    self.env._(
                        "the person has been told of the mid-year review; the notes "
                        "stay as they are."
                    )
                )
        # sudo: what may be written in which part of the year is no secret.
        if "planning" in self.sudo().appraisal_id.mapped("state"):
            raise UserError(
                self.env._("Notes on the year begin once the plan is signed.")
            )
        return super()._open_for_edit()

    def _statement_kinds(self):
        return ("review",)

    def _missing(self, group):
        """What keeps the review from being shared, in sentences."""
        self.ensure_one()
        number = self.objective_id.number
        missing = []
        if not (self.progress or "").strip():
            missing.append(self.env._("Objective %s: say how it went.", number))
        if group.rating_ids and not self.rating_id:
            missing.append(self.env._("Objective %s: choose its assessment.", number))
        if self.needs_reason and not (self.reason or "").strip():
            missing.append(
                self.env._(
                    "Objective %s: say why it was not met, though promised support "
                    "was missing.",
                    number,
                )
            )
        if (
            group.support_excuses
            and self.objective_id.support_promised
            and not self.support_given
        ):
            missing.append(
                self.env._(
                    "Objective %s: say whether the promised support was given.", number
                )
            )
        return missing
