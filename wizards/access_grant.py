from odoo import api, fields, models

from ..models.mixin_people import GRANTED


class AppraisalAccessGrant(models.TransientModel):
    """The head, or the chair for the head's own year, lets one more person read
    an appraisal: why, how much and until when. The reviewee is told at once."""

    _name = "school.appraisal.access.grant"
    _inherit = ["school.appraisal.dialog"]
    _description = "Let somebody read an appraisal"

    appraisal_ids = fields.Many2many(
        "school.appraisal", "school_appraisal_grant_rel", required=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )
    role = fields.Selection(
        lambda self: self._selection_role(), "As", required=True, default="granted"
    )
    scope = fields.Selection(
        lambda self: self._selection_scope(),
        "What",
        required=True,
        default="statements",
    )
    purpose = fields.Char("What for", required=True)
    date_to = fields.Date("Until", required=True)

    @api.model
    def _selection_role(self):
        roles = self.env["school.appraisal.access"]._fields["role"]
        return [
            (role, label)
            for role, label in roles._description_selection(self.env)
            if role in GRANTED
        ]

    @api.model
    def _selection_scope(self):
        scope = self.env["school.appraisal.access"]._fields["scope"]
        return scope._description_selection(self.env)

    def action_grant(self):
        self.appraisal_ids.grant(
            self.user_id, self.role, self.scope, self.purpose, self.date_to
        )
        return self._forget()
