from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalFileImport(models.AbstractModel):
    """A dialog that takes a table: first it says what would change and every problem,
    then it does it. A table with a problem changes nothing."""

    _name = "school.appraisal.file.import"
    _inherit = ["school.appraisal.dialog"]
    _description = "Import a file"

    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("checked", "Checked"), ("done", "Done")],
        default="choose",
    )
    report = fields.Text(readonly=True)
    problems = fields.Text(readonly=True)

    @api.onchange("file")
    def _onchange_choice(self):
        """What was checked is no longer what will be imported."""
        self.update({"state": "choose", "report": False, "problems": False})

    def _file_sync(self):
        """What compares the file with Odoo: has ``plan``, ``apply``, ``report`` and
        ``problems``."""
        raise NotImplementedError

    def action_check(self):
        """Say what the file would change, and every problem in it."""
        self._run()
        return self._reopen()

    def action_import(self):
        """Take the file, unless there is a problem in it."""
        if self._run(apply=True):
            # Personal data has no business here once it is taken in.
            self.write({"state": "done", "file": False})
        return self._reopen()

    def _run(self, apply=False):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the file first."))
        sync = self._file_sync()
        sync.plan()
        taken = apply and sync.apply()
        self.write(
            {
                "state": "checked",
                "report": not sync.problems and sync.report(),
                "problems": self._problem_text(sync.problems),
            }
        )
        return taken

    @api.model
    def _problem_text(self, problems):
        return "\n".join(
            self.env._(
                "Line %(line)s: %(reason)s",
                line=problem.line,
                reason=self._sentence(problem.reason),
            )
            if problem.line
            else self._sentence(problem.reason)
            for problem in problems
        )

    def _sentence(self, reason):
        return reason if isinstance(reason, str) else self.env._(reason)
