from collections import Counter
from dataclasses import dataclass, field

from ..tools.table_file import fold


@dataclass
class Job:
    """Everybody who does one job at one school."""

    school_id: int
    job_id: int
    title: str
    employee_ids: list = field(default_factory=list)
    # Those without appraisal facts.
    open_ids: list = field(default_factory=list)
    # Of the others: how many in which staff group.
    groups: Counter = field(default_factory=Counter)

    @property
    def key(self):
        return self.school_id, self.job_id, fold(self.title)


class SetupStaff:
    """Who works at which school, in which job, and has appraisal facts already.

    Found with the user's own rights, in what every member of staff sees of
    colleagues. A person belongs to the school whose top department is the nearest
    above his own; else to the one that takes his whole company. Where several
    schools have equal claims, nobody can tell (``doubtful``).
    """

    def __init__(self, schools):
        self.env = schools.env
        self.schools = schools
        self.employees = self.env["hr.employee.public"].search_fetch(
            [("company_id", "in", schools.company_id.ids)],
            ["name", "company_id", "department_id", "job_id"],
        )
        # sudo: only who has facts, and in which staff group, also of a school in
        # another company: one person has them once.
        rows = self.env["school.appraisal.staff"].sudo()
        self.group_of = {
            row.employee_id.id: row.staff_group_id.id
            for row in rows.search_fetch(
                [("employee_id", "in", self.employees.ids)],
                ["employee_id", "staff_group_id"],
            )
        }
        self.doubtful = self.employees.browse()
        self.elsewhere = self.employees.browse()
        self.jobs = {}
        self._find_places()

    def _find_places(self):
        areas = {}
        for school in self.schools:
            area = school.company_id.id, school.department_id.id
            areas.setdefault(area, []).append(school)
        # sudo: the names of jobs and the tree of departments, also where one of
        # them is of another company.
        for employee, known in zip(self.employees, self.employees.sudo(), strict=True):
            claims = self._claims(areas, known)
            if len(claims) == 1:
                self._add(claims[0], employee.id, known)
            elif claims:
                self.doubtful |= employee
            else:
                self.elsewhere |= employee

    def _claims(self, areas, employee):
        """The schools that this person may belong to, with equal right."""
        path = (employee.department_id.parent_path or "").split("/")
        for department_id in [*map(int, filter(None, reversed(path))), False]:
            if found := areas.get((employee.company_id.id, department_id)):
                return found
        return []

    def _add(self, school, employee_id, known):
        title = known.job_id.name or known.job_title or ""
        job = Job(school.id, known.job_id.id, title)
        job = self.jobs.setdefault(job.key, job)
        job.employee_ids.append(employee_id)
        if employee_id in self.group_of:
            job.groups[self.group_of[employee_id]] += 1
        else:
            job.open_ids.append(employee_id)

    def sorted_jobs(self):
        """By school: those with somebody to map first, and without a job last."""
        order = {school.id: number for number, school in enumerate(self.schools)}
        return sorted(
            self.jobs.values(),
            key=lambda job: (
                order[job.school_id],
                not job.open_ids,
                not job.title,
                fold(job.title),
            ),
        )

    def usual_group(self, job, allowed=None):
        """Id of the staff group that most with this job are in, at this school or
        else at the others; False where there is none.

        :param allowed: ids of the staff groups to choose from; None = all
        """
        elsewhere = Counter()
        for other in self.jobs.values():
            if other.title and fold(other.title) == fold(job.title):
                elsewhere += other.groups
        for groups in (job.groups, elsewhere):
            for group_id, _count in groups.most_common():
                if allowed is None or group_id in allowed:
                    return group_id
        return False
