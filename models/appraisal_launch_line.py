from collections import Counter

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalLaunchLine(models.Model):
    """One person in the list of a launch: in or left out, why, with which reviewer
    and dates, and what became of it. Who made the list fixes it."""

    _name = "school.appraisal.launch.line"
    _inherit = ["school.appraisal.guard"]
    _description = "Person to add to a cycle"
    _order = "launch_id, cycle_id, name, id"

    _open_fields = frozenset(
        {"included", "reason", "date_start", "date_end", "reviewer_id"}
    )

    launch_id = fields.Many2one(
        "school.appraisal.launch", required=True, index=True, ondelete="cascade"
    )
    cycle_id = fields.Many2one(
        "school.appraisal.cycle", required=True, readonly=True, ondelete="cascade"
    )
    school_id = fields.Many2one(related="cycle_id.school_id")
    staff_id = fields.Many2one(
        "school.appraisal.staff", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char("Person", required=True, readonly=True)
    job_title = fields.Char("Post", readonly=True)
    of_head = fields.Boolean("The head's own", readonly=True)
    by_manager = fields.Boolean("Added by the line manager", readonly=True)
    included = fields.Boolean("In")
    refusal = fields.Char("Why not", readonly=True)
    normally = fields.Boolean(readonly=True, help="The policy leaves the choice.")
    reason = fields.Char(
        "Why all the same",
        help="For whom the policy normally leaves out: say why this person is in.",
    )
    date_start = fields.Date("From", help="Empty: as the policy and the cycle say.")
    date_end = fields.Date("To", help="Empty: as the policy and the cycle say.")
    reviewer_id = fields.Many2one(
        "res.users", domain=[("share", "=", False)], ondelete="restrict"
    )
    warning = fields.Char(
        "To look at",
        compute="_compute_warning",
        help="What the policy has against this reviewer.",
    )
    state = fields.Selection(
        [("waiting", "Not yet"), ("done", "Started"), ("refused", "Refused")],
        "Appraisal",
        required=True,
        readonly=True,
        default="waiting",
    )

    _waiting_idx = models.Index("(launch_id, id) WHERE included AND state = 'waiting'")
    _one_line = models.Constraint(
        "UNIQUE(launch_id, cycle_id, staff_id)", "This person is in the list already."
    )

    @api.depends(
        "launch_id.line_ids.included",
        "launch_id.line_ids.reviewer_id",
        "launch_id.line_ids.state",
    )
    def _compute_warning(self):
        """Over the number, not trained, or missing: of those who are still to be
        started."""
        facts = self.env["school.appraisal.staff"]._by_user(self.reviewer_id)
        # Of the saved lines: one that is filled in must not ask after others.
        for cycle, lines in self.grouped(lambda line: line._origin.cycle_id).items():
            counts = cycle._count_reviews(lines.reviewer_id)
            counts += lines._count_planned()
            for line in lines:
                reviewer = line.reviewer_id.id
                doubts = line._doubts(facts[reviewer], counts[reviewer])
                line.warning = "; ".join(doubts)

    def _count_planned(self):
        """A counter {user id: how many in these lists of one cycle he would review}."""
        rows = self._read_group(
            [
                ("launch_id", "in", self._origin.launch_id.ids),
                ("cycle_id", "in", self._origin.cycle_id.ids),
                ("reviewer_id", "in", self.reviewer_id.ids),
                ("included", "=", True),
                ("state", "!=", "done"),
            ],
            ["reviewer_id"],
            ["__count"],
        )
        return Counter({reviewer.id: count for reviewer, count in rows})

    def _doubts(self, facts, count):
        if not self.included or self.state == "done":
            return []
        if not self.reviewer_id:
            return [self.env._("choose a reviewer")]
        # sudo: the chair reads no staff facts.
        saved = self._origin
        if refusal := saved.cycle_id._manager_refusal(
            saved.sudo().staff_id, self.reviewer_id
        ):
            # Of other reviewers a line manager learns nothing.
            return [refusal]
        group = saved.sudo().staff_id.staff_group_id
        return group._reviewer_doubts(
            self.reviewer_id, facts, count, saved.cycle_id.school_id
        )

    def write(self, vals):
        if not self._has_pass():
            # sudo: what has become of the list, its owner sees.
            for line in self.sudo():
                if line.launch_id.state == "running" or line.state == "done":
                    line._refuse(self.env._("it is started, and not changed any more."))
        return super().write(vals)

    def _bring_up_to_date(self, refusal, normally):
        """What the facts say now; what was chosen by hand stays where it can."""
        values = {"refusal": refusal, "normally": normally}
        if self.state == "done":
            if refusal:
                # Has an appraisal, or may not have another one.
                return
            # It was cancelled, and can be started again (TM §7.4).
            values |= {"state": "waiting", "included": False}
        elif bool(refusal) != bool(self.refusal):
            values |= {"state": "waiting", "included": not refusal}
        if any(self[name] != value for name, value in values.items()):
            self._with_pass().write(values)

    def _terms(self):
        return {
            line.staff_id.id: {
                "date_start": line.date_start,
                "date_end": line.date_end,
                "reason": line.reason,
            }
            for line in self
        }

    def _start(self):
        """Start the appraisals of these lines of one cycle, as the current user. Who
        is refused is named on his line and holds up nobody else."""
        # sudo: staff facts and logins that the user need not read; whom he may add
        # is checked as himself.
        lines_sudo = self.sudo()
        cycle = lines_sudo.cycle_id.with_env(self.env)
        if reason := cycle._get_launch_blocker():
            self._set_outcome(dict.fromkeys(lines_sudo.staff_id.ids, reason))
            return
        reviewers = {line.staff_id: line.reviewer_id for line in lines_sudo}
        terms = lines_sudo._terms()
        refusals = cycle._refusals(reviewers, terms)
        ready = {
            person: reviewer
            for person, reviewer in reviewers.items()
            if person.id not in refusals
        }
        if self._try(cycle, ready, terms):
            # One of them cannot be: the others one by one.
            for person, reviewer in ready.items():
                if reason := self._try(cycle, {person: reviewer}, terms):
                    refusals[person.id] = reason
        self._set_outcome(refusals)

    def _try(self, cycle, reviewers, terms):
        """Start these, all or none; why not, or False."""
        try:
            with self.env.cr.savepoint():
                cycle._make_appraisals(reviewers, terms)
                self.env.flush_all()
        except UserError as error:
            return str(error)
        except IntegrityError as error:
            # Somebody else was quicker.
            return self.env["school.appraisal"]._sql_error_to_message(error)
        return False

    def _set_outcome(self, refusals):
        """Done, but for {staff id: why not}."""
        # sudo: what becomes of a line is not written by hand.
        lines = self.sudo()._with_pass()
        refused = lines.filtered(lambda line: line.staff_id.id in refusals)
        for line in refused:
            line.write({"state": "refused", "refusal": refusals[line.staff_id.id]})
        (lines - refused).write({"state": "done"})
