from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What is ticked, and the forms that it means; one form may be both.
KINDS = {
    "with_plans": ("planning", "planning_review"),
    "with_reviews": ("review", "planning_review"),
    "with_training": ("cpd",),
}


class AppraisalStatementPrint(models.TransientModel):
    """The head prints the forms of a cycle, or of some people, into one file.

    Which ones are found is decided by what he may read, form by form.
    """

    _name = "school.appraisal.statement.print"
    _inherit = ["school.appraisal.values"]
    _description = "Print forms"

    appraisal_ids = fields.Many2many(
        "school.appraisal", "school_appraisal_print_appraisal_rel", string="People"
    )
    cycle_id = fields.Many2one("school.appraisal.cycle", "Year", ondelete="cascade")
    with_plans = fields.Boolean("Plans", default=True)
    with_reviews = fields.Boolean("Reviews", default=True)
    with_training = fields.Boolean("Training needs", default=True)
    with_unsigned = fields.Boolean(
        "Also those that are not signed by everybody yet",
        help="They are printed as they stand now, and marked as drafts.",
    )
    file_format = fields.Selection(
        [("zip", "A zip with one PDF for each form"), ("pdf", "One PDF")],
        required=True,
        default="zip",
        string="File",
    )
    count = fields.Integer("Forms found", compute="_compute_count")

    @api.depends("appraisal_ids", "cycle_id", "with_unsigned", *KINDS)
    def _compute_count(self):
        for dialog in self:
            dialog.count = self.env["school.appraisal.statement"].search_count(
                dialog._domain()
            )

    def _domain(self):
        """The forms that are meant; the rules add who may read them."""
        kinds = {kind for name, kinds in KINDS.items() if self[name] for kind in kinds}
        domain = Domain("kind", "in", list(kinds)) & (
            Domain("appraisal_id", "in", self.appraisal_ids.ids)
            | Domain("appraisal_id.cycle_id", "in", self.cycle_id.ids)
        )
        if not self.with_unsigned:
            domain &= Domain("state", "=", "final")
        return domain

    def action_print(self):
        """Begin, and show how far it has got."""
        self.ensure_one()
        statements = self.env["school.appraisal.statement"].search(self._domain())
        if not statements:
            raise UserError(
                self.env._(
                    "There is no such form that you may read. Tick more kinds, or "
                    "those that are not signed yet."
                )
            )
        job = self.env["school.appraisal.print.job"]._start(
            statements, self.file_format
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Printed forms"),
            "res_model": job._name,
            "res_id": job.id,
            "view_mode": "form",
        }
