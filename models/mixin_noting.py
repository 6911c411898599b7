from odoo import api, fields, models

from .mixin_people import REVIEWED, REVIEWERS


class AppraisalNoting(models.AbstractModel):
    """The progress notes that the person and the reviewer keep through the year
    (``school.appraisal.progress.note``)."""

    _name = "school.appraisal.noting"
    _description = "Appraisal: progress notes"

    progress_note_ids = fields.One2many(
        "school.appraisal.progress.note", "appraisal_id", string="Progress notes"
    )
    can_write_notes = fields.Boolean(compute="_compute_can_write_notes")

    @api.depends("state", "review_lock")
    @api.depends_context("uid")
    def _compute_can_write_notes(self):
        for appraisal in self:
            appraisal.can_write_notes = not appraisal._get_write_notes_blocker()

    def _get_write_notes_blocker(self):
        if not self._has_role(*REVIEWED, *REVIEWERS):
            return self.env._("notes are kept by the person and the reviewer.")
        if reason := self._standstill():
            return reason
        if self.state == "planning":
            return self.env._("notes on the year begin once the plan is signed.")
        if self.state not in ("monitoring", "review") or self.review_lock:
            return self.env._("the review is signed; the notes of the year are closed.")
        return False
