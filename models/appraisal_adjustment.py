from odoo import api, fields, models


class AppraisalAdjustment(models.Model):
    """A reasonable adjustment: what is done differently so that a person can do
    the job, and show it in the appraisal, on equal terms.

    Nobody is asked why. Reviewee and reviewer write it together, all year; the
    head reads it; nobody else does, and no form prints it (WP, checklist).
    """

    _name = "school.appraisal.adjustment"
    _inherit = ["school.appraisal.line"]
    _description = "Reasonable adjustment"
    _order = "appraisal_id, date_from, id"

    _open_fields = frozenset({"name", "date_from", "note"})

    whose = fields.Char(related="appraisal_id.whose", related_sudo=False)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", related_sudo=False)
    name = fields.Text("Adjustment", required=True, help="What is done differently.")
    date_from = fields.Date("From")
    note = fields.Text("How it works", help="What helps, and what is still missing.")

    @api.constrains("appraisal_id")
    def _check_policy(self):
        for adjustment in self:
            # As the user: who may not read the appraisal learns nothing here.
            if adjustment.appraisal_id.team_id:
                adjustment._refuse(
                    self.env._("adjustments stand on each member's own appraisal.")
                )
            if not adjustment.appraisal_id.staff_group_id.adjustments:
                adjustment._refuse(
                    self.env._("this policy records no adjustments here.")
                )
