from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import OVER


class AppraisalLine(models.AbstractModel):
    """Whatever hangs on one appraisal.

    Record rules of each line model go through the appraisal's access rows.
    Here stands what they share: a neutral name, a fixed parent, and the lock.
    Who edits a line that a shared statement shows turns that statement back
    into a draft; once somebody signed it, the line is closed.
    """

    _name = "school.appraisal.line"
    _inherit = ["school.appraisal.guard", "school.appraisal.register"]
    _description = "Appraisal: part of one appraisal"

    _once_fields = frozenset({"appraisal_id"})

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, index=True, ondelete="restrict"
    )

    @api.depends("appraisal_id.display_name")
    def _compute_display_name(self):
        """A neutral reference: Odoo shows labels to people who may not open
        the record, so no text of an appraisal may stand in one."""
        for line in self:
            # sudo: a reference that tells nothing; Odoo shows it to everybody.
            reference = line.appraisal_id.sudo().display_name
            line.display_name = f"{reference} · {self._description}"

    def _statement_kinds(self):
        """Kinds of statement that print this line, of one record."""
        return ()

    def _statements(self):
        """The statements of the appraisal that print these lines."""
        # sudo: a statement may still be hidden from who edits a line of it (a
        # reviewee's training need); it is only turned back into a draft.
        return (
            self.env["school.appraisal.statement"]
            .sudo()
            .union(
                *(
                    line.sudo().appraisal_id._statements_printing(kind)
                    for line in self
                    for kind in line._statement_kinds()
                )
            )
        )

    def _locked_fields(self):
        """Names of the fields that a signed statement closes; None = all."""
        return None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._has_pass():
            lines.appraisal_id.check_access("read")
            lines._check_same_appraisal()
            lines._open_for_edit()
        return lines

    def write(self, vals):
        if self._has_pass():
            return super().write(vals)
        locked = self._locked_fields()
        if locked is not None and not vals.keys() & locked:
            self._check_not_closed()
            return super().write(vals)
        self._open_for_edit()
        before = self._statements()
        result = super().write(vals)
        # The change may have put the line onto another statement.
        (self._statements() - before)._open_for_edit()
        self._check_same_appraisal()
        return result

    def _check_same_appraisal(self):
        """A line must not point at an objective of somebody else's year."""
        if "objective_id" not in self._fields:
            return
        # sudo: only whether both belong to the same year is told.
        for line in self:
            objective = line.sudo().objective_id
            if objective and objective.appraisal_id != line.appraisal_id:
                raise UserError(
                    self.env._(
                        "%s: choose an objective of this appraisal.",
                        line.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._refuse_closed()
        self._open_for_edit()

    def _check_can_attach(self):
        """Files follow their line: none is added, changed or deleted once a form
        that prints the line is signed. Where work on a line goes on after that
        (evidence is collected, a need is met), files go on with it until the
        appraisal is closed."""
        self._refuse_closed()
        for line in self.filtered(lambda line: line._locked_fields() is None):
            if statements := line._statements():
                statements._check_not_signed()
            else:
                line._open_for_edit()

    def _files_added(self):
        """After files were added to these lines, or moved there."""

    def _open_for_edit(self):
        """Refuse what is closed; make drafts of the statements that show it."""
        self._check_not_closed()
        self._statements()._open_for_edit()

    def _check_not_closed(self):
        """Before a line is edited. A kind that is worked on after the review
        overrides this; deleting and files always stop with the year, and so ask
        ``_refuse_closed``."""
        self._refuse_closed()

    def _refuse_closed(self):
        # sudo: a closed year is closed for everybody, whoever reads it.
        for appraisal in self.sudo().appraisal_id:
            if appraisal.state in OVER:
                raise UserError(
                    self.env._(
                        "%s is closed or cancelled; it can no longer be changed.",
                        appraisal.display_name,
                    )
                )
        self._refuse_standstill()

    def _refuse_standstill(self):
        # sudo: as above.
        for appraisal in self.sudo().appraisal_id:
            if appraisal._standstill():
                self._check_may_know()
                appraisal._check_can("write")

    def _check_may_know(self):
        """Who neither reads the year nor writes in it is not told how it stands."""
        if not self.appraisal_id.has_access("read"):
            self.check_access("write")

    def _check_in_review(self):
        """For what belongs to the review alone."""
        self._refuse_standstill()
        # sudo: what may be written in which part of the year is no secret.
        for appraisal in self.sudo().appraisal_id:
            if appraisal.state != "review":
                raise UserError(
                    self.env._("%s: begin the review first.", appraisal.display_name)
                )
