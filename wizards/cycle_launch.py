from odoo import Command, api, fields, models


class AppraisalCycleLaunch(models.TransientModel):
    """The head picks the people of a cycle, and the reviewer of each; the chair
    of governors does so for the head.

    Everybody of the school and the staff groups is listed: those who are left
    out with the reason.
    """

    _name = "school.appraisal.cycle.launch"
    _inherit = ["school.appraisal.values"]
    _description = "Add people to a cycle"

    cycle_id = fields.Many2one(
        "school.appraisal.cycle", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many(
        "school.appraisal.cycle.launch.line",
        "launch_id",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    count_in = fields.Integer(compute="_compute_counts")
    count_out = fields.Integer(compute="_compute_counts")

    @api.depends("cycle_id")
    def _compute_line_ids(self):
        for launch in self:
            launch.line_ids = [Command.clear()] + [
                Command.create(values)
                for values in self._prepare_lines(launch.cycle_id)
            ]

    @api.depends("line_ids.included")
    def _compute_counts(self):
        for launch in self:
            launch.count_in = len(launch.line_ids.filtered("included"))
            launch.count_out = len(launch.line_ids) - launch.count_in

    @api.model
    def _prepare_lines(self, cycle):
        if not cycle:
            return []
        cycle._check_can("launch")
        staff = cycle._staff_to_add()
        refusals = cycle._user_refusals(staff)
        # Whom the head may add all the same, if he says why.
        excepted = cycle._user_refusals(
            staff, {person.id: {"reason": "any"} for person in staff}
        )
        return [
            {
                "staff_id": person.id,
                "employee_id": person.employee_id.id,
                "job_title": person.employee_id.job_title,
                "refusal": refusals.get(person.id),
                "normally": person.id in refusals and person.id not in excepted,
                "included": person.id not in refusals,
                "reviewer_id": (
                    person.employee_id.parent_id.user_id or cycle.school_id.head_user_id
                ).id,
            }
            for person in staff
        ]

    def action_launch(self):
        """Start the appraisals of those included."""
        lines = self.line_ids.filtered("included")
        self.cycle_id.launch(
            {line.staff_id.id: line.reviewer_id.id for line in lines},
            {
                line.staff_id.id: {
                    "date_start": line.date_start,
                    "date_end": line.date_end,
                    "reason": line.reason,
                }
                for line in lines
            },
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "school_appraisal.appraisal_action_school"
        )
