from odoo import api, fields, models

from ..tools.school_year import school_year


class AppraisalPriority(models.Model):
    """A priority of a school's improvement plan for one year, or an action
    below it. Objectives link to these (TM §1.5); the head keeps them."""

    _name = "school.appraisal.priority"
    _inherit = ["school.appraisal.values"]
    _description = "Improvement plan priority"
    _order = "year desc, school_id, parent_id, sequence, id"

    school_id = fields.Many2one(
        "school.appraisal.school",
        required=True,
        index=True,
        default=lambda self: self._default_school(),
        ondelete="cascade",
    )
    year = fields.Integer(
        "School year",
        required=True,
        default=lambda self: self._default_year(),
        help="The year in which it begins: 2026.",
    )
    parent_id = fields.Many2one(
        "school.appraisal.priority", "Priority", index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)

    @api.model
    def _default_school(self):
        return self.env["school.appraisal.school"].search(
            [("head_user_id", "=", self.env.uid)], limit=1
        )

    @api.model
    def _default_year(self):
        """This school year; from July on heads plan the next one."""
        today = fields.Date.context_today(self)
        return school_year(today) + (today.month in (7, 8))

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        for priority in self:
            names = [priority.parent_id.name, priority.name]
            priority.display_name = " → ".join(filter(None, names))

    def write(self, vals):
        result = super().write(vals)
        # Rules are checked before a write: a head keeps his own school's plan.
        self.check_access("write")
        return result
