from odoo import api, fields, models


class AppraisalSelfReviewAnswer(models.Model):
    """The answer to one question of a self-review. The question's words are
    kept as they were asked."""

    _name = "school.appraisal.self.review.answer"
    _inherit = ["school.appraisal.guard", "school.appraisal.register"]
    _description = "Self-review answer"
    _order = "review_id, sequence, id"
    _rec_name = None

    _open_fields = frozenset({"answer"})

    review_id = fields.Many2one(
        "school.appraisal.self.review", required=True, index=True, ondelete="cascade"
    )
    appraisal_id = fields.Many2one(related="review_id.appraisal_id", related_sudo=False)
    written_by = fields.Selection(
        related="review_id.written_by", related_sudo=False, string="Written by"
    )
    sequence = fields.Integer(default=10)
    question = fields.Char(required=True)
    answer = fields.Text()

    @api.depends("review_id.display_name")
    def _compute_display_name(self):
        for answer in self:
            # sudo: a reference that tells nothing; Odoo shows it to everybody.
            answer.display_name = answer.review_id.sudo().display_name

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.review_id._unlink_except_locked()

    def write(self, vals):
        if not self._has_pass():
            self.review_id._open_for_edit()
        return super().write(vals)
