from odoo import api, fields, models


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

    # who is covered
    minimum_terms = fields.Integer(
        "Shortest contract (terms)",
        help="Staff on a contract shorter than this are left out; 0 takes all. "
        "TM §1.3: one term.",
    )
    exclude_induction = fields.Boolean("Leave out staff in induction", help="TM §1.3.")

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

    # self-review
    self_review = fields.Selection(
        [("off", "Not used"), ("optional", "Optional"), ("required", "Required")],
        required=True,
        default="optional",
        help="Required: the review is not shared before the person has handed in "
        "the self-review.",
        string="Self-review",
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
            ("off", "Pay is not linked"),
        ],
        "Pay progression",
        required=True,
        default="off",
        help="TM §1.4, §8.1.4.",
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

    _objective_max_positive = models.Constraint(
        "CHECK(objective_max >= 0)", "The number of objectives is 0 or more."
    )

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

    def _minimum_months(self):
        """Length of the shortest contract that is covered, in months."""
        return self.minimum_terms * self.policy_id.term_months

    def _refuses_objectives(self, count):
        """Whether the policy refuses that many (TM §2.3), and not only warns."""
        self.ensure_one()
        return self.objective_max_mode == "block" and 0 < self.objective_max < count

    def _form(self, kind):
        """The form that this staff group uses for a kind of statement; empty
        where the policy has none."""
        self.ensure_one()
        return self.form_ids.filtered(lambda form: form.kind == kind)[:1]
