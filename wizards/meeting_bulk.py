from odoo import api, fields, models
from odoo.exceptions import UserError

from .meeting_set import KIND_OF


class AppraisalMeetingBulk(models.TransientModel):
    """Meetings with several people are set in one dialog.

    ========  ================================================================
    opens     the reviewer, or the head, from the list, with those selected
    proposes  for each the first time that suits both and is not another's here
    changes   kind, time and length of each, or takes one off
    sets      all of them, or none: the sentence names the one refused
    ========  ================================================================
    """

    _name = "school.appraisal.meeting.bulk"
    _inherit = ["school.appraisal.dialog"]
    _description = "Set meetings"

    appraisal_ids = fields.Many2many("school.appraisal", readonly=True)
    line_ids = fields.One2many("school.appraisal.meeting.set", "bulk_id", "Meetings")

    @api.model
    def _open(self, appraisals):
        appraisals._check_can("set_meeting")
        kinds = {appraisal: KIND_OF.get(appraisal.state) for appraisal in appraisals}
        times = appraisals._first_meeting_times(kinds)
        dialog = self.create({"appraisal_ids": [fields.Command.set(appraisals.ids)]})
        dialog.line_ids.create(
            [
                {
                    "bulk_id": dialog.id,
                    "appraisal_id": appraisal.id,
                    "kind": kinds[appraisal],
                    "start": times[appraisal],
                }
                for appraisal in appraisals
            ]
        )
        return dialog._reopen()

    def action_set(self):
        """All or none. Whoever meets several is told once."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("There is no meeting left to set."))
        for line in self.line_ids:
            try:
                line._set(tell=False)
            except UserError as refusal:
                raise UserError(
                    self.env._(
                        "No meeting was set. %(whose)s: %(reason)s",
                        whose=line.whose,
                        reason=refusal,
                    )
                ) from refusal
        self.line_ids.appraisal_id._tell_of_meeting()
        return self._forget()
