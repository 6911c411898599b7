import re
from collections import defaultdict
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

HOUR = timedelta(hours=1)


# A Thursday, before work.
@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 05:00:00")
class TestMeeting(AppraisalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Monday to Friday, 8 to 12 and 13 to 17, in London, where it is summer.
        cls.hours = cls.env["resource.calendar"].create(
            {
                "name": "School days",
                "tz": "Europe/London",
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"{day}",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": begin + 4,
                        },
                    )
                    for day in range(5)
                    for begin in (8, 13)
                ],
            }
        )
        for who in ("reviewee", "reviewer"):
            cls.users[who].email = f"{who}@example.com"
            cls.employees[who].write(
                {"resource_calendar_id": cls.hours.id, "tz": "Europe/London"}
            )
        cls.appraisal = cls._launch()
        cls.env["mail.mail"].search([]).unlink()

    def _set(self, day, hour=9, who="reviewer", kind="planning", **values):
        start = datetime(2026, 10, day, hour)
        return self.as_(who, self.appraisal).set_meeting(
            kind, start, start + HOUR, **values
        )

    def _first(self, after=None, hours=1.0):
        appraisal = self.as_("reviewer", self.appraisal)
        return appraisal._first_meeting_time("planning", after, hours)

    def _want_notice(self):
        """Five working days of it, as KM §4.3 and GU."""
        self.group.limit_ids = [
            Command.create(
                {
                    "duty": "notice",
                    "part": "plan",
                    "number": 5,
                    "unit": "working_day",
                    "counted_from": "meeting",
                }
            )
        ]

    # THE CALENDAR

    def test_private_entry_without_a_subject(self):
        """In both calendars; it names nothing, and leads nowhere."""
        event = self._set(5).sudo().event_id
        self.assertRecordValues(
            event,
            [
                {
                    "name": "Meeting",
                    "privacy": "private",
                    "show_as": "busy",
                    "start": datetime(2026, 10, 5, 9),
                    "stop": datetime(2026, 10, 5, 10),
                    "user_id": self.users["reviewer"].id,
                    "description": False,
                    "location": False,
                    "res_id": 0,
                    "res_model_id": False,
                }
            ],
        )
        both = self.users["reviewer"] | self.users["reviewee"]
        self.assertEqual(event.partner_ids, both.partner_id)
        self.assertFalse(event.alarm_ids or event.activity_ids)

    def test_the_screen_it_is_set_from_stays_unknown(self):
        """Odoo takes the record of a screen from the context."""
        here = self.as_("reviewer", self.appraisal).with_context(
            active_model=self.appraisal._name, active_id=self.appraisal.id
        )
        start = datetime(2026, 10, 5, 9)
        event = here.set_meeting("planning", start, start + HOUR).sudo().event_id
        self.assertFalse(event.res_model_id or event.res_id)

    def test_colleagues_see_busy(self):
        event = self._set(5).sudo().event_id
        values = self.as_("colleague", event).read(["name", "partner_ids"])[0]
        self.assertEqual(values["name"], "Busy")
        self.assertFalse(values["partner_ids"])

    def test_mails_say_nothing(self):
        self._set(5, who="head")
        mails = self.env["mail.mail"].search([])
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(mails.mapped("subject")), {mails[0].subject})
        words = " ".join(mails.mapped("body_html"))
        for word in ("Rae", "Rory", "eeting", "9:00"):
            self.assertNotIn(word, words)

    def test_moved_not_doubled(self):
        meeting = self._set(5)
        self._set(6, who="head")
        self.assertEqual(self.appraisal.meeting_ids, meeting.sudo(False))
        self.assertEqual(meeting.sudo().event_id.start, datetime(2026, 10, 6, 9))
        self.assertEqual(meeting.sudo().set_by, self.users["head"])
        # Who was not there yet is a meeting of its own.
        with freeze_time("2026-10-07"):
            self._set(8)
        self.assertEqual(len(self.appraisal.meeting_ids), 2)

    def test_deleted_from_the_calendar(self):
        """People keep their calendars; the next time makes a new entry."""
        meeting = self._set(5)
        self.as_("reviewer", meeting.sudo().event_id).unlink()
        self._set(6)
        self.assertEqual(meeting.sudo().event_id.start, datetime(2026, 10, 6, 9))

    def test_another_reviewer_has_it_instead(self):
        event = self._set(5).sudo().event_id
        self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.assertEqual(event.user_id, self.users["manager"])
        both = self.users["manager"] | self.users["reviewee"]
        self.assertEqual(event.partner_ids, both.partner_id)
        # Odoo would write to followers of its own accord.
        self.assertFalse(event.message_partner_ids)

    def test_not_held_in_a_cancelled_year(self):
        meeting = self._set(5)
        event = meeting.sudo().event_id
        self.as_("head", self.appraisal).cancel("Left")
        self.assertFalse(event.exists())
        self.assertTrue(meeting.sudo().exists())

    # THE YEAR

    def test_date_of_the_form(self):
        self._set(5)
        self.assertEqual(str(self.appraisal.date_planning_meeting), "2026-10-05")
        self._set(6, kind="interim")
        self._set(7, kind="review")
        self._set(8, kind="feedback")
        self.assertEqual(str(self.appraisal.date_interim_meeting), "2026-10-06")
        self.assertEqual(str(self.appraisal.date_review_meeting), "2026-10-07")
        self.assertEqual(str(self.appraisal.date_planning_meeting), "2026-10-05")

    def test_signed_plan_keeps_its_date(self):
        self._sign_plan(self.appraisal)
        with self.assertRaisesRegex(UserError, "has been signed"):
            self._set(5)
        self.assertFalse(self.appraisal.meeting_ids)

    def test_who_sets_it(self):
        with self.assertRaisesRegex(UserError, "only the reviewer or the head"):
            self._set(5, who="reviewee")
        for who in ("manager", "other_head", "administrator", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._set(5, who=who)

    def test_nobody_writes_it_by_hand(self):
        meeting = self._set(5)
        for who in ("reviewer", "head", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, meeting).write({"consent": "Both agreed"})

    def test_not_in_a_closed_year(self):
        self.as_("head", self.appraisal).cancel("Left")
        with self.assertRaisesRegex(UserError, "closed or cancelled"):
            self._set(5)

    def test_not_in_the_past(self):
        with freeze_time("2026-10-06"), self.assertRaisesRegex(UserError, "after now"):
            self._set(5)

    # WHAT SPEAKS AGAINST A TIME

    def test_notice_is_the_policys(self):
        """From Thursday to Thursday there are five working days."""
        self._set(2)
        self._want_notice()
        self._set(8)
        with self.assertRaisesRegex(UserError, "held on Thu 8 Oct or later"):
            self._set(7)
        meeting = self._set(7, consent="Both, on Thursday")
        self.assertEqual(meeting.consent, "Both, on Thursday")
        self.assertIn("Thu 8 Oct", meeting.exception)
        # A meeting of which the policy says nothing.
        self.assertFalse(self._set(2, kind="feedback").exception)
        # Moved to a time that needs nobody's consent, nothing of it is left.
        meeting = self._set(12)
        self.assertFalse(meeting.consent or meeting.exception)

    def test_holidays_are_no_notice(self):
        self._want_notice()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": self.hours.id,
                "date_from": "2026-10-05 00:00:00",
                "date_to": "2026-10-05 23:00:00",
            }
        )
        with self.assertRaisesRegex(UserError, "held on Fri 9 Oct or later"):
            self._set(8)
        self._set(9)

    def test_outside_working_time(self):
        for day, hour in ((3, 9), (5, 5), (5, 11), (5, 16)):
            # On a Saturday, early, into the break, late.
            with (
                self.subTest(day=day, hour=hour),
                self.assertRaisesRegex(UserError, "outside the working time of R"),
            ):
                self._set(day, hour)
        self._set(3, consent="Both, for a Saturday")

    def test_of_each_of_both(self):
        mornings = self.hours.copy()
        mornings.attendance_ids.filtered(lambda a: a.hour_from > 12).unlink()
        self.employees["reviewer"].resource_calendar_id = mornings
        with self.assertRaisesRegex(UserError, "working time of Rory") as refused:
            self._set(5, 13)
        self.assertNotIn("Rae", str(refused.exception))

    def test_busy_elsewhere(self):
        self.env["calendar.event"].with_user(self.users["reviewee"]).create(
            {
                "name": "Dentist",
                "start": "2026-10-05 09:30:00",
                "stop": "2026-10-05 10:30:00",
                "privacy": "private",
                "partner_ids": [(6, 0, self.users["reviewee"].partner_id.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "Rae .* another appointment") as refused:
            self._set(5)
        self.assertNotIn("Dentist", str(refused.exception))
        # Its own entry does not stand in its way.
        self._set(6)
        self._set(6, consent=None)

    # WHAT IS PROPOSED

    def test_first_time_that_suits_both(self):
        """8:00 in London is 7:00 in UTC."""
        self.assertEqual(self._first(), datetime(2026, 10, 1, 7))
        self.assertEqual(self._first(hours=4.5), None)
        # The rest of the morning is too short.
        after = datetime(2026, 10, 1, 10, 10)
        self.assertEqual(self._first(after), datetime(2026, 10, 1, 12))
        self._want_notice()
        self.assertEqual(self._first(), datetime(2026, 10, 8, 7))

    def test_proposal_can_be_set(self):
        self._want_notice()
        action = self.as_("reviewer", self.appraisal).action_open_meeting()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = self.as_("reviewer", dialog)
        self.assertEqual((dialog.kind, dialog.problems), ("planning", ""))
        first = dialog.start
        dialog.action_next_time()
        self.assertEqual(dialog.start, first + HOUR / 2)
        dialog.action_set()
        self.assertEqual(self.appraisal.meeting_ids.start, first + HOUR / 2)

    def test_dialog_says_what_speaks_against_it(self):
        dialog = self.as_("reviewer", self.env["school.appraisal.meeting.set"]).create(
            {
                "appraisal_id": self.appraisal.id,
                "kind": "review",
                "start": "2026-10-03 09:00:00",
            }
        )
        self.assertIn("outside the working time of Rae", dialog.problems)
        with self.assertRaisesRegex(UserError, "say who agreed"):
            dialog.action_set()

    def test_without_a_calendar_the_companys(self):
        self.company.resource_calendar_id = self.hours
        self.employees["reviewer"].resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "working time of Rory"):
            self._set(3)
        self._set(5)
        # Flexible there, too: the week of an office.
        self.hours.flexible_hours = True
        with self.assertRaisesRegex(UserError, "working time of Rory"):
            self._set(3)
        self._set(6)

    def test_dates_without_end(self):
        dialogs = self.as_("reviewer", self.env["school.appraisal.meeting.set"])
        for start, hours in (
            ("9999-12-31 23:59:59", 1),
            ("2026-10-05 09:00:00", 1e12),
            ("2026-10-05 09:00:00", -1),
        ):
            with self.subTest(start=start, hours=hours):
                dialog = dialogs.create(
                    {
                        "appraisal_id": self.appraisal.id,
                        "kind": "review",
                        "start": start,
                        "hours": hours,
                    }
                )
                with self.assertRaises(UserError):
                    dialog.action_set()

    # SEVERAL AT ONCE

    def _launch_more(self):
        """Two more people of the same reviewer, in the same hours."""
        for who in ("colleague", "pay_officer"):
            self.users[who].email = f"{who}@example.com"
            self.employees[who].write(
                {"resource_calendar_id": self.hours.id, "tz": "Europe/London"}
            )
        return self.appraisal.union(*map(self._launch, ("colleague", "pay_officer")))

    def _open_bulk(self, appraisals, who="reviewer"):
        action = self.as_(who, appraisals).action_open_meeting()
        self.assertEqual(action["res_model"], "school.appraisal.meeting.bulk")
        return self.as_(who, self.env[action["res_model"]].browse(action["res_id"]))

    def test_one_alone_has_the_dialog_of_one(self):
        action = self.as_("reviewer", self.appraisal).action_open_meeting()
        self.assertEqual(action["res_model"], "school.appraisal.meeting.set")

    def test_proposals_are_not_in_each_others_way(self):
        """One after the other where the reviewer is the same."""
        dialog = self._open_bulk(self._launch_more())
        self.assertEqual(
            sorted(dialog.line_ids.mapped("start")),
            [datetime(2026, 10, 1, hour) for hour in (7, 8, 9)],
        )
        self.assertEqual(set(dialog.line_ids.mapped("problems")), {""})
        self.assertEqual(set(dialog.line_ids.mapped("kind")), {"planning"})
        self.assertEqual(dialog.line_ids.appraisal_id, dialog.appraisal_ids)

    def test_at_the_same_time_where_the_people_differ(self):
        years = self._launch_more()
        self.employees["manager"].write(
            {"resource_calendar_id": self.hours.id, "tz": "Europe/London"}
        )
        self.as_("head", years[2]).reassign(self.users["manager"])
        dialog = self._open_bulk(years, "head")
        self.assertEqual(
            sorted(dialog.line_ids.mapped("start")),
            [datetime(2026, 10, 1, hour) for hour in (7, 7, 8)],
        )

    def test_what_speaks_against_one_of_several(self):
        dialog = self._open_bulk(self._launch_more())
        first, second, third = dialog.line_ids
        second.start = first.start
        self.assertIn("Rory Reviewer has the meeting with", first.problems)
        self.assertIn("Rory Reviewer has the meeting with", second.problems)
        self.assertNotIn("Rae", first.problems.partition(" with ")[0])
        self.assertFalse(third.problems)
        second.start = datetime(2026, 10, 3, 9)
        self.assertFalse(first.problems)
        self.assertIn("outside the working time", second.problems)

    def test_a_later_time_of_one_of_several(self):
        """Past the others, and back in the same dialog."""
        dialog = self._open_bulk(self._launch_more())
        line = dialog.line_ids.sorted("start")[0]
        action = line.action_next_time()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (dialog._name, dialog.id)
        )
        self.assertEqual(line.start, datetime(2026, 10, 1, 10))
        self.assertFalse(any(dialog.line_ids.mapped("problems")))

    def test_several_are_set(self):
        years = self._launch_more()
        self.env["mail.mail"].search([]).unlink()
        dialog = self._open_bulk(years, "head")
        left_out = dialog.line_ids[1]
        dialog.line_ids = [Command.delete(left_out.id)]
        times = [(line.appraisal_id, line.start) for line in dialog.line_ids]
        dialog.action_set()
        self.assertEqual(
            [len(year.meeting_ids) for year in years.sorted("id")], [1, 0, 1]
        )
        for year, start in times:
            self.assertEqual(year.meeting_ids.start, start)
            self.assertEqual(year.meeting_ids.sudo().event_id.privacy, "private")
        # The reviewer of both is told once.
        mails = self.env["mail.mail"].search([])
        self.assertEqual(
            sorted(re.search(r"<(\w+)@", mail.email_to)[1] for mail in mails),
            ["pay_officer", "reviewee", "reviewer"],
        )

    def test_all_or_none(self):
        dialog = self._open_bulk(self._launch_more())
        dialog.line_ids[2].start = datetime(2026, 10, 3, 9)
        with (
            self.assertRaisesRegex(
                UserError, "No meeting was set. Paula Payofficer: It is outside"
            ),
            self.env.cr.savepoint(),
        ):
            dialog.action_set()
        self.env.invalidate_all()
        self.assertFalse(dialog.line_ids.appraisal_id.meeting_ids)
        dialog.line_ids[2].consent = "Both, for a Saturday"
        years = dialog.line_ids.appraisal_id
        dialog.action_set()
        self.assertEqual(len(years.meeting_ids), 3)

    def test_two_at_one_time_are_refused(self):
        dialog = self._open_bulk(self._launch_more())
        dialog.line_ids[1].start = dialog.line_ids[0].start
        with self.assertRaisesRegex(UserError, "Rory .* another appointment"):
            dialog.action_set()

    def test_an_empty_dialog(self):
        dialog = self._open_bulk(self._launch_more())
        dialog.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no meeting left"):
            dialog.action_set()

    def test_one_that_may_not_be_set_is_named(self):
        years = self._launch_more()
        self.as_("head", years[1]).cancel("Left")
        with self.assertRaisesRegex(UserError, f"{years[1].name}.*closed or cancelled"):
            self._open_bulk(years)

    def test_who_opens_it(self):
        years = self._launch_more()
        with self.assertRaisesRegex(UserError, "only the reviewer or the head"):
            self._open_bulk(years[:1] + years[1:], "reviewee")
        dialog = self._open_bulk(years)
        for who in ("head", "reviewee", "system"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, dialog).action_set()
        # Without the role any more: nothing of it is left to be seen.
        self.as_("head", years[2]).reassign(self.users["manager"])
        self.assertEqual(len(self.as_("reviewer", dialog).line_ids), 2)

    def test_notice_holds_for_several(self):
        self._want_notice()
        dialog = self._open_bulk(self._launch_more())
        self.assertEqual(
            sorted(dialog.line_ids.mapped("start")),
            [datetime(2026, 10, 8, hour) for hour in (7, 8, 9)],
        )
        dialog.line_ids[0].start = datetime(2026, 10, 7, 9)
        self.assertIn("held on Thu 8 Oct", dialog.line_ids[0].problems)

    def test_queries_of_several(self):
        """Opened, read and set: what each one more costs does not grow."""
        years = self.env["school.appraisal"]
        for number in range(18):
            key = f"person {number}"
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create(
                    {
                        "name": key,
                        "resource_calendar_id": self.hours.id,
                        "tz": "Europe/London",
                    }
                )
            )
            years |= self._launch(key)
        costs = defaultdict(list)
        for part in (years[:2], years[2:6], years[6:]):
            dialogs = []
            costs["open"].append(
                self._count_queries(
                    lambda part=part: dialogs.append(self._open_bulk(part))
                )
            )
            [dialog] = dialogs
            costs["read"].append(
                self._count_queries(
                    lambda dialog=dialog: dialog.line_ids.mapped("problems")
                )
            )
            costs["set"].append(self._count_queries(dialog.action_set))
        for what, (_first, four, twelve) in costs.items():
            with self.subTest(what=what):
                self.assertLess(twelve, 3 * four)
