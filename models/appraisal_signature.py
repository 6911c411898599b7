from odoo import api, fields, models
from odoo.exceptions import UserError

SIGNING_ROLES = [
    ("reviewer", "Reviewer"),
    ("panel", "Review panel"),
    ("reviewee", "Reviewee"),
    ("team_member", "Member of the team"),
]
# Roles in which more than one person signs the same form.
SHARED_ROLES = ("panel", "team_member")


class AppraisalSignature(models.Model):
    """One person's signature under one version of a statement.

    Written only by the signing actions: the user comes from the session, the
    time from the server. Nobody has rights to create or change one. A
    signature whose statement was taken back stays, marked void.
    """

    _name = "school.appraisal.signature"
    _inherit = ["school.appraisal.guard"]
    _description = "Signature"
    _order = "statement_id, id"
    _rec_name = None

    statement_id = fields.Many2one(
        "school.appraisal.statement", required=True, index=True, ondelete="restrict"
    )
    version = fields.Integer(required=True)
    role = fields.Selection(SIGNING_ROLES, required=True)
    user_id = fields.Many2one("res.users", "Recorded by", ondelete="restrict")
    signer_name = fields.Char("Name", required=True)
    signed_on = fields.Datetime("Recorded on", required=True)
    paper_date = fields.Date("Signed on paper on")
    method = fields.Selection(
        [("drawn", "Drawn"), ("typed", "Typed"), ("paper", "On paper")],
        required=True,
    )
    image = fields.Binary(attachment=False)
    scan_id = fields.Many2one("ir.attachment", ondelete="restrict")
    content_hash = fields.Char("What was signed", required=True)
    disagrees = fields.Boolean("Signs as received, does not agree")
    voided_on = fields.Datetime(string="Void since")

    _one_per_role = models.UniqueIndex(
        "(statement_id, version, role) "
        "WHERE voided_on IS NULL AND role NOT IN ('panel', 'team_member')",
        "This was signed in this role already.",
    )
    _one_per_person = models.UniqueIndex(
        "(statement_id, version, role, user_id) WHERE voided_on IS NULL",
        "This person has signed already.",
    )

    def _signer_key(self):
        """As the form's list of signers names this one: several people sign in
        some roles, each on a line of his own."""
        if self.role in SHARED_ROLES:
            return f"{self.role}-{self.user_id.id}"
        return self.role

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Signatures are not deleted: one that no longer counts is marked void."
            )
        )

    @api.depends("statement_id.display_name")
    def _compute_display_name(self):
        for signature in self:
            # sudo: a reference that tells nothing; Odoo shows it to everybody.
            signature.display_name = signature.statement_id.sudo().display_name
