from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .test_flow_williamstown import WilliamstownYear
from .test_reports import pages, words

TEAM = {"tess": "Tess Table", "tom": "Tom Tray", "tia": "Tia Tidy"}
# Nobody of these has anything to do with the team.
OUTSIDERS = (
    "colleague",
    "manager",
    "senior",
    "governor",
    "other_head",
    "hr_manager",
    "pay_officer",
    "system",
    "administrator",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-09-15 10:00:00")
class TestTeam(WilliamstownYear):
    """Mid-day supervisors who are reviewed together (WP §4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for key, name in {**TEAM, "senior": "Sena Senior"}.items():
            cls.users[key] = new_test_user(
                cls.env, login=f"t_{key}", name=name, email=f"{key}@example.org"
            )
            cls.employees[key] = cls.env["hr.employee"].create(
                {
                    "name": name,
                    "user_id": cls.users[key].id,
                    "job_title": "Mid-day supervisor",
                    "parent_id": cls.employees["manager"].id,
                }
            )
        for key in TEAM:
            cls.staff[key] = cls._create_staff(cls.employees[key])
        # The policy lets managers and leaders in, and yet not into a team's year.
        cls.group.line_manager_access = True
        cls.group.senior_leader_access = True
        cls.school.senior_leader_user_ids = cls.users["senior"]
        cls.own = {key: cls._launch(key, "manager") for key in TEAM}

    # STEPS

    def _propose(self, who="head", people=tuple(TEAM), reviewer="reviewer", own=None):
        years = self.env["school.appraisal"].union(
            *((own or self.own)[key] for key in people)
        )
        return (
            self.as_(who, self.env["school.appraisal.team"])
            .propose("Mid-day supervisors", self.users[reviewer], self.as_(who, years))
            .with_env(self.env)
        )

    def _row(self, team, who):
        return team.sudo().all_member_ids.filtered(
            lambda row: row.appraisal_id.reviewee_user_id == self.users[who]
        )

    def _consent(self, team, people=tuple(TEAM)):
        for who in people:
            self.as_(who, self._row(team, who)).action_consent()
        return team.sudo().year_id

    def _begin(self, **values):
        team = self._propose(**values)
        return team, self._consent(team)

    def _sign_all(self, statement, people=(*TEAM, "reviewer")):
        for who in people:
            self._sign(who, statement)

    def _sign_team_plan(self, year):
        self._plan_wp(year)
        statement = self._statement(year)
        self._share(statement)
        self._sign_all(statement)
        return statement

    def _reads(self, who, record):
        return self.as_(who, record).has_access("read")

    # THE STORY

    def test_a_year_together(self):
        # 1. §4.1: the head proposes, each is asked on his own screen; nothing has
        # changed before all have consented.
        team = self._propose()
        mails = self.env["mail.mail"].search([("email_to", "like", "example.org")])
        self.assertEqual(len(mails), 3)
        self.assertNotIn("Mid-day", "".join(mails.mapped("body_html")))
        mine = self.as_("tess", self.own["tess"])
        self.assertTrue(mine.team_asks)
        row = self.as_("tess", self._row(team, "tess"))
        self.assertEqual(mine.action_open_team()["res_id"], row.id)
        self.assertEqual(row.member_names, ", ".join(TEAM.values()))
        self.assertEqual(row.team_reviewer, "Rory Reviewer")
        self._consent(team, ["tess", "tom"])
        self.assertFalse(team.year_id)
        self.assertEqual(self._row(team, "tess").answered_by, self.users["tess"])
        self.assertTrue(self._row(team, "tess").answered_on)

        # 2. The others learn who is in it, and not what anybody answered.
        self.assertFalse(self._reads("tom", self._row(team, "tess")))
        self.assertTrue(self._reads("head", self._row(team, "tess")))
        with self.assertRaisesRegex(UserError, "everybody answers for himself"):
            self.as_("head", self._row(team, "tia")).action_consent()
        with self.assertRaises(AccessError):
            self.as_("tom", self._row(team, "tia")).action_consent()
        with self.assertRaises(AccessError):
            self.as_("tia", self._row(team, "tia")).state = "consented"

        # 3. With the last one's consent the team has a year: one plan for all.
        year = self._consent(team, ["tia"])
        self.assertEqual(team.state, "active")
        self.assertEqual(year.whose, "Mid-day supervisors")
        self.assertEqual(year.job_title, "Mid-day supervisor")
        self.assertFalse(year.employee_id)
        self.assertEqual(year.reviewer_id, self.users["reviewer"])
        self.assertEqual(
            sorted(year.access_ids.mapped("role")),
            ["head", "reviewer", "team_member", "team_member", "team_member"],
        )
        for key in TEAM:
            own = self.as_(key, self.own[key])
            self.assertIn("planned and reviewed in a team", own.next_step)
            self.assertEqual(own.state, "planning")
            self.assertFalse(own.my_turn)
        with self.assertRaisesRegex(UserError, "planned and reviewed with the team"):
            self.as_("manager", self._statement(self.own["tess"])).action_share()

        # 4. Nobody but members, reviewer and head sees anything of it.
        statement = self._statement(year)
        for who in OUTSIDERS:
            for record in (team, self._row(team, "tess"), year, statement):
                self.assertFalse(self._reads(who, record), (who, record))
        for who in (*TEAM, "reviewer", "head"):
            self.assertTrue(self._reads(who, year), who)
            self.assertTrue(self._reads(who, team), who)
            # The page of the team: all names, and the answers for the head alone.
            page = self.as_(who, team)
            self.assertEqual(page.member_names, ", ".join(TEAM.values()))
            self.assertEqual(page.is_head, who == "head")
        # Nor one another's own years.
        self.assertFalse(self._reads("tess", self.own["tom"]))
        with self.assertRaisesRegex(UserError, "members, the reviewer and the head"):
            self.as_("head", year).grant(
                self.users["colleague"],
                "granted",
                "statements",
                "Curious",
                "2026-10-01",
            )

        # 5. §4.2: they fill in one pre-review form together, one of them types.
        reviews = self.env["school.appraisal.self.review"]
        form = self.as_("tess", reviews).create({"appraisal_id": year.id})
        self.assertEqual(form.written_by, "team")
        with self.assertRaisesRegex(UserError, "Tess Table fills it in"):
            self.as_("tom", reviews).create({"appraisal_id": year.id})
        form.answer_ids[0].answer = "Quiet lunches"
        self.assertFalse(self._reads("tom", form))
        form.action_hand_in()
        self.assertTrue(self._reads("tom", form))
        self.assertTrue(self._reads("reviewer", form))
        pdf = self.as_("tom", form)._report_pdfs("")[form.id]
        text = words(pages(pdf))
        self.assertIn("Mid-day supervisors", text)
        self.assertIn("Tom Tray", text)
        self.assertNotIn("Appraisee name", text)

        # 6. §4.3: what one member alone needs is recorded apart, where the others do
        # not read it; what all need stands on the team's year.
        need = self.as_("tess", self.env["school.appraisal.cpd.need"]).create(
            {"appraisal_id": self.own["tess"].id, "name": "First aid for Tess"}
        )
        shared_need = self.as_("tom", self.env["school.appraisal.cpd.need"]).create(
            {"appraisal_id": year.id, "name": "Playground games"}
        )
        self.assertFalse(self._reads("tom", need))
        self.assertFalse(self._reads("reviewer", need))
        self.assertTrue(self._reads("head", need))
        self.assertTrue(self._reads("tia", shared_need))
        self.assertEqual(shared_need.team_name, "Mid-day supervisors")
        with self.assertRaisesRegex(UserError, "each member's own appraisal"):
            self.as_("reviewer", self.env["school.appraisal.adjustment"]).create(
                {"appraisal_id": year.id, "name": "A chair"}
            )

        # 7. One plan: shared with all, signed by all and the reviewer.
        self._plan_wp(year)
        self.assertFalse(self._reads("tess", statement))
        self.assertFalse(self.as_("reviewer", year).missing)
        self._share(statement)
        self.assertEqual(
            self.as_("reviewer", year).next_step, "Read the plan and sign."
        )
        self.assertTrue(self.as_("tess", year).my_turn)
        self.as_("tess", statement).respond("We have our lunch together first")
        self._sign("tess", statement)
        self.assertFalse(self.as_("tess", year).my_turn)
        with self.assertRaisesRegex(UserError, "you have signed it"):
            self.as_("tess", statement).respond("And dinner")
        self._sign("tom", statement)
        self._sign("reviewer", statement)
        self.assertEqual(statement.state, "shared")
        self.assertEqual(
            self.as_("reviewer", year).next_step,
            "The team “Mid-day supervisors” reads and signs the plan.",
        )
        self._sign("tia", statement)
        self.assertEqual(statement.state, "final")
        self.assertEqual(year.state, "monitoring")
        text = words(pages(self.as_("tom", statement)._get_pdf()))
        for word in (
            "Team Mid-day supervisors",
            *TEAM.values(),
            "Mid-day supervisor",
            "Comments by the team",
            "We have our lunch together first",
            "Reading corner 1",
            "Signed/dated: appraiser",
        ):
            self.assertIn(word, text)
        self.assertEqual(text.count("Signed/dated: team"), 3)
        self.assertNotIn("First aid", text)
        self.assertEqual(
            self.own["tess"].state, "planning", "the own year waits for the team's"
        )

        # 8. The individual need goes its own way to the head, on a form of its own.
        self.as_("manager", self.own["tess"]).action_prepare_cpd_form()
        cpd = self._statement(self.own["tess"], "cpd")
        self._share(cpd, "manager")
        self._sign("manager", cpd)
        self._sign("tess", cpd)
        self.assertEqual(cpd.state, "final")
        self.assertTrue(need.released_on)
        self.assertFalse(self._reads("tom", cpd))
        self.as_("reviewer", year).action_prepare_cpd_form()
        team_cpd = self._statement(year, "cpd")
        self._share(team_cpd)
        self._sign_all(team_cpd)
        text = words(pages(self.as_("tia", team_cpd)._get_pdf()))
        self.assertIn("Playground games", text)
        self.assertNotIn("First aid", text)

        # 9. The review closes the team's year, and with it each member's own.
        with freeze_time("2027-07-06 10:00:00"):
            cycle = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
            self.as_("reviewer", year).action_open_review()
            # Each member has an own year again: consent is asked anew.
            following = {key: self.own[key].next_appraisal_ids for key in TEAM}
            for key, own in following.items():
                self.assertEqual(own.cycle_id, cycle, key)
                self.assertFalse(own.joined_team_id, key)
                self.assertEqual(len(self._statement(own)), 1, key)
            again, next_year = self._begin(own=following)
            self.assertNotEqual(again, team)
            self.assertEqual(next_year.previous_appraisal_id, year)
            joint = self._joint(year)
            self.assertEqual(joint.next_appraisal_id, next_year)
            self.assertEqual(next_year.objective_ids.name, "Reading corner 1")
            self._assess_wp(year)
            self._share(joint)
            self._sign_all(joint)
        self.assertEqual(year.state, "closed")
        self.assertEqual(next_year.state, "monitoring")
        self.assertEqual(team.ended_by, "closed")
        for key in TEAM:
            self.assertEqual(self.own[key].state, "closed")
            self.assertTrue(self._reads(key, joint))
            self.assertEqual(following[key].state, "planning")

    # CONSENT

    def test_one_no_ends_the_proposal(self):
        """§4.1: consensus of all. Who declined is told to the head alone."""
        team = self._propose()
        self._consent(team, ["tess"])
        self.as_("tom", self._row(team, "tom")).action_decline()
        self.assertEqual((team.state, team.ended_by), ("ended", "declined"))
        self.assertFalse(team.year_id)
        with self.assertRaisesRegex(UserError, "no longer asked"):
            self.as_("tia", self._row(team, "tia")).action_consent()
        self.assertFalse(self.as_("tess", self.own["tess"]).joined_team_id)
        row = self.as_("tess", self._row(team, "tess"))
        self.assertEqual(row.team_state, "Not everybody consented")
        self.assertFalse(self._reads("tess", self._row(team, "tom")))
        # Nor does the record say who changed it last, or how many had answered.
        self.assertNotEqual(self.as_("tess", team).write_uid, self.users["tom"])
        with self.assertRaises(AccessError):
            self.as_("tess", team).read(["answers"])
        self.assertEqual(self.as_("head", self._row(team, "tom")).state, "declined")
        # Everybody's own plan goes on, and the head may propose others.
        self._sign_plan_of("tom")
        self._begin_with(["tess", "tia"])

    def _sign_plan_of(self, who):
        self.as_("manager", self.own[who]).date_planning_meeting = "2026-09-15"
        self.as_("manager", self.own[who].objective_ids).create(
            {
                "appraisal_id": self.own[who].id,
                "name": "On my own",
                "success_criteria": "Seen",
                "monitoring_method": "Looked at",
            }
        )
        statement = self._statement(self.own[who])
        self._share(statement, "manager")
        self._sign("manager", statement)
        self._sign(who, statement)
        self.assertEqual(self.own[who].state, "monitoring")

    def _begin_with(self, people):
        team = self._propose(people=people)
        year = self._consent(team, people)
        self.assertEqual(len(year), 1)
        return team, year

    def test_proposal_withdrawn(self):
        team = self._propose()
        with self.assertRaisesRegex(UserError, "only the head withdraws"):
            self.as_("tess", team).action_withdraw()
        self.as_("head", team).action_withdraw()
        self.assertEqual(team.ended_by, "withdrawn")
        with self.assertRaisesRegex(UserError, "no longer asked"):
            self.as_("tess", self._row(team, "tess")).action_consent()
        with self.assertRaisesRegex(UserError, "until everybody has answered"):
            self.as_("head", team).action_withdraw()

    def test_whom_the_head_may_ask(self):
        for values, reason in (
            ({"who": "manager"}, "Only the head"),
            ({"people": ["tess"]}, "at least two"),
            ({"reviewer": "tom"}, "Tom Tray: nobody reviews himself"),
        ):
            with self.assertRaisesRegex(UserError, reason):
                self._propose(**values)
        self.group.team_review = False
        with self.assertRaisesRegex(UserError, "no team reviews"):
            self._propose()
        self.group.team_review = True
        self._sign_plan_of("tia")
        with self.assertRaisesRegex(UserError, "Tia Tidy: the own plan is signed"):
            self._propose()
        self._propose(people=["tess", "tom"])
        with self.assertRaisesRegex(UserError, "Tess Table: is in a team, or asked"):
            self._propose(people=["tess", "tom"])

    def test_without_a_login_nobody_consents(self):
        self.employees["tia"].user_id = False
        with self.assertRaisesRegex(UserError, "Tia Tidy: has no login"):
            self._propose()

    def test_plan_signed_while_others_were_asked(self):
        team = self._propose()
        self._consent(team, ["tess", "tom"])
        self._sign_plan_of("tess")
        with self.assertRaisesRegex(UserError, "propose the team anew"):
            self._consent(team, ["tia"])

    def test_shared_own_plan_is_taken_back(self):
        """What a member's own reviewer had shared waits with the year."""
        self._plan_wp_of("tess")
        statement = self._statement(self.own["tess"])
        self._share(statement, "manager")
        self._begin()
        self.assertEqual(statement.state, "draft")
        self.assertFalse(self.as_("manager", statement).can_share)

    def _plan_wp_of(self, who):
        mine = self.as_("manager", self.own[who])
        mine.date_planning_meeting = "2026-09-15"
        mine.objective_ids.create(
            {
                "appraisal_id": mine.id,
                "name": "On my own",
                "success_criteria": "Seen",
                "monitoring_method": "Looked at",
            }
        )

    def test_propose_dialog(self):
        """From the cycle; the list offers those who can be asked."""
        dialog = self.as_("head", self.env["school.appraisal.team.propose"]).create(
            {
                "cycle_id": self.cycle.id,
                "team_name": "Kitchen",
                "reviewer_id": self.users["reviewer"].id,
                "appraisal_ids": [
                    Command.set([self.own["tess"].id, self.own["tom"].id])
                ],
            }
        )
        action = dialog.action_propose()
        team = self.env["school.appraisal.team"].browse(action["res_id"])
        self.assertEqual(team.name, "Kitchen")
        self.assertTrue(self.as_("head", self.cycle).has_team_review)

    # LEAVING

    def test_one_leaves(self):
        """§4.4: at any time, without a reason, for a year of his own."""
        team, year = self._begin()
        plan = self._sign_team_plan(year)
        self.as_("reviewer", year).action_open_review()
        self._assess_wp(year)
        joint = self._joint(year)
        self._share(joint)
        self._sign("tess", joint)
        self.assertIn(f"team_member-{self.users['tom'].id}", joint._signers())

        self.as_("tom", self._row(team, "tom")).action_leave()

        # Sight of the team's year ends at once, but for the papers that he signed.
        self.assertFalse(self._reads("tom", team))
        self.assertFalse(self._reads("tom", joint))
        self.assertFalse(self._reads("tom", year.objective_ids))
        self.assertEqual(self.as_("tom", year).my_roles, ",former_member,")
        self.assertTrue(self._reads("tom", plan))
        self.assertIn(b"%PDF", self.as_("tom", plan)._get_pdf())
        self.assertEqual(
            self.as_("tom", plan.signature_ids).mapped("signer_name")[0:1],
            ["Tess Table"],
        )
        self.assertEqual(plan.state, "final")
        # What was shared is a draft again, and has no line for him.
        self.assertEqual(joint.state, "draft")
        self.assertFalse(joint._live_signatures())
        self._share(joint)
        self.assertNotIn(f"team_member-{self.users['tom'].id}", joint._signers())
        self._sign_all(joint, ["tess", "tia", "reviewer"])
        self.assertEqual(year.state, "closed")
        # His own year is planned; it does not close with theirs.
        own = self.as_("tom", self.own["tom"])
        self.assertEqual(own.state, "planning")
        self.assertFalse(own.joined_team_id)
        self._sign_plan_of("tom")
        self.assertFalse(self._reads("tom", joint))

    def test_one_clock_for_all(self):
        """The team's form is due when the last member has had the days; the members'
        own clocks stand still until they go alone."""
        own = self.own["tom"]
        self.as_("manager", own).date_planning_meeting = "2026-10-01"
        self.assertEqual(str(own.date_due), "2026-10-08")
        # Two days a week: the fifth working day is later.
        monday_tuesday = self.env["resource.calendar"].create(
            {
                "name": "Mondays and Tuesdays",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": 9,
                            "hour_to": 12,
                            "day_period": "morning",
                        }
                    )
                    for day in "01"
                ],
            }
        )
        self.employees["tia"].resource_calendar_id = monday_tuesday
        team, year = self._begin()
        self.assertFalse(own.date_due)
        self._plan_wp(year)
        self.assertEqual(str(year.date_due), "2026-10-05")
        statement = self._statement(year)
        self._share(statement)
        answered = year.deadline_ids.filtered(lambda one: one.duty == "answered")
        self._sign("tess", statement)
        self.assertFalse(answered.met_on)
        self._sign_all(statement, [who for who in TEAM if who != "tess"])
        self.assertTrue(answered.met_on)
        self.as_("tom", self._row(team, "tom")).action_leave()
        self.assertEqual(str(own.date_due), "2026-10-08")

    def test_leavers_leave_the_meetings(self):
        team, year = self._begin()
        start = datetime(2026, 9, 29, 9)
        meeting = self.as_("reviewer", year).set_meeting(
            "planning", start, start + timedelta(hours=1), "All of them, on Monday"
        )
        attendees = meeting.sudo().event_id.partner_ids
        self.assertIn(self.users["tom"].partner_id, attendees)
        self.as_("tom", self._row(team, "tom")).action_leave()
        attendees = meeting.sudo().event_id.partner_ids
        self.assertNotIn(self.users["tom"].partner_id, attendees)
        self.assertIn(self.users["tess"].partner_id, attendees)

    def test_private_sheet_goes_with_its_author(self):
        """Somebody else fills it in for the team."""
        team, year = self._begin()
        sheets = self.env["school.appraisal.self.review"]
        self.as_("tom", sheets).create({"appraisal_id": year.id})
        with self.assertRaisesRegex(UserError, "fills it in for the team"):
            self.as_("tia", sheets).create({"appraisal_id": year.id})
        self.as_("tom", self._row(team, "tom")).action_leave()
        self.assertTrue(self.as_("tess", sheets).create({"appraisal_id": year.id}))

    def test_member_who_becomes_head_leaves(self):
        """The head's year is the governors' matter, and in no team."""
        team, year = self._begin()
        self.school.head_id = self.employees["tom"]
        self.assertFalse(self.own["tom"].joined_team_id)
        self.assertNotIn(self.users["tom"], year._reviewed_users())

    def test_who_leaves_before_anything_is_signed_keeps_nothing(self):
        team, year = self._begin()
        self.as_("tom", self._row(team, "tom")).action_leave()
        self.assertFalse(self._reads("tom", year))
        row = self.as_("tom", self._row(team, "tom"))
        self.assertFalse(row.member_names)
        self.assertEqual(row.state, "left")
        self.assertFalse(row.can_leave)
        with self.assertRaisesRegex(UserError, "no team to leave"):
            row.action_leave()
        with self.assertRaisesRegex(UserError, "everybody answers for himself"):
            self.as_("head", self._row(team, "tess")).action_leave()

    def test_one_alone_is_no_team(self):
        team, year = self._begin()
        self.as_("tom", self._row(team, "tom")).action_leave()
        self.assertEqual(year.state, "planning")
        self.as_("tess", self._row(team, "tess")).action_leave()
        self.assertEqual(year.state, "cancelled")
        self.assertEqual(year.cancel_reason, "Fewer than two members are left.")
        self.assertEqual(team.ended_by, "too_few")
        for key in TEAM:
            self.assertFalse(self.own[key].joined_team_id)
            self._sign_plan_of(key)

    def test_team_that_changed_plans_on_a_form_of_its_own(self):
        """A form of two years is signed by the same people, or it is not one form."""
        _team, year = self._begin()
        self._sign_team_plan(year)
        with freeze_time("2027-07-06 10:00:00"):
            self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
            self.as_("reviewer", year).action_open_review()
            following = {key: self.own[key].next_appraisal_ids for key in TEAM}
            again, next_year = self._begin(own=following)
            joint = self._joint(year)
            self.assertEqual(joint.next_appraisal_id, next_year)
            self._assess_wp(year)
            self._share(joint)
            self.as_("tia", self._row(again, "tia")).action_leave()
        self.assertEqual(joint.state, "draft")
        self.assertFalse(joint.next_appraisal_id)
        self.assertEqual(len(self._statement(next_year)), 1)
        self.assertTrue(self._reads("tia", year), "this year she is in the team")

    # WHAT THE HEAD AND OTHERS DO MEANWHILE

    def test_cancelled_by_the_head(self):
        team, year = self._begin()
        self.as_("head", year).cancel("The jobs have changed")
        self.assertEqual((team.state, team.ended_by), ("ended", "cancelled"))
        self.assertFalse(self.own["tess"].joined_team_id)

    def test_whose_year_stands_still_leaves(self):
        """WP §1.2: of one member; the team's year goes on without him."""
        _team, year = self._begin()
        with self.assertRaisesRegex(UserError, "leaves the team"):
            self.as_("head", year).suspend("Capability")
        own = self.own["tess"]
        self.as_("head", own).suspend("Capability")
        self.assertFalse(own.joined_team_id)
        self.assertFalse(self._reads("tess", year))
        self.assertEqual(year.state, "planning")
        self.assertEqual(len(year.sudo()._members()), len(TEAM) - 1)
        self.as_("head", own).action_resume()
        self.assertEqual((own.state, own.statement_ids.state), ("planning", "draft"))

    def test_whose_year_stands_still_is_not_asked(self):
        team = self._propose()
        self.as_("head", self.own["tess"]).suspend("Capability")
        self.assertEqual((team.state, team.ended_by), ("ended", "withdrawn"))
        with self.assertRaisesRegex(UserError, "stands still"):
            self._propose()

    def test_own_year_cancelled(self):
        team, year = self._begin()
        self.as_("head", self.own["tom"]).cancel("Moved away")
        self.assertEqual(self._row(team, "tom").state, "left")
        self.assertFalse(self._reads("tom", year))
        self.assertEqual(len(year._members()), 2)

    def test_another_reviewer(self):
        team, year = self._begin()
        with self.assertRaisesRegex(UserError, "nobody reviews himself"):
            self.as_("head", year).reassign(self.users["tess"])
        self.as_("head", year).reassign(self.users["manager"])
        self.assertFalse(self._reads("reviewer", year))
        self.assertFalse(self._reads("reviewer", team))
        self.assertTrue(self._reads("manager", team))
        self.assertEqual(team.reviewer_id, self.users["manager"])

    def test_login_taken_from_a_member(self):
        _team, year = self._begin()
        self.employees["tom"].user_id = False
        self.assertFalse(self._reads("tom", year))
        self.assertTrue(self._reads("tess", year))

    def test_comments_are_the_teams(self):
        """Nobody's words are lost, and no signature stands under others'."""
        _team, year = self._begin()
        self._plan_wp(year)
        statement = self._statement(year)
        self._share(statement)
        Sign = self.env["school.appraisal.statement.sign"]
        dialogs = {}
        for who in ("tess", "tom"):
            action = self.as_(who, statement).action_open_sign()
            dialogs[who] = self.as_(who, Sign).browse(action["res_id"])
        dialogs["tess"].comments = "From Tess"
        dialogs["tess"].action_sign()
        dialogs["tom"].comments = "From Tom"
        with self.assertRaisesRegex(UserError, "Another member has changed"):
            self.as_("tom", dialogs["tom"]).action_sign()
        action = self.as_("tom", statement).action_open_sign()
        dialog = self.as_("tom", Sign).browse(action["res_id"])
        self.assertEqual(dialog.comments, "From Tess")
        dialog.comments = "From Tess and Tom"
        dialog.action_sign()
        self.assertEqual(
            statement._live_signatures().user_id, self.users["tom"], "Tess reads anew"
        )
        self._sign_all(statement, ["tess", "tia", "reviewer"])
        self.assertEqual(statement.state, "final")

    def test_forms_in_each_members_language(self):
        self.env["res.lang"]._activate_lang("cy_GB")
        self.env["res.lang"]._activate_lang("en_GB")
        self.staff["tia"].form_lang_id = self.env["res.lang"]._lang_get("cy_GB")
        self.staff["tess"].form_lang_id = self.env["res.lang"]._lang_get("en_GB")
        self.staff["tom"].form_lang_id = self.env["res.lang"]._lang_get("en_GB")
        _team, year = self._begin()
        self.assertEqual(year._form_languages(), ["en_GB", "cy_GB"])

    # WHAT THE DATABASE KEEPS

    @mute_logger("odoo.sql_db")
    def test_a_year_is_a_persons_or_a_teams(self):
        team, year = self._begin()
        for values in ({"employee_id": self.employees["tess"].id}, {"team_id": False}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                year._with_pass().write(values)
                self.env.flush_all()
        with self.assertRaisesRegex(UserError, "stays on record"):
            team.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stays on record"):
            team.sudo().all_member_ids.unlink()

    @mute_logger("odoo.sql_db")
    def test_no_pay_in_a_team(self):
        """A team's review says nothing of one person's pay."""
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.group.pay_mode = "linked"
            self.env.flush_all()

    def test_half_a_form_tells_nothing_of_other_teams(self):
        """Filling in a form with another team's address."""
        team = self._propose()
        rows = self.as_("colleague", self.env["school.appraisal.team.member"])
        spec = {"member_names": {}, "team_reviewer": {}, "team_state": {}}
        with self.assertRaises(AccessError):
            rows.onchange({"team_id": team.id}, [], spec)
        # A member's own row answers for its own team, whatever is filled in.
        mine = self.as_("tess", self._row(team, "tess"))
        with self.assertRaises(AccessError):
            mine.onchange({"team_id": team.id}, ["team_id"], spec)
