from odoo import api, fields, models

from .appraisal_checklist_item import PARTIES, PHASES
from .mixin_people import SHUT


class AppraisalChecklistMark(models.Model):
    """A point of the policy's checklists in one appraisal: ticked or not, and a few
    words.

    Reviewee and reviewer each keep their own rows to themselves; those for both
    together are ticked by both and read by the head. The rows are laid out when
    somebody opens the checklist. They stand on no form, so no signature closes them;
    the end of the appraisal does.
    """

    _name = "school.appraisal.checklist.mark"
    _inherit = ["school.appraisal.line"]
    _description = "Checklist"
    _order = "appraisal_id, stage, sequence, id"

    _open_fields = frozenset({"done", "note"})
    _once_fields = frozenset()

    item_id = fields.Many2one(
        "school.appraisal.checklist.item",
        "Item of the policy",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    name = fields.Char(related="item_id.name", related_sudo=False)
    # Kept as it was when the row was laid out: what somebody wrote for himself is not
    # opened by a change of the policy.
    party = fields.Selection(PARTIES, "Whose", required=True, readonly=True)
    phase = fields.Selection(PHASES, "When", required=True, readonly=True)
    stage = fields.Integer(
        readonly=True, help="Puts the rows in the order of the year."
    )
    sequence = fields.Integer(readonly=True)
    done = fields.Boolean()
    note = fields.Char("A few words")
    can_mark = fields.Boolean(compute="_compute_can_mark")

    _item_once = models.UniqueIndex(
        "(appraisal_id, item_id)",
        "Somebody has opened this checklist at the same moment. Open it again.",
    )

    @api.depends("appraisal_id.state")
    @api.depends_context("uid")
    def _compute_can_mark(self):
        mine = self._filtered_access("write")
        for mark in self:
            # sudo: what is shut is so for everybody.
            state = mark.sudo().appraisal_id.state
            mark.can_mark = mark in mine and state not in SHUT

    @api.model
    def _lay_out(self, appraisal):
        """A row for each point of the user's side that has none yet."""
        # sudo: nobody makes rows by hand; which points have one is told by the list.
        marks = self.sudo()._with_pass()
        known = marks.search([("appraisal_id", "=", appraisal.id)]).item_id
        stages = [phase for phase, _label in PHASES]
        marks.create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "item_id": item.id,
                    "party": item.party,
                    "phase": item.phase,
                    "stage": stages.index(item.phase),
                    "sequence": item.sequence,
                }
                for item in appraisal._own_checklist_items() - known
            ]
        )
