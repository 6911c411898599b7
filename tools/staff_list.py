"""A staff list, as a school's management information system exports it.

No database here: bytes in, typed rows and problems out. All problems of a file are
found in one go, each with its line, so that a list is corrected once.
"""

import re
from dataclasses import dataclass
from datetime import date

from odoo.tools.translate import LazyTranslate

from .table_file import TableFile, squeeze

_lt = LazyTranslate(__name__)

# Headings that name the same column in different systems, compared without case and
# punctuation.
HEADINGS = {
    "number": (
        "number",
        "payroll number",
        "payroll no",
        "payroll ref",
        "payroll reference",
        "employee number",
        "employee no",
        "employee id",
        "staff number",
        "staff no",
        "personnel number",
    ),
    "name": ("name", "full name", "employee name", "staff name", "employee"),
    "forename": ("forename", "first name", "given name", "preferred forename"),
    "surname": ("surname", "last name", "family name", "preferred surname"),
    "job": ("job", "job title", "post", "post title", "position", "role"),
    "department": ("department", "team", "section"),
    "manager": (
        "manager",
        "line manager",
        "reports to",
        "manager number",
        "manager name",
        "line manager number",
        "line manager name",
        "line manager payroll number",
    ),
    "start": ("start", "start date", "contract start", "contract start date"),
    "contract_type": ("contract type", "type of contract", "contract"),
    "end": ("end", "end date", "contract end", "contract end date"),
    "hours": (
        "hours",
        "hours per week",
        "hours a week",
        "weekly hours",
        "contracted hours",
    ),
    "email": ("email", "e mail", "email address", "work email"),
    "staff_group": ("staff group", "appraisal group", "appraisal staff group"),
    "induction_until": ("induction until", "in induction until", "induction end"),
}

# What the column "Staff group" says of people who are on the list because they
# manage others, and are not appraised here.
NO_STAFF_GROUP = ("none", "-")

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass
class StaffRow:
    """One person of the list. What could not be read is empty, with a problem."""

    line: int
    number: str = ""
    name: str = ""
    job: str = ""
    department: str = ""
    manager: str = ""
    start: date | None = None
    contract_type: str = ""
    end: date | None = None
    hours: float | None = None
    email: str = ""
    staff_group: str = ""
    induction_until: date | None = None


def read_staff_list(content: bytes) -> TableFile:
    """Everything that the file alone can tell; ``rows`` are the people."""
    result = TableFile(content, HEADINGS)
    if result.line:
        _check_columns(result)
    # Without the columns that name a person, every line would be a problem.
    if result.problems:
        return result
    for line, cells in result.records():
        cells = {name: squeeze(text) for name, text in cells.items()}
        result.rows.append(_read_row(line, cells, result))
    if not result.rows and not result.problems:
        result.refuse(0, _lt("The file has headings and no people."))
    _check_numbers(result)
    result.problems.sort(key=lambda problem: problem.line)
    return result


def find_circles(manager_of: dict) -> list[list]:
    """The circles in "who manages whom", each as the list of its members."""
    circles, settled = [], set()
    for person in manager_of:
        path = []
        while person in manager_of and person not in settled:
            settled.add(person)
            path.append(person)
            person = manager_of[person]
        if person in path:
            circles.append(path[path.index(person) :])
    return circles


def _check_columns(result: TableFile) -> None:
    if "name" not in result.columns and not ({"forename", "surname"} <= result.columns):
        result.refuse(
            result.line, _lt("There is no column with people's names, such as “Name”.")
        )


def _read_row(line, cells, result) -> StaffRow:
    row = StaffRow(line)

    def cell(name):
        return cells.get(name, "")

    for name in ("number", "name", "job", "department", "manager"):
        setattr(row, name, cell(name))
    for name in ("contract_type", "email", "staff_group"):
        setattr(row, name, cell(name))
    row.name = row.name or f"{cell('forename')} {cell('surname')}".strip()
    if not row.number:
        result.refuse(line, _lt("The payroll number is missing."))
    if not row.name:
        result.refuse(line, _lt("The name is missing."))
    for name in ("start", "end", "induction_until"):
        setattr(row, name, result.read_date(line, name, cell(name)))
    if cell("end") and not cell("start"):
        result.refuse(line, _lt("The contract has an end date and no start date."))
    if row.start and row.end and row.end < row.start:
        result.refuse(
            line,
            _lt(
                "The contract ends on %(end)s, before it starts on %(start)s.",
                end=row.end.strftime("%d/%m/%Y"),
                start=row.start.strftime("%d/%m/%Y"),
            ),
        )
    if text := cell("hours"):
        row.hours = _read_hours(text)
        if row.hours is None:
            result.refuse(
                line,
                _lt(
                    "“%s” is not a number of hours per week. It must be more than 0 "
                    "and at most 168; leave it empty where no hours are agreed.",
                    text,
                ),
            )
    return row


def _read_hours(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    hours = round(float(text.replace(",", ".")), 2)
    return hours if 0 < hours <= 168 else None


def _check_numbers(result: TableFile) -> None:
    lines: dict[str, int] = {}
    for row in result.rows:
        first = lines.setdefault(row.number, row.line)
        if row.number and first != row.line:
            result.refuse(
                row.line,
                _lt(
                    "Payroll number %(number)s stands on line %(line)s already.",
                    number=row.number,
                    line=first,
                ),
            )
