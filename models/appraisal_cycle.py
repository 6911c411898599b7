from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .mixin_people import OVER


class AppraisalCycle(models.Model):
    """One year of one school under one policy.

    The administrator sets it up; the head opens it and adds the people. Each
    gets one appraisal.
    """

    _name = "school.appraisal.cycle"
    _inherit = ["school.appraisal.guard", "school.appraisal.launch.by.manager"]
    _description = "Appraisal cycle"
    _order = "date_start desc, school_id, id"

    _open_fields = frozenset(
        {"name", "policy_id", "school_id", "staff_group_ids", "date_start", "date_end"}
    )

    name = fields.Char(required=True)
    policy_id = fields.Many2one(
        "school.appraisal.policy", required=True, ondelete="restrict"
    )
    school_id = fields.Many2one(
        "school.appraisal.school", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="school_id.company_id", store=True)
    staff_group_ids = fields.Many2many(
        "school.appraisal.staff.group",
        "school_appraisal_cycle_staff_group_rel",
        "cycle_id",
        "staff_group_id",
        domain="[('policy_id', '=', policy_id)]",
        string="Staff groups",
    )
    date_start = fields.Date(required=True, string="Starts on")
    date_end = fields.Date(required=True, string="Ends on")
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        default="draft",
        copy=False,
    )

    is_head = fields.Boolean(compute="_compute_buttons")
    can_open = fields.Boolean(compute="_compute_buttons")
    can_launch = fields.Boolean(compute="_compute_buttons")
    can_prepare = fields.Boolean(compute="_compute_buttons")
    has_team_review = fields.Boolean(compute="_compute_buttons")

    _dates_ordered = models.Constraint(
        "CHECK(date_start < date_end)", "A cycle ends after it starts."
    )

    @api.depends("state", "school_id.head_user_id", "staff_group_ids")
    @api.depends_context("uid")
    def _compute_buttons(self):
        for cycle in self:
            cycle.is_head = bool(cycle.school_id) and cycle.school_id._is_head()
            cycle.can_open = cycle.is_head and cycle.state == "draft"
            cycle.can_launch = not cycle._get_launch_blocker()
            cycle.can_prepare = not cycle._get_prepare_blocker()
            cycle.has_team_review = any(cycle.staff_group_ids.mapped("team_review"))

    @api.constrains("policy_id", "staff_group_ids")
    def _check_staff_groups(self):
        for cycle in self:
            if cycle.staff_group_ids.policy_id - cycle.policy_id:
                raise ValidationError(
                    self.env._(
                        "%s: its staff groups must belong to its policy.", cycle.name
                    )
                )

    def write(self, vals):
        """Once open, only the name of a cycle changes: its appraisals follow
        its policy and dates."""
        if vals.keys() & (self._open_fields - {"name"}):
            for cycle in self.filtered(lambda cycle: cycle.state != "draft"):
                raise UserError(
                    self.env._(
                        "%s is open: its policy, school, staff groups and dates "
                        "are settled.",
                        cycle.name,
                    )
                )
        return super().write(vals)

    # ACTIONS

    def _get_open_blocker(self):
        if not self.is_head:
            return self.env._("only the head of the school opens a cycle.")
        if self.state != "draft":
            return self.env._("this cycle was opened already.")
        if not self.staff_group_ids:
            return self.env._("choose at least one staff group first.")
        return False

    def action_open(self):
        """The head opens the year."""
        self._check_can("open")
        # sudo: a head only reads the configuration.
        self.sudo()._with_pass().write({"state": "open"})

    def _get_close_blocker(self):
        if not self.is_head:
            return self.env._("only the head of the school closes a cycle.")
        if self.state != "open":
            return self.env._("only an open cycle can be closed.")
        running = self.env["school.appraisal"].search_count(
            [
                ("cycle_id", "=", self.id),
                ("state", "not in", OVER),
            ]
        )
        if running:
            return self.env._("%s appraisals of it are not closed yet.", running)
        return False

    def action_close(self):
        """The head closes the year when every appraisal is closed."""
        self._check_can("close")
        # sudo: a head only reads the configuration.
        self.sudo()._with_pass().write({"state": "closed"})

    # LAUNCH

    def _get_launch_blocker(self):
        if self.adds_as_manager and self.state == "open":
            return False
        return self._get_prepare_blocker()

    def _get_prepare_blocker(self):
        """Who fills a year: people, their plans, papers of earlier years."""
        school = self.school_id
        if not school or not (school._is_head() or school._is_chair()):
            return self.env._(
                "only the head of the school adds people, plans and earlier papers."
            )
        if self.state != "open":
            return self.env._(
                "people, plans and earlier papers are added to an open cycle only."
            )
        return False

    def action_import_plans(self):
        """The dialog is saved first: the empty file to fill in hangs on it."""
        self._check_can("prepare")
        dialog = self.env["school.appraisal.plan.import"].create({"cycle_id": self.id})
        return dialog._reopen()

    def _obstacles(self, staff, terms=None):
        """{staff id: (why no appraisal can be made, whether the head may make one
        all the same and say why)}, for those who have none.

        :param dict terms: as in ``launch``
        """
        self.ensure_one()
        terms = terms or {}
        # Who has passed induction or probation meanwhile comes in (CT §2.1).
        day = max(self.date_start, fields.Date.context_today(self))
        obstacles = staff._exclusions(day)
        # sudo: HR's own fields decide who is in; the head sees the reasons.
        staff_sudo = staff.sudo()
        present = set(self._present_employees(staff_sudo.employee_id).ids)
        ended = set(self._ended_employees(staff_sudo.employee_id).ids)
        for person in staff_sudo:
            if reason := self._obstacle(person, terms.get(person.id, {}), present):
                obstacles[person.id] = reason, False
            elif person.employee_id.id in ended and person.id not in obstacles:
                obstacles[person.id] = self.env._("the year was ended here"), True
        return obstacles

    def _present_employees(self, employees):
        """Those of these employees who have an appraisal in this cycle."""
        # sudo: the head may not read all of them; only who is in is told.
        return (
            self.env["school.appraisal"]
            .sudo()
            .search_fetch(
                [
                    ("cycle_id", "=", self.id),
                    ("employee_id", "in", employees.ids),
                    ("state", "!=", "cancelled"),
                ],
                ["employee_id"],
            )
            .employee_id
        )

    def _ended_employees(self, employees):
        """Those of these employees for whom it was decided that their year ends: they
        left, or went to another school."""
        # sudo: the circle of that year reads why; here only whether.
        return (
            self.env["school.appraisal.change"]
            .sudo()
            .search(
                [
                    ("decision", "=", "ends"),
                    ("appraisal_id.cycle_id", "=", self.id),
                    ("appraisal_id.employee_id", "in", employees.ids),
                ]
            )
            .appraisal_id.employee_id
        )

    def _obstacle(self, person, term, present):
        """Why this person cannot be in this cycle, whatever the policy says of him,
        or False."""
        if person.school_id != self.school_id:
            return self.env._("works at another school")
        if person.staff_group_id not in self.staff_group_ids:
            return self.env._("staff group not in this cycle")
        if person.employee_id.id in present:
            return self.env._("has an appraisal in this cycle")
        if person.user_id == self.env.user:
            return self.env._("your own appraisal is started by somebody else")
        if not self._allows_dates(self._terms_of(person, term)):
            return self.env._("its dates are not in order, or not near this cycle")
        return False

    def _launch_refusals(self, staff, terms=None):
        """{staff id: why no appraisal can be made}, for those refused.

        :param dict terms: as in ``launch``
        """
        return self._not_overcome(self._obstacles(staff, terms), terms)

    @api.model
    def _not_overcome(self, obstacles, terms):
        """Of these obstacles, those that the head gave no reason to pass over."""
        terms = terms or {}
        return {
            key: reason
            for key, (reason, choice) in obstacles.items()
            if not (choice and (terms.get(key, {}).get("reason") or "").strip())
        }

    def _allows_dates(self, term):
        """Whether an appraisal of this cycle may have these dates: a first one may
        begin up to a year earlier, to fall into line (TM §7.3, KM §4.1)."""
        start, end = term["date_start"], term["date_end"]
        return self.date_start - relativedelta(years=1) < start < end <= self.date_end

    def _user_obstacles(self, staff, terms=None):
        """The same for who adds people by hand."""
        obstacles = self._obstacles(staff, terms)
        if self.adds_as_manager:
            obstacles = self._as_told_to_manager(obstacles, staff)
        # sudo: only whether it is the head's own year decides.
        for person in staff.sudo():
            if reason := self._user_refusal(person):
                obstacles[person.id] = reason, False
        return obstacles

    def _user_refusal(self, person):
        """Why the current user cannot add this person, or False: the head's own year
        is started by the chair of governors, everybody else's by the head."""
        of_head = self._is_of_head(person)
        if not of_head and self.adds_as_manager and self._is_of_own_team(person):
            return False
        if of_head and not self.school_id._is_chair():
            return self.env._("the chair of governors adds the head")
        if not of_head and not self.school_id._is_head():
            return self.env._("the head adds the staff")
        return False

    def _staff_to_add(self):
        """Staff facts of all who could be in this cycle, with the superuser's
        rights; for the chair of governors the head's alone, for a line manager those
        of the own team."""
        # sudo: the chair reads no staff facts; who may add whom is filtered here.
        staff = (
            self.env["school.appraisal.staff"]
            .sudo()
            .search(
                [
                    ("school_id", "=", self.school_id.id),
                    ("staff_group_id", "in", self.staff_group_ids.ids),
                ]
            )
        )
        if not self.school_id._is_head():
            staff = staff.filtered(lambda person: not self._user_refusal(person))
        return staff.sorted(lambda person: person.employee_id.name)

    @api.private
    def launch(self, reviewer_by_staff, terms=None):
        """Give each of these people an appraisal in this cycle.

        :param dict reviewer_by_staff: {staff id: reviewer's user id}
        :param dict terms: {staff id: {``date_start``, ``date_end`` where the person's
            dates are not the cycle's; ``reason`` why somebody is in whom the policy
            normally leaves out (CT §2.1)}}
        :return: the new appraisals
        :raises UserError: naming each person who cannot have one, and why;
            then none is made
        """
        self.ensure_one()
        self._check_can("launch")
        staff = self.env["school.appraisal.staff"].browse(reviewer_by_staff)
        # sudo: the head starts appraisals of people whose HR file he may not
        # read, and only here; the checks are made as himself.
        staff_sudo = staff.sudo()
        # Read together: the logins of a whole staff.
        users = self.env["res.users"].sudo().browse(reviewer_by_staff.values())
        reviewers = dict(zip(staff_sudo, users, strict=True))
        refusals = self._refusals(reviewers, terms)
        if refusals:
            raise UserError(
                self.env._("Nobody was added. Leave out or correct first:\n")
                + "\n".join(
                    f"• {person.employee_id.name}: {refusals[person.id]}"
                    for person in staff_sudo
                    if person.id in refusals
                )
            )
        return self._make_appraisals(reviewers, terms)

    def _refusals(self, reviewers, terms=None):
        """{staff id: why the current user cannot start this appraisal}, for those
        refused.

        :param dict reviewers: {staff facts: reviewer}, both as the superuser
        """
        staff = self.env["school.appraisal.staff"].union(*reviewers)
        refusals = self._not_overcome(self._user_obstacles(staff, terms), terms)
        users = self.env["res.users"].union(*reviewers.values())
        counts = self._count_reviews(users)
        for person, reviewer in reviewers.items():
            if person.id in refusals:
                continue
            count = counts[reviewer.id] + 1
            reason = self._reviewer_refusal(person.user_id, reviewer)
            reason = reason or self._manager_refusal(person, reviewer)
            reason = reason or self._count_refusal(
                person.staff_group_id, reviewer, count
            )
            if reason:
                refusals[person.id] = reason
            else:
                counts[reviewer.id] = count
        return refusals

    def _count_refusal(self, staff_group, reviewer, count):
        """Why this user takes no more reviews in this cycle, or False."""
        if staff_group.reviews_max_mode == "warn" or not (
            staff_group._has_too_many_reviews(reviewer, count, self.school_id)
        ):
            return False
        return self.env._(
            "%(name)s has %(most)s reviews in this cycle already, the most that the "
            "policy allows",
            name=reviewer.name,
            most=staff_group.reviews_max,
        )

    def _count_reviews(self, reviewers):
        """A counter {user id: how many he reviews in this cycle}."""
        # sudo: whoever chooses reviewers need not read their other reviews.
        rows = (
            self.env["school.appraisal"]
            .sudo()
            ._read_group(
                [
                    ("cycle_id", "=", self.id),
                    ("reviewer_id", "in", reviewers.ids),
                    ("state", "!=", "cancelled"),
                ],
                ["reviewer_id"],
                ["__count"],
            )
        )
        return Counter({reviewer.id: count for reviewer, count in rows})

    def _suggested_reviewer(self, person):
        """Whom the list of people names as reviewer of this person (with the
        superuser's rights) until the head chooses another; nobody is empty. Who adds
        the own team reviews it, unless the policy has the head do so."""
        head = self.school_id.head_user_id
        if self.adds_as_manager and person.staff_group_id.reviewer_default != "head":
            return self.env.user
        match person.staff_group_id.reviewer_default:
            case "head":
                return head
            case "manager":
                return person.employee_id.parent_id.user_id or head
        return head.browse()

    def action_add_people(self):
        """Open the list of who gets an appraisal in these cycles: the one that the
        user has begun, brought up to date, or a new one."""
        self._check_can("launch")
        Launch = self.env["school.appraisal.launch"]
        launch = Launch.search(
            [("user_id", "=", self.env.uid), ("cycle_ids", "in", self.ids)]
        ).filtered(lambda launch: launch.cycle_ids == self)[:1]
        if not launch:
            launch = Launch.create({"cycle_ids": [Command.set(self.ids)]})
        elif launch.state != "running":
            launch._list_people()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "school_appraisal.appraisal_launch_action"
            ),
            "res_id": launch.id,
        }

    @api.model
    def _reviewer_refusal(self, reviewee, reviewer):
        """Why this user cannot review that one, or those of a team; or False."""
        if not reviewer:
            return self.env._("no reviewer chosen")
        if reviewer in reviewee:
            return self.env._("nobody reviews himself")
        if not reviewer.active or reviewer.share or not reviewer._is_internal():
            return self.env._("the reviewer has no login as a member of staff")
        return False

    def _is_of_head(self, person):
        """Whether these staff facts are the present head's."""
        # sudo: only whether it is the head's own record is told.
        return person.employee_id == self.sudo().school_id.head_id

    def _make_appraisals(self, reviewers, terms=None):
        terms = terms or {}
        # sudo: the head starts appraisals, whose people and earlier years he
        # need not read; who may be added was checked as himself.
        cycle = self.sudo()
        employees = self.env["hr.employee"].union(*(p.employee_id for p in reviewers))
        previous = self._previous_appraisals(employees)
        head_user = cycle.school_id.head_user_id
        # sudo: nobody has rights to make appraisals by hand.
        appraisals = (
            self.env["school.appraisal"]
            .sudo()
            ._with_pass()
            .create(
                [
                    {
                        "employee_id": employee.id,
                        "job_title": employee.job_title,
                        "cycle_id": cycle.id,
                        "staff_group_id": person.staff_group_id.id,
                        "reviewee_user_id": employee.user_id.id,
                        "reviewer_id": reviewer.id,
                        "head_user_id": head_user.id,
                        "of_head": cycle._is_of_head(person),
                        **cycle._terms_of(person, terms.get(person.id, {})),
                        "previous_appraisal_id": previous.get(employee.id),
                    }
                    for person, reviewer in reviewers.items()
                    for employee in person.employee_id
                ]
            )
        )
        purpose = self.env._("Appraisal started: %s", cycle.name)
        (appraisals | appraisals._years_to_review())._sync_access(purpose)
        appraisals._prepare_plan_statement()
        appraisals._carry_objectives_over()
        appraisals._sync_deadlines()
        return appraisals.with_env(self.env)

    def _terms_of(self, person, term):
        """Dates of a person's appraisal, and why it is an exception."""
        start, end = person._fitted_dates(self.date_start, self.date_end)
        return {
            "date_start": term.get("date_start") or start,
            "date_end": term.get("date_end") or end,
            "exception_reason": (term.get("reason") or "").strip(),
        }

    def _previous_appraisals(self, employees):
        """{employee id: id of the appraisal of the last earlier cycle}."""
        # sudo: the head may have come after that year; only the link is kept.
        earlier = (
            self.env["school.appraisal"]
            .sudo()
            .search_fetch(
                [
                    ("employee_id", "in", employees.ids),
                    # Another school's year is not shown to this school's head.
                    ("school_id", "=", self.school_id.id),
                    ("date_start", "<", self.date_start),
                    ("state", "!=", "cancelled"),
                ],
                ["employee_id"],
                order="date_start, id",
            )
        )
        return {appraisal.employee_id.id: appraisal.id for appraisal in earlier}

    def _next_cycle(self, staff_group):
        """The open cycle of this school that follows this one for a staff
        group; empty where there is none yet."""
        self.ensure_one()
        return self.search(
            [
                ("school_id", "=", self.school_id.id),
                ("state", "=", "open"),
                ("date_start", ">", self.date_start),
                ("staff_group_ids", "in", staff_group.ids),
            ],
            order="date_start",
            limit=1,
        )
