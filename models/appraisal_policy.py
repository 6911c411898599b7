from odoo import fields, models


class AppraisalPolicy(models.Model):
    """The rules of one organisation, as data.

    The administrator keeps policies; a cycle runs one. Presets come with the
    addon; a school copies one (with its staff groups) and changes the copy.
    """

    _name = "school.appraisal.policy"
    _inherit = ["school.appraisal.values"]
    _description = "Appraisal policy"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    staff_group_ids = fields.One2many(
        "school.appraisal.staff.group", "policy_id", copy=True, string="Staff groups"
    )
    process_word = fields.Char(
        "Word for the process",
        required=True,
        translate=True,
        default="Performance management",
        help="Stands in headings and on the forms.",
    )
    reviewee_word = fields.Char(
        "Word for the person reviewed", required=True, translate=True
    )
    reviewer_word = fields.Char("Word for the reviewer", required=True, translate=True)
    objective_word = fields.Char("Word for an aim", required=True, translate=True)
    language_ids = fields.Many2many(
        "res.lang",
        "school_appraisal_policy_lang_rel",
        "policy_id",
        "lang_id",
        "Languages of the forms",
        # A preset names a language that the school may not have switched on yet.
        context={"active_test": False},
        help="A person's forms are in the own language where it is one of these, "
        "else in the first. None: in the person's own, whatever it is. Two or more: "
        "they can be printed in all of them at once (WP §1.6).",
    )
    term_months = fields.Integer(
        "Length of a term (months)",
        default=4,
        help="Contracts are measured in terms. TM §1.3 names no length.",
    )
    retention_years = fields.Integer(
        "Keep statements for (years)",
        default=6,
        help="Counted from the end of the cycle (TM §8.2). Until then neither the "
        "statements nor the addon can be removed.",
    )

    _term_months_positive = models.Constraint(
        "CHECK(term_months > 0)", "A term lasts at least one month."
    )
    _retention_years_positive = models.Constraint(
        "CHECK(retention_years >= 0)", "Retention is a number of years, 0 or more."
    )

    def _words(self):
        """What the policy calls things, for forms and headings."""
        return {
            "process": self.process_word or "",
            "reviewee": self.reviewee_word or "",
            "reviewer": self.reviewer_word or "",
            "objective": self.objective_word or "",
        }

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", policy.name)
        return vals_list
