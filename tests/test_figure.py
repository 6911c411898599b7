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
        for number in range(5):
            employee = cls.env["hr.employee"].create({"name": f"Person {number}"})
            cls.staff[number] = cls._create_staff(employee)
            cls.years |= cls._launch(number)

    def _figures(self, who="colleague", domain=()):
        """{(cycle, stage): (people, late)}, as this person reads them."""
        self.env.flush_all()
        self.env.invalidate_all()
        figures = self.as_(who, self.env["school.appraisal.figure"]).search(domain)
        return {
            (figure.cycle_id.name, figure.stage): (figure.people, figure.late)
            for figure in figures
        }

    def test_stages_and_late(self):
        self.assertEqual(self._figures(), {("2026/27", "planning"): (6, 0)})
        self._sign_plan(self.years[0])
        self.years[1:3]._with_pass().date_due = "2026-09-30"
        self.years[3]._with_pass().date_due = "2026-10-01"
        self.assertEqual(
            self._figures(),
            {("2026/27", "planning"): (5, 2), ("2026/27", "monitoring"): (1, 0)},
        )

    def test_who_stands_still_is_not_told(self):
        self.group.suspension = True
        self.as_("head", self.years[0]).suspend("Capability")
        self.assertEqual(self._figures(), {("2026/27", "planning"): (6, 0)})

    def test_of_a_few_people_no_stages(self):
        self._sign_plan(self.years[0])
        self.years[1]._with_pass().date_due = "2026-09-30"
        self.as_("head", self.years[4:]).cancel("Left")
        self.assertEqual(self._figures(), {("2026/27", "few"): (4, 0)})

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
        rows = figures.formatted_read_group(
            [], ["school_id", "stage"], ["people:sum", "late:sum"]
        )
        self.assertEqual([row["people:sum"] for row in rows], [6])
