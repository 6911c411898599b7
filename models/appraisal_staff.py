from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class AppraisalStaff(models.Model):
    """What an appraisal must know of an employee that HR's own fields cannot
    hold or a head cannot edit. One record an employee, kept by the
    administrator and the head; the employee reads the own one."""

    _name = "school.appraisal.staff"
    _inherit = ["school.appraisal.guard"]
    _description = "Appraisal facts of an employee"
    _order = "school_id, id"
    _rec_name = "employee_id"

    # What nobody writes on his own record.
    _own_closed = frozenset(
        {"excluded_until", "excluded_why", "further_manager_user_ids"}
        | {"pay_eligible", "pay_point", "qualified_teacher", "trained_observer"}
    )
    _open_fields = _own_closed | frozenset(
        {"school_id", "staff_group_id", "induction_until", "payroll_number"}
    )
    _once_fields = frozenset({"employee_id"})

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        compute="_compute_user_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The employee's login, for the record rules.",
    )
    school_id = fields.Many2one(
        "school.appraisal.school", required=True, index=True, ondelete="restrict"
    )
    staff_group_id = fields.Many2one(
        "school.appraisal.staff.group",
        required=True,
        ondelete="restrict",
        string="Staff group",
    )
    induction_until = fields.Date("In induction until")
    excluded_until = fields.Date(
        groups="school_appraisal.group_head,school_appraisal.group_administrator",
        string="Left out until",
    )
    excluded_why = fields.Char(
        groups="school_appraisal.group_head,school_appraisal.group_administrator",
        string="Why left out",
    )
    further_manager_user_ids = fields.Many2many(
        "res.users",
        "school_appraisal_staff_manager_rel",
        "staff_id",
        "user_id",
        "Further line managers",
        help="Beside the manager on the employee form (TM §6.3).",
    )
    qualified_teacher = fields.Boolean(
        help="A teacher is observed only by one, where the policy says so (KM App. 3 "
        "§1, CT §6.1)."
    )
    trained_observer = fields.Boolean(
        help="Has had training to observe (KM App. 3 §1)."
    )
    payroll_number = fields.Char(string="Payroll number")
    pay_eligible = fields.Boolean(
        "Eligible for pay progression",
        groups="school_appraisal.group_head",
    )
    pay_point = fields.Char("Present pay point", groups="school_appraisal.group_head")

    _one_per_employee = models.Constraint(
        "UNIQUE(employee_id)", "This employee has an appraisal record already."
    )

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        for staff in self:
            staff.user_id = staff.employee_id.user_id

    @api.model_create_multi
    def create(self, vals_list):
        staff = super().create(vals_list)
        staff._check_not_own_manager()
        return staff

    def write(self, vals):
        self._check_own_record(vals.keys())
        result = super().write(vals)
        # Rules are checked before a write; a head must not give his staff to
        # another school, nor take another's.
        self.check_access("write")
        self._check_not_own_manager()
        if "further_manager_user_ids" in vals:
            self.employee_id._sync_appraisal_managers()
        return result

    def _check_own_record(self, names):
        if names & self._own_closed and self.env.user in self.user_id:
            raise UserError(
                self.env._(
                    "Nobody changes the own pay, managers, exclusion or "
                    "qualification: ask another person who keeps staff facts."
                )
            )

    def _check_not_own_manager(self):
        if not self.env.su and self.env.user in self.further_manager_user_ids:
            raise UserError(
                self.env._(
                    "Nobody names himself a line manager: ask another person who "
                    "keeps staff facts."
                )
            )

    def _exclusions(self, date):
        """{staff id: why the policy leaves this person out on ``date``}, for
        those left out (TM §1.3).

        The contract's dates are read with sudo: only HR managers see them, and
        the head learns no more than "contract under the minimum".
        """
        reasons = {}
        # sudo: contracts are HR's; the head learns the reason and no dates.
        for staff in self.sudo():
            group = staff.staff_group_id
            if group.exclude_induction and (
                staff.induction_until and staff.induction_until >= date
            ):
                reasons[staff.id] = self.env._("in induction")
            elif staff.excluded_until and staff.excluded_until >= date:
                reasons[staff.id] = self.env._("left out by the head")
            elif staff._contract_too_short(date):
                reasons[staff.id] = self.env._(
                    "contract shorter than %s months", group._minimum_months()
                )
            elif not staff.employee_id.active:
                reasons[staff.id] = self.env._("no longer employed")
        return reasons

    def _contract_too_short(self, date):
        """Whether the contract in force on ``date`` lasts less than the staff
        group's minimum number of terms. Open-ended contracts never do."""
        months = self.staff_group_id._minimum_months()
        version = self.employee_id._get_version(date)
        start, end = version.contract_date_start, version.contract_date_end
        if not (months and start and end):
            return False
        # A contract from 1 September to 31 December lasts four whole months.
        return end + relativedelta(days=1) < start + relativedelta(months=months)
