from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalSuspension(models.Model):
    """A time in which a year stood still, and why (KM §4.1, CT §8.2, WP §1.2).

    The head writes it by letting the year stand still, and reads it; in the head's own
    year the chair of governors does. Nobody else does, not even the person whose year
    it is: capability and discipline have their own procedure, and what is told there is
    told there. Nobody changes or deletes it.
    """

    _name = "school.appraisal.suspension"
    _inherit = ["school.appraisal.line"]
    _description = "Time of standing still"
    _order = "appraisal_id, date_from desc, id desc"
    _rec_name = None

    _once_fields = frozenset()

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    reason = fields.Text("Why it stood still", required=True, readonly=True)
    date_from = fields.Date("Stood still from", required=True, readonly=True)
    date_to = fields.Date("Went on", readonly=True, help="Empty: it stands still.")
    suspended_by = fields.Many2one(
        "res.users", "Decided by", required=True, readonly=True, ondelete="restrict"
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "A year goes on after it has stood still."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("When and why a year stood still is kept."))

    def _end(self):
        """From today the year does not stand still any more; neither does what the
        head had extended run out meanwhile. To be called as superuser."""
        today = fields.Date.context_today(self)
        for pause in self.filtered(lambda pause: not pause.date_to):
            pause._with_pass().write({"date_to": today})
            pause.appraisal_id.deadline_ids._extend_by_standstill(pause)
