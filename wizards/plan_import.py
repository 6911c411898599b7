import base64

from odoo import api, fields, models

from ..tools.plan_list import LABELS, to_template
from .plan_sync import PlanSync


class AppraisalPlanImport(models.TransientModel):
    """The head brings objectives and reviewers that were planned in a spreadsheet into
    the plans of an open cycle; the chair of governors into the head's own.

    The file is checked as a whole first; one with a problem changes nothing. Only
    plans that nobody was shown yet take objectives in: from then on they are agreed
    between reviewer and reviewee (TM §2.2).
    """

    _name = "school.appraisal.plan.import"
    _inherit = ["school.appraisal.file.import"]
    _description = "Import plans"

    cycle_id = fields.Many2one(
        "school.appraisal.cycle", "Year", required=True, ondelete="cascade"
    )
    file = fields.Binary("Plans")
    template = fields.Binary("Empty file to fill in", compute="_compute_template")
    template_name = fields.Char(compute="_compute_template")

    @api.depends_context("lang")
    def _compute_template(self):
        for dialog in self:
            name = self.env._("plans")
            dialog.template = base64.b64encode(to_template(self._labels(), name))
            dialog.template_name = f"{name}.xlsx"

    @api.model
    def _labels(self):
        return {name: self.env._(label) for name, label in LABELS.items()}

    def _file_sync(self):
        self.cycle_id._check_can("prepare")
        return PlanSync(self.cycle_id, base64.b64decode(self.file), self._labels())
