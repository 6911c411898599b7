class YearsByNumber:
    """Whom the payroll numbers of a file mean in a cycle: only those whose year the
    user leads.

    Everything is read with the user's own rights, but for the numbers themselves.
    """

    def __init__(self, cycle, numbers):
        env = cycle.env
        found = env["school.appraisal"].search(
            [
                ("cycle_id", "=", cycle.id),
                ("employee_id", "!=", False),
                ("state", "!=", "cancelled"),
            ]
        )
        own = found.filtered(lambda year: year.reviewee_user_id == env.user)
        self.years = found.filtered("is_head")
        # {number: years}
        self.numbered = self._by_number(self.years)
        self.own_numbers = self._by_number(own - self.years).keys()
        # Of the school's staff, with a year or without one.
        self.staff_numbers = set(
            env["school.appraisal.staff"]
            .search(
                [
                    ("payroll_number", "in", list(numbers)),
                    ("school_id", "=", cycle.school_id.id),
                ]
            )
            .mapped("payroll_number")
        )

    def _by_number(self, years):
        numbered = {}
        # sudo: the number of a person whose year the user leads, or of his own; the
        # chair of governors reads no facts of staff, a head not all employees.
        for year in years.sudo():
            number = year.employee_id.appraisal_staff_ids.payroll_number
            if number:
                numbered[number] = numbered.get(number, years.browse()) | year
        # Read together, as they were found.
        return {
            number: found.sudo(False).with_prefetch(years._prefetch_ids)
            for number, found in numbered.items()
        }
