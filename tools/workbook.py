"""Lines of a workbook (.xlsx), as Excel, LibreOffice and school systems save it.

No database here: bytes in, lines of text out. A cell is read as people see it there,
with leading zeros and per cent, but not rounded, without thousands separators, and with
every date in the British order. What cannot be told is refused by the cell's name.
"""

import io
import re
import warnings
import zipfile
from datetime import datetime, time
from decimal import Decimal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from odoo.tools.translate import LazyTranslate

from .table_lines import BadCell, Unreadable
from .workbook_parts import Parts, Sheet

_lt = LazyTranslate(__name__)

MOST_ROWS = 20_000
MOST_COLUMNS = 200

_ZIP = b"PK\x03\x04"
# Old workbooks, and new ones that are locked with a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a spreadsheet of LibreOffice says of itself, in its first bytes.
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

# Of a number format: what it shows as it stands, and colours, conditions, places.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.I)


class Workbook:
    """The sheet of a workbook that holds the list.

    Hidden sheets are not read, hidden rows are: a filter hides them by the way. Both
    are said in ``notes``.

    :param has_list: whether (line, cells) given to it begin with the headings of one
    :raises Unreadable: when there is no such sheet, or more than one
    """

    def __init__(self, content: bytes, has_list):
        self.notes = []
        self._has_list = has_list
        try:
            # The library warns of what it leaves out, such as a drop-down list.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.lines = self._read(content)
        except Unreadable:
            raise
        # Of a file that is none, or was made to do harm, it raises anything.
        except Exception as error:
            raise Unreadable(
                _lt(
                    "This is no workbook that can be read. Open it in Excel or "
                    "LibreOffice, and save it as an Excel workbook (.xlsx) or as CSV."
                )
            ) from error

    @staticmethod
    def is_one(content: bytes) -> bool:
        """Whether it is a workbook, of this kind or another."""
        return content.startswith((_ZIP, _OLE))

    def _read(self, content):
        """(number of the row, cells of text) of each row that is not blank."""
        _refuse_other_kinds(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._shapes = Parts(archive).sheets
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        if not book.worksheets:
            # Of the strict kind, whose names of things the library does not know.
            raise ValueError("no sheets")
        self._epoch = book.epoch
        filled = [sheet for sheet in book.worksheets if self._shape(sheet).rows]
        chosen = self._choose(
            [sheet for sheet in filled if sheet.sheet_state == "visible"]
        )
        self._check_size(chosen)
        self._note(chosen, [sheet for sheet in filled if sheet is not chosen])
        return list(self._rows(chosen))

    def _shape(self, sheet):
        return self._shapes.get(sheet._worksheet_path) or Sheet()

    def _choose(self, sheets):
        if not sheets:
            raise Unreadable(_lt("The workbook has no visible sheet that is filled."))
        lists = [sheet for sheet in sheets if self._has_list(self._rows(sheet))]
        if len(lists) > 1:
            raise Unreadable(
                _lt(
                    "Several sheets have a column with payroll numbers: %(sheets)s. "
                    "Hide or delete those that are not meant.",
                    sheets=_titles(lists),
                )
            )
        if not lists and len(sheets) > 1:
            raise Unreadable(
                _lt(
                    "None of the sheets %(sheets)s has a column with payroll numbers, "
                    "such as “Payroll number”.",
                    sheets=_titles(sheets),
                )
            )
        return (lists or sheets)[0]

    def _check_size(self, sheet):
        shape = self._shape(sheet)
        if shape.rows > MOST_ROWS or shape.columns > MOST_COLUMNS:
            raise Unreadable(
                _lt(
                    "Something stands in the sheet “%(sheet)s” below row %(row)s or "
                    "beyond column %(column)s: it is no such list. Delete what does "
                    "not belong to it.",
                    sheet=sheet.title,
                    row=MOST_ROWS,
                    column=get_column_letter(MOST_COLUMNS),
                )
            )

    def _note(self, sheet, others):
        if others:
            self.notes.append(
                _lt(
                    "Read: the sheet “%(sheet)s”. Not read: %(others)s.",
                    sheet=sheet.title,
                    others=_titles(others),
                )
            )
        if hidden := self._shape(sheet).hidden_rows:
            self.notes.append(
                _lt("Hidden rows are read, too: %(rows)s.", rows=_spans(hidden))
            )

    def _rows(self, sheet):
        shape = self._shape(sheet)
        last = min(shape.rows, MOST_ROWS)
        rows = sheet.iter_rows(1, last, 1, min(shape.columns, MOST_COLUMNS))
        # Not a row further: what follows the last one may be anything.
        for line, row in zip(range(1, last + 1), rows, strict=False):
            cells = [
                self._text(shape, (line, column), cell)
                for column, cell in enumerate(row, start=1)
            ]
            if any(cells):
                yield line, cells

    def _text(self, shape, place, cell):
        line, column = place
        if place in shape.unknown:
            return BadCell(
                "=",
                _lt(
                    "The cell %s holds a formula without its result. Open the workbook "
                    "in Excel or LibreOffice, and save it there.",
                    f"{get_column_letter(column)}{line}",
                ),
            )
        if cell.data_type == "e":
            return BadCell(
                cell.value,
                _lt(
                    "The cell %(cell)s holds the error %(error)s. Correct it.",
                    cell=cell.coordinate,
                    error=cell.value,
                ),
            )
        text = to_text(cell.value, cell.number_format, self._epoch)
        if text and place in shape.merged:
            return BadCell(
                text,
                _lt(
                    "The cells %s are merged, and only the first one holds the text. "
                    "Unmerge them, and fill in each.",
                    shape.merged[place],
                ),
            )
        return text


def to_text(value, number_format, epoch) -> str:
    """What a cell holds, as people read it there."""
    if value is None:
        return ""
    if isinstance(value, str):
        # A line end of Windows, as Excel writes it into XML.
        return value.replace("_x000D_", "").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if _ELAPSED.search(number_format):
        return _elapsed(value, epoch)
    shown = _LITERAL.sub("", number_format.split(";")[0])
    if isinstance(value, int | float):
        return _number(value, shown)
    return _moment(value, "h" in shown.lower())


def _number(value, shown):
    if "%" in shown:
        return f"{_plain(value * 100)}%"
    text = _plain(value)
    # Payroll numbers whose leading zeros the format alone shows.
    padded = re.fullmatch("0+", shown) and "." not in text
    return text.zfill(len(shown)) if padded else text


def _plain(number):
    """A number with the 15 digits that Excel shows, without an exponent."""
    if isinstance(number, int):
        return str(number)
    return format(Decimal(f"{number:.15g}"), "f")


def _moment(value, with_time):
    if isinstance(value, time):
        return f"{value:%H:%M}"
    day = f"{value:%d/%m/%Y}"
    if with_time and isinstance(value, datetime) and value.time() != time.min:
        return f"{day} {value:%H:%M}"
    return day


def _elapsed(value, epoch):
    """Hours and minutes of a duration, such as 37:30."""
    days = value if isinstance(value, int | float) else to_excel(value, epoch)
    hours, minutes = divmod(round(days * 24 * 60), 60)
    return f"{hours}:{minutes:02}"


def _refuse_other_kinds(content):
    if content.startswith(_OLE) and _LOCKED in content:
        raise Unreadable(
            _lt("The workbook is locked with a password. Save it without one.")
        )
    if content.startswith(_OLE):
        raise Unreadable(
            _lt(
                "This is a workbook of Excel 97–2003 (.xls). Save it as an Excel "
                "workbook (.xlsx) or as CSV."
            )
        )
    if content[30:].startswith(_ODS):
        raise Unreadable(
            _lt(
                "This is an OpenDocument spreadsheet (.ods). Save it as an Excel "
                "workbook (.xlsx) or as CSV."
            )
        )


def _titles(sheets):
    return ", ".join(f"“{sheet.title}”" for sheet in sheets)


def _spans(numbers):
    """3, 5–7"""
    spans = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in spans
    )
