"""The parts of a workbook, looked through before a library builds anything of them.

No database here. A workbook is an archive of XML: a few kilobytes can unpack to
gigabytes, expand entities without end, or claim a million rows. And what reads its
cells does not say which are merged, hidden, or formulas that were never worked out.
"""

from collections import Counter
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from odoo.tools.translate import LazyTranslate

from .archive import fits, unpack
from .table_lines import Unreadable

_lt = LazyTranslate(__name__)

MOST_PARTS = 500
MOST_BYTES = 30 * 1024 * 1024
MOST = {
    "sheets": 50,
    "elements": 1_000_000,
    # Those of which many cost more than a cell does: styles, names, pieces of text.
    "others": 200_000,
    # In one row: it is held as a whole.
    "cells": 16_384,
    # Of numbers: patterns are tried on each.
    "formats": 1000,
    "longest": 255,
}
_CHEAP = {"row", "c", "v", "f", "t"}
_TRUE = ("1", "true")


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
        self._count = Counter()
        if not fits(archive.infolist(), MOST_PARTS, MOST_BYTES):
            raise self._too_much()
        for entry in archive.infolist():
            self._look_through(entry.filename, unpack(archive, entry))

    def _too_much(self):
        return Unreadable(
            _lt(
                "The workbook holds far more than a list. Copy the list alone into a "
                "new workbook, and choose that."
            )
        )

    def _look_through(self, name, data):
        part = _Part(self._add)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_entities
        parser.StartElementHandler = part.start
        parser.EndElementHandler = part.end
        parser.CharacterDataHandler = part.text
        parser.buffer_text = True
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            # A picture, or damaged: who needs it will say so.
            return
        if part.root == "worksheet":
            self.sheets[name] = part.sheet

    def _refuse_entities(self, *_declaration):
        # No spreadsheet program writes them; they are how XML bombs are made.
        raise ValueError("DOCTYPE")

    def _add(self, tag, attributes):
        count = self._count
        count["elements"] += 1
        count["others"] += tag not in _CHEAP
        count["sheets"] += tag == "sheet"
        count["cells"] = tag != "row" and count["cells"] + (tag == "c")
        if tag == "numFmt":
            count["formats"] += 1
            count["longest"] = max(map(len, attributes.values()), default=0)
        if any(count[what] > most for what, most in MOST.items()):
            raise self._too_much()


class _Part:
    """One part while it is read, element by element."""

    def __init__(self, add):
        self.root = ""
        self.sheet = Sheet()
        self._add = add
        self._row = self._column = 0
        self._row_hidden = False
        self._place = None
        self._kind = ""
        self._inside = ""
        self._has: set[str] = set()

    def start(self, name, attributes):
        tag = name.rpartition(" ")[2]
        self.root = self.root or tag
        self._add(tag, attributes)
        if self.root == "worksheet":
            if tag == "row":
                self._start_row(attributes)
            elif tag == "c":
                self._start_cell(attributes)
            elif tag in ("f", "v", "t"):
                self._inside = tag
                self._has.add(tag)
            elif tag == "mergeCell":
                self._merge(attributes["ref"])

    def text(self, _text):
        if self._inside in ("v", "t"):
            self._has.add("text")

    def end(self, name):
        tag = name.rpartition(" ")[2]
        if tag == self._inside:
            self._inside = ""
        elif tag == "c" and self._place:
            self._end_cell()

    def _start_row(self, attributes):
        # Some programs write whole numbers as 3.0.
        self._row = int(float(attributes.get("r", self._row + 1)))
        self._row_hidden = attributes.get("hidden") in _TRUE
        self._column = 0

    def _start_cell(self, attributes):
        self._column += 1
        if place := attributes.get("r"):
            self._row, self._column = coordinate_to_tuple(place)
        self._place = self._row, self._column
        self._kind = attributes.get("t")
        self._has = set()

    def _end_cell(self):
        sheet, (row, column), has = self.sheet, self._place, self._has
        self._place = None
        if not has & {"text", "f"}:
            return
        sheet.rows = max(sheet.rows, row)
        sheet.columns = max(sheet.columns, column)
        if self._row_hidden and row not in sheet.hidden_rows[-1:]:
            sheet.hidden_rows.append(row)
        # A formula may well have worked out an empty text.
        if "text" not in has and not ("v" in has and self._kind == "str"):
            sheet.unknown.add((row, column))

    def _merge(self, cells):
        left, top, right, bottom = range_boundaries(cells)
        if (left, top) != (right, bottom):
            self.sheet.merged[top, left] = cells
