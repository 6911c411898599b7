from odoo import api, fields, models

from .mixin_people import UNDER_WAY

# How much a policy wants of something that people write down.
ASKED = [("off", "Not used"), ("optional", "Possible"), ("required", "Required")]


class AppraisalStaffGroup(models.Model):
    """One policy's rules for one kind of staff: teachers, support staff, …

    Each field is read by something; each has a test that changes it on a copy
    of a preset and sees the behaviour change.
    """

    _name = "school.appraisal.staff.group"
    _inherit = ["school.appraisal.values"]
    _description = "Appraisal staff group"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "school.appraisal.policy", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    form_ids = fields.One2many("school.appraisal.form", "staff_group_id", copy=True)
    question_ids = fields.One2many(
        "school.appraisal.question", "staff_group_id", copy=True
    )
    checklist_ids = fields.One2many(
        "school.appraisal.checklist.item",
        "staff_group_id",
        copy=True,
        string="Checklists",
    )
    objective_template_ids = fields.One2many(
        "school.appraisal.objective.template",
        "staff_group_id",
        copy=True,
        string="Library of objectives",
    )

    # who is covered
    minimum_terms = fields.Integer(
        "Shortest contract (terms)",
        help="Staff on a contract shorter than this are left out; 0 takes all. "
        "TM §1.3: one term.",
    )
    exclude_induction = fields.Boolean(
        "Leave out staff in induction", help="TM §1.3, KM §3, CT §2.1."
    )
    exclude_probation = fields.Boolean(
        "Leave out staff in probation", help="WP §1.2, CT §2.1."
    )
    exclude_agency = fields.Boolean("Leave out agency staff", help="WP §1.2.")
    exclude_volunteers = fields.Boolean("Leave out volunteers", help="GU FAQ 8.")
    minimum_hours = fields.Float(
        "Least weekly hours",
        help="Who works fewer hours a week is left out; 0 takes all (GU FAQ 3).",
    )
    exclusion_mode = fields.Selection(
        [
            ("block", "Always"),
            ("warn", "Normally: the head may add them, with a reason"),
        ],
        "Leaving out",
        required=True,
        default="block",
        help="CT §2.1 leaves people out “normally”.",
    )
    fit_dates = fields.Boolean(
        "Dates follow the contract",
        help="Whose contract begins or ends within the cycle has an appraisal from "
        "its first to its last day (KM §3, CT §2.1); else it lasts as long as the "
        "cycle.",
    )
    pro_rata = fields.Boolean(
        "Fewer objectives for part-time staff",
        help="Who plans for a part-time member of staff is reminded: the same "
        "challenge, less breadth (KM §3).",
    )
    suspension = fields.Boolean(
        "The head may suspend a year",
        help="While the school's capability or disciplinary procedure runs, the year "
        "stands still and goes on afterwards; why is read by the head alone (WP §1.2, "
        "KM §3, §4.1, CT §8.2).",
    )
    panel_size_ids = fields.One2many(
        "school.appraisal.panel.size",
        "staff_group_id",
        "Review panel",
        copy=True,
        help="Who reviews the head: one of these panels of governors; none: a single "
        "reviewer. KM §4.2, option 1: two or three; option 2, religious character: "
        "of them at least one foundation governor; option 3, voluntary aided: two "
        "with one foundation governor, or three with two.",
    )

    # reviewers
    reviewer_default = fields.Selection(
        [
            ("manager", "The line manager"),
            ("head", "The head"),
            ("chosen", "Whom the head chooses for each"),
        ],
        "Reviewer",
        required=True,
        default="manager",
        help="Whom the list of a launch suggests; the head may choose another. The "
        "line manager: TM §6.1, GU, KM §4.2 option 2. The head for all: KM §4.2 "
        "option 1, WP §1.3. Nobody is suggested: CT §3.1.",
    )
    reviews_max = fields.Integer(
        "Most reviews of one reviewer",
        help="In one cycle; 0 sets no number. TM §6.2: four. KM §4.2, option 2: a "
        "number that the school sets.",
    )
    reviews_max_mode = fields.Selection(
        [("warn", "Allow more, with a warning"), ("block", "Refuse more")],
        "Above that number of reviews",
        required=True,
        default="warn",
    )
    reviews_max_leaders = fields.Boolean(
        "Senior leaders may review more",
        help="The head and the senior leaders have no such limit (TM §6.2).",
    )
    reviewer_trained = fields.Boolean(
        "Reviewers are trained",
        help="The list of a launch marks who is not on record as a trained reviewer "
        "(KM §4.2).",
    )
    reviewer_rank = fields.Boolean(
        "Replacements of at least the line manager's rank",
        help="Who replaces a reviewer is the head, the line manager, or has no lower "
        "rank than the line manager (TM §6.5, KM §4.2), where both ranks are on "
        "record.",
    )
    limit_ids = fields.One2many(
        "school.appraisal.limit",
        "staff_group_id",
        "Limits",
        copy=True,
        help="What is done at the latest when: each appraisal has a deadline for each "
        "(WP step 4, GU, KM §4.1, §4.3, §4.9, App. 3, CT §4). TM's are lost: none.",
    )

    reviewer_requests = fields.Boolean(
        "Requests for another reviewer",
        help="The person may ask the head in writing for another reviewer, for "
        "professional reasons (TM §6.4, GU, KM §4.2).",
    )

    # objectives
    objective_max = fields.Integer(
        "Most objectives", help="0 sets no number. TM §2.3: three."
    )
    objective_max_mode = fields.Selection(
        [("block", "Refuse more"), ("warn", "Allow more, with a warning")],
        "Above that number",
        required=True,
        default="block",
    )
    priority_link = fields.Selection(
        [("required", "Required"), ("considered", "Possible"), ("off", "Not used")],
        "Link to the improvement plan",
        required=True,
        default="considered",
        help="Required: a plan is not shared while an objective links to no "
        "priority (TM §1.5).",
    )

    role_priorities = fields.Boolean(
        "Priorities relevant to the role",
        help="The plan names the priorities of the improvement plan that matter to "
        "the person's role (CT Annex A).",
    )
    category_ids = fields.One2many(
        "school.appraisal.category",
        "staff_group_id",
        "Categories",
        copy=True,
        help="Each objective belongs to one of these (CT Annex A).",
    )
    ask_action_steps = fields.Selection(
        ASKED,
        "Steps",
        required=True,
        default="optional",
        help="The steps towards an objective (TM Annex 2: strategies; GU form 3a).",
    )
    ask_success_criteria = fields.Selection(
        ASKED,
        "Success criteria",
        required=True,
        default="required",
        help="How one will know (TM §2.5, WP form, GU form 3a, KM §4.6).",
    )
    ask_monitoring_method = fields.Selection(
        ASKED,
        "Method of monitoring",
        required=True,
        default="off",
        help="WP form: how progress is followed.",
    )
    ask_agreed_outcomes = fields.Selection(
        ASKED,
        "Agreed outcomes",
        required=True,
        default="off",
        help="CT Annex A: outcomes agreed beside each target.",
    )
    ask_milestone = fields.Selection(
        ASKED,
        "Milestones",
        required=True,
        default="off",
        help="What is reached in this cycle of an objective that takes longer (GU, "
        "KM §4.6). Possible: asked for where the date lies after the cycle's end.",
    )
    ask_date_due = fields.Selection(
        ASKED,
        "Date",
        required=True,
        default="required",
        help="By when (TM Annex 1, GU form 3a, KM §4.6).",
    )
    ask_support = fields.Selection(
        ASKED,
        "Promised support",
        required=True,
        default="optional",
        help="Help that an objective depends on (TM §5.2, KM §4.6).",
    )

    # observations
    observation = fields.Selection(
        [
            ("off", "Not used"),
            ("agreed", "Only those agreed in the plan"),
            ("open", "Others may be added in the year"),
        ],
        "Observations",
        required=True,
        default="off",
        help="Of people at work. Only those agreed in the plan: GU. Others may be "
        "added: KM App. 3 §16, CT §6.1.",
    )
    drop_ins = fields.Boolean(
        "Drop-ins",
        help="Short visits beside what the plan agreed (KM App. 3 §6, CT §6.1).",
    )
    observer_qualified = fields.Boolean(
        "Only qualified teachers observe",
        help="For a group of teachers: a teacher is observed only by a qualified "
        "teacher (KM App. 3 §1, CT §6.1).",
    )
    observer_trained = fields.Boolean(
        "Only trained observers observe", help="KM App. 3 §1."
    )

    # adjustments
    adjustments = fields.Boolean(
        "Record reasonable adjustments",
        default=True,
        help="Reviewee and reviewer write down what is done differently for a "
        "person, and never why; the head reads it, and no form prints it (WP, "
        "checklist). Without it such things would stand in objectives, where "
        "more people read them: on.",
    )

    # assessment
    rating_ids = fields.One2many(
        "school.appraisal.rating",
        "staff_group_id",
        "Scale",
        copy=True,
        help="Values for the assessment of an objective; none: in words only.",
    )
    standard_set_id = fields.Many2one(
        "school.appraisal.standard.set",
        "Standards",
        ondelete="restrict",
        help="The standards assessed at the review (TM §1.7).",
    )
    standards_mode = fields.Selection(
        [("all", "Each one is assessed"), ("some", "Those that the reviewer picks")],
        "Standards to assess",
        required=True,
        default="all",
    )
    standards_towards = fields.Boolean(
        "Standards worked towards",
        help="The plan names the standards that the person works towards, except "
        "where the teaching is graded 1 or 2 (CT Annex A).",
    )
    job_competences = fields.Boolean(
        "Competences of the job",
        help="The reviewer may add competences of the person's own job "
        "description (TM §1.7).",
    )
    support_excuses = fields.Boolean(
        "Ask whether promised support was given",
        help="Where support was promised, the review says whether it was given: "
        "nobody is held to account for support that did not come (TM §5.2).",
    )
    favour_challenge = fields.Boolean(
        "Challenging objectives count in favour",
        help="An objective can be marked as challenging, and the review form "
        "says that good progress counts (TM §2.5).",
    )

    interim_review = fields.Selection(
        ASKED,
        "Mid-year review",
        required=True,
        default="off",
        help="Notes on each objective in the middle of the year, told to the person "
        "when they are complete; the review prints them (KM §4.8, GU form 3b, CT "
        "Annex A). Required: the review does not begin before.",
    )
    joint_statement = fields.Boolean(
        "Review and next plan in one statement",
        help="One meeting and one signed form close the year and begin the next (WP "
        "step 3, GU, KM §4.3).",
    )

    team_review = fields.Boolean(
        "Team reviews",
        help="People who all consent may be reviewed together, on one set of forms (WP "
        "§4): jobs such as mid-day supervision, with the same tasks for all. Only "
        "where pay is not linked.",
    )

    # self-review
    self_review = fields.Selection(
        [("off", "Not used"), ("optional", "Optional"), ("required", "Required")],
        required=True,
        default="optional",
        help="Required: the review is not shared before the person has handed in "
        "the self-review.",
        string="Self-review",
    )

    self_review_by = fields.Selection(
        [
            ("reviewee", "The person"),
            ("both", "The person and the reviewer, each apart"),
        ],
        "Self-review written by",
        required=True,
        default="reviewee",
        help="WP: both prepare the same form, and see the other's once handed in.",
    )

    # next year
    next_objectives = fields.Boolean(
        "Review names the new objectives",
        help="The review statement prints next year's objectives (TM §8.1.1).",
    )

    # pay
    pay_mode = fields.Selection(
        [
            ("linked", "Recommended at the review, endorsed, decided"),
            ("decision_only", "Decided, without a recommendation"),
            ("increment", "Yearly step, unless the review stops it"),
            ("off", "Pay is not linked"),
        ],
        "Pay progression",
        required=True,
        default="off",
        help="TM §1.4, §8.1.4.",
    )
    pay_recommender = fields.Selection(
        [("reviewer", "The reviewer"), ("head", "The head")],
        "Recommendation by",
        required=True,
        default="reviewer",
        help="By the reviewer (TM §1.4, KM §4.5), and endorsed by the head; or by the "
        "head (CT §3.1), who then has nothing to endorse.",
    )
    ask_pay_criterion = fields.Selection(
        ASKED,
        "Criterion for pay",
        required=True,
        default="off",
        help="The plan says by which criterion performance will be assessed (KM §4.5: "
        "for all staff).",
    )

    # forms
    registration_note = fields.Text(
        "Note for registered staff",
        translate=True,
        help="Printed on the training form of staff who are registered with the "
        "profession's council (WP §5.2).",
    )

    # who sees
    line_manager_access = fields.Boolean(
        "Line managers read final statements",
        help="Lets line managers who are not the reviewer read the appraisal and "
        "its final statements. TM §4.1 names no readers: off.",
    )
    senior_leader_access = fields.Boolean(
        "Senior leaders read for quality assurance",
        help="The school's senior leaders read the appraisals of this group and "
        "their final statements, except the head's, their own and their own "
        "manager's. TM §4.1 names no readers: off.",
    )

    # Asked at each opening of an appraisal, which need not read the lines for it.
    has_categories = fields.Boolean(compute="_compute_has_lines", store=True)
    has_checklist = fields.Boolean(compute="_compute_has_lines", store=True)
    has_limits = fields.Boolean(compute="_compute_has_lines", store=True)
    has_library = fields.Boolean(compute="_compute_has_lines", store=True)

    _objective_max_positive = models.Constraint(
        "CHECK(objective_max >= 0)", "The number of objectives is 0 or more."
    )
    _reviews_max_positive = models.Constraint(
        "CHECK(reviews_max >= 0)", "The number of reviews is 0 or more."
    )

    _team_without_pay = models.Constraint(
        "CHECK(team_review IS NOT TRUE OR pay_mode = 'off')",
        "A team's review says nothing of one person's pay: either take team reviews "
        "off, or the link to pay.",
    )

    @api.depends("category_ids", "checklist_ids", "limit_ids", "objective_template_ids")
    def _compute_has_lines(self):
        for group in self:
            group.has_categories = bool(group.category_ids)
            group.has_checklist = bool(group.checklist_ids)
            group.has_limits = bool(group.limit_ids)
            group.has_library = bool(group.objective_template_ids)

    @api.depends("name", "policy_id.name")
    def _compute_display_name(self):
        """With the policy: copies of a preset have groups of the same name."""
        for group in self:
            group.display_name = f"{group.name} ({group.policy_id.name})"

    def write(self, vals):
        """Letting managers or leaders in, or shutting them out, holds at once."""
        result = super().write(vals)
        if vals.keys() & {"line_manager_access", "senior_leader_access"}:
            # sudo: who keeps the policy reads no appraisal.
            self.env["school.appraisal"].sudo().search(
                [("staff_group_id", "in", self.ids)]
            )._sync_access(self.env._("Let in by the policy"), distrust=self.env.user)
        return result

    def _apply_limits(self):
        """To the appraisals that run: a change of a limit moves what is still open."""
        # sudo: who keeps the policy reads no appraisal.
        self.env["school.appraisal"].sudo().search(
            [
                ("staff_group_id", "in", self.ids),
                ("state", "in", UNDER_WAY),
            ]
        )._sync_deadlines()

    def _minimum_months(self):
        """Length of the shortest contract that is covered, in months."""
        return self.minimum_terms * self.policy_id.term_months

    def _refuses_objectives(self, count):
        """Whether the policy refuses that many (TM §2.3), and not only warns."""
        self.ensure_one()
        return self.objective_max_mode == "block" and 0 < self.objective_max < count

    def _reviewer_doubts(self, reviewer, facts, count, school):
        """What the policy has against this reviewer, in sentences.

        :param facts: his staff facts, as the superuser
        :param int count: of the reviews that he would have in the cycle
        """
        doubts = []
        if self._has_too_many_reviews(reviewer, count, school):
            doubts.append(
                self.env._(
                    "%(count)s reviews in this cycle, at most %(most)s",
                    count=count,
                    most=self.reviews_max,
                )
            )
        if self.reviewer_trained and not any(facts.mapped("trained_reviewer")):
            doubts.append(self.env._("not on record as a trained reviewer"))
        return doubts

    def _has_too_many_reviews(self, reviewer, count, school):
        """Whether that is more than the policy expects of him (TM §6.2, KM §4.2)."""
        leaders = school.senior_leader_user_ids | school.head_user_id
        exempt = self.reviews_max_leaders and reviewer in leaders
        return not exempt and 0 < self.reviews_max < count

    def _rank_refusal(self, reviewer, managers):
        """Why this user does not replace the reviewer of somebody who has these line
        managers, or False (TM §6.5, KM §4.2). Unknown ranks say nothing."""
        if not self.reviewer_rank or reviewer in managers:
            return False
        facts = self.env["school.appraisal.staff"]._by_user(reviewer | managers)
        own = max(facts[reviewer.id].mapped("status_rank"), default=0)
        theirs = [
            rank
            for manager in managers
            for rank in facts[manager.id].mapped("status_rank")
            if rank
        ]
        if not own or not theirs or own >= min(theirs):
            return False
        return self.env._(
            "%s has a lower rank than the line manager, and by this policy nobody of "
            "lower rank replaces a reviewer.",
            reviewer.name,
        )

    def _form(self, kind):
        """The form that this staff group uses for a kind of statement; empty
        where the policy has none. Where review and plan are one form, a first
        year's plan stands on it too."""
        self.ensure_one()
        if kind == "planning" and self.joint_statement:
            kind = "planning_review"
        return self.form_ids.filtered(lambda form: form.kind == kind)[:1]

    def _review_kind(self):
        """The kind of statement that closes a year."""
        return "planning_review" if self.joint_statement else "review"
