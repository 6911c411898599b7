from collections import defaultdict

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
        | {"pay_eligible", "pay_point", "teaching_grade", "registered"}
        | {"qualified_teacher", "trained_observer", "trained_reviewer"}
        | {"status_rank"}
    )
    _open_fields = _own_closed | frozenset(
        {"school_id", "staff_group_id", "engagement", "induction_until"}
        | {"probation_until", "payroll_number", "form_lang_id", "all_languages"}
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
    engagement = fields.Selection(
        [
            ("employee", "Employee"),
            ("agency", "Agency"),
            ("volunteer", "Volunteer"),
        ],
        "Works as",
        required=True,
        default="employee",
        help="Policies leave agency staff (WP §1.2) or volunteers (GU FAQ 8) out.",
    )
    induction_until = fields.Date("In induction until")
    probation_until = fields.Date("In probation until")
    teaching_grade = fields.Selection(
        [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
        "Teaching graded",
        help="Where the policy has it: who is graded 1 or 2 works towards no further "
        "standards (CT Annex A).",
    )
    registered = fields.Boolean(
        "Registered with the profession's council",
        help="Their training form carries the policy's note (WP §5.2).",
    )
    form_lang_id = fields.Many2one(
        "res.lang",
        "Language of the forms",
        ondelete="restrict",
        help="Empty: the language of the employee's record (WP §1.6).",
    )
    all_languages = fields.Boolean(
        "Forms in all the policy's languages",
        help="Bilingual forms, on request (WP §1.6).",
    )
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
    trained_reviewer = fields.Boolean(
        help="Has had training and preparation to review (KM §4.2)."
    )
    status_rank = fields.Integer(
        "Rank",
        help="In the staffing structure: the higher the number, the higher the rank; "
        "0: not on record. Who replaces a reviewer has at least the line manager's "
        "(TM §6.5, KM §4.2).",
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

    @api.model
    def _by_user(self, users):
        """{user id: staff facts, as the superuser}, with nothing for who has none."""
        # sudo: of other people's facts only what a policy asks is told.
        staff = self.sudo().search([("user_id", "in", users.ids)])
        return defaultdict(self.browse, staff.grouped(lambda p: p.user_id.id))

    def _exclusions(self, date):
        """{staff id: (why this person is left out on ``date``, whether the head may
        add him all the same)}, for those left out (TM §1.3, WP §1.2, GU FAQ 3, 4, 8,
        KM §3, CT §2.1).

        The contract's dates are read with sudo: only HR managers see them, and
        the head learns no more than "contract under the minimum".
        """
        reasons = {}
        # sudo: contracts are HR's; the head learns the reason and no dates.
        for staff in self.sudo():
            if reason := staff._left_out(date):
                reasons[staff.id] = reason, False
            elif reason := staff._excluded_by_policy(date):
                choice = staff.staff_group_id.exclusion_mode == "warn"
                reasons[staff.id] = reason, choice
        return reasons

    def _left_out(self, date):
        """Why this person is out whatever the policy says, or False."""
        if not self.employee_id.active:
            return self.env._("no longer employed")
        if self.excluded_until and self.excluded_until >= date:
            return self.env._("left out by the head")
        return False

    def _excluded_by_policy(self, date):
        """Why the policy leaves this person out, or False."""
        group = self.staff_group_id
        if group.exclude_agency and self.engagement == "agency":
            return self.env._("agency staff")
        if group.exclude_volunteers and self.engagement == "volunteer":
            return self.env._("volunteer")
        if group.exclude_induction and _lasts(self.induction_until, date):
            return self.env._("in induction")
        if group.exclude_probation and _lasts(self.probation_until, date):
            return self.env._("in probation")
        if self._contract_too_short(date):
            return self.env._(
                "contract shorter than %s months", group._minimum_months()
            )
        if self._hours_too_few():
            return self.env._("fewer than %s hours a week", group.minimum_hours)
        return False

    def _hours_too_few(self):
        least = self.staff_group_id.minimum_hours
        if not least:
            return False
        hours = self.employee_id.resource_calendar_id.hours_per_week
        return bool(hours) and hours < least

    def _fitted_dates(self, date_start, date_end):
        """First and last day of this person's appraisal in a cycle of these dates:
        those of the contract where they lie within, where the policy follows it
        (KM §3, CT §2.1)."""
        if self.staff_group_id.fit_dates:
            version = self._version_on(date_end)
            start, end = version.contract_date_start, version.contract_date_end
            if start and date_start < start < date_end:
                date_start = start
            if end and date_start < end < date_end:
                date_end = end
        return date_start, date_end

    def _version_on(self, date):
        """HR's record of the terms in force on ``date``. Most people have one alone,
        and Odoo would weigh its date for each of a whole staff."""
        versions = self.employee_id.version_ids
        return versions if len(versions) == 1 else self.employee_id._get_version(date)

    def _contract_too_short(self, date):
        """Whether the contract in force on ``date`` lasts less than the staff
        group's minimum number of terms. Open-ended contracts never do."""
        months = self.staff_group_id._minimum_months()
        if not months:
            return False
        version = self._version_on(date)
        start, end = version.contract_date_start, version.contract_date_end
        if not (start and end):
            return False
        # A contract from 1 September to 31 December lasts four whole months.
        return end + relativedelta(days=1) < start + relativedelta(months=months)


def _lasts(until, date):
    return bool(until) and until >= date
