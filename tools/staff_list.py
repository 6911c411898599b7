"""A staff list in CSV, as a school's management information system exports it.

No database here: bytes in, typed rows and problems out. All problems of a file are
found in one go, each with its line, so that a list is corrected once.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from odoo.tools.translate import LazyGettext, LazyTranslate

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
_COLUMNS = {
    heading: name for name, headings in HEADINGS.items() for heading in headings
}

# What the column "Staff group" says of people who are on the list because they
# manage others, and are not appraised here.
NO_STAFF_GROUP = ("none", "-")

# The day comes first, as in Britain.
DATE_FORMATS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d %B %Y",
)
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True)
class Problem:
    """Why the list cannot be taken; line 0 is the file as a whole."""

    line: int
    reason: LazyGettext | str


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


@dataclass
class StaffList:
    rows: list[StaffRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Names of the columns that the file has, and headings that mean nothing to us.
    columns: frozenset[str] = frozenset()
    unused: list[str] = field(default_factory=list)

    def refuse(self, line: int, reason: LazyGettext | str) -> None:
        self.problems.append(Problem(line, reason))


def fold(text: str | None) -> str:
    """Text as names are compared: without case and superfluous spaces."""
    return " ".join((text or "").split()).casefold()


def read_staff_list(content: bytes) -> StaffList:
    """Everything that the file alone can tell."""
    result = StaffList()
    text = _decode(content, result)
    if text is None:
        return result
    delimiter = _delimiter(text)
    records = _records(text, delimiter, result)
    heading_line, headings = next(records, (0, None))
    if headings is None:
        if not result.problems:
            result.refuse(0, _lt("The file is empty."))
        return result
    columns = _read_headings(heading_line, headings, result)
    # Without the columns that name a person, every line would be a problem.
    if result.problems:
        return result
    for line, cells in records:
        if len(cells) > len(headings) and any(cells[len(headings) :]):
            result.refuse(
                line,
                _lt(
                    "There are %(cells)s cells under %(headings)s headings. A cell "
                    "that contains the separator must stand in quotation marks.",
                    cells=len(cells),
                    headings=len(headings),
                ),
            )
        result.rows.append(_read_row(line, headings, columns, cells, result))
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


def _decode(content: bytes, result: StaffList) -> str | None:
    if content.startswith(b"PK"):
        result.refuse(
            0, _lt("This is a workbook, not a CSV file. Save the list as CSV first.")
        )
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    result.refuse(
        0,
        _lt(
            "This is not a text file in UTF-8 or Windows-1252. Save the list as CSV "
            "(UTF-8) first."
        ),
    )
    return None


def _delimiter(text: str) -> str:
    """The separator under which most headings make sense."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter):
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(_plain(cell) in _COLUMNS for cell in cells)

    return max(",;\t", key=known)


def _records(text: str, delimiter: str, result: StaffList):
    """(line, cells) of each record that is not blank."""
    # Strict: a quotation mark that is never closed would otherwise swallow the rest
    # of the list in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        result.refuse(
            line,
            _lt(
                "A quotation mark is not closed, or stands within a cell: from here on "
                "the file cannot be read."
            ),
        )


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


def _read_headings(line: int, headings: list[str], result: StaffList) -> dict[str, int]:
    """{column: index}"""
    columns: dict[str, int] = {}
    for index, heading in enumerate(headings):
        name = _COLUMNS.get(_plain(heading))
        if not name:
            result.unused += [heading] if heading else []
        elif name in columns:
            result.refuse(
                line,
                _lt(
                    "“%(first)s” and “%(second)s” mean the same column. Keep one of "
                    "them.",
                    first=headings[columns[name]],
                    second=heading,
                ),
            )
        else:
            columns[name] = index
    if "number" not in columns:
        result.refuse(
            line,
            _lt("There is no column with payroll numbers, such as “Payroll number”."),
        )
    if "name" not in columns and not {"forename", "surname"} <= columns.keys():
        result.refuse(
            line, _lt("There is no column with people's names, such as “Name”.")
        )
    result.columns = frozenset(columns)
    return columns


def _read_row(line, headings, columns, cells, result) -> StaffRow:
    row = StaffRow(line)

    def cell(name):
        index = columns.get(name, len(cells))
        return cells[index] if index < len(cells) else ""

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
        if text := cell(name):
            day = _read_date(text)
            setattr(row, name, day)
            if day is None:
                result.refuse(
                    line,
                    _lt(
                        "“%(text)s” under “%(heading)s” is not a date. Write dates as "
                        "31/12/2026 or 2026-12-31.",
                        text=text,
                        heading=headings[columns[name]],
                    ),
                )
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


def _read_date(text: str) -> date | None:
    text = _MIDNIGHT.sub("", text)
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        return day if day.year >= 1900 else None
    return None


def _read_hours(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    hours = round(float(text.replace(",", ".")), 2)
    return hours if 0 < hours <= 168 else None


def _check_numbers(result: StaffList) -> None:
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
