from odoo import api, fields, models


class AppraisalNextStep(models.AbstractModel):
    """What happens next in an appraisal, whose turn it is, and what is still
    missing, in sentences a busy person understands."""

    _name = "school.appraisal.next.step"
    _description = "Appraisal: next step"

    next_step = fields.Char("Next", compute="_compute_next_step")
    next_action = fields.Selection(
        [
            ("share_planning", "Share the plan"),
            ("change_planning", "Take the plan back"),
            ("sign_planning", "Sign the plan"),
            ("open_review", "Begin the review"),
            ("share_review", "Share the review"),
            ("change_review", "Take the review back"),
            ("sign_review", "Sign the review"),
        ],
        compute="_compute_next_step",
        help="The step that the current user can take now; its button is shown.",
    )
    turn = fields.Selection(
        [("reviewer", "Reviewer"), ("reviewee", "Reviewee"), ("both", "Both")],
        "Whose turn",
        compute="_compute_next_step",
    )
    my_turn = fields.Boolean(compute="_compute_next_step")
    missing = fields.Text("Still missing", compute="_compute_next_step")
    warning = fields.Char(
        compute="_compute_next_step", help="What the policy would rather have."
    )

    @api.depends(
        "state",
        "statement_ids.state",
        "statement_ids.changes_requested",
        "statement_ids.signature_ids.voided_on",
        "date_planning_meeting",
        "date_review_meeting",
        "objective_ids",
    )
    @api.depends_context("uid")
    def _compute_next_step(self):
        for appraisal in self:
            mine = appraisal._roles()
            kind, action, turn, sentence = appraisal._next_step()
            my_turn = bool(mine & ({"reviewer", "reviewee"} if turn == "both" else {turn}))
            if action == "sign" and my_turn:
                statement = appraisal._open_statement(kind)
                my_turn = bool(statement.my_signature)
            appraisal.next_step = sentence
            appraisal.turn = turn
            appraisal.my_turn = my_turn
            appraisal.missing = appraisal._missing_sentences(kind, action, mine)
            appraisal.warning = appraisal._policy_warning()
            name = f"{action}_{kind}" if kind else action
            appraisal.next_action = name if my_turn and action else False

    def _open_statement(self, kind):
        # sudo: a draft is hidden from the reviewee, who yet must be told that
        # the reviewer is writing it.
        statement = self._last_statement(kind)
        return statement if statement.state != "final" else statement.browse()

    def _last_statement(self, kind):
        """Found by a loop: ``filtered`` and slices would forget the records
        beside it, and each card of a board would be read alone."""
        # sudo: as above.
        last = self.env["school.appraisal.statement"]
        for statement in self.sudo().statement_ids:
            if statement.kind == kind:
                last = statement
        return last.sudo(False)

    def _next_step(self):
        """(kind, action, whose turn, sentence) of the one next step."""
        kind = {"planning": "planning", "review": "review"}.get(self.state)
        if kind:
            return (kind, *self._next_step_of(kind))
        if self.state == "monitoring":
            sentence = self.env._(
                "The plan is signed. Keep notes through the year; the review comes "
                "at its end."
            )
            return False, "open_review", "reviewer", sentence
        sentences = {
            "closed": self.env._("This year is complete."),
            "cancelled": self.env._("This appraisal was cancelled."),
        }
        return False, False, False, sentences[self.state]

    def _next_step_of(self, kind):
        statement = self._open_statement(kind).sudo()
        words = {
            "planning": self.env._("the plan"),
            "review": self.env._("the review"),
        }
        form = words[kind]
        if not statement or statement.state == "draft":
            sentence = {
                "planning": self.env._(
                    "The reviewer writes down what was agreed and shares the plan."
                ),
                "review": self.env._(
                    "The reviewer assesses the year and shares the review."
                ),
            }[kind]
            return "share", "reviewer", sentence
        if statement.changes_requested:
            return (
                "change",
                "reviewer",
                self.env._("Changes to %s were asked for: take it back.", form),
            )
        waiting = set(statement._signer_roles()) - set(
            statement._live_signatures().mapped("role")
        )
        if statement.refusal_on:
            waiting.discard("reviewee")
        if waiting == {"reviewee"}:
            return (
                "sign",
                "reviewee",
                self.env._("The reviewee reads %s, comments and signs.", form),
            )
        if waiting == {"reviewer"}:
            return "sign", "reviewer", self.env._("The reviewer signs %s.", form)
        return "sign", "both", self.env._("Both read and sign %s.", form)

    def _missing_sentences(self, kind, action, mine):
        """For the reviewer, what still keeps the form from being shared."""
        if action != "share" or "reviewer" not in mine:
            return False
        statement = self._open_statement(kind)
        return "\n".join(statement._missing()) if statement else False

    def _policy_warning(self):
        """TM §2.3 and its like, where the policy only warns."""
        most = self.staff_group_id.objective_max
        if most and len(self.objective_ids) > most:
            return self.env._("This policy expects %s objectives at most.", most)
        return False
