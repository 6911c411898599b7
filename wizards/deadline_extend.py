from odoo import fields, models


class DeadlineExtend(models.TransientModel):
    """The head gives more time for a duty, and says why."""

    _name = "school.appraisal.deadline.extend"
    _inherit = ["school.appraisal.dialog"]
    _description = "Extend a deadline"

    deadline_id = fields.Many2one(
        "school.appraisal.deadline", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="deadline_id.appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(
        related="deadline_id.appraisal_id.cycle_id", related_sudo=False
    )
    duty = fields.Selection(related="deadline_id.duty", related_sudo=False)
    clause = fields.Char(related="deadline_id.clause", related_sudo=False)
    date_by = fields.Date(related="deadline_id.date_by", related_sudo=False)
    date_extended = fields.Date("New last day", required=True)
    reason = fields.Text(required=True)

    def action_extend(self):
        self.ensure_one()
        self.deadline_id.extend(self.date_extended, self.reason)
        return self._forget()
