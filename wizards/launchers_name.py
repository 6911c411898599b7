from odoo import Command, api, fields, models


class AppraisalLaunchersName(models.TransientModel):
    """The head names the line managers who may add their own team to a cycle, and
    takes back the names of others."""

    _name = "school.appraisal.launchers.name"
    _inherit = ["school.appraisal.dialog"]
    _description = "Let line managers add people"

    cycle_id = fields.Many2one(
        "school.appraisal.cycle", required=True, readonly=True, ondelete="cascade"
    )
    user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_launchers_name_rel",
        string="Line managers",
        domain=[("share", "=", False)],
        compute="_compute_user_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("cycle_id")
    def _compute_user_ids(self):
        for dialog in self:
            named = dialog.cycle_id.launcher_user_ids
            dialog.user_ids = [Command.set(named.ids)]

    def action_name(self):
        self.ensure_one()
        self.cycle_id.let_launch(self.user_ids)
        return self._forget()
