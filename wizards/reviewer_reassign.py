from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalReviewerReassign(models.TransientModel):
    """The head names another reviewer for one or more appraisals, such as those of
    a reviewer who leaves; for the head's own the chair of governors does, and may
    add a panel. Which of them keep their reviewer, and why, is said before."""

    _name = "school.appraisal.reviewer.reassign"
    _inherit = ["school.appraisal.dialog"]
    _description = "Name another reviewer"

    appraisal_ids = fields.Many2many("school.appraisal", required=True)
    reviewer_id = fields.Many2one(
        "res.users",
        "New reviewer",
        required=True,
        domain=[("share", "=", False)],
        compute="_compute_people",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
    )

    of_head = fields.Boolean(compute="_compute_of_head")
    panel_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_reassign_panel_rel",
        string="Review panel",
        domain=[("share", "=", False)],
        compute="_compute_people",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    refused = fields.Text("These keep their reviewer", compute="_compute_refused")
    count_to_go = fields.Integer(compute="_compute_refused")

    @api.depends("appraisal_ids")
    def _compute_of_head(self):
        for dialog in self:
            appraisals = dialog.appraisal_ids
            dialog.of_head = all(appraisals.mapped("of_head")) and bool(appraisals)

    @api.depends("appraisal_ids")
    def _compute_people(self):
        """Of the head's own year who reviews it now: of the panel one is changed,
        and the others stay."""
        for dialog in self:
            present = (
                dialog.appraisal_ids if dialog.of_head else dialog.appraisal_ids[:0]
            )
            dialog.reviewer_id = present.reviewer_id[:1]
            dialog.panel_user_ids = present.panel_user_ids

    @api.depends("appraisal_ids", "reviewer_id", "panel_user_ids")
    @api.depends_context("uid")
    def _compute_refused(self):
        for dialog in self:
            refusals = dialog._refusals() if dialog.reviewer_id else {}
            dialog.refused = "\n".join(
                f"{appraisal.employee_id.name}: {reason}"
                for appraisal, reason in refusals.items()
            )
            dialog.count_to_go = len(dialog.appraisal_ids) - len(refusals)

    def _refusals(self):
        return self.appraisal_ids._origin._reassign_refusals(
            self.reviewer_id._origin, self._panel()
        )

    def _panel(self):
        return self.panel_user_ids._origin if self.of_head else None

    def action_reassign(self):
        """Name the reviewer of those that can have this one."""
        if not self.count_to_go:
            raise UserError(self.env._("Nobody was named:\n%s", self.refused))
        refused = self.env["school.appraisal"].union(*self._refusals())
        (self.appraisal_ids - refused).reassign(self.reviewer_id, self._panel())
        return self._forget()
