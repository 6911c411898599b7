from odoo import models
from odoo.exceptions import UserError


class AppraisalSheet(models.AbstractModel):
    """A record that prints as one form which nobody signs, from what it holds at
    the moment: a self-review, an observation.

    The form is the one of its kind (``_sheet_kind``) that the staff group uses.
    """

    _name = "school.appraisal.sheet"
    _description = "Appraisal: unsigned form"

    _sheet_kind = None

    def _sheet_content(self):
        """What it prints beside ``_form_content``, as plain data."""
        raise NotImplementedError

    def _report_pdfs(self, _report_name):
        """What the print menu gives: the bytes for each record, by id."""
        return {
            record.id: self.env["school.appraisal.statement.pdf"]._sheet_pdf(*sheet)
            for record, sheet in self._sheets()
        }

    def _report_sheets(self, _report_name):
        """The same for the screen."""
        return [
            self.env["school.appraisal.statement.pdf"]._sheet_html(*sheet)
            for _record, sheet in self._sheets()
        ]

    def _pdf_name(self):
        """Neutral: file names travel in mails, downloads and on USB sticks."""
        reference = self.appraisal_id.name.replace("/", "-")
        return f"{reference}-{self._sheet_kind.replace('_', '-')}.pdf"

    def _sheets(self):
        """Of each record: its template, and the values for it."""
        self.check_access("read")
        self.env["school.appraisal.access.log"]._log(self._read_appraisals(), "printed")
        # sudo: access was checked; the paper names people and the school.
        return [(record, record._sheet()) for record in self.sudo()]

    def _sheet(self):
        appraisal = self.appraisal_id
        form = appraisal.staff_group_id._form(self._sheet_kind)
        if not form:
            raise UserError(
                self.env._("%s: this policy has no form for it.", self.display_name)
            )
        first, *others = [
            {
                **form.with_context(lang=lang)._form_content(),
                **self.with_context(lang=lang)._sheet_content(),
                "lang": lang,
            }
            for lang in appraisal._form_languages()
        ]
        employee = appraisal.employee_id
        values = self.env["school.appraisal.statement.pdf"]._sheet_values(
            {**first, "also": others},
            lang=first["lang"],
            tz=employee.tz,
            company=appraisal.school_id.company_id,
        )
        return form.template, {**values, "reference": appraisal.name}

    def _sheet_head(self):
        members = self.appraisal_id._team_signers(required=False)
        return {
            "kind": self._sheet_kind,
            # Nobody signs; but a team's form names its members.
            "signers": list(members),
            "people": members,
            **self.appraisal_id._form_head(),
        }
