from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.appraisal_meeting import MEETING_KINDS
from ..models.mixin_meeting import HORIZON

# Which meeting is due at a stage.
KIND_OF = {"planning": "planning", "monitoring": "interim", "review": "review"}


class AppraisalMeetingSet(models.TransientModel):
    """The reviewer, or the head, sets a meeting at a time that suits both.

    The first such time is proposed. Another one can be chosen; what speaks against it
    is said, and it is taken only with a word on who agreed.
    """

    _name = "school.appraisal.meeting.set"
    _inherit = ["school.appraisal.year.dialog"]
    _description = "Set a meeting"

    reviewer_id = fields.Many2one(
        related="appraisal_id.reviewer_id", related_sudo=False
    )
    bulk_id = fields.Many2one(
        "school.appraisal.meeting.bulk",
        index=True,
        readonly=True,
        ondelete="cascade",
        string="Together with others",
    )
    kind = fields.Selection(MEETING_KINDS, required=True)
    start = fields.Datetime("When")
    hours = fields.Float(required=True, default=1.0)
    problems = fields.Text(compute="_compute_problems")
    consent = fields.Text(
        "Agreed", help="Who agreed to this time, and how. Kept with the meeting."
    )

    @api.depends(
        "appraisal_id",
        "kind",
        "start",
        "hours",
        "bulk_id.line_ids.start",
        "bulk_id.line_ids.hours",
    )
    def _compute_problems(self):
        diaries = self._diaries()
        for dialog in self:
            appraisal = dialog.appraisal_id._origin
            problems = []
            if dialog._is_complete():
                problems = appraisal._meeting_problems(
                    dialog.start, dialog._stop(), dialog.kind, diaries.get(dialog)
                )
                problems += dialog._problems_with_others()
            dialog.problems = "\n".join(problems)

    def _is_complete(self):
        """Whether it can be said what speaks against it."""
        appraisal = self.appraisal_id._origin
        return appraisal.can_set_meeting and self.kind and self.start and self.hours > 0

    def _diaries(self):
        """What is known of people's time, looked up once for those of the next weeks;
        each of the others looks for itself."""
        now = fields.Datetime.now()
        soon = self.filtered(
            lambda dialog: dialog._is_complete() and now < dialog.start < now + HORIZON
        )
        if not soon:
            return {}
        diary = self.env["school.appraisal"]._diary(
            [(dialog.appraisal_id._origin, dialog.kind) for dialog in soon],
            pytz.utc.localize(min(soon.mapped("start"))),
            pytz.utc.localize(max(dialog._stop() for dialog in soon)),
        )
        return dict.fromkeys(soon, diary)

    def _others(self):
        """The other meetings of the same dialog that have a time."""
        return (self.bulk_id.line_ids - self).filtered(lambda line: line._is_complete())

    def _problems_with_others(self):
        problems = []
        mine = self.appraisal_id._origin._meeting_partners()
        for other in self._others():
            if other.start < self._stop() and other._stop() > self.start:
                problems += [
                    self.env._(
                        "%(person)s has the meeting with %(whose)s at that time.",
                        person=partner.name,
                        whose=other.whose,
                    )
                    for partner in mine & other.appraisal_id._origin._meeting_partners()
                ]
        return problems

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
        appraisal, now = self.appraisal_id, fields.Datetime.now()
        begin = max(after or now, now)
        diary = appraisal._diary(
            [(appraisal, self.kind)],
            pytz.utc.localize(now),
            pytz.utc.localize(begin + HORIZON),
        )
        for other in self._others():
            other.appraisal_id._take(diary, other.start, other._stop())
        found = appraisal._first_meeting_time(self.kind, after, self._length(), diary)
        if not found:
            raise UserError(
                self.env._("There is no later time that suits both, for weeks.")
            )
        self.start = found
        return (self.bulk_id or self)._reopen()

    def action_set(self):
        self._set()
        return self._forget()

    def _set(self, tell=True):
        self.ensure_one()
        stop = self.start and self._stop()
        self.appraisal_id.set_meeting(self.kind, self.start, stop, self.consent, tell)

    def _stop(self):
        # The last days that dates can hold are refused later.
        latest = datetime.max - timedelta(days=3)
        return min(self.start, latest) + timedelta(hours=self._length())

    def _length(self):
        """Hours that can be counted; longer than a day is refused later."""
        return min(max(self.hours, 0), 48)
