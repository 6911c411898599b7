import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class EvidenceCollect(models.TransientModel):
    """The reviewer puts in what has come in for a line of evidence: a file, or what
    it showed. The person reads it at once."""

    _name = "school.appraisal.evidence.collect"
    _inherit = ["school.appraisal.dialog"]
    _description = "Collect evidence"

    evidence_id = fields.Many2one(
        "school.appraisal.evidence", required=True, readonly=True, ondelete="cascade"
    )
    evidence_name = fields.Char("What", related="evidence_id.name", related_sudo=False)
    whose = fields.Char(related="evidence_id.appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(
        related="evidence_id.appraisal_id.cycle_id", related_sudo=False
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    date_collected = fields.Date("Collected on", default=fields.Date.context_today)
    finding = fields.Text(
        "What it showed",
        compute="_compute_finding",
        # Else a dialog on somebody else's year tells what stands there.
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("evidence_id")
    def _compute_finding(self):
        for dialog in self:
            evidence = dialog.evidence_id._origin
            dialog.finding = evidence.finding
            # A dialog that is only asked for has told it, too.
            evidence._log_words(["name", "finding"])

    def action_collect(self):
        evidence = self.evidence_id
        evidence._check_can("collect")
        finding = (self.finding or "").strip()
        if not self.file and finding == (evidence.finding or "").strip():
            raise UserError(
                self.env._("Choose a file, or write down what the evidence showed.")
            )
        # A file alone does not touch what a form prints.
        if finding != (evidence.finding or "").strip():
            evidence.write({"finding": finding, "date_collected": self.date_collected})
        elif not evidence.date_collected:
            evidence.date_collected = self.date_collected
        if self.file:
            self.env["ir.attachment"].create(
                {
                    "name": self.filename or self.env._("Evidence"),
                    "raw": base64.b64decode(self.file),
                    "res_model": evidence._name,
                    "res_id": evidence.id,
                }
            )
        return self._forget()
