from odoo import fields, models


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

    _open_fields = frozenset({"progress", "outside_factors", "support_given"})
    _once_fields = frozenset({"appraisal_id", "objective_id", "stage"})

    objective_id = fields.Many2one(
        "school.appraisal.objective", required=True, index=True, ondelete="cascade"
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
    shared = fields.Boolean(readonly=True)

    _one_per_stage = models.Constraint(
        "UNIQUE(objective_id, stage)", "This objective has such a review already."
    )

    def _open_for_edit(self):
        self.filtered(lambda line: line.stage == "annual")._check_in_review()
        return super()._open_for_edit()

    def _statement_kinds(self):
        return ("review",) if self.stage == "annual" else ()

    def _missing(self, group):
        """What keeps the review from being shared, in sentences."""
        self.ensure_one()
        number = self.objective_id.number
        missing = []
        if not (self.progress or "").strip():
            missing.append(self.env._("Objective %s: say how it went.", number))
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
