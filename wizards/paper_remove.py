from odoo import fields, models


class AppraisalPaperRemove(models.TransientModel):
    """The head removes an earlier paper, and says why."""

    _name = "school.appraisal.paper.remove"
    _inherit = ["school.appraisal.dialog"]
    _description = "Remove an earlier paper"

    paper_id = fields.Many2one(
        "school.appraisal.earlier.paper",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    paper_name = fields.Char("File", related="paper_id.name", related_sudo=False)
    whose = fields.Char(related="paper_id.appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(
        related="paper_id.appraisal_id.cycle_id", related_sudo=False
    )
    reason = fields.Text("Why")

    def action_remove(self):
        self.paper_id.remove(self.reason)
        return self._forget()
