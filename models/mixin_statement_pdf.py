import base64
import io
from functools import partial

from markupsafe import Markup
from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReadError

from ..reports import paper

# The unpatched wkhtmltopdf of Debian prints everything at 0.77 of its size and ignores
# zoom and dpi; the forms are drawn in em, so this one number makes up for it.
PRINT_SIZE = "13pt"
SCREEN_SIZE = "11pt"
# What a signature or logo may be; other formats start programs (EPS: Ghostscript).
PICTURES = ("PNG", "JPEG", "GIF")
# A small file can unpack to gigabytes.
MOST_PIXELS = 10_000_000
PAPERFORMAT_OF = "school_appraisal.action_report_statement"


class AppraisalStatementPdf(models.AbstractModel):
    """How a statement becomes paper.

    A form is a QWeb template that gets plain data: no records, no searches, and
    no address of anything to fetch. wkhtmltopdf makes the PDF of it, patched or
    not; the line with reference and page is stamped on each page afterwards.
    """

    _name = "school.appraisal.statement.pdf"
    _description = "Appraisal: statement on paper"

    # THE STATEMENT

    def _render_pdf(self):
        """The PDF of this statement as it stands. To be called with rights to
        read the whole appraisal."""
        self.ensure_one()
        return self._sheet_pdf(self.form_id.template, self._render_values())

    def _render_html(self):
        """The same sheet for the screen."""
        self.ensure_one()
        values = self._render_values()
        return self._sheet_html(
            self.form_id.template, {**values, "font_size": SCREEN_SIZE}
        )

    def _render_values(self):
        """What the form's template prints, as plain data."""
        self.ensure_one()
        employee = self.appraisal_id.employee_id
        # A draft has no snapshot yet.
        content = self.content or self._prepare_content()
        values = self._sheet_values(
            content,
            mark=None if self.state == "final" else "draft",
            lang=content.get("lang") or employee.lang,
            tz=employee.tz,
            company=self.appraisal_id.school_id.company_id,
        )
        refusal = {
            "by": self.refusal_user_id.name,
            "on": self.refusal_on,
            "reason": self.refusal_reason or "",
        }
        shared = self.state == "shared"
        return {
            **values,
            "reference": self.appraisal_id.name,
            "version": self.version,
            "shared": shared,
            "mark_words": self._mark_words(values["mark"], values["lang"], shared),
            "signers": self._sheet_signers(
                values["content"],
                {
                    signature._signer_key(): self._signature_values(signature)
                    for signature in self._live_signatures()
                },
                refusal if self.refusal_on else None,
            ),
            "reviewee_comments": self.reviewee_comments or "",
        }

    @api.model
    def _sheet_signers(self, content, signatures=None, refusal=None):
        """Who signs a sheet, in the order of its lines: the person, what the
        policy calls him, and the signature or its refusal where there is one.

        :param dict signatures: {key of the signer: what stands on the line}
        """
        words = content.get("words") or {}
        words = {
            "reviewee": paper.heading_word(words, "reviewee"),
            "team_member": paper.heading_word(words, "reviewee"),
            "reviewer": paper.heading_word(words, "reviewer"),
            "panel": paper.heading_word(words, "reviewer"),
        }
        signers = []
        for key in content["signers"]:
            person = (content.get("people") or {}).get(key) or content.get(key) or {}
            role = person.get("role", key)
            signers.append(
                {
                    "key": key,
                    "role": role,
                    "label": words.get(role),
                    "name": person.get("name"),
                    "signature": (signatures or {}).get(key),
                    "refused": refusal if role == "reviewee" else None,
                    "optional": key not in content.get("required", content["signers"]),
                }
            )
        return signers

    def _signature_values(self, signature):
        image = signature.with_context(bin_size=False).image
        return {
            "role": signature.role,
            "name": signature.signer_name,
            "signed_on": signature.signed_on,
            "paper_date": signature.paper_date,
            "method": signature.method,
            "image": self._image_uri(base64.b64decode(image)) if image else None,
            "disagrees": signature.disagrees,
            "recorded_by": signature.user_id.name
            if signature.method == "paper"
            else None,
        }

    # PRINTING

    def _report_pdfs(self, report_name):
        """What the print menu gives: the bytes for each record, by id.

        Rights to all records are checked before any is printed; the register
        of access comes before the work, because a read-only cursor makes Odoo
        start the request again at the first row written.
        """
        self._log_printed()
        if report_name == "school_appraisal.report_cpd_list":
            return {False: self._get_cpd_list_pdf()}
        return {statement.id: statement._get_pdf() for statement in self}

    def _report_sheets(self, report_name):
        """The same for the screen."""
        self._log_printed()
        # sudo: access was checked on the statements, whose paper this is.
        statements = self.sudo()
        if report_name == "school_appraisal.report_cpd_list":
            values = {**statements._cpd_list_values(), "font_size": SCREEN_SIZE}
            return [self._sheet_html("school_appraisal.form_cpd_list", values)]
        return [statement._render_html() for statement in statements]

    def _log_printed(self):
        self.check_access("read")
        self.env["school.appraisal.access.log"]._log(self.appraisal_id, "printed")

    # TRAINING NEEDS OF SEVERAL PEOPLE

    def _get_cpd_list_pdf(self):
        """The training needs of these statements in one table, for the person
        responsible for training; a row tells when its record was signed."""
        self.check_access("read")
        # sudo: access was checked on the statements, whose paper this is.
        values = self.sudo()._cpd_list_values()
        return self._sheet_pdf("school_appraisal.form_cpd_list", values)

    def _cpd_list_values(self):
        if not self or set(self.mapped("kind")) != {"cpd"}:
            raise UserError(self.env._("Choose records of training needs only."))
        rows = []
        for statement in self:
            content = statement.content or statement._prepare_content()
            rows += [
                {
                    **need,
                    "employee": content["reviewee"]["name"],
                    "reviewer": content["reviewer"]["name"],
                    "signed_on": statement._signed_day(),
                }
                for need in content["training"]
            ]
        schools = self.appraisal_id.school_id
        companies = schools.company_id
        content = {
            "title": self[0].title,
            "school": schools.name if len(schools) == 1 else companies[:1].name,
            "training": sorted(rows, key=lambda row: row["employee"]),
            "minimum_rows": 0,
            "signers": [],
        }
        values = self._sheet_values(
            content,
            mark=None if set(self.mapped("state")) == {"final"} else "draft",
            lang=self.env.lang,
            tz=self.env.user.tz,
            company=companies if len(companies) == 1 else None,
        )
        return {**values, "reference": values["date"](fields.Date.today())}

    def _signed_day(self):
        if not self.finalised_on:
            return None
        return fields.Datetime.context_timestamp(self, self.finalised_on).date()

    # SHEETS

    @api.model
    def _sheet_values(self, content, mark=None, lang=None, tz=None, company=None):
        """The values that every form's template has.

        ``content`` is the statement's snapshot, ``mark`` ``draft``, ``blank`` or
        None (final). Functions for templates: ``date``, ``day`` (without the day
        of the week) and ``moment`` (with the time); ``word`` (the policy's word for
        ``process``, ``reviewee``, ``reviewer`` or ``objective``, as headings begin);
        ``keep``, ``keep_row``, ``close_rows`` and ``tail`` (see reports/paper.py);
        ``pad`` (the form's rows, as many as on paper), ``rows`` (the same with a number
        of its own), ``room`` (rows of a block that the form lacks, with blank ones only
        while somebody may still write by hand), ``by_category`` (aims under their
        categories) and ``row_class``. ``box_codes`` are the codes of the form's boxes,
        in its order.
        """
        return {
            **self._sheet_words(content, self._sheet_lang(lang), tz),
            "tz": tz,
            "mark": mark,
            "mark_words": self._mark_words(mark, lang),
            "font_size": PRINT_SIZE,
            "logo": self._logo_uri(company),
            "reference": "",
            "version": 0,
            "signers": self._sheet_signers(content),
            "reviewee_comments": "",
            "date_line": False,
            "signed_first": False,
            "keep": paper.keep,
            "keep_row": paper.keep_row,
            "close_rows": paper.close_rows,
            "tail": paper.tail,
            "pad": partial(paper.pad, content.get("minimum_rows") or 0),
            "rows": lambda items, rows: paper.pad(rows, items),
            "room": lambda items, rows: paper.pad(rows if mark else 0, items),
            "row_class": lambda row: "room" if row.get("blank") and mark else "row",
        }

    @api.model
    def _sheet_words(self, content, lang, tz):
        """Of those values the ones that depend on the language."""
        return {
            "content": content,
            "by_category": partial(paper.by_category, content),
            "lang": lang,
            "date": partial(paper.date_words, lang),
            "day": partial(paper.date_words, lang, weekday=False),
            "moment": partial(paper.moment_words, lang, tz or "Europe/London"),
            "box_codes": paper.box_codes(content.get("boxes") or {}),
            "word": partial(paper.heading_word, content.get("words") or {}),
        }

    @api.model
    def _mark_words(self, mark, lang, shared=False):
        """What stands over a form that is not signed, in the form's language."""
        env = self.with_context(lang=self._sheet_lang(lang)).env
        if mark != "draft":
            return ""
        if shared:
            # It may be printed to be signed by hand.
            return env._("For signature – not signed by everybody yet")
        return env._("DRAFT – not signed")

    @api.model
    def _sheet_lang(self, lang):
        """A language that is installed; the employee's may be gone."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return next(
            (code for code in (lang, self.env.lang) if code in installed), "en_US"
        )

    @api.model
    def _sheet_html(self, template, values):
        """One sheet, without the document around it; where the form is printed in
        more than one language, one after the other."""
        qweb = self.env["ir.qweb"].with_context(
            lang=values["lang"], inherit_branding=False
        )
        sheet = qweb._render(template, values)
        for content in values["content"].get("also", ()):
            sheet += self._sheet_html(template, self._translated(values, content))
        return sheet

    @api.model
    def _translated(self, values, content):
        """The same values with the content in another language."""
        lang = self._sheet_lang(content["lang"])
        labels = {line["key"]: line["label"] for line in self._sheet_signers(content)}
        return {
            **values,
            **self._sheet_words(content, lang, values["tz"]),
            "mark_words": self._mark_words(
                values["mark"], lang, shared=values.get("shared")
            ),
            "signers": [
                {**signer, "label": labels[signer["key"]]}
                for signer in values["signers"]
            ],
        }

    @api.model
    def _sheet_pdf(self, template, values):
        """One sheet as a PDF with the line at the foot of each page."""
        env = self.with_context(lang=values["lang"]).env
        sheet = self._sheet_html(template, values)
        document = self.env["ir.qweb"]._render(
            "school_appraisal.form_document",
            {
                "sheets": [Markup(paper.part_words(sheet))],
                "lang": values["lang"],
                "reference": values["reference"],
            },
        )
        report = self.env["ir.actions.report"]
        if report.get_wkhtmltopdf_state() == "install":
            raise UserError(env._("The PDF cannot be made: wkhtmltopdf is missing."))
        pdf = report.with_context(appraisal_sheet=True)._run_wkhtmltopdf(
            [document], report_ref=PAPERFORMAT_OF, landscape=False
        )
        reference = values["reference"]
        if values["version"]:
            reference = env._(
                "%(reference)s · version %(version)s",
                reference=reference,
                version=values["version"],
            )
        try:
            return paper.stamp(
                pdf,
                reference,
                env._("Page %(page)s of %(pages)s", page="%(page)s", pages="%(pages)s"),
                mark=values["mark_words"],
                lang=values["lang"],
            )
        except (PdfReadError, ValueError) as error:
            raise UserError(
                env._("The PDF cannot be made: wkhtmltopdf gave no pages.")
            ) from error

    # IMAGES

    @api.model
    def _logo_uri(self, company):
        if not company or company.uses_default_logo:
            return None
        logo = company.partner_id.with_context(bin_size=False).image_512
        return self._image_uri(base64.b64decode(logo)) if logo else None

    @api.model
    def _image_uri(self, raw):
        """A picture inside the page, written anew as PNG: what else a file may
        hold (an SVG's links and scripts) does not get through."""
        try:
            with Image.open(io.BytesIO(raw), formats=PICTURES) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                result = io.BytesIO()
                image.convert("RGBA").save(result, "PNG")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            # Pillow calls broken chunks of a PNG a syntax error.
            return None
        return "data:image/png;base64," + base64.b64encode(result.getvalue()).decode()
