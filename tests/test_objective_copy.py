from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import AppraisalCommon

LIBRARY = [
    {
        "name": "Keep the office tidy",
        "action_steps": "Ten minutes a day",
        "success_criteria": "Nobody searches for a file",
    },
    {
        "name": "Learn first aid",
        "action_steps": "A course",
        "success_criteria": "The certificate",
    },
]


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestObjectiveCopy(AppraisalCommon):
    """Objectives of the library, and of the person's last year, as a beginning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.objective_template_ids = [
            Command.create(values) for values in LIBRARY
        ]
        here = cls(methodName="run")
        cls.last_year = cls._launch(
            cycle=cls._create_cycle("2025/26", "2025-09-01", "2026-08-31")
        )
        here._plan(cls.last_year)
        cls.appraisal = cls._launch()
        # What was carried over at the start is thrown away, to be copied again.
        cls.appraisal.objective_ids.unlink()

    def _dialog(self, who="reviewer", appraisal=None):
        appraisal = self.as_(who, appraisal or self.appraisal)
        action = appraisal.action_open_copy_objectives()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        return dialog.with_user(self.users[who])

    def _copy(self, *words, who="reviewer"):
        """Tick these in the dialog, and copy."""
        dialog = self._dialog(who)
        lines = dialog.line_ids.filtered(lambda line: line.words in words)
        self.assertEqual(len(lines), len(words))
        lines.selected = True
        dialog.action_copy()
        self.assertFalse(dialog.exists())
        return self.as_(who, self.appraisal).objective_ids

    def _words(self, who="reviewer"):
        return self._dialog(who).line_ids.mapped("words")

    def test_what_is_offered(self):
        lines = self._dialog().line_ids
        self.assertEqual(
            [(line.origin, line.words) for line in lines],
            [
                ("previous", "Support early reading in year 2"),
                ("library", "Keep the office tidy"),
                ("library", "Learn first aid"),
            ],
        )
        self.assertFalse(any(lines.mapped("selected")))

    def test_copies_of_the_library_stand_last(self):
        self._plan(self.appraisal)
        objectives = self._copy("Learn first aid", "Keep the office tidy")
        self.assertEqual(
            objectives.mapped("name"),
            ["Support early reading in year 2", *(one["name"] for one in LIBRARY)],
        )
        for objective, values in zip(objectives[1:], LIBRARY, strict=True):
            self.assertEqual(
                objective.read(list(values)), [{"id": objective.id, **values}]
            )
            self.assertFalse(objective.date_due)

    def test_a_copy_of_last_year_is_the_one_that_is_carried_over(self):
        """Dates and links belong to the old year."""
        objective = self._copy("Support early reading in year 2")
        source = self.last_year.objective_ids
        for name in ("name", "action_steps", "success_criteria"):
            self.assertEqual(objective[name], source[name])
        self.assertTrue(source.date_due and source.priority_id)
        self.assertFalse(objective.date_due or objective.priority_id)
        self.assertEqual(source.appraisal_id, self.last_year)
        copied = objective.copy_data()[0]
        self.appraisal.objective_ids.unlink()
        source.sudo()._with_pass().create(source._carried_values(self.appraisal))
        carried = self.appraisal.objective_ids.copy_data()[0]
        del copied["sequence"], carried["sequence"]
        self.assertEqual(copied, carried)

    def test_what_stands_in_the_plan_is_not_offered(self):
        self._copy("Learn first aid")
        self.assertNotIn("Learn first aid", self._words())
        self._copy(*self._words())
        self.assertFalse(self.as_("reviewer", self.appraisal).can_copy_objectives)
        self.assertFalse(self._words())

    def test_a_reviewer_who_cannot_read_last_year_has_the_library(self):
        self.appraisal.with_user(self.users["head"]).reassign(self.users["colleague"])
        self.assertEqual(self._words("colleague"), [one["name"] for one in LIBRARY])
        source = self.last_year.objective_ids
        dialog = self._dialog("colleague")
        with self.assertRaises(UserError):
            self.as_("colleague", self.appraisal).copy_objectives(
                dialog.line_ids.template_id, source.with_user(dialog.env.user)
            )
        line = dialog.line_ids.create({"copy_id": dialog.id, "objective_id": source.id})
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            line.read(["words"])
        line.selected = True
        with self.assertRaises(UserError):
            dialog.action_copy()
        self.assertFalse(self.appraisal.objective_ids)

    def test_only_what_is_offered(self):
        """Not what the same reviewer wrote for somebody else."""
        other = self._launch("colleague")
        self._plan(other)
        self.as_("reviewer", other.objective_ids).name = "Somebody else's"
        dialog = self._dialog()
        dialog.line_ids = [
            Command.create({"objective_id": other.objective_ids.id, "selected": True})
        ]
        with self.assertRaisesRegex(UserError, "that are offered"):
            dialog.action_copy()
        foreign = self.policy.copy().staff_group_ids.objective_template_ids[0]
        dialog.line_ids = [
            Command.clear(),
            Command.create({"template_id": foreign.id, "selected": True}),
        ]
        foreign.name = "Another policy's"
        with self.assertRaisesRegex(UserError, "that are offered"):
            dialog.action_copy()

    def test_nothing_ticked(self):
        with self.assertRaisesRegex(UserError, "tick at least one"):
            self._dialog().action_copy()

    def test_only_the_reviewer(self):
        for who in ("reviewee", "head", "colleague"):
            with self.subTest(who=who):
                with self.assertRaises(UserError):
                    self._dialog(who)
        self.assertFalse(self.as_("reviewee", self.appraisal).can_copy_objectives)
        dialog = self._dialog()
        with self.assertRaises(AccessError):
            dialog.with_user(self.users["head"]).action_copy()

    def test_no_more_than_the_policy_allows(self):
        self._plan(self.appraisal, objectives=2)
        with self.assertRaisesRegex(UserError, "allows 3 objectives"):
            self._copy("Learn first aid", "Keep the office tidy")

    def test_a_shared_plan_becomes_a_draft(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        self._copy("Learn first aid")
        self.assertEqual(statement.state, "draft")

    def test_a_signed_plan_is_closed(self):
        self._plan(self.appraisal)
        statement = self._statement(self.appraisal)
        self._share(statement)
        dialog = self._dialog()
        dialog.line_ids[-1].selected = True
        self._sign("reviewee", statement)
        self.assertFalse(self.as_("reviewer", self.appraisal).can_copy_objectives)
        with self.assertRaisesRegex(UserError, "takes it back first"):
            dialog.action_copy()
        with self.assertRaisesRegex(UserError, "takes it back first"):
            self._dialog()

    def test_reading_last_year_leaves_a_row_there(self):
        def rows():
            self.env.invalidate_all()
            return self.last_year.access_log_ids.filtered(
                lambda row: row.user_id == self.users["reviewer"]
            )

        dialog = self._dialog()
        specification = {"line_ids": {"fields": {"words": {}, "origin": {}}}}
        for read in (
            lambda: dialog.web_read(specification),
            lambda: self._copy("Support early reading in year 2"),
        ):
            self.env.cr.execute("DELETE FROM school_appraisal_access_log")
            self.env.cr.precommit.data.clear()
            self.assertFalse(rows())
            read()
            self.assertEqual(rows().mapped("event"), ["opened"])

    def test_library_is_copied_with_the_policy(self):
        copy = self.policy.copy().staff_group_ids
        self.assertEqual(
            copy.objective_template_ids.mapped("name"), [one["name"] for one in LIBRARY]
        )
