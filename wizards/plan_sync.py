from dataclasses import dataclass, field
from typing import Any

from odoo.fields import Domain

from ..models.appraisal_objective import ASKED_FIELDS
from ..tools.plan_list import PlanRow, read_plan_list
from ..tools.table_file import Problem, fold
from .years_by_number import YearsByNumber


@dataclass(eq=False)
class Person:
    """Whom some lines of the list are about, and what they change."""

    year: Any
    rows: list[PlanRow]
    # Whom the lines name, where it is not the reviewer already.
    reviewer: Any = None
    reviewer_row: PlanRow | None = None
    reviewer_before: str = ""
    values: list[dict] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


class PlanSync:
    """Brings objectives and reviewers of a list into the plans of a cycle.

    ``plan`` compares the list with Odoo and finds every problem at once; ``apply``
    writes, all or nothing. People are recognised by their payroll number, and only
    those are whose year the user leads.

    Everything is read with the user's own rights, but for the payroll numbers. Names
    of reviewers, categories and priorities are looked up for all lines together.
    """

    def __init__(self, cycle, content, labels):
        self.cycle = cycle
        self.env = cycle.env
        self.content = content
        self.labels = labels
        self.problems = []
        self.people = []
        self.unused = []
        self.notes = []

    def plan(self):
        table = read_plan_list(self.content, self.labels)
        self.problems = table.problems
        self.headings = table.headings
        self.unused = table.unused
        self.notes = [self.env._(note) for note in table.notes]
        self._read_odoo(table.rows)
        self._match(table.rows)
        for person in self.people:
            self._plan_reviewer(person)
            self._plan_objectives(person)
        self._check_reviewers()
        self.problems.sort(key=lambda problem: problem.line)

    def apply(self):
        """Whether the list was taken; if not, nothing has changed. What is refused
        at the last moment undoes everything."""
        if self.problems:
            return False
        for reviewer, years in self._years_by_reviewer().items():
            years.reassign(reviewer)
        self.years.browse().union(
            *(person.year for person in self.people if person.values)
        )._import_objectives(
            [values for person in self.people for values in person.values]
        )
        return True

    def report(self):
        """What the list changes, in sentences."""
        env = self.env
        lines = [
            env._(
                "People: %(people)s. Objectives to add: %(objectives)s. New "
                "reviewers: %(reviewers)s.",
                people=len(self.people),
                objectives=sum(len(person.values) for person in self.people),
                reviewers=sum(bool(person.reviewer) for person in self.people),
            ),
            *(line for person in self.people for line in self._report_of(person)),
        ]
        if self.unused:
            lines.append(env._("Columns not used: %s.", ", ".join(self.unused)))
        return "\n".join(lines + self.notes)

    def _report_of(self, person):
        env, name = self.env, person.year.whose
        if person.reviewer:
            yield env._(
                "%(name)s: %(new)s reviews in place of %(old)s. A form that is shared "
                "and not final becomes a draft again.",
                name=name,
                new=person.reviewer.name,
                old=person.reviewer_before,
            )
        if person.values:
            yield env._(
                "%(name)s: %(count)s objectives added.",
                name=name,
                count=len(person.values),
            )
        if person.skipped:
            yield env._(
                "%(name)s: left out, for the plan has these objectives already: line "
                "%(lines)s.",
                name=name,
                lines=", ".join(map(str, person.skipped)),
            )

    def _refuse(self, row, reason):
        self.problems.append(Problem(row.line, reason))

    # WHAT ODOO KNOWS

    def _read_odoo(self, rows):
        env, cycle = self.env, self.cycle
        self.known = YearsByNumber(cycle, {row.number for row in rows})
        self.years = self.known.years
        self.users = self._users({row.reviewer for row in rows} - {""})
        self.priorities = env["school.appraisal.priority"].search(
            [("school_id", "=", cycle.school_id.id)]
        )

    def _users(self, names):
        """{login or e-mail, as it is compared: users}"""
        texts = names | {name.lower() for name in names}
        users = self.env["res.users"].search(
            Domain("share", "=", False)
            & (Domain("login", "in", texts) | Domain("email_normalized", "in", texts))
        )
        found = {}
        for user in users:
            for text in {fold(user.login), fold(user.email)} - {""}:
                found[text] = found.get(text, users.browse()) | user
        return found

    # WHO IS WHO

    def _match(self, rows):
        by_number = {}
        for row in rows:
            if row.number:
                by_number.setdefault(row.number, []).append(row)
        for number, rows_of in by_number.items():
            year = self.known.numbered.get(number, self.years.browse())
            if len(year) == 1:
                self._check_names(year, rows_of)
                self.people.append(Person(year, rows_of))
            else:
                self._refuse(rows_of[0], self._nobody(number, year))

    def _nobody(self, number, years):
        env = self.env
        if years:
            return env._(
                "%(names)s have the same payroll number %(number)s in Odoo. Have it "
                "corrected first.",
                names=" · ".join(years.mapped("whose")),
                number=number,
            )
        if number in self.known.own_numbers:
            return env._("Nobody plans his own year. Leave the line out.")
        if number in self.known.staff_numbers:
            return env._(
                "Who has payroll number %s has no appraisal in this cycle that you "
                "lead. Add the person to the cycle first.",
                number,
            )
        return env._(
            "There is nobody with payroll number %s whose year you lead in this "
            "cycle. Correct the number, or leave the line out.",
            number,
        )

    def _check_names(self, year, rows):
        """A slip in a number would lay one person's plan before another."""
        for row in rows:
            if row.person and fold(row.person) != fold(year.whose):
                self._refuse(
                    row,
                    self.env._(
                        "Payroll number %(number)s belongs to %(name)s, and not to "
                        "%(other)s. Correct the number or the name.",
                        number=row.number,
                        name=year.whose,
                        other=row.person,
                    ),
                )

    # REVIEWERS

    def _plan_reviewer(self, person):
        rows = [row for row in person.rows if row.reviewer]
        if not rows:
            return
        row = rows[0]
        for other in rows[1:]:
            if fold(other.reviewer) != fold(row.reviewer):
                self._refuse(
                    other,
                    self.env._(
                        "Line %(line)s names another reviewer of %(name)s. Name one "
                        "only.",
                        line=row.line,
                        name=person.year.whose,
                    ),
                )
                return
        found = self.users.get(fold(row.reviewer))
        if not found:
            self._refuse(
                row,
                self.env._(
                    "“%s” is nobody's login or e-mail. A reviewer needs a login as a "
                    "member of staff.",
                    row.reviewer,
                ),
            )
        elif len(found) > 1:
            self._refuse(
                row,
                self.env._(
                    "Several logins have the e-mail “%s”. Give the login itself.",
                    row.reviewer,
                ),
            )
        elif found != person.year.reviewer_id:
            person.reviewer, person.reviewer_row = found, row
            person.reviewer_before = person.year.reviewer_id.name

    def _years_by_reviewer(self):
        by_reviewer = {}
        for person in self.people:
            if person.reviewer:
                years = by_reviewer.get(person.reviewer, self.years.browse())
                by_reviewer[person.reviewer] = years | person.year
        return by_reviewer

    def _check_reviewers(self):
        """What the policy has against them; of many new reviews of one, too."""
        rows = {person.year: person.reviewer_row for person in self.people}
        for reviewer, years in self._years_by_reviewer().items():
            for year, reason in years._reassign_refusals(reviewer).items():
                self._refuse(
                    rows[year],
                    self.env._("%(name)s: %(reason)s", name=year.whose, reason=reason),
                )

    # OBJECTIVES

    def _plan_objectives(self, person):
        rows = [row for row in person.rows if row.values.get("name")]
        if not rows:
            return
        year = person.year
        if reason := year._get_import_objectives_blocker():
            self._refuse(
                rows[0],
                self.env._("%(name)s: %(reason)s", name=year.whose, reason=reason),
            )
            return
        there = {fold(text) for text in year.objective_ids.mapped("name")}
        # Whether the plan says so already tells of its words.
        year.objective_ids._log_words(["name"])
        for row in rows:
            if fold(row.values["name"]) in there:
                person.skipped.append(row.line)
            else:
                there.add(fold(row.values["name"]))
                person.values.append(self._objective_values(year, row))
        count = len(year.objective_ids) + len(person.values)
        if year.staff_group_id._refuses_objectives(count):
            self._refuse(
                rows[-1],
                self.env._(
                    "%(name)s: the policy allows %(most)s objectives at most, and "
                    "with these there would be %(count)s.",
                    name=year.whose,
                    most=year.objective_max,
                    count=count,
                ),
            )

    def _objective_values(self, year, row):
        group = year.staff_group_id
        for asked, name in ASKED_FIELDS.items():
            if row.values.get(name) and group[f"ask_{asked}"] == "off":
                self._refuse_column(row, name, group)
        return {
            "appraisal_id": year.id,
            **row.values,
            "category_id": self._category(row, group),
            "priority_id": self._priority(row, year),
        }

    def _refuse_column(self, row, column, group):
        """No screen would show what was written there."""
        self._refuse(
            row,
            self.env._(
                "A plan of %(group)s has no “%(heading)s”. Leave the cell empty.",
                group=group.name,
                heading=self.headings[column],
            ),
        )

    def _category(self, row, group):
        if row.category and not group.has_categories:
            self._refuse_column(row, "category", group)
        elif row.category:
            return self._named(row, row.category, group.category_ids, "category")
        return False

    def _priority(self, row, year):
        if row.priority and year.priority_link == "off":
            self._refuse_column(row, "priority", year.staff_group_id)
        elif row.priority:
            priorities = self.priorities.filtered(
                lambda priority: priority.year == year.school_year
            )
            return self._named(row, row.priority, priorities, "priority")
        return False

    def _named(self, row, name, records, column):
        """The one of these records that is called so, alone or with what it is
        below."""
        found = records.filtered(
            lambda record: fold(name) in (fold(record.name), fold(record.display_name))
        )
        if len(found) != 1:
            self._refuse(
                row,
                self.env._(
                    "“%(text)s” under “%(heading)s” is not one of: %(names)s.",
                    text=name,
                    heading=self.headings[column],
                    names=" · ".join(records.mapped("display_name")),
                ),
            )
        return found.id if len(found) == 1 else False
