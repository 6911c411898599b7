from odoo import fields, models

# What a row says of its school, under the same names.
SCHOOL_FIELDS = (
    "name",
    "company_id",
    "department_id",
    "head_id",
    "chair_user_id",
    "cpd_coordinator_id",
)


class AppraisalSetupSchool(models.TransientModel):
    """One school with its people: one that is there, or one to be made."""

    _name = "school.appraisal.setup.school"
    _inherit = ["school.appraisal.values"]
    _description = "School to set up"

    setup_id = fields.Many2one(
        "school.appraisal.setup", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        "school.appraisal.school",
        "School that is there",
        readonly=True,
        ondelete="cascade",
    )
    name = fields.Char("School", required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Top department",
        ondelete="cascade",
        help="Its people and those of the departments below belong to the school. "
        "Empty: the whole company.",
    )
    head_id = fields.Many2one("hr.employee", "Headteacher", ondelete="cascade")
    chair_user_id = fields.Many2one(
        "res.users",
        "Chair of governors",
        domain=[("share", "=", False)],
        ondelete="cascade",
        help="Has the head's part in the head's own appraisal (KM §4.2).",
    )
    cpd_coordinator_id = fields.Many2one(
        "res.users",
        "CPD coordinator",
        domain=[("share", "=", False)],
        ondelete="cascade",
    )

    def _values(self):
        """What the row says, as values of its school."""
        self.ensure_one()
        return {name: self[name].id for name in SCHOOL_FIELDS if name != "name"} | {
            "name": self.name.strip()
        }

    def _changes(self):
        """What is to be written: all of a new school, and of one that is there
        what differs from it."""
        values = self._values()
        if not self.school_id:
            return values
        present = self.school_id
        now = {name: present[name].id for name in SCHOOL_FIELDS if name != "name"}
        now["name"] = present.name
        return {name: value for name, value in values.items() if value != now[name]}

    def _area(self):
        return self.company_id, self.department_id

    def _problems(self):
        """Why this row cannot be taken, in sentences."""
        # sudo: companies and whether somebody is still employed are told of the
        # people chosen in the row, also of those whom the user may not read.
        line = self.sudo()
        company, head = line.company_id, line.head_id
        present = line.school_id.company_id
        if company not in self.env.companies or present - self.env.companies:
            yield self.env._(
                "you work without its company %s: switch to it first.", company.name
            )
        if not head:
            yield self.env._("choose its headteacher.")
        elif not head.active:
            yield self.env._("%s is no longer employed.", head.name)
        elif not line._is_above(head.company_id):
            yield self.env._(
                "%(head)s is employed by %(other)s, not by %(company)s.",
                head=head.name,
                other=head.company_id.name,
                company=company.name,
            )
        department = line.department_id
        if department.company_id and not line._is_above(department.company_id):
            yield self.env._(
                "the department %(department)s belongs to %(other)s, not to "
                "%(company)s.",
                department=department.name,
                other=department.company_id.name,
                company=company.name,
            )
        for user in line.chair_user_id | line.cpd_coordinator_id:
            if user.share or not user.active:
                yield self.env._(
                    "%s has no login as a member of staff or governor.", user.name
                )

    def _is_above(self, company):
        """Whether the row's company is this one or a branch of it."""
        return company in self.company_id.parent_ids
