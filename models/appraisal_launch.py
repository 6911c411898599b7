from odoo import api, fields, models
from odoo.exceptions import UserError

# So many are started while the head looks on; of more, a job takes charge.
AT_ONCE = 50
# So many are started in one transaction: what is lost when the server stops.
BATCH = 400
# A list that nobody has worked on for so long is thrown away: its reasons say
# something of people.
KEPT_DAYS = 30


class AppraisalLaunch(models.Model):
    """The list of who gets an appraisal in a cycle, or in the cycles of several
    schools in one go.

    ============  =====================================================
    made by       the head, from the cycle; the chair of governors for
                  the head's own year; a line manager whom the head lets
                  add the own team
    lists         everybody of the schools and staff groups, with a
                  suggested reviewer, and who is left out with the reason
    fixed by      who made it, until it is started; nobody else reads it
    started       a few people at once; a whole staff in parts by a job,
                  which goes on where it was stopped
    again         adds those who have joined since
    ============  =====================================================

    It says who is to have an appraisal, and is thrown away some weeks later. The
    appraisals themselves do not refer to it.
    """

    _name = "school.appraisal.launch"
    _inherit = ["school.appraisal.guard"]
    _description = "People to add to cycles"
    _order = "id desc"

    _open_fields = frozenset({"line_ids"})
    _once_fields = frozenset({"cycle_ids"})

    cycle_ids = fields.Many2many(
        "school.appraisal.cycle",
        "school_appraisal_launch_cycle_rel",
        "launch_id",
        "cycle_id",
        "Cycles",
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Started by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Being prepared"), ("running", "Under way"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    line_ids = fields.One2many("school.appraisal.launch.line", "launch_id", "People")
    count_in = fields.Integer("To start", compute="_compute_counts")
    count_out = fields.Integer("Left out", compute="_compute_counts")
    count_done = fields.Integer("Started", compute="_compute_counts")
    count_refused = fields.Integer("Refused", compute="_compute_counts")
    count_all = fields.Integer("In all", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    by_manager = fields.Boolean(compute="_compute_by_manager")
    can_launch = fields.Boolean(compute="_compute_can_launch")

    @api.depends("cycle_ids.name", "cycle_ids.school_id.name")
    def _compute_display_name(self):
        for launch in self:
            launch.display_name = ", ".join(
                f"{cycle.name} ({cycle.school_id.name})" for cycle in launch.cycle_ids
            )

    @api.depends("line_ids.included", "line_ids.state")
    def _compute_counts(self):
        counts = {
            (launch.id, included, state): count
            for launch, included, state, count in self.env[
                "school.appraisal.launch.line"
            ]._read_group(
                [("launch_id", "in", self.ids)],
                ["launch_id", "included", "state"],
                ["__count"],
            )
        }
        for launch in self:

            def count(included, *states, key=launch._origin.id):
                return sum(counts.get((key, included, state), 0) for state in states)

            launch.count_done = count(True, "done")
            launch.count_refused = count(True, "refused")
            launch.count_in = count(True, "waiting", "refused")
            launch.count_out = count(False, "waiting", "refused", "done")
            launch.count_all = launch.count_done + count(True, "waiting")
            launch.progress = 100 * launch.count_done / (launch.count_all or 1)

    @api.depends("cycle_ids.adds_as_manager")
    @api.depends_context("uid")
    def _compute_by_manager(self):
        """Whether the user adds the own team alone, in all of these cycles."""
        for launch in self:
            cycles = launch.cycle_ids
            launch.by_manager = bool(cycles) and all(cycles.mapped("adds_as_manager"))

    @api.depends("state", "line_ids.included", "line_ids.state")
    @api.depends_context("uid")
    def _compute_can_launch(self):
        for launch in self:
            launch.can_launch = not launch._get_launch_blocker()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_guarded(vals.keys() & {"line_ids"})
        launches = super().create(vals_list)
        for launch in launches:
            if not launch.cycle_ids:
                raise UserError(self.env._("Choose the cycle to add people to."))
            launch._list_people()
        return launches

    @api.autovacuum
    def _gc_forgotten(self):
        """Nobody is reminded for years of who was left out, and why."""
        day = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        forgotten = self.search([("state", "!=", "running"), ("write_date", "<", day)])
        recent = forgotten.line_ids.filtered(lambda line: line.write_date >= day)
        (forgotten - recent.launch_id).unlink()

    # THE LIST

    def _get_list_blocker(self):
        if self.user_id != self.env.user:
            return self.env._("somebody else is working on it.")
        if self.state == "running":
            return self.env._("it is under way.")
        return False

    def action_list(self):
        """Look again: who has joined, whose reason is gone. What was fixed by hand
        stays."""
        self._check_can("list")
        self._list_people()

    def _list_people(self):
        for launch in self:
            launch.cycle_ids._check_can("launch")
            for cycle in launch.cycle_ids:
                launch._list_people_of(cycle)

    def _list_people_of(self, cycle):
        """Bring the lines of one cycle up to date."""
        staff = cycle._staff_to_add()
        obstacles = cycle._user_obstacles(staff)
        # sudo: nobody makes or takes away lines by hand.
        lines = self.sudo().line_ids.filtered(lambda line: line.cycle_id == cycle)
        lines.filtered(
            lambda line: line.state != "done" and line.staff_id not in staff
        ).unlink()
        lines = {line.staff_id: line for line in lines.exists()}
        for person, line in lines.items():
            if person in staff:
                line._bring_up_to_date(*obstacles.get(person.id, (False, False)))
        # sudo: as above.
        self.env["school.appraisal.launch.line"].sudo()._with_pass().create(
            [
                {
                    "launch_id": self.id,
                    "cycle_id": cycle.id,
                    "staff_id": person.id,
                    "name": person.employee_id.name,
                    "job_title": person.employee_id.job_title,
                    "of_head": cycle._is_of_head(person),
                    "by_manager": cycle.adds_as_manager,
                    "refusal": obstacles.get(person.id, (False,))[0],
                    "normally": person.id in obstacles and obstacles[person.id][1],
                    "included": person.id not in obstacles,
                    "reviewer_id": cycle._suggested_reviewer(person).id,
                }
                for person in staff
                if person not in lines
            ]
        )

    # THE START

    def _get_launch_blocker(self):
        if reason := self._get_list_blocker():
            return reason
        if not self.count_in:
            return self.env._("nobody in the list is to be added.")
        return False

    def action_launch(self):
        """Start the appraisals of those who are in: a few at once, a whole staff by
        the job, which is called at once."""
        self.ensure_one()
        self._check_can("launch")
        # sudo: what becomes of a line is not written by hand.
        lines = self.sudo().line_ids.filtered(
            lambda line: line.included and line.state != "done"
        )
        lines._with_pass().write({"state": "waiting"})
        self._set_state("running")
        if len(lines) <= AT_ONCE:
            while self._start_next():
                pass
        else:
            # sudo: whoever starts a whole staff calls the job.
            self.env.ref("school_appraisal.ir_cron_launch").sudo()._trigger()

    def action_look(self):
        """Show how far it is: the page is read anew."""
        self.check_access("read")

    def _get_stop_blocker(self):
        if self.user_id != self.env.user:
            return self.env._("somebody else is working on it.")
        if self.state != "running":
            return self.env._("it is not under way.")
        return False

    def action_stop(self):
        """Leave the others for later. The appraisals that were started stay."""
        self._check_can("stop")
        self._set_state("draft")

    def _set_state(self, state):
        # sudo: the state changes only through actions, after their check.
        self.sudo()._with_pass().write({"state": state})

    @api.model
    def _cron_start(self):
        """Start what waits, in parts. What is made and what the list says of it is
        one transaction: a server that is stopped loses a part and does nothing
        twice."""
        Cron = self.env["ir.cron"]
        running = self.search([("state", "=", "running")], order="id")
        Cron._commit_progress(
            remaining=self.env["school.appraisal.launch.line"].search_count(
                running._waiting_domain()
            )
        )
        for launch in running:
            while launch.state == "running":
                if not Cron._commit_progress(launch._start_next()):
                    return

    def _waiting_domain(self):
        return [
            ("launch_id", "in", self.ids),
            ("included", "=", True),
            ("state", "=", "waiting"),
        ]

    def _start_next(self):
        """Start the next part as whoever started the launch; nobody left, it is
        done.

        :return: how many lines were seen to
        """
        self.ensure_one()
        # sudo: the job has no rights of its own; the lines act as their user.
        lines = self.env["school.appraisal.launch.line"].sudo()
        lines = lines.search(self._waiting_domain(), order="id", limit=BATCH)
        lines = lines.filtered(lambda line: line.cycle_id == lines[0].cycle_id)
        if not lines:
            self._set_state("done")
            return 0
        # sudo: whose rights count is a fact of the launch.
        user = self.sudo().user_id
        lines.with_user(user).with_context(lang=user.lang)._start()
        return len(lines)
