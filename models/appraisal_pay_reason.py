from odoo import api, fields, models
from odoo.exceptions import AccessError


class AppraisalPayReason(models.Model):
    """Why a reviewer recommends as he does. Apart from the recommendation,
    which the pay officer reads: the reason is part of the appraisal."""

    _name = "school.appraisal.pay.reason"
    _inherit = ["school.appraisal.guard", "school.appraisal.register"]
    _description = "Reason for a pay recommendation"
    _rec_name = None

    _open_fields = frozenset({"reason"})
    _once_fields = frozenset({"recommendation_id"})

    recommendation_id = fields.Many2one(
        "school.appraisal.pay.recommendation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    appraisal_id = fields.Many2one(
        related="recommendation_id.appraisal_id", related_sudo=False
    )
    reason = fields.Text()

    _one = models.Constraint(
        "UNIQUE(recommendation_id)", "This recommendation has its reason already."
    )

    @api.depends("recommendation_id.display_name")
    def _compute_display_name(self):
        for line in self:
            # sudo: a reference that tells nothing; Odoo shows it to everybody.
            line.display_name = line.recommendation_id.sudo().display_name

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_draft()

    def _check_draft(self):
        if self.recommendation_id.filtered(lambda record: record.state != "draft"):
            raise AccessError(
                self.env._("The reason is closed: the review has been signed.")
            )
        self.recommendation_id._open_for_edit()
