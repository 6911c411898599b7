import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import Command, fields

from ..tools.staff_list import (
    NO_STAFF_GROUP,
    Problem,
    StaffRow,
    find_circles,
    fold,
    read_staff_list,
)

# Field of the employee: column of the list. Where the list has no such column, what
# Odoo knows stays.
EMPLOYEE_FIELDS = {
    "name": "number",
    "work_email": "email",
    "department_id": "department",
    "job_id": "job",
    "parent_id": "manager",
    "contract_type_id": "contract_type",
    "contract_date_start": "start",
    "contract_date_end": "end",
    "resource_calendar_id": "hours",
}


def _encode(number):
    """A payroll number as part of an external id, which takes no dot."""
    return re.sub(r"[^A-Za-z0-9]", lambda sign: f"_{ord(sign[0]):x}_", number)


def _decode(text):
    return re.sub(r"_([0-9a-f]+)_", lambda code: chr(int(code[1], 16)), text)


LOAD_COLUMNS = [
    f"{name}/.id" if name.endswith("_id") else name for name in EMPLOYEE_FIELDS
]


class Refused(Exception):
    """Undoes what was begun; the reasons stand in the problems."""


@dataclass(eq=False)
class Person:
    """A line of the list, and whom it means in Odoo."""

    row: StaffRow
    employee: Any
    staff: Any
    # On the list, or in Odoo only.
    manager: "Person | None" = None
    manager_employee: Any = None
    employee_changed: bool = True
    staff_values: dict | None = None


def _key(person):
    return person.employee.id or -person.row.line


class Catalogue:
    """Records of one model by their names, and the names still to be made."""

    def __init__(self, records, names=lambda record: {record.name}):
        self.none = records.browse()
        self.names = names
        self.found = defaultdict(lambda: self.none)
        self.missing = {}
        for record in records:
            self.add(record)

    def add(self, record):
        for name in self.names(record):
            self.found[fold(name)] |= record

    def find(self, name, present):
        """The records of that name; the present one where it is among them."""
        if not name:
            return self.none
        found = self.found.get(fold(name), self.none)
        if not found:
            self.missing.setdefault(fold(name), name)
        return present if present and present in found else found

    def make(self, load):
        """Make what is missing. ``load`` takes the names and gives the records."""
        for record in load(list(self.missing.values())) if self.missing else ():
            self.add(record)


