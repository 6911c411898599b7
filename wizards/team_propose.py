from odoo import fields, models


class AppraisalTeamPropose(models.TransientModel):
    """The head asks people of one cycle whether they want to be reviewed together
    (WP §4). Nothing changes before all of them have consented."""

    _name = "school.appraisal.team.propose"
    _inherit = ["school.appraisal.values"]
    _description = "Propose a team review"

    cycle_id = fields.Many2one(
        "school.appraisal.cycle", required=True, ondelete="cascade", string="Year"
    )
    team_name = fields.Char("Team", required=True, help="As the forms will call it.")
    reviewer_id = fields.Many2one(
        "res.users",
        required=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
        help="Plans and reviews with the whole team.",
    )
    appraisal_ids = fields.Many2many(
        "school.appraisal",
        "school_appraisal_team_propose_rel",
        string="Members",
        domain="[('cycle_id', '=', cycle_id), ('state', '=', 'planning'), "
        "('team_id', '=', False), ('joined_team_id', '=', False), "
        "('staff_group_id.team_review', '=', True)]",
    )

    def action_propose(self):
        """Ask them."""
        team = self.env["school.appraisal.team"].propose(
            self.team_name, self.reviewer_id, self.appraisal_ids
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Team review"),
            "res_model": team._name,
            "res_id": team.id,
            "views": [(False, "form")],
        }
