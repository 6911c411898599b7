from odoo import Command, api, fields, models

from .mixin_people import REVIEWERS


class AppraisalObjectiveCopying(models.AbstractModel):
    """Objectives of the policy's library, and of the person's last year, as a
    beginning of the plan."""

    _name = "school.appraisal.objective.copying"
    _description = "Appraisal: objectives from elsewhere"

    can_copy_objectives = fields.Boolean(compute="_compute_can_copy_objectives")

    @api.depends("plan_lock", "objective_ids.name", "staff_group_id")
    @api.depends_context("uid")
    def _compute_can_copy_objectives(self):
        for appraisal in self:
            appraisal.can_copy_objectives = not (
                appraisal._get_copy_objectives_blocker()
            ) and any(appraisal._objectives_to_copy())

    def _get_copy_objectives_blocker(self):
        if not self._has_role(*REVIEWERS):
            return self.env._("only the reviewer copies objectives into the plan.")
        return self.plan_lock

    def _objectives_to_copy(self):
        """(of the library, of last year): what does not stand in the plan already;
        of last year only what the current user may read."""
        self.ensure_one()
        objectives = self.env["school.appraisal.objective"]
        if self.previous_appraisal_id:
            objectives = objectives.search(
                [("appraisal_id", "=", self.previous_appraisal_id.id)]
            )
        templates = self.env["school.appraisal.objective.template"]
        if self.staff_group_id.has_library:
            templates = self.staff_group_id.objective_template_ids
        there = set(self.objective_ids.mapped("name"))
        return tuple(
            sources.filtered(lambda source: source.name not in there)
            for sources in (templates, objectives)
        )

    def action_open_copy_objectives(self):
        """Dialog with everything that can be copied into the plan."""
        self.ensure_one()
        self._check_can("copy_objectives")
        templates, objectives = self._objectives_to_copy()
        dialog = self.env["school.appraisal.objective.copy"].create(
            {
                "appraisal_id": self.id,
                "line_ids": [
                    *(Command.create({"objective_id": one.id}) for one in objectives),
                    *(Command.create({"template_id": one.id}) for one in templates),
                ],
            }
        )
        action = self._action_form(dialog, self.env._("Copy objectives"))
        return action | {"target": "new"}

    @api.private
    def copy_objectives(self, templates, objectives):
        """Add copies of ``templates`` of the library and of last year's
        ``objectives`` to the plan, as if the reviewer had written them by hand.

        :raises UserError: with the reason when that cannot be done
        """
        self.ensure_one()
        self._check_can("copy_objectives")
        of_library, of_last_year = self._objectives_to_copy()
        if not (templates or objectives):
            self._refuse(self.env._("tick at least one objective."))
        if not (templates <= of_library and objectives <= of_last_year):
            self._refuse(
                self.env._("choose objectives that are offered, and not in it already.")
            )
        objectives._log_words(objectives._fields)
        plan = self.objective_ids
        values = plan._copy_values(objectives, self) + plan._copy_values(
            templates, self
        )
        last = max(plan.mapped("sequence"), default=0)
        for number, vals in enumerate(values, start=1):
            vals["sequence"] = last + number
        plan.create(values)
