from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.appraisal_meeting import MEETING_KINDS

# Which meeting is due at a stage.
KIND_OF = {"planning": "planning", "monitoring": "interim", "review": "review"}


class AppraisalMeetingSet(models.TransientModel):
    """The reviewer, or the head, sets a meeting at a time that suits both.

    The first such time is proposed. Another one can be chosen; what speaks against it
    is said, and it is taken only with a word on who agreed.
    """

    _name = "school.appraisal.meeting.set"
    _inherit = ["school.appraisal.dialog"]
    _description = "Set a meeting"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, readonly=True, ondelete="cascade"
    )
    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    reviewer_id = fields.Many2one(
        related="appraisal_id.reviewer_id", related_sudo=False
    )
    kind = fields.Selection(MEETING_KINDS, required=True)
    start = fields.Datetime("When")
    hours = fields.Float(required=True, default=1.0)
    problems = fields.Text(compute="_compute_problems")
    consent = fields.Text(
        "Agreed", help="Who agreed to this time, and how. Kept with the meeting."
    )

    @api.depends("appraisal_id", "kind", "start", "hours")
    def _compute_problems(self):
        for dialog in self:
            appraisal = dialog.appraisal_id._origin
            problems = []
            if appraisal.can_set_meeting and dialog.start and dialog.hours > 0:
                problems = appraisal._meeting_problems(
                    dialog.start, dialog._stop(), dialog.kind
                )
            dialog.problems = "\n".join(problems)

    @api.model
    def _open(self, appraisal):
        appraisal._check_can("set_meeting")
        dialog = self.create(
            {
                "appraisal_id": appraisal.id,
                "kind": KIND_OF.get(appraisal.state),
                "start": appraisal._first_meeting_time(KIND_OF.get(appraisal.state)),
            }
        )
        return dialog._reopen()

    def action_next_time(self):
        """Propose the next time that suits both."""
        self.ensure_one()
        self.appraisal_id._check_can("set_meeting")
        after = self.start and self.start + timedelta(minutes=1)
        found = self.appraisal_id._first_meeting_time(self.kind, after, self._length())
        if not found:
            raise UserError(
                self.env._("There is no later time that suits both, for weeks.")
            )
        self.start = found
        return self._reopen()

    def action_set(self):
        self.ensure_one()
        stop = self.start and self._stop()
        self.appraisal_id.set_meeting(self.kind, self.start, stop, self.consent)
        return {"type": "ir.actions.act_window_close"}

    def _stop(self):
        # The last days that dates can hold are refused later.
        latest = datetime.max - timedelta(days=3)
        return min(self.start, latest) + timedelta(hours=self._length())

    def _length(self):
        """Hours that can be counted; longer than a day is refused later."""
        return min(max(self.hours, 0), 48)
