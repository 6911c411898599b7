from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AppraisalAccessLog(models.Model):
    """Who opened, printed or exported an appraisal, or brought objectives into its
    plan from a file, and when.

    Append-only: nobody has rights to write it, rows are added by the reading
    methods themselves. "Opened" stands at most once a user, record and day;
    each time that somebody prints, exports or imports leaves a row. Read by the
    reviewee (his own record) and the head.
    """

    _name = "school.appraisal.access.log"
    _inherit = ["school.appraisal.values"]
    _description = "Register of access to an appraisal"
    _order = "id desc"
    _rec_name = "event"

    appraisal_id = fields.Many2one(
        "school.appraisal", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    event = fields.Selection(
        [
            ("opened", "Opened"),
            ("printed", "Printed"),
            ("exported", "Exported"),
            ("imported", "Objectives imported"),
        ],
        required=True,
    )
    date = fields.Date(required=True)
    logged_on = fields.Datetime("When", required=True)

    _opened_once = models.UniqueIndex(
        "(appraisal_id, user_id, date) WHERE event = 'opened'"
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of access is never deleted."))

    @api.model
    def _log(self, appraisals, event):
        """Add a row for each of ``appraisals``, in one statement: two people
        opening at the same moment must not fail on the unique index."""
        if event != "printed":
            appraisals = self._not_logged_yet(appraisals, event)
        if not appraisals or self.env.uid == SUPERUSER_ID:
            return
        now = fields.Datetime.now()
        # sudo: nobody has rights to write the register by hand; the query names
        # only whom the session is and what was opened.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %s
                    (appraisal_id, user_id, event, date, logged_on,
                     create_uid, create_date, write_uid, write_date)
                SELECT id, %s, %s, %s, %s, %s, %s, %s, %s
                  FROM unnest(%s) AS id
                ON CONFLICT DO NOTHING
                """,
                SQL.identifier(self._table),
                self.env.uid,
                event,
                now.date(),
                now,
                self.env.uid,
                now,
                self.env.uid,
                now,
                list(appraisals.ids),
            )
        )

    @api.model
    def _not_logged_yet(self, appraisals, event):
        """Those that this transaction has no row of the user for: one form is read,
        or exported, in half a dozen parts. Odoo forgets what is kept here when the
        transaction, or a part of it, ends or is taken back."""
        logged = self.env.cr.precommit.data.setdefault(f"{self._name}.{event}", set())
        fresh = appraisals.filtered(lambda a: (self.env.uid, a.id) not in logged)
        logged.update((self.env.uid, id_) for id_ in fresh.ids)
        return fresh
