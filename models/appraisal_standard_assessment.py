from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalStandardAssessment(models.Model):
    """One standard, or one competence of the job, assessed in one year (TM
    §1.7). The reviewer writes it; the reviewee reads it with the shared
    review statement."""

    _name = "school.appraisal.standard.assessment"
    _inherit = ["school.appraisal.line"]
    _description = "Assessment of a standard"
    _order = "appraisal_id, competence desc, standard_id, id"

    _open_fields = frozenset({"assessment", "competence"})
    _once_fields = frozenset({"appraisal_id", "standard_id"})

    standard_id = fields.Many2one("school.appraisal.standard", ondelete="restrict")
    competence = fields.Char("Competence of the job")
    assessment = fields.Text()
    shared = fields.Boolean(readonly=True)

    _one_of_both = models.Constraint(
        "CHECK((standard_id IS NULL) != (competence IS NULL))",
        "Assess either a standard or a competence of the job.",
    )
    _one_per_standard = models.UniqueIndex(
        "(appraisal_id, standard_id) WHERE standard_id IS NOT NULL",
        "This standard is assessed already.",
    )

    @api.constrains("competence", "standard_id")
    def _check_allowed(self):
        for line in self:
            group = line.appraisal_id.staff_group_id
            if line.competence and not group.job_competences:
                raise UserError(
                    self.env._(
                        "%s: this policy assesses no competences of the job.",
                        line.display_name,
                    )
                )
            if line.standard_id.set_id != group.standard_set_id and line.standard_id:
                raise UserError(
                    self.env._(
                        "%s: choose one of the policy's standards.", line.display_name
                    )
                )

    def _open_for_edit(self):
        self._check_in_review()
        return super()._open_for_edit()

    def _statement_kinds(self):
        return ("review",)
