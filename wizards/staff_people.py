import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from odoo import fields

from ..tools.staff_list import StaffRow, find_circles
from ..tools.table_file import Problem, fold


def _encode(number):
    """A payroll number as part of an external id, which takes no dot."""
    return re.sub(r"[^A-Za-z0-9]", lambda sign: f"_{ord(sign[0]):x}_", number)


def _decode(text):
    return re.sub(r"_([0-9a-f]+)_", lambda code: chr(int(code[1], 16)), text)


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


class StaffPeople:
    """Whom the lines of a staff list mean, and who manages them."""

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
