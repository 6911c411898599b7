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
        for meeting in self:
            # sudo: the head makes it for others, whose private entries he moves.
            appraisal = meeting.sudo().appraisal_id
            reviewer = appraisal.reviewer_id
            values = {
                "start": meeting.start,
                "stop": meeting.stop,
                "partner_ids": [fields.Command.set(appraisal._meeting_partners().ids)],
            }
            events = self.env(su=True, context={**QUIET, "lang": reviewer.lang})[
                "calendar.event"
            ]
            if meeting.event_id:
                events.browse(meeting.event_id.id).write(values)
                continue
            event = events.create(
                {
                    **values,
                    "name": events.env._("Meeting"),
                    "privacy": "private",
                    "show_as": "busy",
                    "user_id": reviewer.id,
                    "description": False,
                    "alarm_ids": [fields.Command.clear()],
                }
            )
            meeting.sudo()._with_pass().event_id = event

    @api.model
    def _to_move(self, appraisal, kind):
        """The meeting of this kind that is still to come, which a new time moves."""
        return self.search(
            [
                ("appraisal_id", "=", appraisal.id),
                ("kind", "=", kind),
                ("start", ">", fields.Datetime.now()),
            ],
            limit=1,
        )
