from odoo import fields, models


class AppraisalReviewerReassign(models.TransientModel):
    """The head names another reviewer for one or more appraisals."""

    _name = "school.appraisal.reviewer.reassign"
    _description = "Name another reviewer"

    appraisal_ids = fields.Many2many("school.appraisal", required=True)
    reviewer_id = fields.Many2one(
        "res.users",
        "New reviewer",
        required=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )

    def action_reassign(self):
        self.appraisal_ids.reassign(self.reviewer_id)
        return {"type": "ir.actions.act_window_close"}
