from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import AppraisalCommon

# The reference itself; it tells nothing.
NEUTRAL = ("appraisal_id", "display_name")


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestLabels(AppraisalCommon):
    """Odoo reads labels as superuser. What comes into the cache with one is told to
    nobody who may not read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, "t_stranger")

    def _answer(self, model, name, appraisal):
        """What a form says of a new line on this appraisal, after the line's label."""
        self.env.flush_all()
        self.env.invalidate_all()
        field = model._fields[name]
        spec = {"fields": {"display_name": {}}} if field.relational else {}
        try:
            return (
                model.with_user(self.stranger)
                .onchange(
                    {"appraisal_id": appraisal.id},
                    ["appraisal_id"],
                    {"display_name": {}, "appraisal_id": {}, name: spec},
                )["value"]
                .get(name)
            )
        except (AccessError, UserError):
            return "refused"

    def test_line_on_somebody_elses_year(self):
        """Two years that have nothing in common look the same."""
        signed, begun = self._launch(), self._launch("colleague")
        self._sign_plan(signed)
        tried = 0
        for model in self.env.values():
            if (
                model._abstract
                or not model._name.startswith("school.appraisal.")
                or "appraisal_id" not in model._fields
            ):
                continue
            for name, field in model._fields.items():
                if name in NEUTRAL or field.groups:
                    continue
                with self.subTest(model=model._name, field=name):
                    tried += 1
                    self.assertEqual(
                        self._answer(model, name, signed),
                        self._answer(model, name, begun),
                    )
        self.assertGreater(tried, 200)
