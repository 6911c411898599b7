from odoo import api, fields, models


class AppraisalReviewerReassign(models.TransientModel):
    """The head names another reviewer for one or more appraisals; for the
    head's own the chair of governors does, and may add a panel."""

    _name = "school.appraisal.reviewer.reassign"
    _inherit = ["school.appraisal.values"]
    _description = "Name another reviewer"

    appraisal_ids = fields.Many2many("school.appraisal", required=True)
    reviewer_id = fields.Many2one(
        "res.users",
        "New reviewer",
        required=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )

    of_head = fields.Boolean(compute="_compute_of_head")
    panel_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_reassign_panel_rel",
        string="Review panel",
        domain=[("share", "=", False)],
    )

    @api.depends("appraisal_ids")
    def _compute_of_head(self):
        for dialog in self:
            appraisals = dialog.appraisal_ids
            dialog.of_head = all(appraisals.mapped("of_head")) and bool(appraisals)

    def action_reassign(self):
        panel = self.panel_user_ids if self.of_head else None
        self.appraisal_ids.reassign(self.reviewer_id, panel)
        return {"type": "ir.actions.act_window_close"}
