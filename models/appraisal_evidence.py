from odoo import fields, models


class AppraisalEvidence(models.Model):
    """What will show, and later shows, how the year went: agreed in the plan,
    then collected during the year."""

    _name = "school.appraisal.evidence"
    _inherit = ["school.appraisal.line"]
    _description = "Evidence"
    _order = "appraisal_id, id"

    _open_fields = frozenset(
        {"name", "objective_id", "planned", "note", "questions"}
        | {"date_collected", "finding"}
    )

    name = fields.Char("What", required=True)
    objective_id = fields.Many2one(
        "school.appraisal.objective", index="btree_not_null", ondelete="set null"
    )
    planned = fields.Boolean("Agreed in the plan", default=True)
    note = fields.Text("Where, or from whom")
    questions = fields.Text(
        "Questions to ask", help="What this evidence is to answer (GU form 3a)."
    )
    date_collected = fields.Date("Collected on")
    finding = fields.Text("What it showed")

    def _statement_kinds(self):
        return ("planning",) if self.planned else ()

    def write(self, vals):
        """What evidence showed stands on the review, where the form asks for it."""
        if vals.keys() & {"finding", "date_collected"} and not self._has_pass():
            # sudo: the form may be hidden; it is only turned into a draft.
            reviews = self.sudo().appraisal_id._statements_printing("review")
            reviews.filtered("form_id.asks_findings")._open_for_edit()
        return super().write(vals)

    def _locked_fields(self):
        """The plan closes what was agreed; collecting goes on all year."""
        return frozenset({"name", "objective_id", "planned", "note", "questions"})
