from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon, plain_paper


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestFigure(AppraisalCommon):
    """A trust leader sees how far the schools are, in numbers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(plain_paper(cls.env, lambda statement: statement.id))
        group = cls.env.ref("school_appraisal.group_trust_leader")
        cls.users["colleague"].group_ids = [Command.link(group.id)]
        cls.school.trust_leader_user_ids = cls.users["colleague"]
        cls.years = cls._launch()
        for number in range(9):
            employee = cls.env["hr.employee"].create({"name": f"Person {number}"})
            cls.staff[number] = cls._create_staff(employee)
            cls.years |= cls._launch(number)

    def _figures(self, who="colleague"):
        """{stage: people}, as this person reads them."""
        self.env.flush_all()
        self.env.invalidate_all()
        figures = self.as_(who, self.env["school.appraisal.figure"]).search([])
        return {figure.stage: figure.people for figure in figures}

    def test_stages_and_late(self):
        self.assertEqual(self._figures(), {"planning": 10})
        self.years[:5]._with_pass().date_due = "2026-09-30"
        self.years[5]._with_pass().date_due = "2026-10-01"
        self.assertEqual(self._figures(), {"late": 5, "planning": 5})

    def test_a_few_are_counted_together(self):
        self._sign_plan(self.years[0])
        self.years[1:5]._with_pass().date_due = "2026-09-30"
        self.assertEqual(self._figures(), {"planning": 5, "few": 5})
        self.as_("head", self.years[6:]).cancel("Left")
        self.assertEqual(self._figures(), {"few": 6})

    def test_who_stands_still_is_not_told(self):
        """Nor by not being late when everybody else is."""
        self.group.suspension = True
        self.years._with_pass().date_due = "2026-09-30"
        self.assertEqual(self._figures(), {"late": 10})
        self.as_("head", self.years[1]).suspend("Capability")
        self.assertEqual(self._figures(), {"late": 9, "few": 1})

    def test_who_sees_them(self):
        self.assertTrue(self._figures("head"))
        self.assertFalse(self._figures("other_head"))
        for who in ("reviewer", "administrator", "hr_manager", "pay_officer"):
            with self.subTest(who=who), self.assertRaises(AccessError):
                self._figures(who)
        self.school.trust_leader_user_ids = False
        self.assertFalse(self._figures())

    def test_they_lead_to_nobody(self):
        """Who sees numbers sees no appraisal."""
        self.assertFalse(self.as_("colleague", self.env["school.appraisal"]).search([]))
        names = self.env["school.appraisal.figure"]._fields
        targets = {field.comodel_name for field in names.values() if field.relational}
        self.assertLessEqual(
            targets - {"res.users"},
            {"school.appraisal.cycle", "school.appraisal.school"},
        )

    def test_nobody_names_himself(self):
        administrator = self.users["administrator"]
        group = self.env.ref("school_appraisal.group_trust_leader")
        administrator.group_ids = [Command.link(group.id)]
        self.as_("administrator", self.school).trust_leader_user_ids = [
            Command.link(administrator.id)
        ]
        self.assertFalse(self._figures("administrator"))
        self.as_("head", self.school.nomination_ids).action_confirm()
        self.assertTrue(self._figures("administrator"))

    def test_board_of_all_schools(self):
        """As the web client asks for it."""
        figures = self.as_("colleague", self.env["school.appraisal.figure"])
        rows = figures.formatted_read_group([], ["school_id", "stage"], ["people:sum"])
        self.assertEqual([row["people:sum"] for row in rows], [10])
