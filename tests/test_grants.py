from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestGrants(AppraisalCommon):
    """Further readers: let in for a time by the head, or by an office in the
    school. Who sees what exactly stands in access_table.py."""

    def setUp(self):
        super().setUp()
        self.appraisal = self._launch()

    def _sees(self, who, appraisal=None):
        return self.as_(who, appraisal or self.appraisal).has_access("read")

    def _grant(self, who="head", reader="colleague", **values):
        values = {
            "role": "granted",
            "scope": "appraisal",
            "purpose": "An audit",
            "date_to": date(2026, 10, 31),
            **values,
        }
        self.as_(who, self.appraisal).grant(self.users[reader], **values)

    def _row(self, reader="colleague"):
        return self.appraisal.access_ids.filtered(
            lambda row: row.user_id == self.users[reader]
        )

    # GRANTS

    def test_grant_says_who_why_and_until_when(self):
        self._grant()
        self.assertTrue(self._sees("colleague"))
        row = self.as_("reviewee", self._row())
        self.assertEqual(row.purpose, "An audit")
        self.assertEqual(row.granted_by, self.users["head"])
        self.assertEqual(row.date_to, date(2026, 10, 31))

    def test_grant_ends_by_itself(self):
        self._grant()
        with freeze_time("2026-10-31"):
            self.assertTrue(self._sees("colleague"))
            self.assertEqual(self._row().standing, "active")
        with freeze_time("2026-11-01"):
            self.assertFalse(self._sees("colleague"))
            self.assertEqual(self._row().standing, "ended")
            self.env["school.appraisal.access"]._cron_end_expired()
            self.assertEqual(self._row().state, "ended")

    def test_head_ends_a_grant_early(self):
        self._grant()
        with self.assertRaisesRegex(UserError, "only the head ends it"):
            self.as_("reviewee", self._row()).action_end()
        self.as_("head", self._row()).action_end()
        self.assertFalse(self._sees("colleague"))

    def test_only_a_grant_is_ended_by_hand(self):
        with self.assertRaisesRegex(UserError, "end with the role"):
            self.as_("head", self._row("reviewer")).action_end()

    def test_reviewee_is_told_at_once_and_nothing_more(self):
        self.users["reviewee"].email = "rae@example.com"
        self.users["colleague"].email = "col@example.com"
        before = self.env["mail.mail"].search([])
        self._grant()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, self.users["reviewee"].email_formatted)
        text = mail.subject + mail.body_html
        for word in ("Col", "audit", "granted", self.appraisal.name, "Hedy"):
            self.assertNotIn(word, text)

    def test_grants_that_are_refused(self):
        for values, sentence in (
            ({"purpose": "  "}, "say what the access is for"),
            ({"date_to": False}, "choose a last day"),
            ({"date_to": date(2026, 9, 30)}, "choose a last day"),
            ({"date_to": date(2027, 10, 2)}, "choose a last day"),
            ({"reader": "reviewee"}, "reads it already"),
            ({"reader": "head"}, "nobody grants access to himself"),
            ({"who": "reviewer"}, "only the head"),
            ({"role": "head"}, "is not a role"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self._grant(**values)

    def test_nobody_grants_what_he_does_not_see(self):
        with self.assertRaises(AccessError):
            self._grant(who="colleague")

    def test_nobody_is_let_in_twice(self):
        self._grant()
        with self.assertRaisesRegex(UserError, "let in already"):
            self._grant()

    def test_a_new_reviewer_leaves_grants_alone(self):
        self._grant()
        self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.assertTrue(self._sees("colleague"))

    # OFFICES

    def _name(self, office, who, by="administrator"):
        users = self.users[who]
        self.as_(by, self.school)[office] = users

    def test_nobody_names_himself(self):
        for office in (
            "chair_user_id",
            "governor_user_ids",
            "cpd_coordinator_id",
            "senior_leader_user_ids",
            "review_committee_chair_id",
        ):
            with self.subTest(office=office):
                self._name(office, "administrator")
                self.assertNotIn(self.users["administrator"], self.school[office])
                waiting = self.school.nomination_ids.filtered(
                    lambda n, office=office: n.office == office
                )
                self.assertEqual(waiting.user_id, self.users["administrator"])
                with self.assertRaisesRegex(UserError, "somebody else must confirm"):
                    self.as_("administrator", waiting).action_confirm()
                self.as_("head", waiting).action_confirm()
                self.assertIn(self.users["administrator"], self.school[office])

    def test_nobody_names_a_login_that_he_made(self):
        self.users["administrator"].group_ids += self.env.ref("base.group_system")
        puppet = (
            self.env["res.users"]
            .with_user(self.users["administrator"])
            .create({"name": "Pat Puppet", "login": "t_puppet"})
        )
        self.users["puppet"] = puppet.with_env(self.env)
        self._name("governor_user_ids", "puppet")
        self.assertFalse(self.school.governor_user_ids)
        self.employees["colleague"].user_id = False
        self.employees["colleague"].user_id = self.users["puppet"]
        self.as_("administrator", self.school).head_id = self.employees["colleague"]
        self.assertFalse(self.school.head_user_id)
        with self.assertRaisesRegex(UserError, "another administrator"):
            self.as_("administrator", self.school).action_confirm_head()

    def test_a_nomination_can_be_refused(self):
        self._name("chair_user_id", "administrator")
        nomination = self.school.nomination_ids
        with self.assertRaises(AccessError):
            self.as_("colleague", nomination).action_withdraw()
        self.as_("head", nomination).action_withdraw()
        self.assertEqual(nomination.state, "withdrawn")
        self.assertFalse(self.school.chair_user_id)

    def test_coordinator_gets_needs_of_signed_forms_only(self):
        coordinator = new_test_user(
            self.env,
            "t_coordinator",
            groups="school_appraisal.group_cpd_coordinator",
            email=False,
        )
        self.users["coordinator"] = coordinator
        self._name("cpd_coordinator_id", "coordinator")
        self._plan(self.appraisal)
        self.as_("reviewer", self.appraisal).cpd_need_ids.create(
            {"appraisal_id": self.appraisal.id, "name": "First aid"}
        )
        need = self.appraisal.cpd_need_ids
        self.assertFalse(self.as_("coordinator", need).has_access("read"))
        self._share(self._statement(self.appraisal))
        self._sign_both(self._statement(self.appraisal))
        need = self.as_("coordinator", need)
        need.write({"action": "A course in May", "state": "arranged"})
        self.assertEqual(need.read(["name"])[0]["name"], "First aid")
        with self.assertRaisesRegex(UserError, "has been signed"):
            need.name = "Second aid"
        self.assertFalse(self._sees("coordinator"))

    def test_senior_leaders_by_the_policy(self):
        self._name("senior_leader_user_ids", "colleague")
        self.assertFalse(self._sees("colleague"))
        self.group.senior_leader_access = True
        self.assertTrue(self._sees("colleague"))
        self.as_("administrator", self.school).senior_leader_user_ids = False
        self.assertFalse(self._sees("colleague"))

    def test_senior_leader_reads_neither_own_nor_own_manager(self):
        self.group.senior_leader_access = True
        self._name("senior_leader_user_ids", "colleague")
        own = self._launch("colleague")
        self.assertEqual(
            own.access_ids.filtered(
                lambda row: row.user_id == self.users["colleague"]
            ).role,
            "reviewee",
        )
        self.employees["colleague"].parent_id = self.employees["reviewer"]
        of_manager = self._launch("reviewer", reviewer="manager")
        self.assertFalse(self._sees("colleague", of_manager))
        self.employees["colleague"].parent_id = False
        self.assertTrue(self._sees("colleague", of_manager))
        self.employees["colleague"].parent_id = self.employees["reviewer"]
        self.assertFalse(self._sees("colleague", of_manager))

    # THE HEAD'S OWN YEAR

    def _launch_head(self):
        self._name("chair_user_id", "governor")
        self.staff["head"] = self._create_staff(self.employees["head"])
        return (
            self.as_("governor", self.cycle)
            .launch({self.staff["head"].id: self.users["colleague"].id})
            .with_env(self.env)
        )

    def test_chair_has_the_heads_part(self):
        """KM §4.2"""
        year = self._launch_head()
        roles = {row.role: row.user_id for row in year.access_ids}
        self.assertEqual(
            roles,
            {
                "reviewee": self.users["head"],
                "reviewer": self.users["colleague"],
                "chair": self.users["governor"],
            },
        )
        with self.assertRaisesRegex(UserError, "only the head names"):
            self.as_("head", year).reassign(self.users["manager"])
        self.as_("governor", year).reassign(
            self.users["manager"], self.users["colleague"]
        )
        self.assertTrue(self._sees("colleague", year))

    def test_chair_starts_the_heads_year_alone(self):
        self._launch_head()
        with self.assertRaisesRegex(UserError, "the head adds the staff"):
            self.as_("governor", self.cycle).launch(
                {self.staff["colleague"].id: self.users["reviewer"].id}
            )
        self.assertEqual(
            self.as_("governor", self.cycle)._staff_to_add(), self.staff["head"]
        )

    def test_the_next_head_does_not_read_the_former_heads_year(self):
        year = self._launch_head()
        self.as_("administrator", self.school).head_id = self.employees["manager"]
        self.assertFalse(self._sees("manager", year))
        self.assertTrue(self._sees("governor", year))

    def test_a_new_chair_takes_over_at_once(self):
        year = self._launch_head()
        self._name("chair_user_id", "manager")
        self.assertFalse(self._sees("governor", year))
        self.assertTrue(self._sees("manager", year))

    def test_a_panel_is_for_the_head_alone(self):
        with self.assertRaisesRegex(UserError, "only the head's own year"):
            self.as_("head", self.appraisal).reassign(
                self.users["reviewer"], self.users["manager"]
            )
