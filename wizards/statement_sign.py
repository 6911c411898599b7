from odoo import api, fields, models

from ..models.appraisal_signature import SIGNING_ROLES


class AppraisalStatementSign(models.TransientModel):
    """The form beside the signature. The reviewee also comments here, asks
    for changes, or signs without agreeing."""

    _name = "school.appraisal.statement.sign"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Sign a statement"

    role = fields.Selection(SIGNING_ROLES, compute="_compute_role")
    signer_name = fields.Char("Signing as", compute="_compute_role")
    comments = fields.Text("My comments")
    disagrees = fields.Boolean("I do not agree; I only confirm that I received it")
    method = fields.Selection(
        [("typed", "My name in type"), ("drawn", "My drawn signature")],
        "How I sign",
        required=True,
        default="typed",
    )
    image = fields.Binary("Signature", attachment=False)

    @api.depends("statement_id")
    @api.depends_context("uid")
    def _compute_role(self):
        for dialog in self:
            dialog.role = dialog.statement_id.my_signature
            dialog.signer_name = self.env.user.name

    @api.model
    def _open(self, statement):
        action = super()._open(statement)
        self.browse(action["res_id"]).comments = statement.reviewee_comments
        return action

    def action_sign(self):
        if self.role == "reviewee":
            self.statement_id.respond(self.comments)
        self.statement_id.sign(
            self.content_hash, self.method, self.image, self.disagrees
        )
        return self._forget()

    def action_comment(self):
        """Keep the reviewee's comments without signing yet."""
        self.statement_id.respond(self.comments)
        return self._forget()

    def action_request_changes(self):
        """Ask the reviewer to change the form; the comments say what."""
        self.statement_id.respond(self.comments, changes_requested=True)
        return self._forget()
