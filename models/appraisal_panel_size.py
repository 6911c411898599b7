from odoo import api, fields, models


class AppraisalPanelSize(models.Model):
    """A number of governors that may review the head, and how many of them are
    foundation governors at least (KM §4.2, options 1 to 3)."""

    _name = "school.appraisal.panel.size"
    _inherit = ["school.appraisal.group.line"]
    _description = "Size of a review panel"
    _order = "staff_group_id, size, id"

    size = fields.Integer("Governors", required=True, default=2)
    foundation_minimum = fields.Integer("Foundation governors at least")

    _numbers = models.Constraint(
        "CHECK(size > 0 AND foundation_minimum BETWEEN 0 AND size)",
        "A panel has at least one governor, and not more foundation governors.",
    )

    @api.depends("size", "foundation_minimum")
    def _compute_display_name(self):
        for panel in self:
            words = self.env._("%s governors", panel.size)
            if panel.foundation_minimum:
                words = self.env._(
                    "%(panel)s, at least %(minimum)s of them foundation governors",
                    panel=words,
                    minimum=panel.foundation_minimum,
                )
            panel.display_name = words
