"""A table of people in a file, as spreadsheets and school systems write it: CSV or a
workbook.

No database here: bytes in, cells and problems out. All problems of a file are found in
one go, each with its line, so that a table is corrected once.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from odoo.tools.translate import LazyGettext, LazyTranslate

from .csv_lines import read_csv
from .table_lines import BadCell, Unreadable
from .workbook import Workbook

_lt = LazyTranslate(__name__)

MOST_BYTES = 10 * 1024 * 1024
# By which people are recognised; its heading tells the headings from a title.
KEY = "number"
# In how many lines from the top the headings are looked for.
TITLE_LINES = 10

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


@dataclass(frozen=True)
class Problem:
    """Why the table cannot be taken; line 0 is the file as a whole."""

    line: int
    reason: LazyGettext | str


class TableFile:
    """A table of people with headings in its first line, or below a title.

    :param dict headings: {column: what it may be called}, compared without case and
        punctuation; one of them is ``KEY``
    """

    def __init__(self, content: bytes, headings: dict[str, tuple[str, ...]]):
        self.problems: list[Problem] = []
        # What is no problem, and who imports should know.
        self.notes: list[LazyGettext] = []
        # What the lines say, for who reads them.
        self.rows: list = []
        # {column: its heading as it stands there}, and headings that mean nothing to
        # us.
        self.headings: dict[str, str] = {}
        self.unused: list[str] = []
        # Of the headings; 0 where there are none.
        self.line = 0
        self._known = {
            plain(heading): name
            for name, headings_of in headings.items()
            for heading in headings_of
        }
        self._places: dict[str, int] = {}
        self._open(content)

    @property
    def columns(self) -> frozenset[str]:
        """Names of the columns that the file has."""
        return frozenset(self.headings)

    def refuse(self, line: int, reason: LazyGettext | str) -> None:
        self.problems.append(Problem(line, reason))

    def records(self):
        """(line, {column: text}) of each line below the headings that is not blank."""
        for line, cells in self._lines:
            if any(cells[self._width :]):
                self.refuse(
                    line,
                    _lt(
                        "There are %(cells)s cells under %(headings)s headings. A cell "
                        "that contains the separator must stand in quotation marks.",
                        cells=len(cells),
                        headings=self._width,
                    ),
                )
            yield (
                line,
                {
                    name: self._text(line, cells[place]) if place < len(cells) else ""
                    for name, place in self._places.items()
                },
            )

    def read_date(self, line: int, column: str, text: str) -> date | None:
        """The date that a cell holds; a problem where it holds another text."""
        day = to_date(text) if text else None
        if text and day is None:
            self.refuse(
                line,
                _lt(
                    "“%(text)s” under “%(heading)s” is not a date. Write dates as "
                    "31/12/2026 or 2026-12-31.",
                    text=text,
                    heading=self.headings[column],
                ),
            )
        return day

    def _open(self, content):
        self._lines = self._read(content)
        self.line, cells = self._find_headings(self._lines)
        if cells:
            self._read_headings(
                [squeeze(self._text(self.line, cell)) for cell in cells]
            )
            if KEY not in self.columns:
                self.refuse(
                    self.line,
                    _lt(
                        "There is no column with payroll numbers, such as “Payroll "
                        "number”."
                    ),
                )
        elif not self.problems:
            self.refuse(0, _lt("The file is empty."))

    def _read(self, content):
        """(line, cells) of each line that is not blank, as far as the file can be
        read."""
        try:
            if len(content) > MOST_BYTES:
                raise Unreadable(
                    _lt(
                        "The file is larger than 10 MB: it is no such list. Choose "
                        "another one."
                    )
                )
            for line, cells in self._lines_of(content):
                if any(cells):
                    yield line, cells
        except Unreadable as problem:
            self.refuse(problem.line, problem.reason)

    def _lines_of(self, content):
        if not Workbook.is_one(content):
            return read_csv(content, self._meaning)
        book = Workbook(content, self._has_headings)
        self.notes += book.notes
        return book.lines

    def _text(self, line, cell):
        if isinstance(cell, BadCell):
            self.refuse(line, cell.reason)
            return ""
        return cell

    def _meaning(self, cells):
        """The columns that these headings mean."""
        return [
            self._known[plain(cell)] for cell in cells if plain(cell) in self._known
        ]

    def _find_headings(self, lines):
        """(line, cells) of the headings, which may have a title above them; without
        any of ours, the first line."""
        first = None
        for line, cells in islice(lines, TITLE_LINES):
            if KEY in self._meaning(cells):
                return line, cells
            first = first or (line, cells)
        return first or (0, [])

    def _has_headings(self, lines):
        return KEY in self._meaning(self._find_headings(lines)[1])

    def _read_headings(self, headings):
        self._width = len(headings)
        for place, heading in enumerate(headings):
            name = self._known.get(plain(heading))
            if not name:
                self.unused += [heading] if heading else []
            elif name in self.headings:
                self.refuse(
                    self.line,
                    _lt(
                        "“%(first)s” and “%(second)s” mean the same column. Keep one "
                        "of them.",
                        first=self.headings[name],
                        second=heading,
                    ),
                )
            else:
                self.headings[name] = heading
                self._places[name] = place


def squeeze(text: str) -> str:
    """Text in one line, without superfluous spaces."""
    return " ".join(text.split())


def fold(text: str | None) -> str:
    """Text as names are compared: without case and superfluous spaces."""
    return squeeze(text or "").casefold()


def plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


def to_date(text: str) -> date | None:
    text = _MIDNIGHT.sub("", text)
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        return day if day.year >= 1900 else None
    return None
