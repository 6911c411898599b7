from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .mixin_statement_content import NO_PLAN, NO_REVIEW

# Forms that are signed, and so become statements.
STATEMENT_KINDS = [
    ("planning", "Plan"),
    ("review", "Review"),
    ("planning_review", "Review and next plan"),
    ("cpd", "Training needs"),
]
KINDS = [
    *STATEMENT_KINDS,
    ("self_review", "Self-review"),
    ("observation", "Observation"),
]


class AppraisalForm(models.Model):
    """Which paper form a staff group uses for a kind of statement, and who
    signs it.

    The template is a QWeb view; a trust makes a form its own by inheriting
    the view, or names another one here.
    """

    _name = "school.appraisal.form"
    _inherit = ["school.appraisal.group.line"]
    _description = "Appraisal form"

    name = fields.Char("Title", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True)
    template = fields.Char(
        required=True, help="Name of the QWeb template, as module.template."
    )
    minimum_rows = fields.Integer(
        default=3,
        help="Rows that the form prints even when fewer are filled.",
        string="Least rows",
    )
    reviewee_signature = fields.Selection(
        [("required", "Required"), ("optional", "Optional"), ("none", "Not asked")],
        "Signature of the person reviewed",
        required=True,
        default="required",
        help="Optional: the form has the line, and is final without it (KM §4.9).",
    )
    panel_signature = fields.Boolean(
        "The whole panel signs",
        help="Where a panel reviews the head, everybody on it signs; else the "
        "reviewer signs for all.",
    )
    asks_findings = fields.Boolean(
        "Says what evidence showed", help="Of a review (GU plan, points a to g)."
    )
    asks_training_done = fields.Boolean(
        "Says what became of training",
        help="Of a review: what was done, and what it changed (WP form, GU, KM §4.4, "
        "CT §7.3).",
    )
    box_ids = fields.One2many(
        "school.appraisal.box", "form_id", copy=True, string="Boxes"
    )

    _one_form = models.Constraint(
        "UNIQUE(staff_group_id, kind)", "A staff group has one form of each kind."
    )

    @api.constrains("template")
    def _check_template(self):
        for form in self:
            # sudo: only system administrators read views; only existence is told.
            view = (
                self.env["ir.ui.view"]
                .sudo()
                .search([("key", "=", form.template), ("type", "=", "qweb")], limit=1)
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

    def _signers(self):
        """Roles that have a line on this form, in its order."""
        self.ensure_one()
        return ["reviewee", "reviewer"] if self._asks_reviewee() else ["reviewer"]

    def _asks_reviewee(self):
        return self.reviewee_signature != "none"

    @api.model
    def _box_content(self, boxes, texts=None):
        """{code: number in the form's order, heading, hint and text} of these boxes,
        as forms print them."""
        return {
            box.code: {
                "number": number,
                "label": box.name,
                "hint": box.hint or "",
                "text": (texts or {}).get(box) or "",
            }
            for number, box in enumerate(boxes, start=1)
        }

    # BLANK FORMS, for staff without a login and for whoever likes paper

    def _get_blank_pdf(self, school=None):
        """This form with empty lines, to be filled in by hand.

        :param school: its name and logo are printed; without one, a line
        """
        self.ensure_one()
        self.check_access("read")
        sheet = self.env["school.appraisal.statement.pdf"]
        return sheet._sheet_pdf(self.template, self._blank_values(school))

    def _blank_values(self, school):
        # sudo: company logo and standards are printed for whoever has the form.
        company = school.sudo().company_id if school else None
        sheet = self.env["school.appraisal.statement.pdf"]
        values = sheet._sheet_values(
            self.sudo()._blank_content(school),
            mark="blank",
            lang=self.env.lang,
            company=company,
        )
        return {**values, "reference": self.name}

    def _blank_content(self, school):
        """A snapshot's keys (see ``_prepare_content``), with nothing in them."""
        group = self.staff_group_id
        return {
            **NO_REVIEW,
            **self._form_content(),
            "kind": self.kind,
            "lang": self.env.lang,
            "signers": self._signers(),
            "school": school.name if school else "",
            "reviewee": {},
            "reviewer": {},
            "cycle": None,
            "boxes": self._box_content(self.box_ids),
            "plan": dict(NO_PLAN),
            "questions": [
                {"number": number, "question": question.name, "answer": ""}
                for number, question in enumerate(group.question_ids, start=1)
            ],
            "standards": [
                {"number": line.number or "", "label": line.name, "assessment": ""}
                for line in group.standard_set_id.standard_ids
            ],
        }

    def _form_content(self):
        """What a form prints whoever it is about: its title, and the policy's own
        words, categories and scale."""
        group = self.staff_group_id
        return {
            "title": self.name,
            "words": group.policy_id._words(),
            "minimum_rows": self.minimum_rows,
            "favour_challenge": group.favour_challenge,
            "categories": [
                {
                    "id": category.id,
                    "name": category.name,
                    "hint": category.hint or "",
                    "minimum_rows": category.minimum_rows,
                }
                for category in group.category_ids
            ],
            "ratings": [
                {"name": rating.name, "guidance": rating.guidance or ""}
                for rating in group.rating_ids
            ],
            "standards_name": group.standard_set_id.name or "",
            "registration_note": group.registration_note or "",
        }

    def _report_pdfs(self, _report_name):
        """What the print menu gives: the bytes for each form, by id."""
        self.check_access("read")
        school = self._school_to_print()
        return {form.id: form._get_blank_pdf(school) for form in self}

    def _report_sheets(self, _report_name):
        """The same for the screen."""
        self.check_access("read")
        school = self._school_to_print()
        sheet = self.env["school.appraisal.statement.pdf"]
        return [
            sheet._sheet_html(form.template, form._blank_values(school))
            for form in self
        ]

    def _school_to_print(self):
        """The user's school where there is no doubt which one it is."""
        schools = self.env["school.appraisal.school"].search(
            [("company_id", "in", self.env.companies.ids)], limit=2
        )
        return schools if len(schools) == 1 else None