class StaffSync:
    """Brings the employees of a school in line with a staff list.

    ``plan`` compares the list with Odoo and finds every problem at once; ``apply``
    writes what differs, all or nothing. People are recognised by their payroll
    number. Nobody is removed: who is not on the list is left alone.

    Everything is read and written with the user's own rights, and read with the
    same number of queries however long the list is. Departments, jobs and employees
    go through Odoo's own import.
    """

    def __init__(self, school, staff_group, content):
        # The school's company comes first; a manager may be employed by another.
        companies = school.company_id | school.env.user.company_ids
        self.school = school.with_context(allowed_company_ids=companies.ids)
        self.env = self.school.env
        self.company = self.school.company_id
        self.staff_group = staff_group.with_env(self.env)
        self.today = fields.Date.context_today(self.school)
        self.content = content
        self.columns = frozenset()
        self.problems = []
        self.notes = []
        self.people = []
        self.counts = {}

    def plan(self):
        staff_list = read_staff_list(self.content)
        self.problems = list(staff_list.problems)
        self.columns = staff_list.columns
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
                    "%(count)s people of %(school)s are not on the list and are left "
                    "alone.",
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

    def _refuse(self, row, reason):
        self.problems.append(Problem(row.line, reason))

    def _note(self, row, text):
        self.notes.append(
            self.env._("Line %(line)s, %(name)s: ", line=row.line, name=row.name) + text
        )

    def _read_odoo(self):
        """All that the list is compared with."""
        env, own = self.env, [self.company.id, False]
        self.employees = (
            env["hr.employee"]
            .with_context(active_test=False)
            .search_fetch(
                [("company_id", "in", env.companies.ids)],
                ["name", "parent_id", "company_id", "active", "work_email"],
            )
        )
        self.staff_of = {
            staff.employee_id.id: staff
            for staff in env["school.appraisal.staff"].search(
                [("employee_id", "in", self.employees.ids)]
            )
        }
        departments = [("company_id", "in", own)]
        if self.school.department_id:
            departments.append(("id", "child_of", self.school.department_id.id))
        self.departments = Catalogue(
            env["hr.department"].search(departments),
            lambda department: {department.name, department.complete_name},
        )
        self.jobs = Catalogue(env["hr.job"].search([("company_id", "in", own)]))
        self.contract_types = Catalogue(
            env["hr.contract.type"].search(
                [("country_id", "in", [self.company.country_id.id, False])]
            )
        )
        standard = self.company.resource_calendar_id
        calendars = env["resource.calendar"].search(
            [
                ("company_id", "in", own),
                ("flexible_hours", "=", False),
                # Odoo's own examples are in the timezone of Brussels.
                ("tz", "=", standard.tz),
            ]
        )
        self.calendars = {}
        for calendar in standard | calendars:
            self.calendars.setdefault(round(calendar.hours_per_week, 2), calendar)
        self.new_hours = set()
        StaffGroup = env["school.appraisal.staff.group"]
        self.staff_groups = Catalogue(
            self.staff_group.policy_id.staff_group_ids
            or StaffGroup.search([("policy_id.active", "=", True)])
        )

    # WHO IS WHO

    def _match(self, rows):
        """Whom each line means: the one with this payroll number, or else the one
        employee of this name who has none yet."""
        self.numbered = self._employees_by_number()
        names = defaultdict(int)
        for row in rows:
            names[fold(row.name)] += 1
        namesakes = self._unnumbered_by_name()
        none = self.env["hr.employee"]
        for row in rows:
            employee = self.numbered.get(row.number, none)
            if len(employee) > 1:
                self._refuse(
                    row,
                    self.env._(
                        "%(names)s have the same payroll number %(number)s in Odoo. "
                        "Correct that first.",
                        names=" · ".join(employee.mapped("name")),
                        number=row.number,
                    ),
                )
            elif not employee and row.number and names[fold(row.name)] == 1:
                employee = self._namesake(row, namesakes.get(fold(row.name), none))
            employee = employee[:1]
            staff = self.staff_of.get(employee.id, self.env["school.appraisal.staff"])
            self._check_place(row, employee, staff)
            self.people.append(Person(row, employee, staff))
        # Read together from here on.
        together = [person.employee.id for person in self.people if person.employee]
        for person in self.people:
            person.employee = person.employee.with_prefetch(together)

    def _employees_by_number(self):
        """{payroll number: employees}, from the appraisal facts; for those without,
        from the external id that an earlier import gave."""
        numbered = defaultdict(lambda: self.env["hr.employee"])
        prefix = self._external_id("")
        own = self.employees.filtered(lambda e: e.company_id == self.company)
        external_ids = own._get_external_ids()
        for employee in own:
            staff = self.staff_of.get(employee.id)
            if staff and staff.payroll_number:
                numbered[staff.payroll_number] |= employee
                continue
            for external_id in external_ids[employee.id]:
                if external_id.startswith(prefix):
                    numbered[_decode(external_id.removeprefix(prefix))] |= employee
        return numbered

    def _external_id(self, number):
        return f"__import__.staff_{self.company.id}_{_encode(number)}"

    def _unnumbered_by_name(self):
        numbered = self.env["hr.employee"].union(*self.numbered.values())
        candidates = self.employees.filtered(
            lambda e: e.active and e.company_id == self.company
        )
        return (candidates - numbered).grouped(lambda employee: fold(employee.name))

    def _namesake(self, row, found):
        if len(found) > 1:
            self._refuse(
                row,
                self.env._(
                    "%(count)s employees without a payroll number are called %(name)s. "
                    "Enter the number on the appraisal facts of the right one first.",
                    count=len(found),
                    name=row.name,
                ),
            )
        elif found:
            self._note(
                row,
                self.env._(
                    "taken to be the employee of that name, who has no payroll number."
                ),
            )
        return found

    def _check_place(self, row, employee, staff):
        if staff and staff.school_id != self.school:
            self._refuse(
                row,
                self.env._(
                    "Payroll number %(number)s belongs to %(name)s of %(school)s. "
                    "Import the list of that school, or move the person to %(here)s "
                    "first.",
                    number=row.number,
                    name=employee.name,
                    school=staff.school_id.name,
                    here=self.school.name,
                ),
            )
        elif employee and not employee.active:
            self._note(row, self.env._("the employee is archived, and stays so."))

    # MANAGERS

    def _find_managers(self):
        if "manager" not in self.columns:
            for person in self.people:
                person.manager_employee = person.employee.parent_id
            return
        by_number, by_name = {}, defaultdict(list)
        for person in self.people:
            by_number.setdefault(person.row.number, person)
            by_name[fold(person.row.name)].append(person)
        elsewhere = self.employees.filtered("active").grouped(lambda e: fold(e.name))
        for person in self.people:
            person.manager_employee = self.env["hr.employee"]
            if name := person.row.manager:
                listed = [by_number[name]] if name in by_number else by_name[fold(name)]
                found = self.numbered.get(name) or self._in_own_company(
                    elsewhere.get(fold(name), person.manager_employee)
                )
                self._choose_manager(person, listed, found)
        self._check_circles()

    def _in_own_company(self, employees):
        own = employees.filtered(lambda e: e.company_id == self.company)
        return own or employees

    def _choose_manager(self, person, listed, found):
        if len(listed or found) > 1:
            self._refuse(
                person.row,
                self.env._(
                    "The manager “%(name)s” could be %(count)s people. Give the "
                    "payroll number.",
                    name=person.row.manager,
                    count=len(listed or found),
                ),
            )
        elif listed:
            person.manager = listed[0]
        elif found:
            person.manager_employee = found
        else:
            self._refuse(
                person.row,
                self.env._(
                    "The manager “%s” is neither on the list nor an employee in Odoo. "
                    "Give a payroll number or the exact name.",
                    person.row.manager,
                ),
            )

    def _check_circles(self):
        """Odoo would take a circle of managers without a word."""
        # Employees by their id, new ones by their line; who is not on the list may
        # close a circle too.
        manager_of = {e.id: e.parent_id.id for e in self.employees if e.parent_id}
        names = {employee.id: employee.name for employee in self.employees}
        listed = {}
        for person in self.people:
            key = _key(person)
            listed.setdefault(key, person)
            names[key] = person.row.name
            manager_of[key] = (
                _key(person.manager) if person.manager else person.manager_employee.id
            )
        for circle in find_circles({k: v for k, v in manager_of.items() if v}):
            if lines := [listed[key].row for key in circle if key in listed]:
                self._refuse(
                    min(lines, key=lambda row: row.line),
                    self.env._(
                        "The managers go round in a circle: %s.",
                        " → ".join(names[key] for key in [*circle, circle[0]]),
                    ),
                )

    # COMPARING

    def _version(self, person):
        """What Odoo knows of the contract that the line is about: the present one,
        or the coming one where the line is about that."""
        if not person.employee:
            return self.env["hr.version"]
        start = person.row.start or self.today
        return person.employee._get_version(max(start, self.today))

    def _is_renewal(self, person, version):
        """A new contract after the one that Odoo knows, which stays as history."""
        start, end = person.row.start, version.contract_date_end
        return bool(start and end and start > end)

    def _values(self, person, version):
        """The employee's fields as the list wants them. A name in place of an id
        stands for what is still to be made."""
        row, employee = person.row, person.employee
        present = self._present_values(employee, version)
        department = self._department(row, version.department_id)
        contract_type = self.contract_types.find(
            row.contract_type, version.contract_type_id
        )[:1]
        manager = person.manager.employee if person.manager else person.manager_employee
        values = {
            "name": row.name,
            "work_email": row.email,
            "department_id": department.id or row.department,
            "job_id": self._job(row, version.job_id, department).id or row.job,
            "parent_id": manager.id or row.manager,
            "contract_type_id": contract_type.id or row.contract_type,
            "contract_date_start": row.start,
            "contract_date_end": row.end,
            "resource_calendar_id": self._calendar(row, employee, version),
        }
        return {
            field: (
                value or False
                if EMPLOYEE_FIELDS[field] in self.columns
                else present[field]
            )
            for field, value in values.items()
        }

    def _present_values(self, employee, version):
        return {
            "name": employee.name,
            "work_email": employee.work_email,
            "department_id": version.department_id.id,
            "job_id": version.job_id.id,
            "parent_id": employee.parent_id.id,
            "contract_type_id": version.contract_type_id.id,
            "contract_date_start": version.contract_date_start,
            "contract_date_end": version.contract_date_end,
            "resource_calendar_id": version.resource_calendar_id.id
            or (not employee and self.company.resource_calendar_id.id),
        }

    def _department(self, row, present):
        found = self.departments.find(row.department, present)
        if len(found) > 1:
            whole = found.filtered(
                lambda dep: fold(dep.complete_name) == fold(row.department)
            )
            if len(whole) != 1:
                self._refuse(
                    row,
                    self.env._(
                        "There are %(count)s departments called %(name)s. Write it in "
                        "full: %(names)s.",
                        count=len(found),
                        name=row.department,
                        names=" · ".join(found.mapped("complete_name")),
                    ),
                )
            return whole[:1]
        return found

    def _job(self, row, present, department):
        """The job of that name: of the department, or else of none."""
        found = self.jobs.find(row.job, present)
        return (
            found.filtered(lambda job: job.department_id == department)
            or found.filtered(lambda job: not job.department_id)
            or found
        )[:1]

    def _calendar(self, row, employee, version):
        """Working hours of so many hours a week. The present ones stay where the
        sum is right: which days they are is not in the list."""
        present = version.resource_calendar_id
        if row.hours is None:
            return present.id or (not employee and self.company.resource_calendar_id.id)
        if present and round(present.hours_per_week, 2) == row.hours:
            return present.id
        if row.hours in self.calendars:
            return self.calendars[row.hours].id
        self.new_hours.add(row.hours)
        return self._hours_name(row.hours)

    def _hours_name(self, hours):
        return self.env._("%g hours a week", hours)

    def _compare(self, person):
        version = self._version(person)
        values = self._values(person, version)
        person.employee_changed = (
            not person.employee
            or values != self._present_values(person.employee, version)
            or self._is_renewal(person, version)
        )
        person.staff_values = self._staff_values(person)

    def _staff_values(self, person):
        """What to write on the appraisal facts; None where there are to be none."""
        row, staff = person.row, person.staff
        group = self._staff_group_of(row)
        if not staff and not group:
            return None
        values = {"payroll_number": row.number}
        if not staff:
            values |= {
                "school_id": self.school.id,
                "staff_group_id": group.id,
                "induction_until": row.induction_until or False,
            }
            return values
        if row.staff_group and group:
            values["staff_group_id"] = group.id
        if "induction_until" in self.columns:
            values["induction_until"] = row.induction_until or False
        return {
            name: value
            for name, value in values.items()
            if staff._fields[name].convert_to_write(staff[name], staff) != value
        }

    def _staff_group_of(self, row):
        """The staff group of the line; empty for who is not appraised here."""
        if not row.staff_group:
            return self.staff_group
        if fold(row.staff_group) in NO_STAFF_GROUP:
            return self.staff_group.browse()
        found = self.staff_groups.find(row.staff_group, self.staff_group)
        if not found:
            groups = self.staff_group.union(*self.staff_groups.found.values())
            self._refuse(
                row,
                self.env._(
                    "There is no staff group “%(name)s”. Choose one of %(names)s, or "
                    "“none” for who is not appraised here.",
                    name=row.staff_group,
                    names=" · ".join(groups.mapped("name")),
                ),
            )
        elif len(found) > 1:
            self._refuse(
                row,
                self.env._(
                    "Several policies have a staff group “%s”. Choose the staff group "
                    "of the right policy beside the file.",
                    row.staff_group,
                ),
            )
        return found[:1]

    def _count(self):
        listed = {person.staff.id for person in self.people}
        new = sum(not person.employee for person in self.people)
        changed = sum(
            bool(person.employee and (person.employee_changed or person.staff_values))
            for person in self.people
        )
        self.counts = {
            "new": new,
            "changed": changed,
            "same": len(self.people) - new - changed,
            "left_alone": sum(
                staff.school_id == self.school
                and staff.employee_id.active
                and staff.id not in listed
                for staff in self.staff_of.values()
            ),
        }

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
