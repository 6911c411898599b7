import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.pdf import PdfReadError

from odoo.addons.base.models.ir_qweb import QWebError

from ..tools.print_files import bind_pdf, bind_zip, count_pages, to_part

_logger = logging.getLogger(__name__)

REPORT = "school_appraisal.report_statement"
# Forms between two commits.
BATCH = 20
# Forms in one file; more become a second file, so that none grows without end. Pages
# take longer to bind the more there are: 500 forms of five pages half a minute.
VOLUME = {"zip": 500, "pdf": 200}
# How long the file lies ready.
KEPT = timedelta(days=1)


class AppraisalPrintJob(models.Model):
    """Many forms printed into one file, for who asked for it alone.

    ========  ================================================================
    asked     in the dialog "Print forms", by who may read the forms
    printing  in the background, a batch at a time: each form is read with the
              rights that the asker has at that moment, and leaves a row in the
              register of access as if he had printed it alone
    ready     the file lies here for a day; then the job is deleted
    ========  ================================================================

    A batch, the rows that it leaves and the forms that it takes off the queue are one
    transaction: a server that is stopped in between goes on where it was, and prints
    no form twice. Whoever may no longer open one of the years that were printed, does
    not see the job any more.
    """

    _name = "school.appraisal.print.job"
    _inherit = ["school.appraisal.guard"]
    _description = "Printing of several forms"
    _order = "id desc"
    _rec_name = None

    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("printing", "Printing"), ("done", "Ready")],
        required=True,
        default="printing",
        readonly=True,
    )
    file_format = fields.Selection(
        [("zip", "A zip with one PDF for each form"), ("pdf", "One PDF")],
        required=True,
        readonly=True,
        string="File",
    )
    queue = fields.Json("Still to print", readonly=True)
    count_total = fields.Integer("Forms", required=True, readonly=True)
    count_done = fields.Integer("Done", required=True, default=0, readonly=True)
    progress = fields.Char(compute="_compute_progress")
    left_out = fields.Text(readonly=True, string="Left out")
    # What is in the files.
    statement_ids = fields.Many2many(
        "school.appraisal.statement",
        "school_appraisal_print_job_statement_rel",
        "job_id",
        "statement_id",
        "Printed forms",
        readonly=True,
    )
    part_ids = fields.Many2many(
        "ir.attachment",
        "school_appraisal_print_job_part_rel",
        "job_id",
        "attachment_id",
        "Parts",
        readonly=True,
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        "school_appraisal_print_job_file_rel",
        "job_id",
        "attachment_id",
        "Files",
        readonly=True,
    )
    expires_on = fields.Datetime("Deleted on", required=True, readonly=True)

    @api.depends()
    def _compute_display_name(self):
        for job in self:
            job.display_name = self.env._("Printed forms")

    @api.depends("count_done", "count_total")
    def _compute_progress(self):
        for job in self:
            job.progress = self.env._(
                "%(done)s of %(total)s", done=job.count_done, total=job.count_total
            )

    def action_refresh(self):
        """How far it has got: the web client reads the form again after a button."""
        self.check_access("read")

    # MAKING

    @api.model
    def _start(self, statements, file_format):
        """Print these forms, which the user may read, in the background."""
        statements.check_access("read")
        # sudo: the head may not read the HR file that the name stands in; the forms
        # are laid in its order.
        ordered = statements.sudo().sorted(
            lambda s: (s.appraisal_id.whose.casefold(), s.appraisal_id.id, s.id)
        )
        # sudo: nobody has rights to make jobs by hand.
        job = (
            self.sudo()
            ._with_pass()
            .create(
                {
                    "user_id": self.env.uid,
                    "file_format": file_format,
                    "queue": ordered.ids,
                    "count_total": len(ordered),
                    "expires_on": fields.Datetime.now() + KEPT,
                }
            )
        )
        self._cron()._trigger()
        return self.browse(job.id)

    @api.model
    def _cron(self):
        return self.env.ref("school_appraisal.ir_cron_print")

    # WORKING

    @api.model
    def _cron_print(self):
        """Go on with every job, those that waited longest first, a step at a time;
        delete those whose time is over."""
        self._delete_expired()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self._steps_left())
        printing = [("state", "=", "printing")]
        while job := self.search(printing, order="write_date, id", limit=1):
            # Who deletes it at this moment has it: the next run looks again.
            if not job.try_lock_for_update():
                break
            steps = job._with_pass()._step()
            if not cron._commit_progress(steps, remaining=self._steps_left()):
                break

    @api.model
    def _delete_expired(self):
        jobs = self.search(
            ["|", ("expires_on", "<=", "now"), ("user_id.active", "=", False)]
        )
        jobs._with_pass().unlink()

    @api.model
    def _steps_left(self):
        """Forms still to print, and the binding of each job."""
        [(total, done, jobs)] = self._read_group(
            [("state", "=", "printing")],
            aggregates=["count_total:sum", "count_done:sum", "__count"],
        )
        return (total or 0) - (done or 0) + jobs

    def _step(self):
        """The next piece of work, whole or not at all; how much it was."""
        self.ensure_one()
        if self.queue and len(self.part_ids) * BATCH < VOLUME[self.file_format]:
            return self._print_batch()
        if self.part_ids:
            self._bind()
        if not self.queue:
            self.write({"state": "done"})
            self._cron()._trigger(at=self.expires_on)
        return 1

    def _print_batch(self):
        """Print the next forms into a part."""
        batch = self.queue[:BATCH]
        forms, left_out = [], []
        printed = self.env["school.appraisal.statement"]
        for number, statement in enumerate(
            self._asker("school.appraisal.statement").browse(batch),
            start=self.count_done + 1,
        ):
            if reason := self._print_one(statement, number, forms):
                left_out.append(self._left_out_line(statement, reason))
            else:
                printed |= statement.with_env(self.env)
        if forms:
            self.part_ids = [Command.link(self._keep("part.zip", to_part(forms)).id)]
        self.write(
            {
                "queue": self.queue[BATCH:],
                "count_done": self.count_done + len(batch),
                "left_out": "\n".join(filter(None, [self.left_out, *left_out])),
                "statement_ids": [Command.link(id_) for id_ in printed.ids],
                "expires_on": fields.Datetime.now() + KEPT,
            }
        )
        return len(batch)

    def _print_one(self, statement, number, forms):
        """Add a form to ``forms``; why it cannot be, or False."""
        if not statement.has_access("read"):
            return statement.env._("you may no longer read it")
        try:
            # What fails leaves no row in the register.
            with self.env.cr.savepoint():
                pdf = statement._report_pdfs(REPORT)[statement.id]
                # A file that is gone from the disk comes as nothing.
                if self.file_format == "pdf" or not pdf:
                    count_pages(pdf)
        except UserError as error:
            return str(error)
        except (OSError, PdfReadError, QWebError, ValueError):
            _logger.exception("Form %s could not be printed", statement.id)
            return statement.env._("it could not be printed")
        name = f"{number:03}-{statement._pdf_name()}"
        forms.append((name, pdf, [name, *self._list_row(statement)]))
        return False

    def _list_row(self, statement):
        """What the list in the zip says of a form beside the name of its file."""
        # sudo: the name stands on the form, which the asker reads.
        statement = statement.sudo()
        return [
            statement.appraisal_id.whose,
            statement.cycle_id.name,
            statement.title,
            statement._selected_label("state"),
        ]

    def _list_header(self):
        env = self._asker("res.users").env
        return [
            env._("File"),
            env._("Person"),
            env._("Year"),
            env._("Form"),
            env._("State"),
        ]

    def _left_out_line(self, statement, reason):
        # sudo: who asked had it before him; the reference is neutral.
        return f"{statement.sudo().appraisal_id.name}: {reason}"

    def _bind(self):
        """Bind the parts into one file, and drop them."""
        parts = self.part_ids.sorted("id")
        contents = self._contents(parts)
        stem = f"forms-{self.create_date.date()}"
        if self.file_ids:
            stem += f"-{len(self.file_ids) + 1}"
        if self.file_format == "pdf":
            data = bind_pdf(contents)
        else:
            data = bind_zip(contents, f"{stem}.csv", self._list_header())
        file = self._keep(f"{stem}.{self.file_format}", data)
        self.write(
            {
                "file_ids": [Command.link(file.id)],
                "expires_on": fields.Datetime.now() + KEPT,
            }
        )
        parts._with_pass().unlink()

    def _contents(self, parts):
        """The bytes of the parts, of which only one is held at a time."""
        for part in parts:
            yield part.raw
            part.invalidate_recordset(["raw"])

    def _keep(self, name, data):
        """A file that is read by who reads the job, and goes with it."""
        return self.env["ir.attachment"].create(
            {"name": name, "raw": data, "res_model": self._name, "res_id": self.id}
        )

    def _asker(self, model):
        """A model with the rights, and in the language, of who asked."""
        user = self.user_id
        # Nothing else of the context: not the pass, not the companies of another.
        context = {"lang": user.lang, "tz": user.tz}
        return self.env(user=user.id, context=context)[model]

    # ITS FILES

    def _read_appraisals(self):
        """For the register: whoever takes the file opens all that is in it."""
        # sudo: whoever sees the job reads what was printed.
        return self.sudo().statement_ids.appraisal_id

    def _check_can_attach(self):
        """Nothing is slipped in beside what was printed, or put in its place."""
        if self:
            raise UserError(self.env._("No files are added to what was printed."))
