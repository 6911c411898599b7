from collections import Counter
from itertools import chain

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.school_year import school_year
from .appraisal_meeting import DATE_OF
from .mixin_people import HEADS, OVER, REVIEWERS, UNDER_WAY
from .mixin_statement_content import REVIEW_KINDS

# Fields that a form prints, and which part of the year it belongs to.
PRINTED_ON = {
    "date_planning_meeting": "planning",
    "pay_criterion": "planning",
    "standards_towards": "planning",
    "relevant_priority_ids": "planning",
    "date_interim_meeting": "review",
    "date_review_meeting": "review",
}


class Appraisal(models.Model):
    """One employee's year, or one team's: plan, monitor, review.

    ============  =====================================================
    made by       the head, who adds people to an open cycle
    planned by    reviewer and reviewee, until the plan is signed
    reviewed by   the reviewer, until the review is signed and it closes
    seen by       who has an active access row, and nobody else
    deleted by    nobody
    ============  =====================================================

    Its name is a neutral reference: Odoo shows names to people who may not
    open the record.
    """

    _name = "school.appraisal"
    _inherit = [
        "school.appraisal.guard",
        "school.appraisal.register",
        "school.appraisal.people",
        "school.appraisal.together",
        "school.appraisal.joint",
        "school.appraisal.interim",
        "school.appraisal.noting",
        "school.appraisal.papers",
        "school.appraisal.clock",
        "school.appraisal.suspending",
        "school.appraisal.changing",
        "school.appraisal.notice",
        "school.appraisal.next.step",
        "school.appraisal.reminding",
        "school.appraisal.meetings",
        "school.appraisal.screen",
        "school.appraisal.checklist",
        "school.appraisal.objective.copying",
    ]
    _description = "Appraisal"
    _order = "date_start desc, name desc, id desc"

    _open_fields = frozenset(
        {"date_planning_meeting", "date_interim_meeting", "date_review_meeting"}
        | {"pay_criterion", "standards_towards", "relevant_priority_ids"}
        # Their lines guard themselves.
        | {"objective_ids", "evidence_ids", "cpd_need_ids"}
        | {"objective_review_ids", "interim_review_ids", "standard_assessment_ids"}
        | {"statement_ids"}
        | {"pay_recommendation_ids"}
    )

    name = fields.Char("Reference", required=True, readonly=True, copy=False)
    state = fields.Selection(
        [
            ("planning", "Planning"),
            ("monitoring", "Monitoring"),
            ("review", "Review"),
            ("suspended", "Standing still"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planning",
        readonly=True,
        index=True,
        group_expand="_group_expand_states",
    )
    exception_reason = fields.Char(
        "Why included",
        readonly=True,
        help="The policy normally leaves this person out (CT §2.1).",
    )
    cancel_reason = fields.Char("Why cancelled", readonly=True)
    closed_on = fields.Date(readonly=True, string="Closed on")

    # whose year
    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        readonly=True,
        ondelete="restrict",
        help="Empty where it is a team's year (WP §4).",
    )
    job_title = fields.Char(readonly=True, help="As it was when the appraisal started.")
    cycle_id = fields.Many2one(
        "school.appraisal.cycle",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        required=True,
        readonly=True,
        ondelete="restrict",
        string="Staff group",
    )
    policy_id = fields.Many2one(related="staff_group_id.policy_id")
    priority_link = fields.Selection(related="staff_group_id.priority_link")
    objective_max = fields.Integer(related="staff_group_id.objective_max")
    favour_challenge = fields.Boolean(related="staff_group_id.favour_challenge")
    has_limits = fields.Boolean(related="staff_group_id.has_limits")
    job_competences = fields.Boolean(related="staff_group_id.job_competences")
    standard_set_id = fields.Many2one(related="staff_group_id.standard_set_id")
    observation = fields.Selection(related="staff_group_id.observation")
    drop_ins = fields.Boolean(related="staff_group_id.drop_ins")
    evidence_agreed = fields.Boolean(related="staff_group_id.evidence_agreed")
    adjustments = fields.Boolean(related="staff_group_id.adjustments")
    reviewer_requests = fields.Boolean(related="staff_group_id.reviewer_requests")
    suspension = fields.Boolean(related="staff_group_id.suspension")
    school_id = fields.Many2one(
        related="cycle_id.school_id",
        store=True,
        index=True,
        precompute=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="cycle_id.company_id", store=True, precompute=True, readonly=True
    )
    date_start = fields.Date(required=True, readonly=True, string="Starts on")
    date_end = fields.Date(required=True, readonly=True, string="Ends on")
    school_year = fields.Integer(
        compute="_compute_school_year",
        help="The year in which it begins: 2026.",
        string="School year",
    )
    previous_appraisal_id = fields.Many2one(
        "school.appraisal",
        "Previous year",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    next_appraisal_ids = fields.One2many(
        "school.appraisal", "previous_appraisal_id", "Next year"
    )

    # As all_statement_ids: for the addon's own look.
    all_next_appraisal_ids = fields.One2many(
        "school.appraisal",
        "previous_appraisal_id",
        "Next years",
        groups=fields.NO_ACCESS,
    )

    # who: written only together with the access rows
    reviewee_user_id = fields.Many2one(
        "res.users", "Reviewee's login", readonly=True, ondelete="restrict"
    )
    reviewer_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    head_user_id = fields.Many2one(
        "res.users", "Head", readonly=True, index=True, ondelete="restrict"
    )
    panel_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_panel_rel",
        "appraisal_id",
        "user_id",
        "Review panel",
        readonly=True,
        help="For the head's own year: governors who review beside the reviewer.",
    )
    of_head = fields.Boolean(
        "The head's own",
        readonly=True,
        help="Of who was head when it started: the chair of governors has the "
        "head's part in it.",
    )
    access_ids = fields.One2many("school.appraisal.access", "appraisal_id")
    access_log_ids = fields.One2many("school.appraisal.access.log", "appraisal_id")

    # meetings
    date_planning_meeting = fields.Date("Planning meeting")
    date_interim_meeting = fields.Date("Mid-year meeting")
    date_review_meeting = fields.Date("Review meeting")

    # what the plan says of the whole year
    ask_pay_criterion = fields.Selection(
        related="staff_group_id.ask_pay_criterion", string="Asks for a criterion"
    )
    pay_criterion = fields.Text(
        "Criterion for pay",
        help="By what performance will be assessed at the end of the year (KM §4.5).",
    )
    asks_standards_towards = fields.Boolean(compute="_compute_asks_standards_towards")
    standards_towards = fields.Text("Standards worked towards")
    role_priorities = fields.Boolean(
        related="staff_group_id.role_priorities", string="Asks for priorities"
    )
    relevant_priority_ids = fields.Many2many(
        "school.appraisal.priority",
        "school_appraisal_relevant_priority_rel",
        "appraisal_id",
        "priority_id",
        "Priorities relevant to the role",
        domain="[('school_id', '=', school_id), ('year', '=', school_year), "
        "('parent_id', '=', False)]",
        help="The plan prints these with their actions (CT Annex A). None: all of the "
        "school's.",
    )
    interim_review = fields.Selection(related="staff_group_id.interim_review")

    # the parts
    objective_ids = fields.One2many("school.appraisal.objective", "appraisal_id")
    objective_review_ids = fields.One2many(
        "school.appraisal.objective.review",
        "appraisal_id",
        domain=[("stage", "=", "annual")],
        string="Reviews of objectives",
    )
    evidence_ids = fields.One2many("school.appraisal.evidence", "appraisal_id")
    observation_ids = fields.One2many("school.appraisal.observation", "appraisal_id")
    adjustment_ids = fields.One2many("school.appraisal.adjustment", "appraisal_id")
    standard_assessment_ids = fields.One2many(
        "school.appraisal.standard.assessment",
        "appraisal_id",
        string="Standards assessed",
    )
    cpd_need_ids = fields.One2many(
        "school.appraisal.cpd.need", "appraisal_id", string="Training needs"
    )
    pay_recommendation_ids = fields.One2many(
        "school.appraisal.pay.recommendation",
        "appraisal_id",
        string="Pay recommendations",
    )
    statement_ids = fields.One2many("school.appraisal.statement", "appraisal_id")
    # One list in the cache serves every reader. What the addon looks at as superuser
    # stands apart: no user is told of drafts that are hidden from him, and the addon
    # does not take his part for the whole.
    all_statement_ids = fields.One2many(
        "school.appraisal.statement",
        "appraisal_id",
        "All statements",
        groups=fields.NO_ACCESS,
    )

    _one_per_cycle = models.UniqueIndex(
        "(employee_id, cycle_id) WHERE state != 'cancelled'",
        "This employee has an appraisal in this cycle already.",
    )
    _person_or_team = models.Constraint(
        "CHECK((employee_id IS NULL) != (team_id IS NULL))",
        "An appraisal is one person's or one team's.",
    )
    _one_per_team = models.UniqueIndex(
        "(team_id) WHERE team_id IS NOT NULL", "This team has its year already."
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_start < date_end)", "An appraisal ends after it starts."
    )
    _not_own_reviewer = models.Constraint(
        "CHECK(reviewer_id != reviewee_user_id)", "Nobody reviews himself."
    )

    @api.constrains("relevant_priority_ids")
    def _check_relevant_priorities(self):
        for appraisal in self:
            if appraisal.relevant_priority_ids.school_id - appraisal.school_id:
                raise UserError(
                    self.env._(
                        "%s: choose priorities of this school's improvement plan.",
                        appraisal.display_name,
                    )
                )

    @api.depends("name")
    def _compute_display_name(self):
        """Odoo shows a label to everybody, and reads it as superuser: the reference
        alone, for what comes into the cache with it would be told to him as well."""
        if self.env.su:
            self._origin.fetch(["name"])
        return super()._compute_display_name()

    @api.depends("date_start")
    def _compute_school_year(self):
        for appraisal in self:
            appraisal.school_year = school_year(appraisal.date_start)

    @api.model
    def _group_expand_states(self, states, domain):
        """Boards show the stages of a year also where nobody stands in them."""
        return [*UNDER_WAY, "closed"]

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_pass():
            raise UserError(
                self.env._(
                    "An appraisal starts when the head adds a person to a cycle."
                )
            )
        for vals, name in zip(
            vals_list, self._next_references(len(vals_list)), strict=True
        ):
            vals["name"] = name
        return super().create(vals_list)

    def _add_precomputed_values(self, vals_list):
        """The same for a whole staff: looked up once for each cycle."""
        for vals in vals_list:
            cycle = self.env["school.appraisal.cycle"].browse(vals.get("cycle_id"))
            vals["school_id"] = cycle.school_id.id
            vals["company_id"] = cycle.company_id.id
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _next_references(self, count):
        """New references: of a whole staff with one look at the sequence, unless it
        was set up to count in another way."""
        # sudo: the sequence is the addon's own.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [
                    ("code", "=", "school.appraisal"),
                    ("company_id", "in", (self.env.company.id, False)),
                ],
                order="company_id",
                limit=1,
            )
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _number in range(count)]
        # sudo: it only draws the next numbers.
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        before, after = sequence._get_prefix_suffix()
        return [f"{before}{number:0{sequence.padding}d}{after}" for (number,) in rows]

    def copy_data(self, default=None):
        raise UserError(
            self.env._("An appraisal starts when the head adds a person to a cycle.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Appraisals are not deleted; the head cancels one instead.")
        )

    def write(self, vals):
        """What stands on a form closes with it."""
        if not self._has_pass():
            if self._standstill():
                # Who does not read it is not told.
                self.check_access("read")
                self._check_can("write")
            for kind in {PRINTED_ON[name] for name in vals if name in PRINTED_ON}:
                # sudo: the form may be hidden; it is only turned into a draft.
                self.sudo()._statements_printing(kind)._open_for_edit()
        result = super().write(vals)
        if vals.keys() & set(DATE_OF.values()):
            self._sync_deadlines()
        return result

    @api.depends("staff_group_id")
    def _compute_asks_standards_towards(self):
        """CT Annex A: not of a teacher who is graded 1 or 2."""
        for appraisal in self:
            # sudo: the grade stands on facts that a reviewer does not read.
            # Of the saved record: a form that is filled in must not ask after others.
            employee = appraisal._origin.sudo().employee_id
            appraisal.asks_standards_towards = (
                appraisal.staff_group_id.standards_towards
                and employee.appraisal_staff_ids.teaching_grade not in ("1", "2")
            )

    def _holds_words(self, fnames):
        """Its own fields say who and when; the words are in its lines."""
        return False

    def _read_appraisals(self):
        return self

    # PEOPLE

    def _set_people(self, values, purpose, distrust=None):
        """Change people of these appraisals, and their access with them."""
        # sudo: the caller has checked; nobody writes these fields by hand.
        records = self.sudo()._with_pass()
        records.write(values)
        (records | records._years_to_review() | records._team_years())._sync_access(
            purpose, distrust
        )

    def _get_reassign_blocker(self):
        if self.state in OVER:
            return self.env._("it is closed; its reviewer stays.")
        if not self._has_role(*HEADS):
            return self.env._("only the head names another reviewer.")
        return False

    @api.private
    def reassign(self, reviewer, panel=None):
        """Name another reviewer (TM §6.5). The year goes on as it is (§6.6);
        the old reviewer loses sight at once, and so do unsigned statements
        the signature that he gave.

        :param panel: for the head's own year, the users who review beside the
            reviewer (KM §4.2); None leaves them as they are
        :raises UserError: with the reason when that cannot be done
        """
        for appraisal, reason in self._reassign_refusals(reviewer, panel).items():
            appraisal._refuse(reason)
        values = {"reviewer_id": reviewer.id}
        if panel is not None:
            values["panel_user_ids"] = [Command.set((panel - reviewer).ids)]
        self._set_people(values, self.env._("Named by the head as reviewer"))
        # sudo: nobody has rights to write teams by hand.
        self.sudo().team_id._with_pass().write({"reviewer_id": reviewer.id})
        # sudo: the head does not edit statements; the change voids what the
        # old reviewer had shared.
        years = self.sudo()
        (years.all_statement_ids | years.joint_statement_ids).filtered(
            lambda statement: statement.state == "shared"
        )._do_take_back()

    def _reassign_refusals(self, reviewer, panel=None):
        """{appraisal: why it keeps its reviewer}, for those that do."""
        refusals, taken = {}, Counter()
        for appraisal in self:
            cycle = appraisal.cycle_id
            reason = (
                appraisal._get_reassign_blocker()
                or appraisal._people_refusal(reviewer, panel)
                or appraisal._replacement_refusal(reviewer, taken[cycle])
            )
            if reason:
                refusals[appraisal] = reason
            else:
                taken[cycle] += 1
        return refusals

    def _people_refusal(self, reviewer, panel):
        """Why these users are no reviewers of this year, or False."""
        if panel is None and reviewer == self.reviewer_id:
            return self.env._("%s reviews it already.", reviewer.name)
        if panel and not self.of_head:
            return self.env._("only the head's own year is reviewed by a panel.")
        if panel is not None and (reason := self._panel_refusal(reviewer | panel)):
            return reason
        for user in (reviewer, *(panel or ())):
            if reason := self.env["school.appraisal.cycle"]._reviewer_refusal(
                self._reviewed_users(), user
            ):
                return reason
        return False

    def _replacement_refusal(self, reviewer, taken):
        """Why the policy has this user not replace the reviewer, or False. Who
        reviews the head is the governors' matter.

        :param int taken: of the same cycle's, how many he takes over in the same go
        """
        # sudo: managers stand on the employee; the head knows them.
        appraisal = self.sudo()
        if self.of_head or reviewer in (appraisal.reviewer_id | appraisal.head_user_id):
            return False
        if reason := self.staff_group_id._rank_refusal(
            reviewer, appraisal._line_manager_users()
        ):
            return reason
        count = self.cycle_id._count_reviews(reviewer)[reviewer.id] + taken + 1
        return self.cycle_id._count_refusal(self.staff_group_id, reviewer, count)

    def action_open_reviewer_requests(self):
        """The person's requests for another reviewer of this year, or the page on
        which to write one; who decides finds those that were sent."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_reviewer_request_action"
        )
        action |= {"domain": [("appraisal_id", "=", self.id)]}
        if self._has_role("reviewee"):
            action["context"] = {"default_appraisal_id": self.id}
            requests = self.env["school.appraisal.reviewer.request"]
            if not requests.search_count(action["domain"], limit=1):
                action |= {"views": [(False, "form")]}
        return action

    def _form_languages(self):
        """Codes of the languages in which this person's forms are written (WP
        §1.6): one, or all of the policy's where they are asked for. A team's forms
        are written in each language of its members."""
        if self.team_id:
            codes = [year._form_languages() for year in self._own_years()]
            return list(dict.fromkeys(chain.from_iterable(codes)))
        employee = self.employee_id
        staff = employee.appraisal_staff_ids
        allowed = self.policy_id.language_ids.filtered("active").mapped("code")
        wanted = staff.form_lang_id.code or employee.lang
        if wanted not in dict(self.env["res.lang"].get_installed()):
            # The employee's may be gone.
            wanted = self.env.lang
        if allowed and wanted not in allowed:
            wanted = allowed[0]
        others = [code for code in allowed if code != wanted]
        return [wanted, *(others if staff.all_languages else ())]

    # DIALOGS of the next step, from the appraisal's own form

    def action_next_step(self):
        """Do, or open the dialog of, the step that is the current user's."""
        self.ensure_one()
        if self.next_action in ("begin_interim", "share_interim", "open_review"):
            return getattr(self, f"action_{self.next_action}")()
        step, _sep, kind = (self.next_action or "").partition("_")
        if step == "share":
            return self._open_statement(kind).action_open_share()
        if step == "sign":
            return self._open_statement(kind).action_open_sign()
        if step == "change":
            return self._open_statement(kind).action_take_back()
        raise UserError(self.env._("%s: it is not your turn.", self.display_name))

    # STATES

    def _set_state(self, state, **values):
        # sudo: states change only through actions, after their check.
        self.sudo()._with_pass().write({"state": state, **values})

    def _get_open_review_blocker(self):
        if not self._has_role(*REVIEWERS, *HEADS):
            return self.env._("only the reviewer or the head begins the review.")
        if reason := self._standstill():
            return reason
        if self.state != "monitoring":
            return self.env._("the review begins once the plan is signed.")
        if self._interim_step():
            return self.env._("the mid-year review comes first.")
        return False

    def action_open_review(self):
        """Begin the review: the statement and what the policy asks to be
        assessed are laid out, and next year's appraisal where its cycle is
        open already."""
        self._check_can("open_review")
        self._set_state("review")
        # sudo: laying out next year and pay needs facts the reviewer cannot read.
        self.sudo()._prepare_review_statement()
        self.sudo()._prepare_next_year()
        self.sudo()._prepare_assessments()
        self.sudo()._prepare_pay()
        self._sync_deadlines()

    def _get_prepare_cpd_form_blocker(self):
        if not self._has_role(*REVIEWERS):
            return self.env._("only the reviewer prepares the training form.")
        if self.state == "cancelled":
            return self.env._("it was cancelled.")
        if reason := self._standstill():
            return reason
        if not self.staff_group_id._form("cpd"):
            return self.env._("this policy has no training form.")
        if not self._cpd_needs_to_send():
            return self.env._("every training need stands on a form already.")
        return False

    def _cpd_needs_to_send(self):
        return self.cpd_need_ids.filtered(lambda need: not need.cpd_statement_id)

    def action_prepare_cpd_form(self):
        """Put the training needs that are on no form yet onto one, for the
        person responsible for training (TM §5.1, Annex 4)."""
        self.ensure_one()
        self._check_can("prepare_cpd_form")
        statement = self._prepare_statement("cpd")
        # sudo: which form a need stands on is not written by hand.
        needs = self._cpd_needs_to_send().sudo()
        needs._with_pass().write({"cpd_statement_id": statement.id})
        return self._action_form(statement, statement.title)

    def _get_cancel_blocker(self):
        if not self._has_role(*HEADS):
            return self.env._("only the head cancels an appraisal.")
        if self.state in OVER:
            return self.env._("it is closed already.")
        return False

    @api.private
    def cancel(self, reason):
        """The head ends an appraisal that should not go on; nothing of it is
        lost, and the employee can be added to the cycle again (TM §7.4)."""
        self._check_can("cancel")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the appraisal is cancelled."))
        self._do_cancel(reason)

    def _do_cancel(self, reason):
        self._end_standstill("cancelled", cancel_reason=reason)
        self._leave_teams()
        # sudo: forms of two years, of which the head may see one.
        years = self.sudo()
        years.team_id._end("cancelled")
        years._part_from_joint_forms()
        # Who was to plan a year that is not held reads the one before no more.
        (years | years._years_to_review())._sync_access(
            self.env._("The year is cancelled")
        )
        self._sync_deadlines()

    def _statement_final(self, statement):
        """What follows when a statement has all its signatures."""
        self.ensure_one()
        following = statement.next_appraisal_id
        (self | following).cpd_need_ids._release(statement)
        if statement.kind == "planning":
            self._plan_final()
        following._plan_final()
        # One meeting did both: the next year's training form names its day.
        following.write({"date_planning_meeting": self.date_review_meeting})
        if statement.kind in REVIEW_KINDS:
            self.pay_recommendation_ids._do_recommend()
            # With a team's year, those of its members.
            years = self | self._own_years()
            years._set_state("closed", closed_on=fields.Date.context_today(self))
            years._sync_access(self.env._("The year is closed"))
            self.team_id._end("closed")

    def _plan_final(self):
        self.filtered(lambda appraisal: appraisal.state == "planning")._set_state(
            "monitoring"
        )

    def _next_appraisal(self):
        """The following year's appraisal of the same person, if any."""
        # sudo: it may be hidden from who reads this year.
        following = self.sudo().all_next_appraisal_ids
        return following.filtered(lambda a: a.state != "cancelled")[:1].with_env(
            self.env
        )

    # LAYING OUT

    def _prepare_statement(self, kind):
        """A draft statement of this kind for each appraisal whose staff group
        has a form for it."""
        # sudo: nobody has rights to make statements by hand.
        statements = (
            self.env["school.appraisal.statement"]
            .sudo()
            ._with_pass()
            .create(
                [
                    {"appraisal_id": appraisal.id, "kind": kind, "form_id": form.id}
                    for appraisal in self
                    if (form := appraisal.staff_group_id._form(kind))
                ]
            )
        )
        statements._prepare_texts()
        return statements

    def _carry_objectives_over(self):
        """Lay out the plans with the objectives of the year before."""
        carried = [
            values
            for appraisal in self
            for values in (
                appraisal.previous_appraisal_id.objective_ids._carried_values(appraisal)
            )
        ]
        self.objective_ids._with_pass().create(carried)

    def _prepare_assessments(self):
        """A row for the review of each objective, and for each standard where
        the policy has all of them assessed."""
        self.env["school.appraisal.objective.review"]._with_pass().create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "objective_id": objective.id,
                    "stage": "annual",
                }
                for appraisal in self
                for objective in appraisal.objective_ids
                if "annual" not in objective.review_ids.mapped("stage")
            ]
        )
        self.env["school.appraisal.standard.assessment"]._with_pass().create(
            [
                {"appraisal_id": appraisal.id, "standard_id": standard.id}
                for appraisal in self
                if appraisal.staff_group_id.standards_mode == "all"
                for standard in appraisal.staff_group_id.standard_set_id.standard_ids
            ]
        )

    def _prepare_pay(self):
        """A recommendation to fill in, for whom pay is linked and who is
        eligible (TM §1.4)."""
        eligible = self.filtered(
            lambda appraisal: (
                appraisal.staff_group_id.pay_mode != "off"
                and appraisal.employee_id.appraisal_staff_ids.pay_eligible
            )
        )
        self.env["school.appraisal.pay.recommendation"]._prepare(eligible)

    def _prepare_next_year(self):
        """Start next year's plan with the same reviewer, where its cycle is
        open already; of a team each member's own, until they consent anew."""
        for appraisal in self._own_years():
            cycle = appraisal.cycle_id._next_cycle(appraisal.staff_group_id)
            staff = appraisal.employee_id.appraisal_staff_ids
            if not cycle or cycle._launch_refusals(staff):
                continue
            cycle._make_appraisals({staff: appraisal.reviewer_id})
