from odoo import api, fields, models

from ..tools.table_file import fold


class AppraisalSetupJob(models.TransientModel):
    """One job at one school, and the staff group of those who do it."""

    _name = "school.appraisal.setup.job"
    _inherit = ["school.appraisal.values"]
    _description = "Job to map to a staff group"
    # Made in the order in which they are to be read.
    _order = "school_id, id"

    setup_id = fields.Many2one(
        "school.appraisal.setup", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        "school.appraisal.school", required=True, ondelete="cascade"
    )
    job_id = fields.Many2one("hr.job", "Known as", ondelete="cascade")
    title = fields.Char()
    name = fields.Char("Job", compute="_compute_name")
    count_all = fields.Integer("Staff", readonly=True)
    count_in = fields.Integer("In", readonly=True)
    count_open = fields.Integer("Not in yet", compute="_compute_count_open")
    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        ondelete="cascade",
        domain="[('policy_id', '=', policy_id)]",
        help="Empty: these people are not appraised.",
        string="Staff group",
    )
    policy_id = fields.Many2one(related="setup_id.policy_id")

    @api.depends("title")
    def _compute_name(self):
        for line in self:
            line.name = line.title or self.env._("No job")

    @api.depends("count_all", "count_in")
    def _compute_count_open(self):
        for line in self:
            line.count_open = line.count_all - line.count_in

    def _key(self):
        self.ensure_one()
        return self.school_id.id, self.job_id.id, fold(self.title or "")

    def _problem(self):
        """Why the staff group of this row cannot be taken, or False."""
        group = self.staff_group_id
        if self.count_open and group and group.policy_id != self.policy_id:
            return self.env._(
                "%(job)s, %(school)s: choose a staff group of %(policy)s, or none.",
                job=self.name,
                school=self.school_id.name,
                policy=self.policy_id.name,
            )
        return False
