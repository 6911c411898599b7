from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import format_date

from .appraisal_limit import DUTIES, PARTIES, PARTS, PARTY_OF
from .mixin_deadline_watch import STAMPS
from .mixin_people import HEADS

# As far as a head may extend a limit.
EXTENSION_MONTHS = 12


class AppraisalDeadline(models.Model):
    """One duty of one appraisal on the clock.

    ========  ================================================================
    made      by the action that starts the clock: a date is entered, a form is
              shared, an observation is arranged (``_sync_deadlines``)
    moved     with what it is counted from, with the policy's limit, and at
              night with the person's working days and leave
    extended  by the head, with a reason
    met       by the action that does what is asked; in time or late
    seen by   who sees the whole appraisal; what is hidden from somebody for the
              time being (an observation, pay) hides its deadline too
    ========  ================================================================

    Duty and clause stand here as they were: the policy may change later.
    """

    _name = "school.appraisal.deadline"
    _inherit = ["school.appraisal.line", "school.appraisal.deadline.watch"]
    _description = "Deadline"
    _order = "appraisal_id, date_by, id"

    _once_fields = frozenset()

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    limit_id = fields.Many2one(
        "school.appraisal.limit",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
        help="Of the policy; empty where the policy has it no more.",
        string="Limit of the policy",
    )
    observation_id = fields.Many2one(
        "school.appraisal.observation",
        index="btree_not_null",
        readonly=True,
        ondelete="cascade",
    )
    duty = fields.Selection(DUTIES, "What is done", required=True, readonly=True)
    part = fields.Selection(PARTS, "Of", readonly=True)
    party = fields.Selection(PARTIES, "By whom", required=True, readonly=True)
    clause = fields.Char(readonly=True)
    date_from = fields.Date(
        "Counted from", readonly=True, help="Empty: the clock stands still."
    )
    date_due = fields.Date("Due by the policy", readonly=True)
    date_extended = fields.Date("Extended to", readonly=True)
    extension_reason = fields.Text("Why extended", readonly=True)
    extended_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", string="Extended by"
    )
    extended_on = fields.Date(readonly=True, string="Extended on")
    date_by = fields.Date(
        "Due",
        compute="_compute_date_by",
        # It is written by the addon alone.
        compute_sudo=False,
        store=True,
        index=True,
        help="The day that counts, extended or not.",
    )
    met_on = fields.Date(readonly=True, string="Done on")
    standing = fields.Selection(
        [
            ("stopped", "Not running"),
            ("unknown", "No working day found"),
            ("open", "Open"),
            ("late", "Late"),
            ("met", "Done in time"),
            ("met_late", "Done late"),
        ],
        compute="_compute_standing",
    )
    can_extend = fields.Boolean(compute="_compute_can_extend")

    _once = models.UniqueIndex(
        "(appraisal_id, limit_id, COALESCE(part, '')) WHERE observation_id IS NULL",
        "This deadline is there already.",
    )
    _once_per_observation = models.UniqueIndex(
        "(observation_id, limit_id)", "This deadline is there already."
    )

    @api.depends("date_due", "date_extended")
    def _compute_date_by(self):
        for deadline in self:
            due, extended = deadline.date_due, deadline.date_extended
            deadline.date_by = due and max(due, extended or due)

    @api.depends("date_from", "date_by", "met_on")
    def _compute_standing(self):
        today = fields.Date.context_today(self)
        for deadline in self:
            by, met = deadline.date_by, deadline.met_on
            if met:
                late = by and met > by
                deadline.standing = "met_late" if late else "met"
            elif not deadline.date_from:
                deadline.standing = "stopped"
            elif not by:
                deadline.standing = "unknown"
            else:
                deadline.standing = "late" if today > by else "open"

    @api.depends("met_on", "date_by")
    @api.depends_context("uid")
    def _compute_can_extend(self):
        for deadline in self:
            saved = deadline._origin
            deadline.can_extend = saved and not saved._get_extend_blocker()

    # THE HEAD

    def _get_extend_blocker(self):
        # sudo: the roles are the user's own.
        if not self.sudo().appraisal_id._has_role(*HEADS):
            return self.env._("only the head extends a deadline.")
        if self.met_on:
            return self.env._("what it asks for is done.")
        if not self.date_by:
            return self.env._("it is not running.")
        # sudo: a cancelled year is closed for everybody, whoever reads it.
        if self.sudo().appraisal_id.state == "cancelled":
            return self.env._("the appraisal is cancelled.")
        return False

    def action_open_extend(self):
        """The head's dialog."""
        self.ensure_one()
        self._check_can("extend")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.deadline_extend_action"
        )
        return {**action, "context": {"default_deadline_id": self.id}}

    @api.private
    def extend(self, day, reason):
        """The head gives more time, and says why: both sides read it.

        :param date day: the new last day, later than the one that counts now
        :raises UserError: with the reason when that cannot be done
        """
        self.ensure_one()
        self._check_can("extend")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why there is more time."))
        latest = self.date_by + relativedelta(months=EXTENSION_MONTHS)
        if not day or not self.date_by < day <= latest:
            raise UserError(
                self.env._(
                    "Choose a day after %(due)s and not after %(latest)s.",
                    due=format_date(self.env, self.date_by, date_format="d MMMM y"),
                    latest=format_date(self.env, latest, date_format="d MMMM y"),
                )
            )
        # sudo: nobody has rights to write deadlines by hand.
        deadline = self.sudo()._with_pass()
        told = deadline._told()
        deadline._write_and_tell_anew(
            {
                "date_extended": day,
                "extension_reason": reason,
                "extended_by": self.env.uid,
                "extended_on": fields.Date.context_today(self),
            }
        )
        deadline.appraisal_id._sync_deadlines()
        told._end_told()

    def _extend_by_standstill(self, pause):
        """More time that the head gave and that was running is longer by the days on
        which the year stood still."""
        days = pause.date_to - pause.date_from
        for deadline in self.filtered(
            lambda one: (
                not one.met_on
                and one.date_extended
                and one.date_extended >= pause.date_from
            )
        ):
            deadline._with_pass().write(
                {"date_extended": deadline.date_extended + days}
            )

    # WRITTEN BY THE CLOCK

    def _key(self):
        """As ``Run.key``."""
        return (
            self.appraisal_id.id,
            self.limit_id.id,
            self.part,
            self.observation_id.id,
        )

    @api.model
    def _values_of(self, run):
        """What of a new deadline does not change any more."""
        return {
            "appraisal_id": run.appraisal.id,
            "limit_id": run.limit.id,
            "observation_id": run.observation.id,
            "duty": run.limit.duty,
            "part": run.part,
            "party": PARTY_OF[run.limit.duty],
            "clause": run.limit.clause,
        }

    @api.model
    def _create_once(self, vals_list):
        """New deadlines; where somebody else has started one of these clocks at the
        same moment, Odoo does the whole request again, and finds his."""
        try:
            self.create(vals_list)
        except UniqueViolation as error:
            if error.diag.table_name != self._table:
                raise
            raise ConcurrencyError(str(error)) from error

    def _write_changes(self, values):
        changed = {name: new for name, new in values.items() if self[name] != new}
        if changed:
            self._write_and_tell_anew(changed)

    def _write_and_tell_anew(self, values):
        """A deadline on another day is one of which nobody was told yet."""
        before = self.date_by
        self.write(values)
        if self.date_by != before:
            self.write(dict.fromkeys(STAMPS, False))

    def _withdraw(self):
        """Take away deadlines that the policy does not ask for any more; the clock
        of those that the head extended stands still, with his reason."""
        appraisals = self.appraisal_id
        extended = self.filtered("extended_on")._with_pass()
        users = self._told()._told_users()
        extended.write({"date_from": False, "date_due": False})
        (self - extended)._with_pass().unlink()
        appraisals._set_next_deadline()
        self._renew_tasks(users)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        if not self._has_pass():
            raise UserError(self.env._("Deadlines are not deleted."))
