from odoo import Command, api, fields, models

from .mixin_people import HEADS, REVIEWERS


class AppraisalObjectiveCopying(models.AbstractModel):
    """Objectives of the policy's library, of the person's last year, or of the head's
    spreadsheet, as a beginning of the plan."""

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

    def _get_import_objectives_blocker(self):
        """Why the head lays no objectives into this plan, or False: he only begins
        it. Once it was shown to the person, it is theirs who agree it (TM §2.2)."""
        if not self._has_role(*HEADS):
            return self.env._("only the head imports objectives into a plan.")
        if self.joined_team_id:
            return self.env._("this year is planned and reviewed with the team.")
        # sudo: a form may be hidden from the head; only where it stands is told.
        forms = self.sudo()._statements_printing("planning")
        if self.state != "planning" or "final" in forms.mapped("state"):
            return self.env._("the plan is signed, or the year is over.")
        if any(form.state != "draft" or form.version > 1 for form in forms):
            return self.env._(
                "the plan was shared already. Its reviewer writes what is still to "
                "be added."
            )
        return False

    def _import_objectives(self, vals_list):
        """Begin these plans with objectives that the head brings from elsewhere. Each
        says so, and the register does.

        :raises UserError: with the reason when that cannot be done
        """
        self._check_can("import_objectives")
        last = {
            plan.id: max(plan.objective_ids.mapped("sequence"), default=0)
            for plan in self
        }
        today = fields.Date.context_today(self)
        for vals in vals_list:
            last[vals["appraisal_id"]] += 1
            vals |= {"sequence": last[vals["appraisal_id"]], "imported_on": today}
        # sudo: a head writes no objectives by hand; here he begins plans of his own
        # school that nobody was shown yet.
        objectives = self.objective_ids.sudo()._with_pass().create(vals_list)
        objectives._open_for_edit()
        self.env["school.appraisal.access.log"]._log(self, "imported")
