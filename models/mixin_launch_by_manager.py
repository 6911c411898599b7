from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class AppraisalLaunchByManager(models.AbstractModel):
    """Line managers whom the head lets add their own team to a cycle.

    ============  =======================================================
    let in by     the head, by name, for one cycle; never by himself
    adds          people of the own team whom nobody else reviewed last,
                  with himself as reviewer, or with whom the policy wants
    learns        who is in; of who is left out, nothing but to ask the head
    never         who keeps employees or staff facts: he could move anybody
                  into his team first
    ============  =======================================================

    Everything else of a launch is as for the head.
    """

    _name = "school.appraisal.launch.by.manager"
    _description = "Appraisal: line managers who add their team"

    launcher_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_cycle_launcher_rel",
        "cycle_id",
        "user_id",
        "Line managers who add their team",
        readonly=True,
        copy=False,
    )
    adds_as_manager = fields.Boolean(
        "The user adds the own team, and no more", compute="_compute_adds_as_manager"
    )

    # THE HEAD

    def _get_let_launch_blocker(self):
        if not self.is_head:
            return self.env._("only the head of the school lets managers add people.")
        if self.state != "open":
            return self.env._(
                "people, plans and earlier papers are added to an open cycle only."
            )
        return False

    @api.private
    def let_launch(self, users):
        """Let these line managers, and nobody else, add their own team.

        :raises UserError: naming who cannot be let in, and why
        """
        self.ensure_one()
        self._check_can("let_launch")
        # sudo: who is a member of staff, and what he keeps, is no secret.
        for user in users.sudo():
            if not user._is_internal() or user.share:
                self._refuse(self.env._("%s is no member of staff.", user.name))
            if self._keeps_people(user):
                self._refuse(
                    self.env._(
                        "%s keeps employees or staff facts, and so could move anybody "
                        "into the own team. Add those people yourself.",
                        user.name,
                    )
                )
        # sudo: a head only reads the configuration.
        named = [Command.set(users.ids)]
        self.sudo()._with_pass().write({"launcher_user_ids": named})
        # The menu that they start from is kept in a cache, for each login.
        self.env.registry.clear_cache()

    # THE MANAGER

    @api.model
    def _as_manager_domain(self):
        return [("state", "=", "open"), ("launcher_user_ids", "in", self.env.uid)]

    def action_add_team(self):
        """The list of the user's own people, for the cycles that he may add them to;
        of these, where some are given."""
        cycles = self.search(self._as_manager_domain())
        if self:
            cycles &= self
        if not cycles:
            raise UserError(
                self.env._(
                    "The head of the school names the line managers who add their "
                    "team to a cycle. Ask the head to add your people, or to name you."
                )
            )
        return cycles.action_add_people()

    @api.depends("launcher_user_ids", "school_id")
    @api.depends_context("uid")
    def _compute_adds_as_manager(self):
        user = self.env.user
        for cycle in self:
            cycle.adds_as_manager = (
                user in cycle.launcher_user_ids
                and not self._keeps_people(user)
                and not (cycle.school_id._is_head() or cycle.school_id._is_chair())
            )

    @api.model
    def _keeps_people(self, user):
        return self.env["school.appraisal"]._names_managers(user)

    def _is_of_own_team(self, person):
        """Whether the user manages this person (staff facts, as the superuser)."""
        manager = person.employee_id.parent_id
        if self.env.user in person.further_manager_user_ids:
            return True
        return (
            manager.user_id == self.env.user
            and not manager.resource_id.appraisal_login_doubtful
        )

    def _manager_refusal(self, person, reviewer):
        """Why a line manager cannot name this reviewer, or False."""
        if not self.adds_as_manager:
            return False
        if reviewer == self._suggested_reviewer(person):
            return False
        return self.env._("the head names another reviewer than you")

    def _as_told_to_manager(self, obstacles, staff):
        """Why somebody is left out can be told to the head alone. Nor does a manager
        begin anew what the head has ended in this cycle, or take over from who
        reviewed the person last."""
        # sudo: people and years that the manager need not read; he is told to ask.
        staff, years = staff.sudo(), self.env["school.appraisal"].sudo()
        employees = staff.employee_id
        ended = years.search(
            [("cycle_id", "=", self.id), ("employee_id", "in", employees.ids)]
        ).employee_id
        last = years.browse(self._previous_appraisals(employees).values())
        others = last.filtered(lambda year: year.reviewer_id != self.env.user)
        asked = ended | others.employee_id
        sentence = self.env._("ask the head")
        return {
            person.id: (sentence, False)
            for person in staff
            if person.id in obstacles or person.employee_id in asked
        }
