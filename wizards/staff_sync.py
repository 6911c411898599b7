from collections import defaultdict
from datetime import date

from odoo import Command

from ..tools.staff_list import read_staff_list
from ..tools.table_file import Problem
from .staff_compare import EMPLOYEE_FIELDS, StaffCompare

LOAD_COLUMNS = [
    f"{name}/.id" if name.endswith("_id") else name for name in EMPLOYEE_FIELDS
]


class Refused(Exception):
    """Undoes what was begun; the reasons stand in the problems."""


class StaffSync(StaffCompare):
    """Brings the employees of a school in line with a staff list.

    ``plan`` compares the list with Odoo and finds every problem at once; ``apply``
    writes what differs, all or nothing. People are recognised by their payroll
    number. Nobody is removed: who is not on the list is left alone.

    Everything is read and written with the user's own rights, and read with the
    same number of queries however long the list is. Departments, jobs and employees
    go through Odoo's own import.
    """

    def plan(self):
        staff_list = read_staff_list(self.content)
        self.problems = list(staff_list.problems)
        self.columns = staff_list.columns
        self.notes += [self.env._(note) for note in staff_list.notes]
        if staff_list.unused:
            self.notes.append(
                self.env._("Columns not used: %s.", ", ".join(staff_list.unused))
            )
        if staff_list.rows:
            self._read_odoo()
            self._match(staff_list.rows)
            self._find_managers()
            for person in self.people:
                self._compare(person)
            self._count()
        self.problems.sort(key=lambda problem: problem.line)

    def apply(self):
        """Whether the list was taken; if not, nothing has changed."""
        if self.problems:
            return False
        try:
            with self.env.cr.savepoint():
                self._make_missing()
                self._load_employees()
                self._write_staff()
        except Refused:
            return False
        return True

    def report(self):
        """What the list changes, in sentences."""
        env = self.env
        lines = [
            env._(
                "%(new)s new, %(changed)s changed, %(same)s unchanged.", **self.counts
            )
        ]
        if self.counts["left_alone"]:
            lines.append(
                env._(
                    "Not on the list, and left alone: %(count)s of %(school)s.",
                    count=self.counts["left_alone"],
                    school=self.school.name,
                )
            )
        hours = [self._hours_name(hours) for hours in sorted(self.new_hours)]
        if names := ", ".join(self.departments.missing.values()):
            lines.append(env._("New departments: %s.", names))
        if names := ", ".join(self.jobs.missing.values()):
            lines.append(env._("New jobs: %s.", names))
        if names := ", ".join(self.contract_types.missing.values()):
            lines.append(env._("New contract types: %s.", names))
        if hours:
            lines.append(env._("New working hours: %s.", ", ".join(hours)))
        return "\n".join(lines + self.notes)

    # WRITING

    def _load(self, model, columns, rows, lines):
        """Odoo's own import; its objections become problems of our lines."""
        result = model.load(columns, rows)
        if result["ids"]:
            return model.browse(result["ids"])
        # One by one, to learn which lines it objects to: Odoo's own second attempt
        # starts from values that the first one may have changed (hr_skills does).
        for line, row in zip(lines, rows, strict=True):
            alone = model.load(columns, [row])
            if not alone["ids"]:
                self.problems.append(Problem(line, alone["messages"][0]["message"]))
        if not self.problems:
            self.problems.append(Problem(0, result["messages"][0]["message"]))
        raise Refused

    def _make_missing(self):
        env, company = self.env, str(self.company.id)
        lines = {}
        for row in (person.row for person in self.people):
            for name in (row.department, row.job, row.contract_type):
                lines.setdefault(name, row.line)

        def load(model, columns, *values):
            return lambda names: self._load(
                env[model],
                ["name", *columns],
                [[name, *values] for name in names],
                [lines[name] for name in names],
            )

        top = str(self.school.department_id.id or "")
        self.departments.make(
            load("hr.department", ["parent_id/.id", "company_id/.id"], top, company)
        )
        self.jobs.make(load("hr.job", ["company_id/.id"], company))
        self.contract_types.make(load("hr.contract.type", []))
        calendars = env["resource.calendar"].create(
            [self._calendar_values(hours) for hours in sorted(self.new_hours)]
        )
        for hours, calendar in zip(sorted(self.new_hours), calendars, strict=True):
            self.calendars[hours] = calendar

    def _calendar_values(self, hours):
        """Equal days from Monday to Friday; the list says no more."""
        days = 5 if hours <= 5 * 24 else 7
        a_day = hours / days
        start = min(8, 24 - a_day)
        return {
            "name": self._hours_name(hours),
            "company_id": self.company.id,
            "tz": self.company.resource_calendar_id.tz or self.env.user.tz or "UTC",
            "two_weeks_calendar": False,
            "attendance_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": self.env._("Working day"),
                            "dayofweek": str(day),
                            "day_period": "full_day",
                            "hour_from": start,
                            "hour_to": start + a_day,
                        }
                    )
                    for day in range(days)
                ),
            ],
        }

    def _load_employees(self):
        """Managers before those whom they manage: there are no circles."""
        waiting = [person for person in self.people if person.employee_changed]
        while waiting:
            ready, later = [], []
            for person in waiting:
                new_manager = person.manager and not person.manager.employee
                (later if new_manager else ready).append(person)
            known = [person for person in ready if person.employee]
            self._load_new([person for person in ready if not person.employee])
            self._load_known(known)
            waiting = later

    def _row_values(self, person, version):
        return [
            field_value.isoformat()
            if isinstance(field_value, date)
            else str(field_value or "")
            for field_value in self._values(person, version).values()
        ]

    def _load_new(self, people):
        if not people:
            return
        rows = [
            [
                # Who has no appraisal facts is known again by an external id.
                self._external_id(person.row.number)
                if person.staff_values is None
                else "",
                str(self.company.id),
                *self._row_values(person, self.env["hr.version"]),
            ]
            for person in people
        ]
        employees = self._load(
            self.env["hr.employee"],
            ["id", "company_id/.id", *LOAD_COLUMNS],
            rows,
            [person.row.line for person in people],
        )
        for person, employee in zip(people, employees, strict=True):
            person.employee = employee

    def _load_known(self, people):
        """Changed employees; a version that is not the present one (a contract to
        come) is written by itself."""
        by_version = defaultdict(list)
        for person in people:
            version = self._version(person)
            if self._is_renewal(person, version):
                version = person.employee.create_version(
                    {
                        "date_version": person.row.start,
                        "contract_date_start": person.row.start,
                        "contract_date_end": person.row.end or False,
                    }
                )
            present = version == person.employee.current_version_id
            by_version[None if present else version.id].append((person, version))
        for version_id, pairs in by_version.items():
            self._load(
                self.env["hr.employee"].with_context(version_id=version_id),
                [".id", *LOAD_COLUMNS],
                [[str(p.employee.id), *self._row_values(p, v)] for p, v in pairs],
                [person.row.line for person, _version in pairs],
            )

    def _write_staff(self):
        Staff = self.env["school.appraisal.staff"]
        Staff.create(
            [
                {"employee_id": person.employee.id, **person.staff_values}
                for person in self.people
                if person.staff_values and not person.staff
            ]
        )
        for person in self.people:
            if person.staff and person.staff_values:
                person.staff.write(person.staff_values)
