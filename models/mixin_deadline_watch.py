from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from .mixin_people import HEADS

# Where the mail leads, by the part that somebody has; who has several, by the first.
PATHS = {
    "reviewer": "/odoo/reviewees",
    "reviewee": "/odoo/my-appraisal",
    "observer": "/odoo/my-observations",
    "governor": "/odoo/pay-decisions",
    "head": "/odoo/school-appraisals",
}
# When somebody was told; anew when the deadline moves.
STAMPS = ("reminded_on", "late_told_on", "head_told_on")
# Appraisals between two commits.
BATCH = 200


class AppraisalDeadlineWatch(models.AbstractModel):
    """Telling people of deadlines, by mails without content.

    Each morning every open deadline is counted anew, as working hours and leave may
    have changed, and who has to act is told: some days before, and when it has passed;
    some days later the head is told too. Each of these once for each deadline, and
    nobody gets more than one mail a day.
    """

    _name = "school.appraisal.deadline.watch"
    _inherit = ["school.appraisal.notice"]
    _description = "Appraisal: reminders of deadlines"

    checked_on = fields.Date("Last counted", readonly=True)
    reminded_on = fields.Date(readonly=True, string="Reminded on")
    late_told_on = fields.Date("Told that it is late on", readonly=True)
    head_told_on = fields.Date("Head told on", readonly=True)

    @api.model
    def _cron_watch(self):
        """A batch at a time: what was counted and told stays so when the server stops
        in between, and the next run goes on from there."""
        today = fields.Date.context_today(self)
        left = [
            appraisal.id
            for [appraisal] in self._read_group(
                [
                    *self._open_domain(),
                    "|",
                    ("checked_on", "=", False),
                    ("checked_on", "<", today),
                ],
                ["appraisal_id"],
            )
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(left))
        for batch in split_every(BATCH, left, self.env["school.appraisal"].browse):
            # Who is at work on one of them now has it counted the next time.
            self._watch(batch.try_lock_for_update(), today)
            if not cron._commit_progress(len(batch)):
                break
        self._end_tasks()

    @api.model
    def _open_domain(self):
        return [("met_on", "=", False), ("date_from", "!=", False)]

    @api.model
    def _watch(self, appraisals, today):
        appraisals._sync_deadlines()
        deadlines = self._with_pass().search(
            [*self._open_domain(), ("appraisal_id", "in", appraisals.ids)]
        )
        deadlines._tell_of(today)
        deadlines.write({"checked_on": today})

    def _tell_of(self, today):
        """Tell, and note that it was told; both or neither are saved."""
        running = self.filtered("date_by")
        soon = running.filtered(
            lambda deadline: (
                not deadline.reminded_on
                and deadline.date_by - timedelta(days=deadline.limit_id.remind_before)
                <= today
            )
        )
        late = running.filtered(
            lambda deadline: not deadline.late_told_on and deadline.date_by < today
        )
        for_head = running.filtered(
            lambda deadline: (
                not deadline.head_told_on
                and deadline.date_by + timedelta(days=deadline.limit_id.head_after)
                < today
            )
        )
        users = (soon | late)._users_by_party()
        users["head"] = for_head._heads()
        for deadlines, stamp in zip((soon, late, for_head), STAMPS, strict=True):
            deadlines.write({stamp: today})
        self._tell_once(
            {path: users[party] for party, path in PATHS.items()},
            deadlines=soon | late | for_head,
        )

    # WHO IS TOLD

    def _told(self):
        """Those that are open and of which somebody was told."""
        return self.filtered(
            lambda deadline: (
                deadline.date_by
                and not deadline.met_on
                and any(deadline[stamp] for stamp in STAMPS)
            )
        )

    def _end_told(self):
        """After a change to these, of which people were told: those that are done, or
        due on another day, are no task any more."""
        if over := self - self._told():
            self._renew_tasks(over._party_users() | over._heads())

    @api.model
    def _told_days(self, users):
        """{user: the first day of the open deadlines that he was told of}"""
        if not users:
            return {}
        # sudo: deadlines of everybody; who is told learns no more than that day.
        deadlines = self.sudo().search(
            [
                *self._open_domain(),
                ("date_by", "!=", False),
                "|",
                "|",
                *((stamp, "!=", False) for stamp in STAMPS),
                "|",
                "|",
                ("appraisal_id.access_ids", "any", [("user_id", "in", users.ids)]),
                ("observation_id.observer_id", "in", users.ids),
                ("appraisal_id.school_id.governor_user_ids", "in", users.ids),
            ],
        )
        return deadlines._first_days(users)

    def _first_days(self, users):
        """{user: the first day of those of these that he was told of}"""
        # Of all together, so that each finds its people in the cache.
        self._told_users()
        days = {}
        for deadline in self.sorted("date_by"):
            for user in deadline._told_users() & users:
                days.setdefault(user, deadline.date_by)
        return days

    def _told_users(self):
        """Those who were told of these and whose task they are now."""
        told, for_head = self.filtered("reminded_on"), self.filtered("head_told_on")
        return told._party_users() | for_head._heads()

    def _party_users(self):
        return self.env["res.users"].union(*self._users_by_party().values())

    def _users_by_party(self):
        """{party: users whose turn it is}"""
        users = defaultdict(self.env["res.users"].browse)
        for party, deadlines in self.grouped("party").items():
            appraisals = deadlines.appraisal_id
            users[party] = {
                "reviewer": appraisals.reviewer_id | appraisals.panel_user_ids,
                "reviewee": appraisals._reviewed_users(),
                "observer": deadlines.observation_id.observer_id,
                "governor": appraisals.school_id.governor_user_ids,
            }[party]
        return users

    def _heads(self):
        """Who has the head's part in these: the chair, in the head's own year."""
        rows = self.appraisal_id.access_ids
        return rows.filtered_domain(
            [("role", "in", HEADS), *rows._active_domain()]
        ).user_id
