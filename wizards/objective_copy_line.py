from odoo import api, fields, models


class ObjectiveCopyLine(models.TransientModel):
    """One objective to copy. Its words are read from where they stand, by who may
    read them there, and are not kept here."""

    _name = "school.appraisal.objective.copy.line"
    _inherit = ["school.appraisal.values", "school.appraisal.register"]
    _description = "Objective to copy"
    _rec_name = None

    copy_id = fields.Many2one(
        "school.appraisal.objective.copy",
        "Dialog",
        required=True,
        index=True,
        ondelete="cascade",
    )
    template_id = fields.Many2one(
        "school.appraisal.objective.template",
        "Of the library",
        readonly=True,
        ondelete="cascade",
    )
    objective_id = fields.Many2one(
        "school.appraisal.objective", "Of last year", readonly=True, ondelete="cascade"
    )
    selected = fields.Boolean("Copy")
    words = fields.Text("Objective", compute="_compute_words")
    origin = fields.Selection(
        [("previous", "Last year"), ("library", "Library")],
        "From",
        compute="_compute_words",
    )

    @api.depends("template_id.name", "objective_id.name")
    def _compute_words(self):
        for line in self:
            source = line.objective_id or line.template_id
            line.words = source.name
            line.origin = "previous" if line.objective_id else "library"

    def _read_appraisals(self):
        # sudo: only whose words they are, for the register.
        return self.sudo().objective_id.appraisal_id
