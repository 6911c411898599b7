from odoo import fields, models

from .mixin_people import REVIEWERS


class AppraisalInterim(models.AbstractModel):
    """The review in the middle of the year (KM §4.8, GU form 3b, CT Annex A): the
    reviewer writes general notes and notes on each objective, and tells them to the
    person when they are complete. The review at the end of the year prints them."""

    _name = "school.appraisal.interim"
    _description = "Appraisal: mid-year review"

    interim_review_ids = fields.One2many(
        "school.appraisal.objective.review",
        "appraisal_id",
        domain=[("stage", "=", "interim")],
        string="Mid-year notes",
    )
    all_interim_ids = fields.One2many(
        "school.appraisal.objective.review",
        "appraisal_id",
        "All mid-year notes",
        domain=[("stage", "=", "interim")],
        groups=fields.NO_ACCESS,
    )

    def _interim_lines(self):
        # sudo: whether it was held decides for everybody what can be done.
        return self.sudo().all_interim_ids

    def _get_begin_interim_blocker(self):
        if not self._has_role(*REVIEWERS):
            return self.env._("only the reviewer keeps the notes of the year.")
        if self.interim_review == "off":
            return self.env._("this policy has no mid-year review.")
        if reason := self._standstill():
            return reason
        if self.state != "monitoring":
            return self.env._("it is held between the plan and the review.")
        return False

    def action_begin_interim(self):
        """Lay out the notes of the mid-year review: general ones and those on each
        objective (KM §4.8, GU form 3b, CT Annex A). The person reads them once
        they are told."""
        self._check_can("begin_interim")
        reviews = self.env["school.appraisal.objective.review"]._with_pass()
        for appraisal in self:
            present = {line.objective_id for line in appraisal._interim_lines()}
            # No objective: the general notes.
            wanted = {*appraisal.objective_ids, appraisal.objective_ids.browse()}
            reviews.create(
                [
                    {
                        "appraisal_id": appraisal.id,
                        "objective_id": objective.id,
                        "stage": "interim",
                    }
                    for objective in sorted(wanted - present, key=lambda o: o.id or 0)
                ]
            )

    def _get_share_interim_blocker(self):
        if reason := self._get_begin_interim_blocker():
            return reason
        if not self.date_interim_meeting:
            return self.env._("enter the date of the mid-year meeting.")
        if not any((line.progress or "").strip() for line in self._interim_lines()):
            return self.env._("write the notes of the mid-year review first.")
        return False

    def action_share_interim(self):
        """Let the person read the notes of the mid-year review."""
        self._check_can("share_interim")
        self._interim_lines()._with_pass().write({"shared": True})
