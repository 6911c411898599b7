from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.appraisal_signature import SIGNING_ROLES
from ..models.mixin_people import REVIEWED


class AppraisalStatementSign(models.TransientModel):
    """The form beside the signature. The reviewee also comments here, asks
    for changes, or signs without agreeing."""

    _name = "school.appraisal.statement.sign"
    _inherit = ["school.appraisal.statement.preview"]
    _description = "Sign a statement"

    role = fields.Selection(SIGNING_ROLES, compute="_compute_role")
    signer_name = fields.Char("Signing as", compute="_compute_role")
    comments = fields.Text("My comments")
    shown_comments = fields.Text(readonly=True)
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
        comments = statement.reviewee_comments
        self.browse(action["res_id"]).write(
            {"comments": comments, "shown_comments": comments}
        )
        return action

    def action_sign(self):
        if self.role in REVIEWED:
            self._respond()
        self.statement_id.sign(
            self.content_hash, self.method, self.image, self.disagrees
        )
        return self._forget()

    def action_comment(self):
        """Keep the reviewee's comments without signing yet."""
        self._respond()
        return self._forget()

    def action_request_changes(self):
        """Ask the reviewer to change the form; the comments say what."""
        self._respond(changes_requested=True)
        return self._forget()

    def _respond(self, **values):
        """A team has one text together: nobody writes over what he has not read."""
        statement = self.statement_id
        if self.role == "team_member" and (self.shown_comments or "") != (
            statement.reviewee_comments or ""
        ):
            raise UserError(
                self.env._(
                    "Another member has changed the team's comments. Open the form "
                    "again and read them first."
                )
            )
        statement.respond(self.comments, **values)
