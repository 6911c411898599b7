from odoo import fields, models

from .mixin_people import HEADS


class AppraisalPapers(models.AbstractModel):
    """Papers of earlier years that were written elsewhere
    (``school.appraisal.earlier.paper``)."""

    _name = "school.appraisal.papers"
    _description = "Appraisal: earlier papers"

    earlier_paper_ids = fields.One2many(
        "school.appraisal.earlier.paper", "appraisal_id", string="Earlier papers"
    )

    def _get_bring_papers_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head brings in earlier papers.")
        if reason := self._standstill():
            return reason
        if self.state != "planning" or self.plan_lock:
            return self.env._(
                "the plan is signed; the papers that it was made from stay as they are."
            )
        return False
