from odoo import api, fields, models

# What a meeting is for, and the date of the year that it settles.
MEETING_KINDS = [
    ("planning", "Planning meeting"),
    ("interim", "Mid-year meeting"),
    ("review", "Review meeting"),
    ("feedback", "Feedback on an observation"),
]
DATE_OF = {
    "planning": "date_planning_meeting",
    "interim": "date_interim_meeting",
    "review": "date_review_meeting",
}
# No invitation is mailed: it would name both people, and hold a link that opens the
# meeting without a login. Nor does the meeting tell which record it was made from.
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}


class AppraisalMeeting(models.Model):
    """A meeting of reviewer and reviewee, set by the reviewer or the head.

    In the calendars of both it stands as private, under a title that says nothing and
    without a link to the appraisal: colleagues see that they are busy. What was said
    about too little notice, and who agreed, is kept here (KM §4.3, GU).
    """

    _name = "school.appraisal.meeting"
    _inherit = ["school.appraisal.line"]
    _description = "Meeting"
    _order = "appraisal_id, start, id"

    _once_fields = frozenset()

    kind = fields.Selection(MEETING_KINDS, required=True, readonly=True)
    start = fields.Datetime("When", required=True, readonly=True)
    stop = fields.Datetime("Until", required=True, readonly=True)
    set_by = fields.Many2one(
        "res.users", "Set by", required=True, readonly=True, ondelete="restrict"
    )
    exception = fields.Text(
        "Unusual",
        readonly=True,
        help="What the policy or a working calendar would have otherwise.",
    )
    consent = fields.Text("Agreed", readonly=True, help="Who agreed to it, and how.")
    event_id = fields.Many2one(
        "calendar.event",
        "In the calendar",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )

    def _put_into_calendar(self):
        """Make or move the entry in both people's calendars."""
        # sudo: the head makes it for others; nobody writes what is kept of it.
        for meeting in self.sudo()._with_pass():
            reviewer = meeting.appraisal_id.reviewer_id
            values = {
                "start": meeting.start,
                "stop": meeting.stop,
                "user_id": reviewer.id,
                "partner_ids": [
                    fields.Command.set(meeting.appraisal_id._meeting_partners().ids)
                ],
            }
            if meeting.event_id:
                meeting._entry().write(values)
                continue
            events = meeting._entry()
            meeting.event_id = events.create(
                {
                    **values,
                    "name": events.env._("Meeting"),
                    "privacy": "private",
                    "show_as": "busy",
                    "description": False,
                    "alarm_ids": [fields.Command.clear()],
                }
            )

    def _take_off_calendar(self):
        """What will not be held."""
        for meeting in self:
            meeting._entry().unlink()

    def _entry(self):
        """The entry in the calendar, to be changed without a word to anybody."""
        # sudo: an entry of others, whom the head may have it made for.
        meeting = self.sudo()
        context = {**QUIET, "lang": meeting.appraisal_id.reviewer_id.lang}
        return meeting.event_id.with_env(meeting.env(context=context))

    def _to_come(self):
        return self.filtered(lambda meeting: meeting.start > fields.Datetime.now())

    @api.model
    def _to_move(self, appraisal, kind):
        """The meeting of this kind that is still to come, which a new time moves."""
        meetings = appraisal.meeting_ids._to_come()
        return meetings.filtered(lambda meeting: meeting.kind == kind)[:1]
