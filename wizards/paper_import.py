import base64

from odoo import api, fields, models

from ..tools.school_year import school_year
from .paper_sync import PaperSync


class AppraisalPaperImport(models.TransientModel):
    """The head lays last year's papers beside the plans of an open cycle, all of
    them in one archive; the chair of governors those of the head.

    First it says whose each paper is, and every problem; one with a problem brings in
    none.
    """

    _name = "school.appraisal.paper.import"
    _inherit = ["school.appraisal.file.import"]
    _description = "Import earlier papers"

    cycle_id = fields.Many2one(
        "school.appraisal.cycle", "Year", required=True, ondelete="cascade"
    )
    file = fields.Binary("Papers")
    school_year = fields.Char(
        "School year of the papers",
        compute="_compute_school_year",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )

    @api.depends("cycle_id")
    def _compute_school_year(self):
        """Most often the year before."""
        for dialog in self:
            year = school_year(dialog.cycle_id.date_start)
            dialog.school_year = year and f"{year - 1}/{year % 100:02}"

    @api.onchange("school_year")
    def _onchange_choice(self):
        return super()._onchange_choice()

    def _file_sync(self):
        self.cycle_id._check_can("prepare")
        return PaperSync(
            self.cycle_id,
            base64.b64decode(self.file),
            self.filename,
            (self.school_year or "").strip(),
        )
