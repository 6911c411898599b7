from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import HEADS, SHUT


class AppraisalRemind(models.AbstractModel):
    """The head reminds those whose turn it is, of one appraisal or of many.

    They get the mail that says only that a task waits: one a day, however many of
    theirs wait.
    """

    _name = "school.appraisal.reminding"
    _description = "Appraisal: reminding"

    reminded_on = fields.Date("Last reminded", readonly=True)

    def _get_remind_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head of the school reminds.")
        return False

    def action_remind(self):
        """Send the mails, and say how many."""
        self._check_can("remind")
        today = fields.Date.context_today(self)
        # sudo: logins and addresses, which HR's rules may hide from a head.
        waiting = self.sudo().filtered(lambda a: a.turn and a.reminded_on != today)
        people, reviewers = waiting._users_in_turn()
        if not waiting:
            raise UserError(
                self.env._(
                    "There is nobody to remind: it is nobody's turn, or all of them "
                    "were reminded today."
                )
            )
        # First: a task stays for who was reminded.
        waiting._with_pass().write({"reminded_on": today})
        told = self._tell_once(
            {"/odoo/my-appraisal": people, "/odoo/reviewees": reviewers}, today
        ).filtered("email")
        others = (people | reviewers).filtered("active") - told
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Reminded by mail: %(told)s. Told today already, or without a "
                    "mail address: %(others)s.",
                    told=len(told),
                    others=len(others),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _users_in_turn(self):
        """Those whose year it is, and those who review it, where it is their turn."""
        turns = {appraisal: appraisal._next_step()[2] for appraisal in self}
        mine = self.filtered(lambda a: turns[a] in ("reviewee", "both"))
        reviewing = self.filtered(lambda a: turns[a] in ("reviewer", "both"))
        reviewers = reviewing.reviewer_id | reviewing.panel_user_ids
        return mine._reviewed_users(), reviewers

    @api.model
    def _reminded_users(self, users):
        """Those of ``users`` whose turn it still is in a year of which the head
        reminded."""
        if not users:
            return users
        # sudo: of others' years only whether it is somebody's turn is asked.
        reminded = self.sudo().search(
            [
                ("reminded_on", "!=", False),
                ("state", "not in", SHUT),
                ("access_ids", "any", [("user_id", "in", users.ids)]),
            ]
        )
        people, reviewers = reminded._users_in_turn()
        return (people | reviewers) & users
