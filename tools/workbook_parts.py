"""The parts of a workbook, looked through before a library builds anything of them.

No database here. A workbook is an archive of XML: a few kilobytes can unpack to
gigabytes, expand entities without end, or claim a million rows. And what reads its
cells does not say which are merged, hidden, or formulas that were never worked out.
"""

import posixpath
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from odoo.tools.translate import LazyTranslate

from .archive import fits, unpack
from .table_lines import Unreadable

_lt = LazyTranslate(__name__)

MOST_PARTS = 500
MOST_BYTES = 30 * 1024 * 1024
# What its elements cost the library: cells the least, then texts that are shared;
# styles, names and relations make it work long.
MOST_COST = 1_000_000
_COSTS = {"row": 1, "c": 1, "v": 1, "f": 1, "is": 1, "t": 1, "si": 4}
_OTHERS_COST = 20
# A row is held as a whole. Excel has no wider one.
WIDEST_ROW = 16_384
# The library tries patterns on the format of numbers, and Excel allows no longer one;
# it reads a long tag or comment again and again.
LONGEST_FORMAT = 255
LONGEST_TAG = 200_000


class Sheet:
    """What a sheet is, beside the texts of its cells."""

    def __init__(self):
        # As far as anything stands in it.
        self.rows = 0
        self.columns = 0
        self.hidden_rows: list[int] = []
        # (row, column) of formulas without a result.
        self.unknown: set[tuple[int, int]] = set()
        # {(row, column) of the first cell: the cells that are merged}
        self.merged: dict[tuple[int, int], str] = {}


class Parts:
    """All parts of a workbook; ``sheets`` by the name of the part.

    :raises Unreadable: when they are more than a list can need
    """

    def __init__(self, archive):
        self.sheets: dict[str, Sheet] = {}
        self._parts: dict[str, Part] = {}
        self._cost = 0
        if not fits(archive.infolist(), MOST_PARTS, MOST_BYTES):
            raise _too_much()
        for entry in archive.infolist():
            self._look_through(archive, entry)
        self._check_each_sheet_once()

    def spend(self, cost):
        self._cost += cost
        if self._cost > MOST_COST:
            raise _too_much()

    def _look_through(self, archive, entry):
        data = unpack(archive, entry)
        if not data.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n").startswith(b"<"):
            # A picture, or macros, which nothing runs.
            return
        if _has_long_piece(data):
            raise _too_much()
        part = Part(self.spend)
        try:
            part.parser.Parse(data, True)
        except expat.ExpatError:
            # Drawings are often no XML; they are not read.
            if part.root == "worksheet":
                raise
            return
        self._parts[entry.filename] = part
        if part.root == "worksheet":
            self.sheets[entry.filename] = part.sheet

    def _check_each_sheet_once(self):
        """Each is a part of its own: none is read a hundred times."""
        for name, part in self._parts.items():
            if not part.sheet_ids:
                continue
            folder, file = posixpath.split(name)
            relations = self._parts[posixpath.join(folder, "_rels", f"{file}.rels")]
            targets = {
                posixpath.normpath(posixpath.join("/", folder, relations.targets[id_]))
                for id_ in part.sheet_ids
            }
            if len(targets) < len(part.sheet_ids):
                raise _too_much()


class Part:
    """One part while it is read, element by element."""

    def __init__(self, spend):
        self.root = ""
        self.sheet = Sheet()
        # Of the list of sheets, and where they are.
        self.sheet_ids: list[str] = []
        self.targets: dict[str, str] = {}
        self._spend = spend
        self._row = self._column = 0
        self._cells = 0
        self._row_hidden = False
        self._inside = self._kind = ""
        self._place = None
        self._has: set[str] = set()
        self._handlers = {
            "numFmt": self._check_format,
            "sheet": self._note_sheet,
            "Relationship": self._note_target,
        }
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse
        parser.CommentHandler = parser.ProcessingInstructionHandler = _check_length

    def _start(self, name, attributes):
        tag = name.rpartition(" ")[2]
        self._spend(_COSTS.get(tag, _OTHERS_COST))
        if not self.root:
            self.root = tag
            if tag == "worksheet":
                self._read_sheet()
        if handler := self._handlers.get(tag):
            handler(tag, attributes)

    # ANY PART

    def _check_format(self, _tag, attributes):
        if any(len(value) > LONGEST_FORMAT for value in attributes.values()):
            raise _too_much()

    def _note_sheet(self, _tag, attributes):
        self.sheet_ids += [
            value for name, value in attributes.items() if name.endswith(" id")
        ]

    def _note_target(self, _tag, attributes):
        self.targets[attributes.get("Id")] = attributes.get("Target")

    # SHEETS

    def _read_sheet(self):
        self._handlers = {
            "row": self._start_row,
            "c": self._start_cell,
            "mergeCell": self._merge,
            **dict.fromkeys(("f", "v", "t"), self._start_content),
        }
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True

    def _start_row(self, _tag, attributes):
        # Some programs write whole numbers as 3.0.
        self._row = int(float(attributes.get("r", self._row + 1)))
        self._row_hidden = attributes.get("hidden") in ("1", "true")
        self._column = self._cells = 0

    def _start_cell(self, _tag, attributes):
        self._cells += 1
        if self._cells > WIDEST_ROW:
            raise _too_much()
        self._column += 1
        if place := attributes.get("r"):
            self._row, self._column = coordinate_to_tuple(place)
        self._place = self._row, self._column
        self._kind = attributes.get("t")
        self._has = set()

    def _start_content(self, tag, _attributes):
        self._inside = tag
        self._has.add(tag)

    def _text(self, _text):
        if self._inside in ("v", "t"):
            self._has.add("text")

    def _end(self, name):
        tag = name.rpartition(" ")[2]
        if tag == self._inside:
            self._inside = ""
        elif tag == "c" and self._has:
            self._end_cell()

    def _end_cell(self):
        sheet, (row, column), has = self.sheet, self._place, self._has
        if not has & {"text", "f"}:
            return
        sheet.rows = max(sheet.rows, row)
        sheet.columns = max(sheet.columns, column)
        if self._row_hidden and row not in sheet.hidden_rows[-1:]:
            sheet.hidden_rows.append(row)
        # A formula may well have worked out an empty text.
        if "text" not in has and not ("v" in has and self._kind == "str"):
            sheet.unknown.add((row, column))

    def _merge(self, _tag, attributes):
        left, top, right, bottom = range_boundaries(attributes["ref"])
        if (left, top) != (right, bottom):
            self.sheet.merged[top, left] = attributes["ref"]


def _too_much():
    return Unreadable(
        _lt(
            "The workbook holds far more than a list. Copy the list alone into a new "
            "workbook, and choose that."
        )
    )


def _refuse(*_declaration):
    # No spreadsheet program writes a DOCTYPE; XML bombs are made with it.
    raise ValueError("DOCTYPE")


def _check_length(*texts):
    if any(len(text) > LONGEST_TAG for text in texts):
        raise _too_much()


def _has_long_piece(data):
    """Whether there are more bytes from one < to the next than a tag may have."""
    place = 0
    while place + LONGEST_TAG < len(data):
        place = data.rfind(b"<", place + 1, place + LONGEST_TAG + 1)
        if place < 0:
            return True
    return False
