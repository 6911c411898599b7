from odoo import api, fields, models

ROLES = [
    ("reviewee", "Reviewee"),
    ("reviewer", "Reviewer"),
    ("line_manager", "Line manager"),
    ("head", "Head"),
]


class AppraisalAccess(models.Model):
    """One person's sight of one appraisal: who, in which role, since when,
    until when and why.

    The record rules read these rows and nothing else. They are written by the
    addon together with the people of the appraisal; nobody edits them by
    hand. The reviewee reads all rows of his own record.
    """

    _name = "school.appraisal.access"
    _inherit = ["school.appraisal.guard"]
    _description = "Access to an appraisal"
    _order = "appraisal_id, state, role, id"
    _rec_name = "role"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True)
    date_from = fields.Date("Since", required=True)
    date_to = fields.Date("Until")
    purpose = fields.Char("Why", required=True)
    granted_by = fields.Many2one(
        "res.users", required=True, ondelete="restrict", string="Given by"
    )
    state = fields.Selection(
        [("active", "Active"), ("pending", "To confirm"), ("ended", "Ended")],
        required=True,
    )

    _active_idx = models.Index("(user_id, appraisal_id) WHERE state = 'active'")
    _one_row = models.UniqueIndex(
        "(appraisal_id, user_id, role) WHERE state != 'ended'",
        "This person already has this role on this appraisal.",
    )

    @api.model
    def _active_domain(self):
        """What makes a row open anything today; the rules say the same."""
        return [
            ("state", "=", "active"),
            ("date_from", "<=", "today"),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", "today"),
        ]

    def _end(self):
        today = fields.Date.context_today(self)
        self._with_pass().write({"state": "ended", "date_to": today})

    def _get_confirm_blocker(self):
        if self.state != "pending":
            return self.env._("this access is not waiting for confirmation.")
        if not self.appraisal_id._has_role("head"):
            return self.env._("only the head confirms access.")
        if self.env.user in (self.user_id | self.granted_by):
            return self.env._(
                "somebody else must confirm an access that is yours or that you caused."
            )
        return False

    def action_confirm(self):
        """The head lets a waiting row take effect; never his own."""
        self._check_can("confirm")
        # sudo: nobody has rights to write access rows by hand.
        self.sudo()._with_pass().write(
            {"state": "active", "date_from": fields.Date.context_today(self)}
        )
