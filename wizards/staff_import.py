import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .staff_sync import StaffSync


class AppraisalStaffImport(models.TransientModel):
    """The administrator brings a school's employees in line with a staff list.

    The list is a workbook or a CSV file from the school's management information
    system. It is checked as a whole first; a list with a problem changes nothing.
    """

    _name = "school.appraisal.staff.import"
    _inherit = ["school.appraisal.file.import"]
    _description = "Import a staff list"

    school_id = fields.Many2one(
        "school.appraisal.school",
        required=True,
        default=lambda self: self._default_school(),
        ondelete="cascade",
    )
    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        ondelete="cascade",
        help="For new people, where the list has no column “Staff group”. Empty: they "
        "become employees and are not appraised.",
        string="Staff group",
    )
    file = fields.Binary("Staff list")

    def _default_school(self):
        schools = self.env["school.appraisal.school"].search(
            [("company_id", "in", self.env.companies.ids)], limit=2
        )
        return schools if len(schools) == 1 else None

    @api.onchange("school_id", "staff_group_id", "file")
    def _onchange_choice(self):
        return super()._onchange_choice()

    def _file_sync(self):
        return self._sync(
            self.school_id, self.staff_group_id, base64.b64decode(self.file)
        )

    @api.model
    def import_staff_list(self, school_id, staff_group_id, content, check=False):
        """Import a staff list in one call, for the command line and for other systems.

        :param int school_id: the school whose staff it lists
        :param staff_group_id: staff group of new people, or False
        :param str content: the workbook or CSV file, in base64
        :param bool check: only say what would change
        :return: what has changed, in sentences
        :raises UserError: with all the problems of the list; then nothing has changed
        """
        self._check_values(
            {"school_id": school_id, "staff_group_id": staff_group_id, "file": content}
        )
        sync = self._sync(
            self.env["school.appraisal.school"].browse(school_id),
            self.env["school.appraisal.staff.group"].browse(staff_group_id or []),
            base64.b64decode(content or b""),
        )
        sync.plan()
        if not check:
            sync.apply()
        if sync.problems:
            raise UserError(self._problem_text(sync.problems))
        return sync.report()

    @api.model
    def _sync(self, school, staff_group, content):
        self._check_rights(school)
        return StaffSync(school, staff_group, content)

    @api.model
    def _check_rights(self, school):
        """The list is written with the rights of the user, who needs those of both
        offices: contracts belong to HR, appraisal facts to the administrator."""
        user = self.env.user
        if not (
            user.has_group("hr.group_hr_manager")
            and user.has_group("school_appraisal.group_administrator")
        ):
            raise AccessError(
                self.env._(
                    "To import a staff list you need to be an administrator of both "
                    "Employees and School appraisal."
                )
            )
        if school.company_id not in user.company_ids:
            # sudo: who lacks the company is told its name.
            raise AccessError(
                self.env._(
                    "To import the staff list of %(school)s you need access to the "
                    "company %(company)s.",
                    school=school.name,
                    company=school.sudo().company_id.name,
                )
            )
