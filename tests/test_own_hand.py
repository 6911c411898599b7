import base64
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

# Begins as a PNG does, and is none.
BROKEN_PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"not a picture" * 9)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestOwnHand(AppraisalCommon):
    """Ways round that were tried: to gain by one's own hand in two steps, to keep
    what is lost, and to read without a row in the register."""

    def setUp(self):
        super().setUp()
        self.administrator = self.users["administrator"]

    def _sees(self, who, appraisal):
        return self.as_(who, appraisal).has_access("read")

    def _make_login(self, maker, name, **values):
        """A login that one of the people makes, known by that name from then on."""
        self.users[maker].group_ids += self.env.ref("base.group_system")
        user = self.as_(maker, self.env["res.users"]).create(
            {"name": name, "login": f"t_{name}", **values}
        )
        self.users[name] = user.with_env(self.env)

    def _name(self, office, users):
        self.as_("administrator", self.school)[office] = users

    def _confirm_all(self):
        self.as_("head", self.school.nomination_ids).action_confirm()

    # THE OWN LOGIN

    def _link_own_login(self, employee):
        self.employees["hr_manager"].user_id = False
        self.as_("hr_manager", self.employees[employee]).user_id = self.users[
            "hr_manager"
        ]

    def test_own_login_linked_before_the_year_begins(self):
        self._link_own_login("reviewee")
        year = self._launch()
        self.assertFalse(self._sees("hr_manager", year))
        waiting = year.access_ids.filtered(lambda row: row.role == "reviewee")
        self.as_("head", waiting).action_confirm()
        self.assertTrue(self._sees("hr_manager", year))

    def test_own_login_linked_before_next_year_is_laid_out(self):
        year = self._launch()
        self._sign_plan(year)
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        self._link_own_login("reviewee")
        self.as_("reviewer", year).action_open_review()
        self.assertFalse(self._sees("hr_manager", year.next_appraisal_ids))

    def test_own_login_linked_before_somebody_becomes_head(self):
        self._link_own_login("colleague")
        year = self._launch()
        self.as_("administrator", self.school).head_id = self.employees["colleague"]
        self.assertFalse(self._sees("hr_manager", year))

    def test_employee_made_with_the_own_login(self):
        self.employees["hr_manager"].user_id = False
        employee = self.as_("hr_manager", self.env["hr.employee"]).create(
            {"name": "Nobody Inparticular", "user_id": self.users["hr_manager"].id}
        )
        self.staff["nobody"] = self._create_staff(employee.with_env(self.env))
        self.assertFalse(self._sees("hr_manager", self._launch("nobody")))

    def test_login_follows_another_resource(self):
        year = self._launch()
        self.as_("hr_manager", self.employees["reviewee"]).resource_id = self.env[
            "resource.resource"
        ].create({"name": "Empty"})
        self.assertFalse(self._sees("reviewee", year))

    # OFFICES

    def test_login_made_in_two_steps(self):
        self._make_login("administrator", "first")
        self._make_login("first", "second")
        self._name("governor_user_ids", self.users["second"])
        self.assertFalse(self.school.governor_user_ids)

    def test_archived_login_named_and_activated(self):
        self._make_login("administrator", "sleeper", active=False)
        self._name("governor_user_ids", [Command.link(self.users["sleeper"].id)])
        self.as_("administrator", self.users["sleeper"]).active = True
        self.assertNotIn(self.users["sleeper"], self.school.governor_user_ids)

    def test_made_administrator_does_not_confirm_his_maker(self):
        group = self.env.ref("school_appraisal.group_administrator")
        self._make_login("administrator", "helper")
        self.users["helper"].group_ids += group
        self._name("chair_user_id", self.administrator)
        with self.assertRaisesRegex(UserError, "somebody else must confirm"):
            self.as_("helper", self.school.nomination_ids).action_confirm()

    def test_who_waited_does_not_replace_who_was_named_since(self):
        self._name("chair_user_id", self.administrator)
        waiting = self.school.nomination_ids
        self._name("chair_user_id", self.users["governor"])
        with self.assertRaisesRegex(UserError, "Chair of governors: it is decided"):
            self.as_("head", waiting).action_confirm()
        self.assertEqual(self.school.chair_user_id, self.users["governor"])

    def test_senior_leader_who_keeps_the_policy(self):
        self._name("senior_leader_user_ids", self.administrator)
        self._confirm_all()
        year = self._launch()
        self.as_("administrator", self.group).senior_leader_access = True
        self.assertFalse(self._sees("administrator", year))
        self.assertFalse(self._sees("administrator", self._launch("colleague")))

    def test_senior_leader_whose_own_record_is_archived(self):
        self.group.senior_leader_access = True
        self.employees["colleague"].parent_id = self.employees["reviewee"]
        self._name("senior_leader_user_ids", self.users["colleague"])
        year = self._launch()
        self.as_("hr_manager", self.employees["colleague"]).active = False
        self._name("cpd_coordinator_id", self.users["governor"])
        self.assertFalse(self._sees("colleague", year))

    def test_governor_whose_own_record_is_archived(self):
        self.employees["governor"].parent_id = self.employees["reviewee"]
        pay = self.env["school.appraisal.pay.recommendation"]._prepare(self._launch())
        pay._with_pass().write({"state": "endorsed"})
        self.employees["governor"].active = False
        with self.assertRaisesRegex(UserError, "own manager"):
            self.as_("governor", pay).action_decide_progress()

    def test_the_head_confirms_a_line_manager_of_hr(self):
        """Who launched did not bring it about."""
        self.group.line_manager_access = True
        self.employees["reviewee"].parent_id = self.employees["hr_manager"]
        year = self._launch()
        row = year.access_ids.filtered(lambda row: row.role == "line_manager")
        self.assertEqual(row.state, "pending")
        self.as_("head", row).action_confirm()
        self.assertTrue(self._sees("hr_manager", year))

    # KEPT WHAT IS LOST

    def test_closed_year_is_shut_with_the_policy(self):
        self.group.senior_leader_access = True
        self._name("senior_leader_user_ids", self.users["colleague"])
        year = self._launch()
        year._with_pass().write({"state": "closed", "closed_on": "2026-10-01"})
        self.as_("administrator", self.group).senior_leader_access = False
        self.assertFalse(self._sees("colleague", year))

    def test_cancelled_year_is_shut_with_the_role(self):
        self.group.line_manager_access = True
        year = self._launch()
        self.as_("head", year).cancel("Left")
        employee = self.as_("hr_manager", self.employees["reviewee"])
        employee.write({"parent_id": False, "user_id": False})
        self.assertFalse(self._sees("manager", year))
        self.assertFalse(self._sees("reviewee", year))

    def test_a_grant_can_follow_one_that_is_over(self):
        year = self._launch()
        for day, until in (("2026-10-01", 31), ("2026-11-02", 30)):
            with freeze_time(day):
                self.as_("head", year).grant(
                    self.users["colleague"],
                    "granted",
                    "statements",
                    "An audit",
                    date.fromisoformat(day).replace(day=until),
                )
                self.assertTrue(self._sees("colleague", year))

    # READ WITHOUT A TRACE, OR MORE THAN ONE'S OWN

    def _granted_year(self, scope="appraisal"):
        """A year with a signed plan that the colleague reads; nobody has yet."""
        year = self._launch()
        self._sign_plan(year)
        self.as_("head", year).grant(
            self.users["colleague"], "granted", scope, "An audit", date(2026, 10, 31)
        )
        return year

    def _events(self, year):
        self.env.invalidate_all()
        rows = year.access_log_ids
        mine = rows.filtered(lambda row: row.user_id == self.users["colleague"])
        return mine.mapped("event")

    def test_copies_are_registered(self):
        year = self._granted_year()
        self.as_("colleague", year.objective_ids).copy_data()
        self.assertEqual(self._events(year), ["opened"])

    def test_filling_in_a_form_is_registered(self):
        year = self._granted_year()
        review = self.as_("colleague", self.env["school.appraisal.objective.review"])
        review.onchange(
            {"objective_id": year.objective_ids.id},
            ["objective_id"],
            {"objective_id": {}, "objective_text": {}},
        )
        self.assertEqual(self._events(year), ["opened"])

    def test_preview_without_a_dialog_is_registered(self):
        year = self._granted_year("statements")
        dialog = self.as_("colleague", self.env["school.appraisal.statement.sign"])
        statement = self._statement(year)
        dialog.onchange({"statement_id": statement.id}, [], {"preview": {}})
        self.assertEqual(self._events(year), ["opened"])

    def test_copy_of_a_frozen_paper_is_registered(self):
        year = self._granted_year("statements")
        paper = self.as_("colleague", self._statement(year).attachment_id)
        paper.copy({"res_model": False, "res_id": False})
        self.assertEqual(self._events(year), ["printed"])

    def test_ids_of_drafts_stay_hidden(self):
        """What a computed field saw as superuser is not what the user is told."""
        year = self._launch()
        self._plan(year)
        lines = {"fields": {"appraisal_id": {"fields": {"statement_ids": {}}}}}
        told = self.as_("reviewee", year).web_read(
            {
                "access_ids": {
                    "fields": {"appraisal_id": {"fields": {"next_step": {}}}}
                },
                "objective_ids": lines,
            }
        )
        shown = told[0]["objective_ids"][0]["appraisal_id"]["statement_ids"]
        self.assertFalse(shown)

    def test_a_preview_does_not_tell_of_next_year(self):
        """The paper prints its objectives; the reviewer of this year, who is not
        that of the next, is told of nothing else."""
        self.group.next_objectives = True
        year = self._launch()
        self._sign_plan(year)
        self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        self.as_("reviewer", year).action_open_review()
        following = year.next_appraisal_ids
        self._plan(following)
        self.as_("head", following).reassign(self.users["colleague"])
        review = self.as_("reviewer", self._statement(year, "review"))
        opened = self.env["school.appraisal.statement.share"].browse(
            review.action_open_share()["res_id"]
        )
        lines = {"fields": {"next_appraisal_ids": {}}}
        told = self.as_("reviewer", opened).web_read(
            {
                "preview": {},
                "statement_id": {"fields": {"appraisal_id": lines}},
            }
        )
        self.assertTrue(told[0]["preview"])
        shown = told[0]["statement_id"]["appraisal_id"]["next_appraisal_ids"]
        self.assertFalse(shown)

    def test_refusals_do_not_name_what_is_hidden(self):
        year = self._launch()
        self._plan(year)
        for values in ({"nofield": 1}, {"appraisal_id": 1}):
            with (
                self.subTest(values=values),
                self.assertRaises(UserError) as refusal,
            ):
                self.as_("colleague", year.objective_ids).write(values)
            self.assertNotIn(year.name, str(refusal.exception))

    def test_a_picture_that_cannot_be_drawn(self):
        """It would stand on the form as nothing."""
        year = self._launch()
        self._plan(year)
        statement = self._statement(year)
        self._share(statement)
        with self.assertRaisesRegex(UserError, "Draw it again"):
            self._sign("reviewee", statement, method="drawn", image=BROKEN_PNG)
