from odoo import api, fields, models


class AppraisalProgressNote(models.Model):
    """What was done in the year, on an objective or on the year as a whole.

    Reviewee and reviewer both keep them, from the signed plan until somebody signs
    the review: the dialogue of the year (TM Annex 1, KM §4.8, CT §7.2). Who reads the
    objectives reads them at once, and no form prints them. Author and time are the
    session's and the server's; the author may correct a note on the day on which it
    was written, then it stands. Nobody deletes one.
    """

    _name = "school.appraisal.progress.note"
    _inherit = ["school.appraisal.line"]
    # A label is read by everybody: “progress” is a word of pay.
    _description = "Note of the year"
    _order = "appraisal_id, written_at desc, id desc"

    _open_fields = frozenset({"note", "objective_id"})

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    note = fields.Text("What was done", required=True)
    objective_id = fields.Many2one(
        "school.appraisal.objective",
        "About",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: on the year as a whole.",
    )
    objective_text = fields.Text(
        "What was agreed", related="objective_id.name", related_sudo=False
    )
    objective_number = fields.Integer(
        related="objective_id.number", related_sudo=False, string="Number"
    )
    author_id = fields.Many2one(
        "res.users",
        "Written by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    written_at = fields.Datetime(
        "Written on", required=True, readonly=True, default=fields.Datetime.now
    )
    can_correct = fields.Boolean(compute="_compute_can_correct")

    @api.depends("author_id", "written_at", "appraisal_id")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        for note in self:
            # One that is being written has nothing to correct.
            note.can_correct = bool(note._origin) and not (
                note._origin._get_correct_blocker()
            )

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        notes.appraisal_id._tell_the_others()
        return notes

    def _get_correct_blocker(self):
        if self.author_id != self.env.user:
            return self.env._("only who wrote a note corrects it.")
        # Where the person works; what the browser thinks does not count.
        day_of = self.appraisal_id._day_of
        if day_of(fields.Datetime.now()) != day_of(self.written_at):
            return self.env._(
                "a note is corrected on the day on which it was written; then it "
                "stands. Write another one."
            )
        return self.appraisal_id._get_write_notes_blocker()

    def action_correct(self):
        """The author corrects the note, in the dialog in which it was written."""
        self.ensure_one()
        self._check_can("correct")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_progress_note_action_add"
        )
        return action | {"name": self.env._("Correct the note"), "res_id": self.id}

    def _open_for_edit(self):
        result = super()._open_for_edit()
        self._check_can("correct")
        return result
