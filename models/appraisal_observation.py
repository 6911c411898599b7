from odoo import api, fields, models
from odoo.exceptions import UserError

from .mixin_people import HEADS, OVER, REVIEWERS

# What is settled beforehand, and closed by the signatures under the plan; who comes,
# and on which day, can still be settled anew as long as nobody has come.
PLAN = frozenset(
    {"kind", "agreed", "subject", "term", "purpose", "focus", "duration"}
    | {"observer_id", "date_planned"}
)
RESETTLED = frozenset({"observer_id", "date_planned"})
# The observer's own part.
RECORD = frozenset(
    {"date_observed", "account", "strengths", "areas", "actions", "feedback_on"}
)
# What starts, moves and stops a deadline.
CLOCKS = frozenset({"state", "date_planned", "date_observed", "feedback_on"})
# When it is the observer's turn to do what.
TURNS = {"observe": "planned", "feed_back": "observed", "record": "fed_back"}


class AppraisalObservation(models.Model):
    """Somebody watches a person at work, tells what was seen, and records it.

    =========  ===============================================================
    planned    the reviewer, or the head, plans it: agreed in the plan, which
               locks it (GU; KM App. 3 §3, §5), or added during the year where
               the policy has that (KM App. 3 §6, §16)
    observed   the observer writes what was seen; the person does not read it
    fed_back   the observer has told the person, who reads it and comments
    recorded   closed (KM App. 3 §13); the person may still add comments
    cancelled  it did not take place, or came to nothing; says why
    =========  ===============================================================

    The observer has no part in the appraisal: he sees this record alone, once
    it is agreed and until the year ends, and writes only the record of what he
    saw. Line managers, senior leaders and readers for a time, where they are
    let in, read what is recorded.
    """

    _name = "school.appraisal.observation"
    _inherit = ["school.appraisal.line", "school.appraisal.sheet"]
    _sheet_kind = "observation"
    _description = "Observation"
    _order = "appraisal_id, date_planned, id"

    _open_fields = PLAN | RECORD

    employee_id = fields.Many2one(
        related="appraisal_id.employee_id",
        related_sudo=False,
        store=True,
        index=True,
        string="Person observed",
    )
    whose = fields.Char(
        "Whose work",
        compute="_compute_whose",
        help="The person's name, or the team's.",
    )

    # the plan
    observer_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Sees this observation and nothing else of the appraisal.",
    )
    kind = fields.Selection(
        [("formal", "Formal"), ("drop_in", "Drop-in")],
        required=True,
        default="formal",
        help="Drop-ins come beside what the plan agreed (KM App. 3 §6, CT §6.1).",
    )
    agreed = fields.Boolean("Agreed in the plan", default=True)
    subject = fields.Char("Class, group or work")
    term = fields.Selection(
        [("autumn", "Autumn"), ("spring", "Spring"), ("summer", "Summer")]
    )
    purpose = fields.Char()
    focus = fields.Text(help="What is looked at, and what is not (KM App. 3 §5).")
    date_planned = fields.Date("Planned for", help="The day arranged, once it is.")
    duration = fields.Float("Length (hours)")

    # the record of the observer
    date_observed = fields.Date("Observed on", copy=False)
    account = fields.Text(
        "What was seen", copy=False, help="Facts, no opinion (KM App. 3 §12)."
    )
    strengths = fields.Text(copy=False)
    areas = fields.Text("Areas for development", copy=False)
    actions = fields.Text("Action points", copy=False)
    feedback_on = fields.Date("Feedback given on", copy=False)

    observed_comments = fields.Text(
        "Comments of the person observed", readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("observed", "Observed"),
            ("fed_back", "Fed back"),
            ("recorded", "Recorded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
    )
    cancel_reason = fields.Text("Why cancelled", readonly=True, copy=False)
    withheld = fields.Boolean(
        compute="_compute_withheld",
        # Else an onchange with somebody else's observation would tell of it.
        compute_sudo=False,
        store=True,
        help="The observer is writing: the person observed does not read it yet.",
    )

    can_plan = fields.Boolean(compute="_compute_buttons")
    can_resettle = fields.Boolean(compute="_compute_buttons")
    can_write = fields.Boolean(compute="_compute_buttons")
    can_observe = fields.Boolean(compute="_compute_buttons")
    can_feed_back = fields.Boolean(compute="_compute_buttons")
    can_record = fields.Boolean(compute="_compute_buttons")
    can_comment = fields.Boolean(compute="_compute_buttons")
    can_cancel = fields.Boolean(compute="_compute_buttons")

    _duration_positive = models.Constraint(
        "CHECK(duration >= 0)", "An observation lasts 0 hours or more."
    )

    @api.depends("state", *sorted(RECORD))
    def _compute_withheld(self):
        """Rules hide records, not fields: from the observer's first word on,
        the person waits for the feedback."""
        for observation in self:
            observation.withheld = observation.state == "observed" or (
                observation.state in ("planned", "cancelled")
                and any(observation[name] for name in RECORD)
            )

    @api.depends("appraisal_id")
    @api.depends_context("uid")
    def _compute_whose(self):
        """Of an observation or a year that the user reads: a form that is only begun
        must not tell whose year somebody else's is."""
        for observation in self:
            # sudo: the observer reads no appraisal, but knows whom he observes.
            saved = observation._origin._filtered_access("read").sudo().appraisal_id
            year = saved or observation.appraisal_id._filtered_access("read")
            observation.whose = year.whose

    @api.depends("state", "observer_id", "agreed")
    @api.depends_context("uid")
    def _compute_buttons(self):
        """Of the record as it stands in the database: a form that is only begun
        must not tell how far somebody else's year is."""
        for observation in self:
            saved = observation._origin
            replans = bool(saved) and not saved._get_plan_blocker()
            observation.can_resettle = replans
            observation.can_plan = replans and not saved._is_signed()
            observation.can_write = saved and not saved._get_write_blocker()
            for action, state in TURNS.items():
                observation[f"can_{action}"] = saved and not saved._get_turn_blocker(
                    state
                )
            observation.can_comment = saved and not saved._get_comment_blocker()
            observation.can_cancel = saved and not saved._get_cancel_blocker()

    # THE POLICY

    @api.constrains("appraisal_id", "kind", "agreed")
    def _check_policy(self):
        for observation in self:
            # As the user: who may not read the appraisal learns nothing here.
            group = observation.appraisal_id.staff_group_id
            if reason := observation._policy_refusal(group):
                observation._refuse(reason)

    def _policy_refusal(self, group):
        """Why this staff group has no such observation, or False."""
        if group.observation == "off":
            return self.env._("this policy uses no observations.")
        if self.kind == "drop_in":
            if not group.drop_ins:
                return self.env._("this policy uses no drop-ins.")
        elif not self.agreed and group.observation == "agreed":
            return self.env._(
                "this policy has only those observations that the plan agreed."
            )
        return False

    @api.constrains("appraisal_id", "observer_id")
    def _check_observer(self):
        for observation in self.filtered("observer_id"):
            # As the user: who may not read the appraisal learns nothing here.
            appraisal = observation.appraisal_id
            observer = observation.observer_id
            if not observer.active or observer.share:
                observation._refuse(
                    self.env._("%s has no login as a member of staff.", observer.name)
                )
            if observer in appraisal._reviewed_users():
                observation._refuse(self.env._("nobody observes himself."))
            if reason := self._observer_refusal(appraisal.staff_group_id, observer):
                observation._refuse(reason)

    @api.model
    def _observer_refusal(self, group, observer):
        """Why this person may not observe staff of that group, or False (KM
        App. 3 §1, CT §6.1)."""
        # sudo: of the observer's staff facts only what the rule asks is told.
        facts = (
            self.env["school.appraisal.staff"]
            .sudo()
            .search([("user_id", "=", observer.id)])
        )
        if group.observer_qualified and not any(facts.mapped("qualified_teacher")):
            return self.env._(
                "%s is not on record as a qualified teacher, and by this policy "
                "only a qualified teacher observes here.",
                observer.name,
            )
        if group.observer_trained and not any(facts.mapped("trained_observer")):
            return self.env._(
                "%s is not on record as a trained observer, and by this policy "
                "observers are trained.",
                observer.name,
            )
        return False

    # WRITING

    @api.model_create_multi
    def create(self, vals_list):
        """Of what was seen nothing is known yet."""
        if not self._has_pass():
            for vals in vals_list:
                if any(vals.get(name) for name in RECORD):
                    raise UserError(
                        self.env._(
                            "An observation is planned first; the observer then "
                            "writes what was seen."
                        )
                    )
        observations = super().create(vals_list)
        observations._follow_clocks()
        return observations

    def write(self, vals):
        if not self._has_pass():
            for names, action in ((PLAN, "plan"), (RECORD, "write")):
                if vals.keys() & names:
                    self._check_can(action)
        result = super().write(vals)
        if vals.keys() & CLOCKS:
            self._follow_clocks()
        return result

    # DEADLINES

    def _follow_clocks(self):
        # sudo: the observer does not read the appraisal that it is part of.
        self.sudo().appraisal_id._sync_deadlines()

    def _clock_start(self, duty):
        """The day from which this duty is counted: of the visit, or for which it is
        arranged as long as the observer has written nothing."""
        if self.state == "cancelled":
            return False
        if duty == "observation_notice":
            return self.date_planned
        return self.date_observed or self.date_planned

    def _clock_stop(self, duty):
        """When this duty was done, or False."""
        if duty == "observation_feedback" and self.state in ("fed_back", "recorded"):
            return self.feedback_on
        if duty == "observation_recorded" and self.state == "recorded":
            return fields.Date.context_today(self)
        return False

    def _statement_kinds(self):
        return ("planning",) if self.agreed else ()

    def _locked_fields(self):
        """What was agreed is closed by the signatures under the plan. A day is
        arranged, and an observer who cannot come is replaced, after that, too."""
        if all(statement.state == "final" for statement in self._statements()):
            return PLAN - RESETTLED
        return PLAN

    def _is_signed(self):
        return any(
            statement.state == "final" or statement._live_signatures()
            for statement in self._statements()
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        for observation in self:
            begun = observation.state != "planned" or observation.withheld
            if begun or not observation.agreed:
                observation._refuse(
                    self.env._("the observer knows of it. Cancel it, and say why.")
                )

    def _check_can_attach(self):
        """Files belong to the record of what was seen: they come when it is
        begun, and are closed with it."""
        for observation in self:
            if observation.state not in ("observed", "fed_back"):
                observation._refuse(
                    self.env._(
                        "files are added after the observation, until it is recorded."
                    )
                )
        return super()._check_can_attach()

    def _get_plan_blocker(self):
        """Why the current user may not change what was planned, or False."""
        if not self.env.su and not self._roles_of_user() & set(REVIEWERS):
            return self.env._("only the reviewer changes what was planned.")
        if self.state != "planned":
            return self.env._("it is no longer planned; the plan of it stays.")
        if self.withheld:
            return self.env._(
                "the observer has begun to write. Cancel it, and plan another."
            )
        return self._get_closed_blocker()

    def _get_write_blocker(self):
        """Why the current user may not write what was seen, or False."""
        if self.env.user != self.observer_id:
            return self.env._("only the observer writes what was seen.")
        if self.state == "recorded":
            return self.env._("it is recorded; the record stays as it is.")
        if self.state == "cancelled":
            return self.env._("it was cancelled.")
        # sudo: the observer does not read the appraisal that it is part of.
        if self.agreed and self.sudo().appraisal_id.state == "planning":
            return self.env._("it begins once the plan is signed.")
        return self._get_closed_blocker()

    def _get_closed_blocker(self):
        # sudo: a closed year is closed for everybody, whoever reads it.
        if self.sudo().appraisal_id.state in OVER:
            return self.env._("the appraisal is closed or cancelled.")
        return self.appraisal_id._standstill()

    def _roles_of_user(self):
        # sudo: the observer has no role, and does not read the appraisal.
        return self.sudo().appraisal_id._roles()

    # STEP BY STEP

    def _get_turn_blocker(self, state):
        """Why it is not the current user's turn to leave ``state``, or False."""
        if reason := self._get_write_blocker():
            return reason
        if self.state != state:
            return self.env._("this is not the next step.")
        return False

    def _get_observe_blocker(self):
        return self._get_turn_blocker(TURNS["observe"]) or self._account_gap()

    def _get_feed_back_blocker(self):
        return (
            self._get_turn_blocker(TURNS["feed_back"])
            or self._account_gap()
            or self._feedback_gap()
        )

    def _get_record_blocker(self):
        return (
            self._get_turn_blocker(TURNS["record"])
            or self._account_gap()
            or self._feedback_gap()
        )

    def _account_gap(self):
        """What the observer has still to write, or False."""
        if not self.date_observed:
            return self.env._("enter the day of the observation.")
        if self.date_observed > fields.Date.context_today(self):
            return self.env._("the day of the observation is still to come.")
        if not (self.account or "").strip():
            return self.env._("write down what was seen.")
        return False

    def _feedback_gap(self):
        if not self.feedback_on:
            return self.env._("enter the day on which you gave feedback.")
        if self.feedback_on < self.date_observed:
            return self.env._("feedback comes after the observation.")
        if self.feedback_on > fields.Date.context_today(self):
            return self.env._("the day of the feedback is still to come.")
        return False

    def action_observed(self):
        """The observer has been there and written what was seen."""
        self._check_can("observe")
        self._with_pass().write({"state": "observed"})

    def action_feed_back(self):
        """The observer has told the person, who reads it from now on."""
        self._check_can("feed_back")
        self._with_pass().write({"state": "fed_back"})

    def action_record(self):
        """The record is complete, and nobody changes it any more (KM App. 3
        §13)."""
        self._check_can("record")
        self._with_pass().write({"state": "recorded"})

    # THE PERSON OBSERVED, THE REVIEWER AND THE HEAD

    def _get_comment_blocker(self):
        if "reviewee" not in self._roles_of_user():
            return self.env._("only the person observed comments here.")
        if self.state not in ("fed_back", "recorded"):
            return self.env._("you comment on it once you have had feedback.")
        return self._get_closed_blocker()

    @api.private
    def comment(self, text):
        """The person's own comments, which stand with the record (KM App. 3
        §13); nobody else changes them."""
        self._check_can("comment")
        # sudo: the person reads the record; this is the part he may write.
        self.sudo()._with_pass().write({"observed_comments": text})

    def _get_cancel_blocker(self):
        if not self._roles_of_user() & {*REVIEWERS, *HEADS}:
            return self.env._("only the reviewer or the head cancels it.")
        if self.state not in ("planned", "observed"):
            return self.env._("it cannot be cancelled any more.")
        return self._get_closed_blocker()

    @api.private
    def cancel(self, reason):
        """It will not take place, or came to nothing: the record says why."""
        self._check_can("cancel")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the observation is cancelled."))
        if self.agreed and not self._is_signed():
            # The plan that names it is written anew.
            self._statements()._open_for_edit()
        # sudo: the head plans and cancels, and writes nothing in it.
        self.sudo()._with_pass().write({"state": "cancelled", "cancel_reason": reason})

    # PAPER

    def _sheet_content(self):
        return {**self._sheet_head(), "observation": self._observation_values()}

    def _observation_values(self):
        """What a printed record says: plain words, dates as ISO text. For who
        may read this observation."""
        self.ensure_one()
        self.check_access("read")
        # sudo: names on the paper; the observer does not read the appraisal.
        observation = self.sudo()
        appraisal = observation.appraisal_id
        return {
            "reviewee": appraisal.whose,
            "reviewer": appraisal.reviewer_id.name,
            "observer": observation.observer_id.name,
            "school": appraisal.school_id.name,
            "date_observed": fields.Date.to_string(observation.date_observed) or None,
            "duration": observation.duration,
            "subject": observation.subject or "",
            "term": observation._term_label(),
            "purpose": observation.purpose or "",
            "focus": observation.focus or "",
            "account": observation.account or "",
            "strengths": observation.strengths or "",
            "areas": observation.areas or "",
            "actions": observation.actions or "",
            "feedback_on": fields.Date.to_string(observation.feedback_on) or None,
            "comments": observation.observed_comments or "",
            "state": observation.state,
        }

    def _term_label(self):
        terms = dict(self._fields["term"]._description_selection(self.env))
        return terms.get(self.term, "")
