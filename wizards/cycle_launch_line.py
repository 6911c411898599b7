from odoo import fields, models


class AppraisalCycleLaunchLine(models.TransientModel):
    """One person in the list of a cycle's launch."""

    _name = "school.appraisal.cycle.launch.line"
    _inherit = ["school.appraisal.values"]
    _description = "Person to add to a cycle"

    launch_id = fields.Many2one(
        "school.appraisal.cycle.launch", required=True, index=True, ondelete="cascade"
    )
    staff_id = fields.Many2one(
        "school.appraisal.staff", required=True, ondelete="cascade"
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="cascade")
    job_title = fields.Char("Post", readonly=True)
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
        "res.users", domain=[("share", "=", False)], ondelete="cascade"
    )
