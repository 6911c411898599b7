from odoo import api, fields, models
from odoo.exceptions import UserError

# What has happened.
EVENTS = [
    ("post", "A new post"),
    ("school", "Moved to another school"),
    ("absence", "Back from a long absence"),
    ("leaving", "Leaves"),
    ("other", "Something else"),
]
# What it means for the year.
DECISIONS = [
    ("goes_on", "It goes on as it is"),
    ("reviewer", "It goes on with another reviewer"),
    ("restart", "It begins again"),
    ("ends", "It ends here"),
]


class AppraisalChange(models.Model):
    """What the head decided when something changed in the middle of a year: a new
    post, a return after a long absence, somebody leaving (TM §7.4, KM §4.1).

    The head makes it through the dialog, which also does what was decided; in the
    head's own year the chair of governors does. The person and the reviewer read it.
    Nobody changes or deletes it.
    """

    _name = "school.appraisal.change"
    _inherit = ["school.appraisal.line"]
    _description = "Decision on a change"
    _order = "appraisal_id, id desc"
    _rec_name = None

    _once_fields = frozenset()

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    event = fields.Selection(EVENTS, "What happened", required=True, readonly=True)
    decision = fields.Selection(
        DECISIONS, "What it means", required=True, readonly=True
    )
    date_from = fields.Date("From", required=True, readonly=True)
    reason = fields.Text("Why", required=True, readonly=True)
    decided_by = fields.Many2one(
        "res.users", "Decided by", required=True, readonly=True, ondelete="restrict"
    )
    new_appraisal_id = fields.Many2one(
        "school.appraisal",
        "Begun instead",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was decided on a change is kept."))
