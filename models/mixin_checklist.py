from odoo import api, fields, models

from .mixin_people import REVIEWERS, SHUT


class AppraisalChecklist(models.AbstractModel):
    """The way from an appraisal to its checklist (WP, KM §4.3).

    A year is started without one: most rows would never be looked at.
    """

    _name = "school.appraisal.checklist"
    _description = "Appraisal: checklist"

    can_open_checklist = fields.Boolean(compute="_compute_can_open_checklist")

    @api.depends("state", "staff_group_id.checklist_ids.party")
    @api.depends_context("uid")
    def _compute_can_open_checklist(self):
        marks = self.env["school.appraisal.checklist.mark"]
        # A point that is ticked somewhere is not deleted.
        if with_list := self.filtered("staff_group_id.has_checklist"):
            marks = marks.search([("appraisal_id", "in", with_list.ids)])
        laid_out = marks.appraisal_id
        for appraisal in self:
            appraisal.can_open_checklist = appraisal._origin in laid_out or bool(
                appraisal.staff_group_id.has_checklist
                and appraisal._checklist_goes_on()
                and appraisal._own_checklist_items()
            )

    def _checklist_goes_on(self):
        return self.state not in SHUT

    def _own_checklist_items(self):
        """The policy's points that are the current user's to tick, alone or together
        with the other side."""
        self.ensure_one()
        parties = set()
        if self._has_role("reviewee"):
            parties |= {"reviewee", "both"}
        if self._has_role(*REVIEWERS):
            parties |= {"reviewer", "both"}
        return self.staff_group_id.checklist_ids.filtered(
            lambda item: item.party in parties
        )

    def _get_open_checklist_blocker(self):
        if not self.can_open_checklist:
            return self.env._("there is no checklist here for you.")
        return False

    def action_open_checklist(self):
        """The points to tick; those of the user's side are laid out on first opening.
        Who only reads sees what is there."""
        self.ensure_one()
        self._check_can("open_checklist")
        if self._checklist_goes_on():
            self.env["school.appraisal.checklist.mark"]._lay_out(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_checklist_mark_action"
        )
        title = self.env._("Checklist: %s", self.whose)
        return action | {
            "name": title,
            "display_name": title,
            "domain": [("appraisal_id", "=", self.id)],
        }
