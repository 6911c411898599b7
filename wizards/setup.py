from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.school_year import school_year
from ..tools.table_file import fold
from .setup_staff import SetupStaff

STEPS = [
    ("policy", "Policy"),
    ("people", "School and people"),
    ("groups", "Staff groups and jobs"),
    ("done", "What next"),
]


class AppraisalSetup(models.TransientModel):
    """The administrator sets everything up: a policy, the schools with their
    people, and which jobs belong to which staff group.

    Each "Next" writes the real records at once, so leaving half-way loses nothing.
    Whoever opens it again is shown what these records say; nothing is kept here.
    """

    _name = "school.appraisal.setup"
    _inherit = ["school.appraisal.dialog"]
    _description = "Set up"

    step = fields.Selection(
        STEPS, required=True, readonly=True, default=lambda self: self._default_step()
    )

    # policy
    source = fields.Selection(
        [
            ("preset", "Begin with a copy of a preset"),
            ("own", "Go on with a policy of ours"),
        ],
        "Policy from",
        required=True,
        default=lambda self: "own" if self._own_policies() else "preset",
    )
    preset_id = fields.Many2one(
        "school.appraisal.policy",
        domain="[('id', 'in', preset_ids)]",
        default=lambda self: self._default_preset(),
        ondelete="cascade",
        help="The copy is yours to change; the preset stays as it is.",
    )
    policy_name = fields.Char(
        "Name of your policy",
        default=lambda self: self.env._(
            "Appraisal policy of %s", self.env.company.name
        ),
    )
    policy_id = fields.Many2one(
        "school.appraisal.policy",
        domain="[('id', 'in', own_ids)]",
        default=lambda self: self._own_policies()[-1:],
        ondelete="cascade",
    )
    group_names = fields.Char("Its staff groups", compute="_compute_group_names")
    preset_ids = fields.Many2many(
        "school.appraisal.policy", compute="_compute_policies", string="Presets"
    )
    own_ids = fields.Many2many(
        "school.appraisal.policy", compute="_compute_policies", string="Our policies"
    )

    # schools and people
    school_line_ids = fields.One2many(
        "school.appraisal.setup.school",
        "setup_id",
        "Schools",
        default=lambda self: self._prepare_schools(),
    )

    # staff groups and jobs
    job_line_ids = fields.One2many("school.appraisal.setup.job", "setup_id", "Jobs")
    fill_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        "Put all the rest into",
        domain="[('policy_id', '=', policy_id)]",
        ondelete="cascade",
    )
    count_all = fields.Integer("Staff", compute="_compute_counts")
    count_in = fields.Integer("In", compute="_compute_counts")
    count_new = fields.Integer("To be added", compute="_compute_counts")
    count_out = fields.Integer("Not mapped", compute="_compute_counts")
    count_missing = fields.Integer("Not in", compute="_compute_counts")
    unplaced = fields.Text("Not listed", readonly=True)

    # what stands
    school_ids = fields.Many2many(
        "school.appraisal.school", compute="_compute_stands", string="Schools there"
    )
    out_of_it = fields.Text("Not in, and why", compute="_compute_out_of_it")
    waiting = fields.Text("Still to do", compute="_compute_waiting")
    has_schools = fields.Boolean(compute="_compute_stands")
    many_schools = fields.Boolean(compute="_compute_stands")
    has_staff = fields.Boolean(compute="_compute_stands")
    has_cycle = fields.Boolean(compute="_compute_stands")
    year_name = fields.Char(compute="_compute_stands")

    # DEFAULTS

    def _default_step(self):
        """The first step that is still to be taken."""
        policy, schools = self._own_policies()[-1:], self._schools()
        if not policy:
            return "policy"
        if not schools or not all(school.head_id for school in schools):
            return "people"
        return "done" if self._staff_in(policy, schools) else "groups"

    def _default_preset(self):
        presets = self._presets()
        return presets if len(presets) == 1 else None

    # WHAT IS THERE

    @api.model
    def _presets(self):
        # sudo: which policies came with the addon stands in the external ids, which
        # only system administrators read.
        shipped = (
            self.env["ir.model.data"]
            .sudo()
            .search(
                [
                    ("module", "=", self._module),
                    ("model", "=", "school.appraisal.policy"),
                ]
            )
        )
        return self.env["school.appraisal.policy"].search(
            [("id", "in", shipped.mapped("res_id"))]
        )

    @api.model
    def _own_policies(self):
        """Every policy that is no preset, in the order in which they were made; and
        a preset that staff are in already."""
        presets = self._presets()
        groups = self.env["school.appraisal.staff"]._read_group(
            [("staff_group_id.policy_id", "in", presets.ids)], ["staff_group_id"]
        )
        used = {group.policy_id.id for [group] in groups}
        return self.env["school.appraisal.policy"].search(
            [("id", "not in", list(set(presets.ids) - used))], order="id"
        )

    @api.model
    def _schools(self):
        """The schools of the companies in which the user works now."""
        return self.env["school.appraisal.school"].search(
            [("company_id", "in", self.env.companies.ids)]
        )

    @api.model
    def _staff_in(self, policy, schools):
        return self.env["school.appraisal.staff"].search_count(
            [
                ("staff_group_id.policy_id", "=", policy.id),
                ("school_id", "in", schools.ids),
            ],
            limit=1,
        )

    @api.depends("policy_id")
    def _compute_policies(self):
        self.preset_ids = self._presets()
        self.own_ids = self._own_policies()

    @api.depends("source", "preset_id", "policy_id")
    def _compute_group_names(self):
        for setup in self:
            policy = setup.preset_id if setup.source == "preset" else setup.policy_id
            setup.group_names = ", ".join(policy.staff_group_ids.mapped("name"))

    @api.depends("step", "policy_id")
    def _compute_stands(self):
        schools = self._schools()
        for setup in self:
            setup.school_ids = schools
            setup.has_schools = bool(schools)
            setup.many_schools = len(schools) > 1
            setup.has_staff = bool(self._staff_in(setup.policy_id, schools))
            setup.has_cycle = setup.has_staff and not setup._schools_without_cycle()
            setup.year_name = setup._cycle_year()["name"]

    @api.depends("job_line_ids.staff_group_id")
    def _compute_counts(self):
        for setup in self:
            lines = setup.job_line_ids
            mapped = lines.filtered("staff_group_id")
            setup.count_all = sum(lines.mapped("count_all"))
            setup.count_in = sum(lines.mapped("count_in"))
            setup.count_new = sum(mapped.mapped("count_open"))
            setup.count_missing = setup.count_all - setup.count_in
            setup.count_out = setup.count_missing - setup.count_new

    @api.depends("job_line_ids", "step")
    def _compute_out_of_it(self):
        for setup in self:
            sentences = [
                self.env._(
                    "%(count)s × %(job)s, %(school)s: no staff group chosen.",
                    count=line.count_open,
                    job=line.name,
                    school=line.school_id.name,
                )
                for line in setup.job_line_ids
                if line.count_open
            ]
            setup.out_of_it = "\n".join([*sentences, *filter(None, [setup.unplaced])])

    @api.depends("step")
    def _compute_waiting(self):
        for setup in self:
            setup.waiting = "\n".join(
                f"{school.name}: {sentence}"
                for school in self._schools()
                for sentence in self._to_do(school)
            )

    @api.model
    def _to_do(self, school):
        """What somebody else, or the user elsewhere, has to do for this school."""
        # sudo: whether people of the school have logins and the right groups, which
        # only those who keep users read.
        school_sudo = school.sudo()
        head, chair = school_sudo.head_id, school_sudo.chair_user_id
        if head and not head.user_id:
            yield self.env._(
                "%s has no login yet; without one nobody opens the cycle.", head.name
            )
        elif school.head_to_confirm and head:
            yield self.env._(
                "%s is the head once another administrator has confirmed it.", head.name
            )
        for nomination in school.nomination_ids:
            yield self.env._(
                "%(name)s has the office of %(office)s once somebody else has "
                "confirmed it.",
                name=nomination.user_id.name,
                office=nomination.display_name,
            )
        if not chair and "chair_user_id" not in school.nomination_ids.mapped("office"):
            yield self.env._(
                "name the chair of governors, who adds the head to the cycle."
            )
        for user, xmlid in (
            (school_sudo.head_user_id, "school_appraisal.group_head"),
            (chair, "school_appraisal.group_governor"),
            (school_sudo.cpd_coordinator_id, "school_appraisal.group_cpd_coordinator"),
        ):
            if user and not user.has_group(xmlid):
                yield self.env._(
                    "%(name)s needs the right “%(group)s” (Settings, Users).",
                    name=user.name,
                    group=school_sudo.env.ref(xmlid).name,
                )

    # STEPS

    def action_open(self):
        """A new dialog, at the first step that is still to be taken."""
        setup = self.create({})
        return setup._enter(setup.step)

    def action_go(self):
        """To another step (``setup_step`` in the context). What was entered in this
        one stays in the dialog."""
        self.ensure_one()
        step = self.env.context.get("setup_step")
        if step not in dict(STEPS):
            step = "policy"
        if step != "policy" and not self.policy_id:
            raise UserError(self.env._("Choose the policy first, and press Next."))
        if step in ("groups", "done") and not self._schools():
            raise UserError(self.env._("Add your school first, and press Next."))
        return self._enter(step)

    def _enter(self, step):
        self.step = step
        if step in ("groups", "done"):
            self._load_jobs()
        return self._reopen() | {"context": {"dialog_size": "extra-large"}}

    # POLICY

    def action_policy(self):
        """Copy the preset, or go on with a policy of one's own."""
        self.ensure_one()
        if self.source == "preset":
            self.write({"policy_id": self._copy_preset().id, "source": "own"})
        elif self.policy_id not in self._own_policies():
            raise UserError(
                self.env._("Choose the policy to go on with, or begin with a preset.")
            )
        return self._enter("people")

    def _copy_preset(self):
        name = (self.policy_name or "").strip()
        if not self.preset_id:
            raise UserError(self.env._("Choose the preset to begin with."))
        if not name:
            raise UserError(self.env._("Give your policy a name."))
        policies = self.env["school.appraisal.policy"].with_context(active_test=False)
        if policies.search_count([("name", "=", name)], limit=1):
            raise UserError(
                self.env._(
                    "There is a policy called “%s” already: go on with it, or choose "
                    "another name.",
                    name,
                )
            )
        policy = self.preset_id.copy()
        policy.name = name
        return policy

    # SCHOOLS AND PEOPLE

    @api.model
    def _prepare_schools(self):
        return [
            Command.create(
                {
                    "school_id": school.id,
                    "name": school.name,
                    "company_id": school.company_id.id,
                    "department_id": school.department_id.id,
                    "head_id": school.head_id.id,
                    "chair_user_id": school.chair_user_id.id,
                    "cpd_coordinator_id": school.cpd_coordinator_id.id,
                }
            )
            for school in self._schools()
        ]

    def action_people(self):
        """Make and change the schools as the rows say, all of them or none."""
        self.ensure_one()
        self._check_schools()
        new = self.school_line_ids.filtered(lambda line: not line.school_id)
        for line in self.school_line_ids - new:
            if changes := line._changes():
                line.school_id.write(changes)
        self.env["school.appraisal.school"].create([line._values() for line in new])
        self.school_line_ids = [Command.clear(), *self._prepare_schools()]
        return self._enter("groups")

    def _check_schools(self):
        lines = self.school_line_ids
        if not lines and not self._schools():
            raise UserError(self.env._("Add your school."))
        problems = [
            f"{line.name}: {reason}" for line in lines for reason in line._problems()
        ]
        problems += self._double_names() + self._double_areas()
        if problems:
            raise UserError(
                self.env._("Nothing was saved. Correct first:\n")
                + "\n".join(f"• {problem}" for problem in problems)
            )

    def _double_names(self):
        rows = self.school_line_ids.grouped(lambda line: fold(line.name))
        # Also those that stand in no row: archived, or left out.
        others = (
            self.env["school.appraisal.school"]
            .with_context(active_test=False)
            .search([("id", "not in", self.school_line_ids.school_id.ids)])
            .grouped(lambda school: fold(school.name))
        )
        problems = [
            self.env._("%s: two rows have this name.", lines[0].name)
            for lines in rows.values()
            if len(lines) > 1
        ]
        return problems + [
            self.env._("%s: there is a school of this name already.", lines[0].name)
            for name, lines in rows.items()
            if name in others and any(line._changes().get("name") for line in lines)
        ]

    def _double_areas(self):
        """New or moved schools that would have the same staff as another one."""
        lines = self.school_line_ids
        areas = {}
        for school in self._schools() - lines.school_id:
            area = school.company_id, school.department_id
            areas.setdefault(area, []).append((school.name, False))
        for line in lines:
            moved = line._changes().keys() & {"company_id", "department_id"}
            areas.setdefault(line._area(), []).append((line.name, bool(moved)))
        return [
            self.env._(
                "%(schools)s: they would have the same staff. Give each its own top "
                "department.",
                schools=" · ".join(name for name, _moved in claims),
            )
            for claims in areas.values()
            if len(claims) > 1 and any(moved for _name, moved in claims)
        ]

    # STAFF GROUPS AND JOBS

    def _load_jobs(self):
        """The jobs as they are now; what was chosen in this dialog stays chosen."""
        staff = SetupStaff(self._schools())
        allowed = set(self.policy_id.staff_group_ids.ids)
        chosen = {
            line._key(): line.staff_group_id.id
            for line in self.job_line_ids
            if line.staff_group_id.id in allowed
        }
        self.unplaced = self._unplaced_sentences(staff)
        self.job_line_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "school_id": job.school_id,
                        "job_id": job.job_id,
                        "title": job.title or False,
                        "count_all": len(job.employee_ids),
                        "count_in": len(job.employee_ids) - len(job.open_ids),
                        "staff_group_id": (
                            chosen.get(job.key) or staff.usual_group(job, allowed)
                            if job.open_ids
                            else staff.usual_group(job)
                        ),
                    }
                )
                for job in staff.sorted_jobs()
            ),
        ]

    def _unplaced_sentences(self, staff):
        sentences = []
        if staff.doubtful:
            sentences.append(
                self.env._(
                    "Could belong to several of your schools: %s people. Give each of "
                    "these schools its own top department.",
                    len(staff.doubtful),
                )
            )
        if staff.elsewhere:
            sentences.append(
                self.env._(
                    "In none of your schools' departments: %s people.",
                    len(staff.elsewhere),
                )
            )
        return "\n".join(sentences)

    @api.onchange("fill_group_id")
    def _onchange_fill_group_id(self):
        for line in self.job_line_ids:
            if self.fill_group_id and line.count_open and not line.staff_group_id:
                line.staff_group_id = self.fill_group_id
        self.fill_group_id = False

    def action_groups(self):
        """Everybody who does a job that is mapped, and has no appraisal facts yet,
        gets them; those that are there stay as they are."""
        self.ensure_one()
        problems = [line._problem() for line in self.job_line_ids]
        if any(problems):
            raise UserError("\n".join(filter(None, problems)))
        jobs = SetupStaff(self._schools()).jobs
        self.env["school.appraisal.staff"].create(
            [
                {
                    "employee_id": employee_id,
                    "school_id": line.school_id.id,
                    "staff_group_id": line.staff_group_id.id,
                }
                for line in self.job_line_ids
                if line.staff_group_id and line._key() in jobs
                for employee_id in jobs[line._key()].open_ids
            ]
        )
        return self._enter("done")

    # WHAT NEXT

    def action_staff(self):
        """The staff facts of the schools."""
        return self._open_list("school_appraisal.appraisal_staff_action")

    def action_plan(self):
        """The improvement plan, whose priorities the objectives serve."""
        return self._open_list("school_appraisal.appraisal_priority_action")

    def _open_list(self, xmlid):
        return self.env["ir.actions.act_window"]._for_xml_id(xmlid) | {
            "domain": [("school_id", "in", self._schools().ids)]
        }

    def action_cycle(self):
        """A cycle of the school year for every school with staff under this policy:
        a draft, where there is none yet."""
        self.ensure_one()
        if not self._staff_in(self.policy_id, self._schools()):
            raise UserError(
                self.env._(
                    "Nobody is in a staff group of %s yet: choose staff groups first.",
                    self.policy_id.name or self.env._("a policy"),
                )
            )
        year = self._cycle_year()
        self.env["school.appraisal.cycle"].create(
            [
                {
                    **year,
                    "policy_id": self.policy_id.id,
                    "school_id": school.id,
                    "staff_group_ids": [Command.set(groups.ids)],
                }
                for school, groups in self._schools_without_cycle().items()
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_cycle_action"
        )
        cycles = self._cycles()
        if len(cycles) == 1:
            action |= {"res_id": cycles.id, "views": [(False, "form")]}
        return action | {"domain": [("id", "in", cycles.ids)]}

    def _cycle_year(self):
        """Name and dates of the school year to set up: from June on the next one."""
        today = fields.Date.context_today(self)
        year = school_year(today + relativedelta(months=3))
        return {
            "name": f"{year}/{(year + 1) % 100:02}",
            "date_start": f"{year}-09-01",
            "date_end": f"{year + 1}-08-31",
        }

    def _cycles(self):
        """Those of the schools under this policy in that year."""
        year = self._cycle_year()
        return self.env["school.appraisal.cycle"].search(
            [
                ("school_id", "in", self._schools().ids),
                ("policy_id", "=", self.policy_id.id),
                ("date_start", "<=", year["date_end"]),
                ("date_end", ">=", year["date_start"]),
            ]
        )

    def _schools_without_cycle(self):
        """{school: staff groups of this policy that its staff are in}, of those
        without a cycle in that year."""
        groups = self.env["school.appraisal.staff"]._read_group(
            [
                ("school_id", "in", (self._schools() - self._cycles().school_id).ids),
                ("staff_group_id.policy_id", "=", self.policy_id.id),
            ],
            ["school_id"],
            ["staff_group_id:recordset"],
        )
        return dict(groups)
