from odoo import fields, models


class AppraisalStatementText(models.Model):
    """What the reviewer writes into one box of a form. Whoever may read the
    statement reads it."""

    _name = "school.appraisal.statement.text"
    _inherit = ["school.appraisal.line"]
    _description = "Text in a box of a form"
    _order = "statement_id, box_id, id"

    _open_fields = frozenset({"text"})
    _once_fields = frozenset()

    statement_id = fields.Many2one(
        "school.appraisal.statement", required=True, index=True, ondelete="restrict"
    )
    box_id = fields.Many2one(
        "school.appraisal.box", required=True, readonly=True, ondelete="restrict"
    )
    name = fields.Char("Heading", related="box_id.name")
    hint = fields.Char(related="box_id.hint")
    text = fields.Text()

    def _statements(self):
        # sudo: its lock holds for everybody alike; nothing of it is told.
        return self.sudo().statement_id

    def _missing(self):
        """What keeps the form from being shared, in sentences."""
        self.ensure_one()
        if self.box_id.required and not (self.text or "").strip():
            return [self.env._("“%s”: fill it in.", self.box_id.name)]
        return []
