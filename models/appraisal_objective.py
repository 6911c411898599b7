from odoo import api, fields, models
from odoo.exceptions import UserError

# What a policy may ask of an objective: its name there, the field here.
ASKED_FIELDS = {
    "action_steps": "action_steps",
    "success_criteria": "success_criteria",
    "monitoring_method": "monitoring_method",
    "agreed_outcomes": "agreed_outcomes",
    "milestone": "milestone",
    "date_due": "date_due",
    "support": "support_promised",
}
# What goes over into the next year's plan, and comes from the library as far as that
# has it; date, link and promises belong to one.
CARRIED_FIELDS = (
    "name",
    "action_steps",
    "success_criteria",
    "monitoring_method",
    "agreed_outcomes",
)


class AppraisalObjective(models.Model):
    """An aim for the year, with what is done to reach it and how it is judged.

    Reviewer and reviewee agree it in the planning meeting, the reviewer writes
    it; where they cannot agree the reviewer decides, and that is recorded
    (TM §2.2). The signed plan closes it.
    """

    _name = "school.appraisal.objective"
    _inherit = ["school.appraisal.line"]
    _description = "Objective"
    _order = "appraisal_id, sequence, id"

    _open_fields = frozenset(
        {"sequence", "name", "category_id", "priority_id", "action_steps"}
        | {"success_criteria", "monitoring_method", "agreed_outcomes", "milestone"}
        | {"date_due", "challenging", "determined_by", "support_promised"}
    )

    school_id = fields.Many2one(related="appraisal_id.school_id", related_sudo=False)
    school_year = fields.Integer(
        related="appraisal_id.school_year", related_sudo=False, string="School year"
    )
    priority_link = fields.Selection(
        related="appraisal_id.priority_link", related_sudo=False
    )
    favour_challenge = fields.Boolean(
        related="appraisal_id.favour_challenge", related_sudo=False
    )
    staff_group_id = fields.Many2one(
        related="appraisal_id.staff_group_id", related_sudo=False
    )
    has_categories = fields.Boolean(compute="_compute_asked")
    asks_action_steps = fields.Boolean(compute="_compute_asked")
    asks_success_criteria = fields.Boolean(compute="_compute_asked")
    asks_monitoring_method = fields.Boolean(compute="_compute_asked")
    asks_agreed_outcomes = fields.Boolean(compute="_compute_asked")
    asks_milestone = fields.Boolean(compute="_compute_asked")
    asks_date_due = fields.Boolean(compute="_compute_asked")
    asks_support = fields.Boolean(compute="_compute_asked")
    sequence = fields.Integer(default=10)
    number = fields.Integer(compute="_compute_number")
    name = fields.Text("Objective", required=True)
    priority_id = fields.Many2one(
        "school.appraisal.priority", "Improvement plan priority", ondelete="restrict"
    )
    category_id = fields.Many2one("school.appraisal.category", ondelete="restrict")
    action_steps = fields.Text("Strategies", help="What will be done, by whom.")
    success_criteria = fields.Text("How we shall know")
    monitoring_method = fields.Text("How progress is followed")
    agreed_outcomes = fields.Text("Agreed outcomes")
    milestone = fields.Text(
        "Reached by the end of this cycle",
        help="For an objective that takes longer than one cycle.",
    )
    date_due = fields.Date("By when")
    challenging = fields.Boolean(
        help="Good progress on a challenging objective counts in favour (TM §2.5)."
    )
    determined_by = fields.Selection(
        [("agreed", "Agreed together"), ("reviewer", "Decided by the reviewer")],
        "How settled",
        required=True,
        default="agreed",
    )
    support_promised = fields.Text(
        help="Training, time or help that this objective depends on.",
        string="Support promised",
    )
    imported_on = fields.Date(
        "Imported on",
        readonly=True,
        copy=False,
        help="The head brought it into the plan from a spreadsheet; reviewer and "
        "reviewee change it as they agree.",
    )
    review_ids = fields.One2many("school.appraisal.objective.review", "objective_id")

    @api.depends("appraisal_id.objective_ids.sequence")
    def _compute_number(self):
        for objective in self:
            appraisal = objective.appraisal_id
            # One that is filled in must not count the objectives of others.
            known = objective._origin or appraisal._origin.has_access("read")
            siblings = list(appraisal.objective_ids.sorted("sequence")) if known else []
            if objective not in siblings:
                siblings.append(objective)
            objective.number = siblings.index(objective) + 1

    @api.depends("appraisal_id")
    def _compute_asked(self):
        """Which fields the policy has; the screen shows no others."""
        for objective in self:
            group = objective.appraisal_id.staff_group_id
            objective.has_categories = group.has_categories
            for name in ASKED_FIELDS:
                objective[f"asks_{name}"] = group[f"ask_{name}"] != "off"

    @api.depends("number")
    @api.depends_context("objective_number", "uid")
    def _compute_display_name(self):
        """Where one of a year's objectives is chosen, its number on the plan, to who
        reads it."""
        result = super()._compute_display_name()
        if self.env.context.get("objective_number"):
            for objective in self & self.sudo(False)._filtered_access("read"):
                objective.display_name = self.env._("Objective %s", objective.number)
        return result

    def _statement_kinds(self):
        return ("planning",)

    @api.constrains("appraisal_id")
    def _check_objective_max(self):
        """TM §2.3: where the policy refuses more objectives than its number."""
        for appraisal in self.appraisal_id:
            group = appraisal.staff_group_id
            if group._refuses_objectives(len(appraisal.objective_ids)):
                raise UserError(
                    self.env._(
                        "%(record)s: this policy allows %(most)s objectives at most. "
                        "Change or remove one of them first.",
                        record=appraisal.display_name,
                        most=group.objective_max,
                    )
                )

    @api.constrains("category_id", "appraisal_id")
    def _check_category(self):
        for objective in self.filtered("category_id"):
            if objective.category_id.staff_group_id != objective.staff_group_id:
                raise UserError(
                    self.env._(
                        "%s: choose a category of this policy.", objective.display_name
                    )
                )

    @api.constrains("priority_id", "appraisal_id")
    def _check_priority(self):
        for objective in self.filtered("priority_id"):
            if objective.priority_id.school_id != objective.appraisal_id.school_id:
                raise UserError(
                    self.env._(
                        "%s: choose a priority of this school's improvement plan.",
                        objective.display_name,
                    )
                )

    def _carried_values(self, appraisal):
        """Values of copies of these objectives in the next year's plan. No more of
        them than the policy allows."""
        group = appraisal.staff_group_id
        most = group.objective_max if group.objective_max_mode == "block" else 0
        # Read together with those of the others that are carried over.
        carried = self[: most or None].with_prefetch(self._prefetch_ids)
        return [
            {"sequence": objective.sequence, **values}
            for objective in carried
            for values in self._copy_values(objective, appraisal)
        ]

    @api.model
    def _copy_values(self, sources, appraisal):
        """Values of copies of ``sources``, objectives of another year or of the
        library, in the plan of ``appraisal``; with the category where its policy has
        the same."""
        categories = appraisal.staff_group_id.category_ids
        names = [name for name in CARRIED_FIELDS if name in sources._fields]
        return [
            {
                "appraisal_id": appraisal.id,
                **{name: source[name] for name in names},
                "category_id": "category_id" in source._fields
                and (source.category_id & categories).id,
            }
            for source in sources
        ]

    def _missing(self, group):
        """What keeps the plan from being shared, in sentences."""
        self.ensure_one()
        sentences = {
            "action_steps": self.env._("Objective %s: write down the steps."),
            "success_criteria": self.env._("Objective %s: say how we shall know."),
            "monitoring_method": self.env._(
                "Objective %s: say how progress is followed."
            ),
            "agreed_outcomes": self.env._(
                "Objective %s: write down the agreed outcomes."
            ),
            "milestone": self.env._(
                "Objective %s: say what is reached by the end of this cycle."
            ),
            "date_due": self.env._("Objective %s: say by when."),
            "support": self.env._("Objective %s: name the support that it needs."),
        }
        missing = [
            sentence % self.number
            for name, sentence in sentences.items()
            if group[f"ask_{name}"] == "required"
            and not str(self[ASKED_FIELDS[name]] or "").strip()
        ]
        if self._outlasts_cycle() and not (self.milestone or "").strip():
            missing.append(sentences["milestone"] % self.number)
        if group.has_categories and not self.category_id:
            missing.append(
                self.env._("Objective %s: choose its category.", self.number)
            )
        if group.priority_link == "required" and not self.priority_id:
            missing.append(
                self.env._(
                    "Objective %s: link it to the improvement plan.", self.number
                )
            )
        return missing

    def _outlasts_cycle(self):
        """Whether it goes on after this year under a policy that then wants to know
        what is reached by its end (GU, KM §4.6)."""
        return (
            self.appraisal_id.staff_group_id.ask_milestone == "optional"
            and self.date_due
            and self.date_due > self.appraisal_id.date_end
        )
