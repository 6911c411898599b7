"""A table in CSV, as spreadsheets and school systems write it.

No database here: bytes in, cells and problems out. All problems of a file are found in
one go, each with its line, so that a table is corrected once.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

from odoo.tools.translate import LazyGettext, LazyTranslate

_lt = LazyTranslate(__name__)

MOST_BYTES = 10 * 1024 * 1024

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
    """A table with headings in its first line.

    :param dict headings: {column: what it may be called}, compared without case and
        punctuation
    """

    def __init__(self, content: bytes, headings: dict[str, tuple[str, ...]]):
        self.problems: list[Problem] = []
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
        for line, cells in self._records:
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
                    name: cells[place] if place < len(cells) else ""
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
        text = self._decode(content)
        if text is None:
            return
        self._records = self._read(text)
        self.line, headings = next(self._records, (0, None))
        if headings is not None:
            self._read_headings([squeeze(heading) for heading in headings])
        elif not self.problems:
            self.refuse(0, _lt("The file is empty."))

    def _decode(self, content: bytes) -> str | None:
        if len(content) > MOST_BYTES:
            self.refuse(
                0,
                _lt(
                    "The file is larger than 10 MB: it is no such list. Choose "
                    "another one."
                ),
            )
            return None
        if content.startswith(b"PK"):
            self.refuse(
                0,
                _lt("This is a workbook, not a CSV file. Save the list as CSV first."),
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
        self.refuse(
            0,
            _lt(
                "This is not a text file in UTF-8 or Windows-1252. Save the list as "
                "CSV (UTF-8) first."
            ),
        )
        return None

    def _delimiter(self, text: str) -> str:
        """The separator under which most headings make sense."""
        first = next((line for line in text.splitlines() if line.strip()), "")

        def known(delimiter):
            cells = next(csv.reader([first], delimiter=delimiter), [])
            return sum(plain(cell) in self._known for cell in cells)

        return max(",;\t", key=known)

    def _read(self, text: str):
        """(line, cells) of each record that is not blank."""
        # Strict: a quotation mark that is never closed would otherwise swallow the
        # rest of the list in silence.
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self._delimiter(text),
            strict=True,
        )
        line = 1
        try:
            for cells in reader:
                cells = [cell.strip().replace("\r\n", "\n") for cell in cells]
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            self.refuse(
                line,
                _lt(
                    "A quotation mark is not closed, or stands within a cell: from "
                    "here on the file cannot be read."
                ),
            )

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
