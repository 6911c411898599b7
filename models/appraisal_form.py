from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("planning", "Plan"),
    ("review", "Review"),
    ("cpd", "Training needs"),
]


class AppraisalForm(models.Model):
    """Which paper form a staff group uses for a kind of statement, and who
    signs it.

    The template is a QWeb view; a trust makes a form its own by inheriting
    the view, or names another one here.
    """

    _name = "school.appraisal.form"
    _description = "Appraisal form"
    _order = "staff_group_id, sequence, id"

    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Title", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True)
    template = fields.Char(
        required=True, help="Name of the QWeb template, as module.template."
    )
    minimum_rows = fields.Integer(
        default=3, help="Rows that the form prints even when fewer are filled."
    )
    reviewee_signature = fields.Selection(
        [("required", "Required"), ("none", "Not asked")],
        "Signature of the person reviewed",
        required=True,
        default="required",
    )

    _one_form = models.Constraint(
        "UNIQUE(staff_group_id, kind)", "A staff group has one form of each kind."
    )

    @api.constrains("template")
    def _check_template(self):
        for form in self:
            # sudo: only system administrators read views; only existence is told.
            view = self.env["ir.ui.view"].sudo().search(
                [("key", "=", form.template), ("type", "=", "qweb")], limit=1
            )
            if not view:
                raise ValidationError(
                    self.env._(
                        "%(form)s: there is no template “%(template)s”. Give the name "
                        "of a QWeb template, as module.template.",
                        form=form.name,
                        template=form.template,
                    )
                )

    def _signer_roles(self):
        """Roles whose signature makes a statement on this form final."""
        self.ensure_one()
        if self.reviewee_signature == "required":
            return ["reviewee", "reviewer"]
        return ["reviewer"]
