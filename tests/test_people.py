from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestPeople(AppraisalCommon):
    """Who changes the people changes the access, and nobody in his own
    favour."""

    def setUp(self):
        super().setUp()
        self.appraisal = self._launch()

    def _sees(self, who):
        return self.as_(who, self.appraisal).has_access("read")

    def test_only_the_circle_sees(self):
        self.assertEqual(
            {key for key in self.users if self._sees(key)},
            {"reviewee", "reviewer", "head"},
        )

    # REVIEWER

    def test_reassigned_reviewer_loses_sight_at_once(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._sign("reviewee", statement)
        self.as_("head", self.appraisal).reassign(self.users["manager"])
        self.assertFalse(self._sees("reviewer"))
        self.assertTrue(self._sees("manager"))
        # TM §6.6: the year goes on; what was shared is a draft again.
        self.assertEqual(self.appraisal.state, "planning")
        self.assertEqual(statement.state, "draft")
        self.assertEqual(len(self.appraisal.objective_ids), 1)

    def test_reassign_refusals(self):
        for who in ("reviewer", "reviewee", "manager"):
            with self.subTest(who=who), self.assertRaises(UserError):
                self.as_(who, self.appraisal).reassign(self.users["manager"])
        with self.assertRaisesRegex(UserError, "nobody reviews himself"):
            self.as_("head", self.appraisal).reassign(self.users["reviewee"])
        portal = new_test_user(
            self.env, "t_portal", groups="base.group_portal", email=False
        )
        with self.assertRaisesRegex(UserError, "no login as a member of staff"):
            self.as_("head", self.appraisal).reassign(portal)

    # HR'S OWN CHANGES

    def test_hr_cannot_let_himself_in(self):
        """An HR officer who makes himself manager, or links his own login to
        the employee, gains nothing."""
        self.group.line_manager_access = True
        hr = self.employees["hr_manager"]
        self.as_("hr_manager", self.employees["reviewee"]).parent_id = hr
        self.assertFalse(self._sees("hr_manager"))
        self.assertFalse(self._sees("manager"), "the old manager is out at once")
        row = self.appraisal.access_ids.filtered(lambda r: r.state == "pending")
        self.assertEqual(row.user_id, self.users["hr_manager"])
        with self.assertRaises(UserError):
            self.as_("hr_manager", row).action_confirm()
        self.as_("head", row).action_confirm()
        self.assertTrue(self._sees("hr_manager"))

    def test_former_manager_of_a_closed_year(self):
        self.group.line_manager_access = True
        self._sign_plan(self.appraisal)
        self.as_("reviewer", self.appraisal).action_open_review()
        self._fill_review(self.appraisal)
        statement = self._statement(self.appraisal, "review")
        self._share(statement)
        self._sign_both(statement)
        self.assertEqual(self.appraisal.state, "closed")
        self.as_("hr_manager", self.employees["reviewee"]).parent_id = self.employees[
            "colleague"
        ]
        self.assertFalse(self._sees("colleague"))
        with freeze_time("2026-10-31"):
            self.assertTrue(self._sees("manager"))
        with freeze_time("2026-11-01"):
            self.assertFalse(self._sees("manager"))

    def test_hr_links_own_login(self):
        self.as_("hr_manager", self.employees["hr_manager"]).user_id = False
        reviewee = self.as_("hr_manager", self.employees["reviewee"])
        reviewee.user_id = self.users["hr_manager"]
        self.assertFalse(self._sees("hr_manager"))
        self.assertFalse(self._sees("reviewee"))

    def test_head_changes_with_the_school(self):
        administrator = self.users["administrator"]
        school = self.school.with_user(administrator)
        school.head_id = self.employees["colleague"]
        self.assertFalse(self._sees("head"))
        self.assertTrue(self._sees("colleague"))
        # The administrator makes himself head: nothing until another confirms.
        school.head_id = self.employees["administrator"]
        self.assertFalse(self._sees("colleague"))
        self.assertFalse(self._sees("administrator"))
        with self.assertRaisesRegex(UserError, "another administrator"):
            school.action_confirm_head()
        second = new_test_user(
            self.env,
            "t_second",
            groups="base.group_user,school_appraisal.group_administrator",
            email=False,
        )
        self.school.with_user(second).action_confirm_head()
        self.assertTrue(self._sees("administrator"))

    def test_relinked_head_gains_nothing(self):
        """HR moves the head's employee to another login: the old one is out,
        the new one waits for an administrator."""
        self.employees["colleague"].user_id = False
        head = self.as_("hr_manager", self.employees["head"])
        head.user_id = self.users["colleague"]
        self.assertFalse(self._sees("head"))
        self.assertFalse(self._sees("colleague"))
        self.assertTrue(self.school.head_to_confirm)

    # DELETING

    def test_employee_with_appraisal_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive the employee"):
            self.as_("hr_manager", self.employees["reviewee"]).unlink()

    def test_appraisals_are_not_deleted(self):
        for who in ("head", "reviewer", "system", "administrator"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self.as_(who, self.appraisal).unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.appraisal.unlink()

    # THE BUTTON ON THE EMPLOYEE

    def test_employee_button(self):
        for model in ("hr.employee", "hr.employee.public"):
            employee = self.env[model].browse(self.employees["reviewee"].id)
            with self.subTest(model=model):
                action = self.as_("reviewer", employee).action_open_appraisals()
                self.assertEqual(action["res_id"], self.appraisal.id)
                action = self.as_("colleague", employee).action_open_appraisals()
                self.assertFalse(action.get("res_id"))

    def test_my_appraisal_opens_what_waits_for_me(self):
        Appraisal = self.env["school.appraisal"]
        self._sign_plan(self.appraisal)
        following = self._create_cycle("2027/28", "2027-09-01", "2028-08-31")
        with freeze_time("2027-07-05"):
            self.as_("reviewer", self.appraisal).action_open_review()
            self._fill_review(self.appraisal)
            statement = self._statement(self.appraisal, "review")
            self._share(statement)
            action = self.as_("reviewee", Appraisal).action_open_mine()
            self.assertEqual(action["res_id"], self.appraisal.id)
            self._sign_both(statement)
        with freeze_time("2027-09-10"):
            action = self.as_("reviewee", Appraisal).action_open_mine()
            self.assertEqual(Appraisal.browse(action["res_id"]).cycle_id, following)
