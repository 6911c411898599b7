from odoo import api, fields, models

from .mixin_people import by_own_hand

# Field of the school: the office that it holds.
OFFICES = {
    "chair_user_id": "Chair of governors",
    "review_committee_chair_id": "Chair of the review committee",
    "governor_user_ids": "Governor for pay",
    "cpd_coordinator_id": "CPD coordinator",
    "senior_leader_user_ids": "Senior leader",
    "trust_leader_user_ids": "Trust leader",
}


class AppraisalNomination(models.Model):
    """Somebody who was named for an office of a school by his own hand: by
    himself, or by whoever made his login.

    He has nothing of the office until another administrator, or the head,
    confirms it. The addon writes these rows; they stay as a record of who
    named and who confirmed whom.
    """

    _name = "school.appraisal.nomination"
    _inherit = ["school.appraisal.guard"]
    _description = "Nomination for an office"
    _order = "school_id, id"
    _rec_name = "office"

    school_id = fields.Many2one(
        "school.appraisal.school", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="restrict")
    office = fields.Selection(list(OFFICES.items()), required=True)
    named_by = fields.Many2one(
        "res.users", "Named by", required=True, ondelete="restrict"
    )
    decided_by = fields.Many2one("res.users", "Decided by", ondelete="restrict")
    state = fields.Selection(
        [
            ("pending", "To confirm"),
            ("confirmed", "Confirmed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="pending",
    )
    can_confirm = fields.Boolean(compute="_compute_buttons")

    _one_pending = models.UniqueIndex(
        "(school_id, user_id, office) WHERE state = 'pending'",
        "This person waits for confirmation already.",
    )

    @api.depends("office")
    def _compute_display_name(self):
        for nomination in self:
            nomination.display_name = nomination._selected_label("office")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for nomination in self:
            nomination.can_confirm = not nomination._get_confirm_blocker()

    @api.model
    def _waiting(self, school, office):
        # sudo: who keeps a school's record need not decide who gets its offices.
        return school.sudo().nomination_ids.filtered(lambda n: n.office == office)

    @api.model
    def _nominate(self, school, office, users):
        waiting = self._waiting(school, office).user_id
        # sudo: nobody writes nominations by hand.
        self.sudo()._with_pass().create(
            [
                {
                    "school_id": school.id,
                    "user_id": user.id,
                    "office": office,
                    "named_by": self.env.uid,
                }
                for user in users - waiting
            ]
        )

    @api.model
    def _withdraw_all(self, school, office):
        self._waiting(school, office)._decide("withdrawn")

    def _get_decide_blocker(self):
        if self.state != "pending":
            return self.env._("it is decided already.")
        if not (
            self.env.user.has_group("school_appraisal.group_administrator")
            or self.school_id._is_head()
        ):
            return self.env._("only an appraisal administrator or the head decides.")
        return False

    def _get_confirm_blocker(self):
        if reason := self._get_decide_blocker():
            return reason
        # sudo: who made a login stands on the user, which not everybody reads.
        nominee, me = self.sudo().user_id, self.env.user.sudo()
        made_by_nominee = by_own_hand(me, nominee) and not self.school_id._is_head()
        if me == self.named_by or by_own_hand(nominee, me) or made_by_nominee:
            return self.env._(
                "somebody else must confirm an office that is yours or that you gave."
            )
        return False

    def action_confirm(self):
        """The person has the office from now on."""
        self._check_can("confirm")
        for nomination in self:
            nomination.school_id._give_office(nomination.office, nomination.user_id)
        self._decide("confirmed")

    def action_withdraw(self):
        """The person does not get the office."""
        self._check_can("decide")
        self._decide("withdrawn")

    def _decide(self, state):
        # sudo: nobody writes nominations by hand.
        self.sudo()._with_pass().write({"state": state, "decided_by": self.env.uid})
