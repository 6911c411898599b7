"""Objectives and reviewers, as a school plans them in a spreadsheet.

No database here: bytes in, typed rows and problems out.
"""

from dataclasses import dataclass, field
from datetime import date

from odoo.tools.translate import LazyTranslate

from .pay_file import to_xlsx
from .table_file import TableFile, squeeze

_lt = LazyTranslate(__name__)

# As the template to download calls the columns, in the language of who fills it in.
LABELS = {
    "number": _lt("Payroll number"),
    "person": _lt("Name"),
    "reviewer": _lt("Reviewer"),
    "name": _lt("Objective"),
    "category": _lt("Category"),
    "priority": _lt("Priority"),
    "action_steps": _lt("Action steps"),
    "success_criteria": _lt("Success criteria"),
    "monitoring_method": _lt("How followed"),
    "agreed_outcomes": _lt("Agreed outcomes"),
    "milestone": _lt("Reached by the end of this cycle"),
    "date_due": _lt("Date due"),
    "support_promised": _lt("Support promised"),
}
HEADINGS = {
    "number": (
        "payroll number",
        "payroll no",
        "number",
        "employee number",
        "employee no",
        "staff number",
        "staff no",
    ),
    "person": ("name", "full name", "employee", "employee name", "staff name"),
    "reviewer": (
        "reviewer",
        "appraiser",
        "reviewer login",
        "reviewer email",
        "reviewer e mail",
    ),
    "name": ("objective", "aim", "target", "objectives"),
    "category": ("category",),
    "priority": ("priority", "improvement plan priority"),
    "action_steps": ("action steps", "steps", "actions", "strategies"),
    "success_criteria": ("success criteria", "how we shall know"),
    "monitoring_method": (
        "how followed",
        "monitoring",
        "how progress is followed",
        "how monitored",
    ),
    "agreed_outcomes": ("agreed outcomes", "outcomes"),
    "milestone": ("milestone", "reached by the end of this cycle"),
    "date_due": ("date due", "due date", "due", "by when"),
    "support_promised": ("support", "support promised"),
}
# Whom a line is about, and what it asks for beside an objective.
_PEOPLE = ("number", "person", "reviewer")
MOST_ROWS = 5000


@dataclass
class PlanRow:
    """One objective of one person, or the reviewer alone."""

    line: int
    number: str
    person: str
    reviewer: str
    category: str = ""
    priority: str = ""
    # Fields of the objective; without a name there is none.
    values: dict[str, str | date] = field(default_factory=dict)


def to_template(labels: dict[str, str], title: str) -> bytes:
    """A workbook with the headings alone. All columns but the date are text: what is
    typed there stays as it is, leading zeros and "1/2" too."""
    formats = ["dd/mm/yyyy" if name == "date_due" else "@" for name in labels]
    return to_xlsx(list(labels.values()), [], title, formats)


def read_plan_list(content: bytes, labels: dict[str, str]) -> TableFile:
    """Everything that the file alone can tell; ``rows`` are ``PlanRow``.

    :param dict labels: ``LABELS`` in the language of who made the file
    """
    result = TableFile(
        content, {name: (*known, labels[name]) for name, known in HEADINGS.items()}
    )
    if result.line:
        _check_columns(result)
    if result.problems:
        return result
    for line, cells in result.records():
        if len(result.rows) == MOST_ROWS:
            result.refuse(
                line,
                _lt("A file has at most %s lines. Import it in parts.", MOST_ROWS),
            )
            break
        result.rows.append(_read_row(line, cells, result))
    if not result.rows and not result.problems:
        result.refuse(0, _lt("The file has headings and no people."))
    return result


def _check_columns(result: TableFile) -> None:
    if not result.columns & {"name", "reviewer"}:
        result.refuse(
            result.line,
            _lt("There is neither a column “Objective” nor a column “Reviewer”."),
        )


def _read_row(line, cells, result) -> PlanRow:
    row = PlanRow(line, *(squeeze(cells.pop(name, "")) for name in _PEOPLE))
    if not row.number:
        result.refuse(line, _lt("The payroll number is missing."))
    for name in ("category", "priority"):
        setattr(row, name, squeeze(cells.pop(name, "")))
    if day := result.read_date(line, "date_due", squeeze(cells.pop("date_due", ""))):
        row.values["date_due"] = day
    row.values |= {name: text for name, text in cells.items() if text}
    wanted = row.values or row.category or row.priority
    if wanted and "name" not in row.values:
        result.refuse(line, _lt("The objective is missing."))
    elif not wanted and not row.reviewer:
        result.refuse(
            line,
            _lt("There is neither an objective nor a reviewer. Leave the line out."),
        )
    return row
