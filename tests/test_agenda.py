from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_deadline import ZONE, DeadlineYear


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 05:00:00")
class TestAgenda(DeadlineYear):
    """One calendar of meetings and deadlines, for whoever reads them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.senior_leader_user_ids = cls.users["manager"]
        cls.group.senior_leader_access = True

    def _set_meeting(self, day=22, who="reviewer"):
        start = datetime(2026, 10, day, 9)
        return self.as_(who, self.appraisal).set_meeting(
            "planning", start, start + timedelta(hours=1), "Both agreed"
        )

    def _agenda(self, who, domain=()):
        return self.as_(who, self.env["school.appraisal.agenda"]).search(domain)

    def _deadlines(self, who):
        return self.as_(who, self.env["school.appraisal.deadline"]).search(
            [("date_by", "!=", False)]
        )

    def _check_everybody(self):
        """Each sees what he may read by the rules of the two, and nothing else."""
        seen = set()
        for who in self.users:
            with self.subTest(who=who):
                meetings = self.as_(who, self.env["school.appraisal.meeting"])
                ids = {
                    *(meeting.id * 2 for meeting in meetings.search([])),
                    *(deadline.id * 2 + 1 for deadline in self._deadlines(who)),
                }
                self.assertEqual(set(self._agenda(who).ids), ids)
                if ids:
                    seen.add(who)
        return seen

    # WHO SEES WHAT

    def test_everybody_as_of_the_records(self):
        self.assertEqual(self._check_everybody(), set())
        self._plan(self.appraisal)
        self._set_meeting()
        # Of the forms' deadlines also the senior leader.
        parties = {"week", "reviewer", "head", "manager"}
        self.assertEqual(self._check_everybody(), parties)
        observation = self.env["school.appraisal.observation"].create(
            {
                "appraisal_id": self.appraisal.id,
                "observer_id": self.users["colleague"].id,
                "agreed": False,
                "date_planned": "2026-10-22",
            }
        )
        self.assertEqual(self._check_everybody(), parties | {"colleague"})
        mine = self.as_("colleague", observation)
        with self._on("2026-10-23"):
            mine.write({"date_observed": "2026-10-23", "account": "Two groups"})
            mine.action_observed()
            # The person observed waits for the feedback, and for its deadline.
            observed = [("observation_id", "=", observation.id)]
            self.assertFalse(self._agenda("week", observed))
            self.assertTrue(self._agenda("reviewer", observed))
            self._check_everybody()
            mine.feedback_on = "2026-10-23"
            mine.action_feed_back()
            mine.action_record()
            self._check_everybody()
            self.assertTrue(self._agenda("week", observed))

    def test_pay_is_for_few(self):
        self.staff["week"].write({"pay_eligible": True, "pay_point": "3"})
        self._plan(self.appraisal)
        self._share(self._statement(self.appraisal))
        for who in ("reviewer", "reviewee"):
            self._sign_as(who, self._statement(self.appraisal))
        self.as_("reviewer", self.appraisal).action_open_review()
        pay = [("duty", "=", "pay_decided")]
        self._check_everybody()
        self.assertFalse(self._agenda("week", pay))
        self.assertTrue(self._agenda("head", pay))
        self._fill_review(self.appraisal)
        with self._on("2027-07-08"):
            statement = self._statement(self.appraisal, "review")
            self._share(statement)
            for who in ("reviewer", "reviewee"):
                self._sign_as(who, statement)
            self._check_everybody()
            self.assertTrue(self._agenda("week", pay))

    def test_a_rule_beside_each(self):
        """The same words; another circle of a deadline needs another one here."""

        def domains(model):
            rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
            self.assertTrue(all(rules.mapped("groups")))
            return set(rules.mapped("domain_force"))

        self.assertEqual(
            domains("school.appraisal.agenda"),
            {
                f"[('what', '=', '{what}'), {domain[1:]}"
                for what in ("meeting", "deadline")
                for domain in domains(f"school.appraisal.{what}")
            },
        )

    def test_another_reviewer(self):
        self._set_meeting()
        self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.assertFalse(self._agenda("reviewer"))
        self.assertTrue(self._agenda("manager"))
        self._check_everybody()

    def test_in_every_company(self):
        """Participants see theirs whichever company is active."""
        self._set_meeting()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.users["week"].company_ids = [Command.link(other.id)]
        rows = self._agenda("week")
        elsewhere = rows.with_context(allowed_company_ids=other.ids).search([])
        self.assertTrue(rows)
        self.assertEqual(elsewhere, rows)
        self.assertEqual(elsewhere.mapped("card"), rows.mapped("card"))

    # WHAT IT SAYS

    def test_words(self):
        self._set_meeting()
        [meeting] = self._agenda("week", [("what", "=", "meeting")])
        self.assertRecordValues(
            meeting,
            [
                {
                    "card": "Works week · Planning meeting",
                    "start": datetime(2026, 10, 22, 9),
                    "stop": datetime(2026, 10, 22, 10),
                    "all_day": False,
                }
            ],
        )
        [shared] = self._agenda("week", [("duty", "=", "shared")])
        self.assertEqual(
            shared.card, "Works week · The plan: The form is shared with the person"
        )
        self.assertTrue(shared.all_day)
        self.assertEqual(shared.day, "Thu 29 Oct")
        there = meeting.with_context(tz=ZONE, lang="en_US")
        self.assertEqual(there.day, "Thu 22 Oct, 10:00")
        # Noon: that day wherever it is read.
        self.assertEqual(shared.start, datetime(2026, 10, 29, 12))

    def test_the_label_names_nobody(self):
        self._set_meeting()
        for row in self._agenda("head"):
            self.assertEqual(
                row.display_name, f"{self.appraisal.name} · Meeting or deadline"
            )

    def test_an_observer_is_told_of_no_appraisal(self):
        observation = self.env["school.appraisal.observation"].create(
            {
                "appraisal_id": self.appraisal.id,
                "observer_id": self.users["colleague"].id,
                "agreed": False,
                "date_planned": "2026-10-22",
            }
        )
        rows = self._agenda("colleague")
        self.assertTrue(rows)
        self.assertFalse(any(rows.mapped("whose")))
        self.assertNotIn("Works", " ".join(rows.mapped("card")))
        action = rows[0].action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (observation._name, observation.id)
        )

    def test_a_click_opens_the_appraisal(self):
        self._set_meeting()
        rows = self._agenda("week")
        for row in rows:
            action = row.action_open()
            self.assertEqual(
                (action["res_model"], action["res_id"]),
                ("school.appraisal", self.appraisal.id),
            )
        with self.assertRaises(AccessError):
            self.as_("pay_officer", rows[0]).action_open()

    def test_follows_the_year(self):
        self._set_meeting()
        with self._on("2026-10-02"):
            self._set_meeting(23)
            self.assertEqual(
                self._agenda("week", [("what", "=", "meeting")]).start,
                datetime(2026, 10, 23, 9),
            )
            self.as_("head", self.appraisal).cancel("Left")
        self.assertFalse(self._agenda("head", [("what", "=", "meeting")]))

    # NOTHING IS WRITTEN

    def test_nobody_writes(self):
        self._set_meeting()
        row = self._agenda("week")[0]
        for who in ("week", "reviewer", "head", "system"):
            for attempt in (
                lambda mine: mine.write({"start": "2026-11-01 09:00:00"}),
                lambda mine: mine.unlink(),
                lambda mine: mine.create({"appraisal_id": self.appraisal.id}),
            ):
                with self.subTest(who=who), self.assertRaises(AccessError):
                    attempt(self.as_(who, row))

    def test_queries(self):
        """As many for twelve appraisals as for four."""

        def read(count):
            rows = self._agenda("reviewer", [("appraisal_id", "in", years[:count].ids)])
            rows.read(
                ["card", "day", "color", "start", "stop", "all_day", "display_name"]
            )
            return rows

        years = self.env["school.appraisal"]
        for number in range(12):
            key = f"person {number}"
            self.staff[key] = self._create_staff(
                self.env["hr.employee"].create({"name": key, "tz": ZONE})
            )
            year = self._launch(key)
            self._meet(appraisal=year)
            years |= year
        read(1)
        few = self._count_queries(lambda: read(4))
        self.assertEqual(self._count_queries(lambda: read(12)), few)
        self.assertEqual(read(12).appraisal_id, years)
