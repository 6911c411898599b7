from odoo import api, fields, models
from odoo.exceptions import UserError

from .appraisal_change import DECISIONS
from .mixin_people import HEADS, OVER


class AppraisalChanging(models.AbstractModel):
    """The head decides what a change in the middle of a year means for it, and it is
    done: the year goes on, with another reviewer, begins again, or ends (TM §7.4,
    KM §4.1). Nothing of what was agreed until then is lost."""

    _name = "school.appraisal.changing"
    _description = "Appraisal: changes in the middle of a year"

    # As all_statement_ids: for the addon's own look.
    all_change_ids = fields.One2many(
        "school.appraisal.change",
        "appraisal_id",
        "All decisions on changes",
        groups=fields.NO_ACCESS,
    )

    def _get_decide_change_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head decides what a change means for it.")
        if self.state in OVER:
            return self.env._("it is closed already.")
        if self.team_id:
            return self.env._(
                "a team's year goes on. Decide on the member's own year: that person "
                "leaves the team with it."
            )
        return False

    @api.private
    def decide_change(self, decision, reviewer=None, **values):
        """Record what the head decides on a change, and do it.

        :param str decision: one of ``DECISIONS``
        :param reviewer: the user who reviews from now on; for ``reviewer`` and
            ``restart``
        :param values: ``event``, ``date_from`` and ``reason`` of the record. A year
            that begins again does so on that day.
        :return: the record
        :raises UserError: with the reason, when it cannot be done; then nothing is
        """
        self.ensure_one()
        self._check_can("decide_change")
        if not (values.get("reason") or "").strip():
            self._refuse(self.env._("say why; the person reads it."))
        if decision not in dict(DECISIONS):
            self._refuse(self.env._("say what the change means for the year."))
        if decision in ("reviewer", "restart") and not reviewer:
            self._refuse(self.env._("name who reviews from now on."))
        begun = self.browse()
        if decision == "reviewer":
            self.reassign(reviewer)
        elif decision == "restart":
            begun = self._begin_again(reviewer, **values)
        elif decision == "ends":
            # Whoever reads the year reads why it was cancelled: not the reason.
            self.cancel(self._change_words())
        # sudo: nobody has rights to make these records by hand.
        change = (
            self.sudo()
            ._with_pass()
            .all_change_ids.create(
                {
                    **values,
                    "appraisal_id": self.id,
                    "decision": decision,
                    "decided_by": self.env.uid,
                    "new_appraisal_id": begun.id,
                }
            )
        )
        self._tell_of_change()
        return change.with_env(self.env)

    def _begin_again(self, reviewer, date_from, **_values):
        """The year ends, and another one of the same cycle begins on this day.

        :return: the new appraisal
        """
        # sudo: the chair of governors reads no staff facts; launching checks.
        staff = self.env["school.appraisal.staff"].sudo()
        person = staff.search([("employee_id", "=", self.employee_id.id)], limit=1)
        if not person:
            raise UserError(
                self.env._("%s has no staff facts any more.", self.employee_id.name)
            )
        other = reviewer != self.reviewer_id
        if refusal := other and self._replacement_refusal(reviewer, 0):
            self._refuse(refusal)
        words = self._change_words()
        self.cancel(words)
        terms = {person.id: {"date_start": date_from, "reason": words}}
        begun = self.cycle_id.launch({person.id: reviewer.id}, terms)
        # sudo: who was on the panel of a year that the user has just ended.
        if panel := self.sudo().panel_user_ids:
            begun.reassign(reviewer, panel.sudo(False))
        return begun

    def _change_words(self):
        return self.env._("Decided by the head on a change")

    def _tell_of_change(self):
        # sudo: logins, for the mail that says only to look.
        appraisal = self.sudo()
        self._tell(appraisal.reviewee_user_id - self.env.user, "/odoo/my-appraisal")
