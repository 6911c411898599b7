from ..tools.staff_list import NO_STAFF_GROUP
from ..tools.table_file import fold
from .staff_people import StaffPeople

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


class StaffCompare(StaffPeople):
    """What the list wants of each person, beside what Odoo knows."""

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
