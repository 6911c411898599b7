from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalSelfReview(models.Model):
    """What the reviewee writes about the own year before the meeting; under some
    policies the reviewer too, apart (WP). A team writes one together: a member fills
    it in for all (WP §4.2).

    Only its author reads it until he hands it in; then it is closed, and
    reviewee, reviewer and head read it too. Two that are handed in are seen side
    by side, question by question.
    """

    _name = "school.appraisal.self.review"
    _inherit = ["school.appraisal.line", "school.appraisal.sheet"]
    _description = "Self-review"
    _order = "appraisal_id, id"

    _open_fields = frozenset({"answer_ids"})
    _sheet_kind = "self_review"

    user_id = fields.Many2one(
        "res.users",
        "Author",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    written_by = fields.Selection(
        [
            ("reviewee", "The person"),
            ("team", "The team"),
            ("reviewer", "The reviewer"),
        ],
        required=True,
        default="reviewee",
        string="Written by",
    )
    state = fields.Selection(
        [("private", "Only you see it"), ("handed_in", "Handed in")],
        required=True,
        default="private",
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    is_author = fields.Boolean(compute="_compute_is_author")
    can_print = fields.Boolean(compute="_compute_can_print")
    can_compare = fields.Boolean(compute="_compute_can_compare")
    answer_ids = fields.One2many("school.appraisal.self.review.answer", "review_id")

    _one_per_author = models.Constraint(
        "UNIQUE(appraisal_id, user_id)", "There is a self-review already."
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_author(self):
        for review in self:
            review.is_author = review.user_id == self.env.user

    @api.depends("appraisal_id")
    def _compute_can_print(self):
        for review in self:
            group = review.appraisal_id.staff_group_id
            review.can_print = bool(group and group._form(self._sheet_kind))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_compare(self):
        """Whether the user reads more than one that is handed in."""
        counts = dict(
            self._read_group(
                [
                    ("appraisal_id", "in", self.appraisal_id.ids),
                    ("state", "=", "handed_in"),
                ],
                ["appraisal_id"],
                ["__count"],
            )
        )
        for review in self:
            review.can_compare = counts.get(review.appraisal_id, 0) > 1

    @api.model_create_multi
    def create(self, vals_list):
        """A new self-review comes with the policy's questions, and nobody's own."""
        for vals in vals_list:
            self._refuse_guarded(vals.keys() & {"answer_ids"})
        reviews = super().create(vals_list)
        for review in reviews:
            review._check_can("begin")
            # sudo: who wrote it is said by the role in which he may.
            review.sudo()._with_pass().written_by = (
                review.appraisal_id._reviews_self_as()
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

    def _get_begin_blocker(self):
        if self.appraisal_id.staff_group_id.self_review == "off":
            return self.env._("this policy uses no self-review.")
        if not self.appraisal_id._reviews_self_as():
            return self.env._("under this policy the person alone writes one.")
        # sudo: while it is private, the others learn only that it is begun.
        others = self.sudo().search(
            [("appraisal_id", "=", self.appraisal_id.id), ("written_by", "=", "team")]
        )
        # Who left the team took what was private along.
        members = self.appraisal_id._reviewed_users()
        others = others.filtered(
            lambda review: review.state == "handed_in" or review.user_id in members
        )
        if self.appraisal_id._reviews_self_as() == "team" and others - self:
            return self.env._("%s fills it in for the team.", others.user_id.name)
        return False

    def _get_hand_in_blocker(self):
        if self.env.user != self.user_id:
            return self.env._("only its author hands it in.")
        if self.state == "handed_in":
            return self.env._("it was handed in already.")
        if reason := self.appraisal_id._standstill():
            return reason
        if not any((answer.answer or "").strip() for answer in self.answer_ids):
            return self.env._("answer at least one question first.")
        return False

    def action_hand_in(self):
        """Close the self-review and let the reviewer read it."""
        self._check_can("hand_in")
        self._with_pass().write({"state": "handed_in"})

    def action_compare(self):
        """The answers to each question side by side, once they are handed in."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_self_review_answer_action"
        )
        return action | {
            "domain": [
                ("review_id.appraisal_id", "=", self.appraisal_id.id),
                ("review_id.state", "=", "handed_in"),
            ]
        }

    def _sheet_content(self):
        return {
            **self._sheet_head(),
            "author": {"name": self.user_id.name},
            "by": self.written_by,
            "questions": [
                {
                    "number": number,
                    "question": answer.question,
                    "answer": answer.answer or "",
                }
                for number, answer in enumerate(self.answer_ids, start=1)
            ],
        }
