from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalSelfReview(models.Model):
    """What the reviewee writes about the own year before the meeting.

    Only its author reads it until he hands it in; then it is closed, and the
    reviewer and the head read it too.
    """

    _name = "school.appraisal.self.review"
    _inherit = ["school.appraisal.line"]
    _description = "Self-review"
    _order = "appraisal_id, id"

    _open_fields = frozenset({"answer_ids"})

    user_id = fields.Many2one(
        "res.users",
        "Author",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("private", "Only you see it"), ("handed_in", "Handed in")],
        required=True,
        default="private",
    )
    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", related_sudo=False
    )
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    is_author = fields.Boolean(compute="_compute_is_author")
    answer_ids = fields.One2many("school.appraisal.self.review.answer", "review_id")

    _one_per_author = models.Constraint(
        "UNIQUE(appraisal_id, user_id)", "There is a self-review already."
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_author(self):
        for review in self:
            review.is_author = review.user_id == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        """A new self-review comes with the policy's questions."""
        reviews = super().create(vals_list)
        for review in reviews:
            if review.appraisal_id.staff_group_id.self_review == "off":
                raise UserError(
                    self.env._(
                        "%s: this policy uses no self-review.", review.display_name
                    )
                )
        # sudo: the questions are the policy's; nobody adds any by hand.
        self.env["school.appraisal.self.review.answer"].sudo()._with_pass().create(
            [
                {
                    "review_id": review.id,
                    "sequence": question.sequence,
                    "question": question.name,
                }
                for review in reviews
                for question in review.appraisal_id.staff_group_id.question_ids
            ]
        )
        return reviews

    def _open_for_edit(self):
        if self.filtered(lambda review: review.state == "handed_in"):
            raise UserError(self.env._("The self-review was handed in; it is closed."))
        return super()._open_for_edit()

    def _get_hand_in_blocker(self):
        if self.env.user != self.user_id:
            return self.env._("only its author hands it in.")
        if self.state == "handed_in":
            return self.env._("it was handed in already.")
        if not any((answer.answer or "").strip() for answer in self.answer_ids):
            return self.env._("answer at least one question first.")
        return False

    def action_hand_in(self):
        """Close the self-review and let the reviewer read it."""
        self._check_can("hand_in")
        self._with_pass().write({"state": "handed_in"})
