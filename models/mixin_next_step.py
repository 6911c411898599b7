from odoo import api, fields, models

from .mixin_people import REVIEWED, REVIEWERS

# A step with a form, and what keeps the current user from it.
TURN_BLOCKERS = {
    "share": "_get_share_turn_blocker",
    "change": "_get_take_back_blocker",
    "sign": "_get_sign_blocker",
}


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
            ("begin_interim", "Write the mid-year notes"),
            ("share_interim", "Let the mid-year notes be read"),
            ("open_review", "Begin the review"),
            ("share_review", "Share the review"),
            ("change_review", "Take the review back"),
            ("sign_review", "Sign the review"),
        ],
        compute="_compute_next_step",
        help="The step that the current user can take now; its button is shown.",
        string="My next step",
    )
    turn = fields.Selection(
        [("reviewer", "Reviewer"), ("reviewee", "Reviewee"), ("both", "Both")],
        "Whose turn",
        compute="_compute_next_step",
    )
    my_turn = fields.Boolean(compute="_compute_next_step", string="My turn")
    missing = fields.Text("Still missing", compute="_compute_missing")
    warning = fields.Char(
        compute="_compute_missing", help="What the policy would rather have."
    )

    @api.depends(
        "state",
        "all_statement_ids.state",
        "all_statement_ids.changes_requested",
        "all_statement_ids.signature_ids.voided_on",
        "joint_statement_ids.state",
        "joint_statement_ids.changes_requested",
        "joint_statement_ids.signature_ids.voided_on",
        "all_interim_ids.shared",
        "joined_team_id",
    )
    @api.depends_context("uid")
    def _compute_next_step(self):
        for appraisal in self:
            if appraisal._reads_forms_only():
                appraisal.next_step = appraisal.turn = appraisal.next_action = False
                appraisal.my_turn = False
                continue
            roles = appraisal._roles()
            if appraisal.is_reviewer:
                roles = roles | {"reviewer"}
            if roles & set(REVIEWED):
                roles = roles | {"reviewee"}
            kind, action, turn = appraisal._next_step()
            my_turn = bool(
                roles & ({"reviewer", "reviewee"} if turn == "both" else {turn})
            )
            if my_turn and action in TURN_BLOCKERS:
                # sudo: a form of two years may be another reviewer's, and hidden; whose
                # turn it is goes by the user's roles.
                statement = appraisal._open_statement(kind).sudo()
                my_turn = not getattr(statement, TURN_BLOCKERS[action])()
            appraisal.next_step = appraisal._sentence(kind, action, turn, my_turn)
            appraisal.turn = turn
            appraisal.my_turn = my_turn
            name = f"{action}_{kind}" if kind else action
            appraisal.next_action = name if my_turn and action else False

    @api.depends(
        "state",
        "all_statement_ids.state",
        "all_statement_ids.changes_requested",
        "all_statement_ids.signature_ids.voided_on",
        "date_planning_meeting",
        "date_review_meeting",
        "objective_ids",
    )
    @api.depends_context("uid")
    def _compute_missing(self):
        """Apart from the next step, as they look at every line: lists, which show
        only the step, must not pay for it."""
        for appraisal in self:
            kind, action, _turn = appraisal._next_step()
            appraisal.missing = appraisal._missing_sentences(kind, action)
            appraisal.warning = appraisal._policy_warning()

    def _next_step(self):
        """(kind of statement, action, whose turn) of the one next step."""
        if self.state == "suspended":
            return False, "stand_still", False
        if self.joined_team_id and self.state == "planning":
            return False, "together", False
        if self.state in ("planning", "review"):
            return (self.state, *self._next_step_of(self.state))
        if self.state == "monitoring":
            return False, self._interim_step() or "open_review", "reviewer"
        return False, False, False

    def _interim_step(self):
        """What is still to do of the mid-year review, where the year's end waits for
        it (KM §4.8)."""
        if self.interim_review != "required":
            return False
        notes = self._interim_lines()
        if any(notes.mapped("shared")):
            return False
        return "share_interim" if notes else "begin_interim"

    def _next_step_of(self, kind):
        # sudo: a draft is hidden from the reviewee, who is told whose turn it is.
        statement = self._open_statement(kind).sudo()
        if not statement:
            # The plan is made together with the review of the year before.
            return "wait", False
        if statement._standstill():
            return "stand_still", False
        if statement.state == "draft":
            return "share", "reviewer"
        if statement.changes_requested:
            return "change", "reviewer"
        # Whoever signs for the reviewer's side: it is their turn together.
        waiting = {
            "reviewee" if key.partition("-")[0] in REVIEWED else "reviewer"
            # Also who may sign and need not.
            for key in set(statement._signers()) - statement._signed()
        }
        return "sign", waiting.pop() if len(waiting) == 1 else "both"

    def _sentence(self, kind, action, turn, my_turn):
        """The next step in words: to the person whose turn it is, or about
        that person to the others."""
        if not action:
            return {
                "closed": self.env._("This year is complete."),
                "cancelled": self.env._("This appraisal was cancelled."),
            }[self.state]
        if action == "stand_still":
            if kind:
                return self.env._(
                    "The form goes on when the head resumes the year that stands still."
                )
            return self.env._("This year stands still; the head resumes it.")
        if action == "together":
            # Who is in which team is known to its members, reviewer and head alone.
            return self.env._(
                "This year is planned and reviewed in a team, until %s leaves it.",
                self.whose,
            )
        # sudo: a form of two years may be another reviewer's, and hidden.
        form = self._open_statement(kind).sudo() if kind else False
        reviewed = form.appraisal_id if form else self._origin.sudo()
        names = {
            "reviewee": self.env._("the team “%s”", self.team_name)
            if self.team_name
            else self.whose,
            "reviewer": reviewed.reviewer_id.name,
            "form": {
                "planning": self.env._("the plan"),
                "review": self.env._("the review"),
                False: "",
            }[kind],
        }
        if action == "wait":
            return self.env._(
                "The plan is agreed together with the review of the year before; "
                "begin that first."
            )
        step = f"{action}_{kind}" if action == "share" else action
        step = f"{action}_{turn}" if action == "sign" else step
        sentences = self._sentences_to() if my_turn else self._sentences_about()
        sentence = sentences[step] % names
        # The team's name in words may begin it.
        return sentence[:1].upper() + sentence[1:] if self.team_name else sentence

    def _sentences_to(self):
        return {
            "share_planning": self.env._(
                "Write down what was agreed, then share the plan with %(reviewee)s."
            ),
            "share_review": self.env._(
                "Assess the year, then share the review with %(reviewee)s."
            ),
            "change": self.env._(
                "%(reviewee)s asks for changes to %(form)s: take it back, change it "
                "and share it again."
            ),
            "sign_reviewee": self.env._(
                "Read %(form)s, comment if you like, and sign."
            ),
            "sign_reviewer": self.env._("Sign %(form)s."),
            "sign_both": self.env._("Read %(form)s and sign."),
            "begin_interim": self.env._(
                "The plan is signed. Hold the mid-year review with %(reviewee)s, and "
                "write notes of it."
            ),
            "share_interim": self.env._(
                "Complete the mid-year notes, then let %(reviewee)s read them."
            ),
            "open_review": self.env._(
                "The plan is signed. Keep notes through the year; begin the review "
                "at its end."
            ),
        }

    def _sentences_about(self):
        return {
            "share_planning": self.env._(
                "%(reviewer)s writes down what was agreed and shares the plan."
            ),
            "share_review": self.env._(
                "%(reviewer)s assesses the year and shares the review."
            ),
            "change": self.env._(
                "Changes to %(form)s were asked for; %(reviewer)s takes it back."
            ),
            "sign_reviewee": self.env._("%(reviewee)s reads and signs %(form)s."),
            "sign_reviewer": self.env._("%(reviewer)s signs %(form)s."),
            "sign_both": self.env._(
                "%(reviewee)s and %(reviewer)s read and sign %(form)s."
            ),
            "begin_interim": self.env._(
                "The plan is signed; %(reviewer)s holds the mid-year review."
            ),
            "share_interim": self.env._("%(reviewer)s writes the mid-year notes."),
            "open_review": self.env._(
                "The plan is signed; %(reviewer)s begins the review at the end of "
                "the year."
            ),
        }

    def _open_statement(self, kind):
        statement = self._last_statement(kind)
        # sudo: only whether it is final decides which one is meant.
        is_open = statement.sudo().state != "final"
        return statement if is_open else statement.browse()

    def _last_statement(self, kind):
        """Found by a loop: ``filtered`` and slices would forget the records
        beside it, and each card of a board would be read alone."""
        # sudo: a draft is hidden from the reviewee, who yet must be told that
        # the reviewer is writing it.
        last = self.env["school.appraisal.statement"]
        for statement in self.sudo().all_statement_ids:
            if kind in statement._parts():
                last = statement
        # Another year's form holds a plan only where there is a year before.
        if kind == "planning" and self.sudo().previous_appraisal_id:
            for statement in self.sudo().joint_statement_ids:
                last = statement
        return last.sudo(False)

    def _missing_sentences(self, kind, action):
        """For the reviewer, what still keeps the form from being shared."""
        if action != "share" or not self.is_reviewer:
            return False
        # sudo: the reviewer reads every line that is looked at here, and asking the
        # rules of each kind of line once more is what opening a form would spend most
        # time on. Alone: lines of others' years must not come into the cache with it.
        statement = self._open_statement(kind).sudo().with_prefetch()
        if not statement:
            return False
        # What the review of the year before lacks is told to its reviewer alone.
        if statement.appraisal_id._has_role(*REVIEWERS):
            return "\n".join(statement._missing())
        return "\n".join(statement._missing_in_plan(self.sudo()))

    def _policy_warning(self):
        """TM §2.3 and its like, where the policy only warns."""
        most = self.staff_group_id.objective_max
        if most and len(self.objective_ids) > most:
            return self.env._("This policy expects %s objectives at most.", most)
        if self.state == "planning" and self.staff_group_id.pro_rata:
            return self._part_time_warning()
        return False

    def _part_time_warning(self):
        """KM §3: part-time staff, the same challenge and less breadth."""
        # sudo: whoever plans must know it; the hours themselves are not told.
        # Of the saved record: a form that is filled in must not ask after others.
        calendar = self._origin.sudo().employee_id.resource_calendar_id
        if calendar.hours_per_week < calendar.full_time_required_hours:
            return self.env._(
                "Works part-time: plan with the same challenge, but less breadth."
            )
        return False
