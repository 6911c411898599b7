import io
import zipfile
from datetime import date, datetime, time, timedelta

import xlsxwriter

from odoo.tests import BaseCase

from ..tools import workbook as reader
from ..tools import workbook_parts
from ..tools.plan_list import LABELS, read_plan_list, to_template
from ..tools.staff_list import read_staff_list
from .workbooks import swap, workbook

HEADINGS = ("Payroll number", "Name", "Job title", "Start date", "Hours per week")
SHEET = "xl/worksheets/sheet1.xml"
# How Excel calls relations in its "Strict Open XML" workbooks.
TRANSITIONAL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
BROKEN = "This is no workbook that can be read."
TOO_MUCH = "The workbook holds far more than a list."


class TestWorkbook(BaseCase):
    """Reading a list out of a workbook, without a database."""

    def _read(self, *rows, headings=HEADINGS, edit=None):
        return read_staff_list(workbook(headings, *rows, edit=edit))

    def _problems(self, staff):
        return [(p.line, p.reason._translate("en_US")) for p in staff.problems]

    def _notes(self, staff):
        return [note._translate("en_US") for note in staff.notes]

    def _refused(self, content, sentence):
        """Why there is nothing to read."""
        staff = read_staff_list(content)
        self.assertFalse(staff.rows)
        ((line, reason),) = self._problems(staff)
        self.assertEqual(line, 0)
        self.assertIn(sentence, reason)

    def _cell(self, value, number_format="General"):
        """What a cell is read as, in a column of plain text."""

        def edit(book):
            book.active["C2"].number_format = number_format

        staff = self._read([1, "Jo Example", value], edit=edit)
        self.assertFalse(staff.problems)
        return staff.rows[0].job

    # CELLS

    def test_row(self):
        staff = self._read([42, " Jo  Example", "Cook", date(2026, 9, 1), 27.5])
        self.assertFalse(staff.problems or staff.notes)
        row = staff.rows[0]
        self.assertEqual((row.line, row.number, row.name), (2, "42", "Jo Example"))
        self.assertEqual((row.job, row.start), ("Cook", date(2026, 9, 1)))
        self.assertEqual(row.hours, 27.5)

    def test_numbers(self):
        """As they are shown, and never with what computing adds to them."""
        for value, number_format, text in (
            (123, "General", "123"),
            (123.0, "General", "123"),
            (0.6, "General", "0.6"),
            (0.1 + 0.2, "General", "0.3"),
            (1e15, "General", "1000000000000000"),
            (0.00001, "General", "0.00001"),
            (123, "00000", "00123"),
            (123, "00000;-00000", "00123"),
            (123456, "00000", "123456"),
            (12.5, "000", "12.5"),
            (1234.5, "#,##0.00", "1234.5"),
            (1234, '0 "£"', "1234"),
            ("00123", "General", "00123"),
            ("00123", "@", "00123"),
            (0.6, "0%", "60%"),
            (0.07, "0.0%", "7%"),
            (1, "0%", "100%"),
            (6, '0" % of pupils"', "6"),
            (True, "General", "TRUE"),
            (False, "General", "FALSE"),
        ):
            with self.subTest(value=value, number_format=number_format):
                self.assertEqual(self._cell(value, number_format), text)

    def test_dates_in_text(self):
        """Under a heading that asks for no date, as they would be written there."""
        for value, number_format, text in (
            (date(2026, 9, 1), "dd/mm/yyyy", "01/09/2026"),
            (date(2026, 9, 1), "mmm-yy", "01/09/2026"),
            (date(2026, 9, 1), "[$-809]d mmmm yyyy;@", "01/09/2026"),
            (datetime(2026, 9, 1, 8, 30), "dd/mm/yyyy", "01/09/2026"),
            (datetime(2026, 9, 1, 8, 30), "dd/mm/yyyy hh:mm", "01/09/2026 08:30"),
            (datetime(2026, 9, 1), "dd/mm/yyyy hh:mm", "01/09/2026"),
            (time(8, 30), "hh:mm", "08:30"),
            (timedelta(hours=37, minutes=30), "[h]:mm", "37:30"),
        ):
            with self.subTest(value=value, number_format=number_format):
                self.assertEqual(self._cell(value, number_format), text)

    def test_dates(self):
        for value in (
            date(2026, 9, 1),
            datetime(2026, 9, 1),
            "01/09/2026",
            "2026-09-01",
            "1 September 2026",
        ):
            with self.subTest(value=value):
                staff = self._read([1, "Jo Example", "", value])
                self.assertFalse(staff.problems)
                self.assertEqual(staff.rows[0].start, date(2026, 9, 1))

    def test_dates_from_1904(self):
        """Workbooks that began on an old Mac count from another day."""
        content = workbook(HEADINGS, [1, "Jo Example", "", date(2026, 9, 1)])
        content = swap(
            content, "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"'
        )
        day = read_staff_list(content).rows[0].start
        self.assertEqual(day, date(2030, 9, 2))

    def test_what_is_no_date_or_number(self):
        """The same sentences as for CSV, by the row of the sheet."""

        def edit(book):
            book.active["D2"].number_format = "dd/mm/yyyy hh:mm"
            book.active["E3"].number_format = "0%"

        staff = self._read(
            [1, "Jo Example", "", datetime(2026, 9, 1, 8, 30)],
            [2, "Sam Sample", "", 46266, 0.6],
            edit=edit,
        )
        self.assertEqual(
            [(line, reason.split(".")[0]) for line, reason in self._problems(staff)],
            [
                (2, "“01/09/2026 08:30” under “Start date” is not a date"),
                (3, "“46266” under “Start date” is not a date"),
                (3, "“60%” is not a number of hours per week"),
            ],
        )

    def test_lines_are_rows_of_the_sheet(self):
        staff = read_staff_list(
            workbook(
                ["Staff of Example Hill School"],
                [],
                HEADINGS,
                [1, "Jo Example", "Cook\nin the kitchen"],
                [],
                [None, "Sam Sample"],
            )
        )
        self.assertEqual((staff.line, staff.rows[0].line), (3, 4))
        self.assertEqual(staff.rows[0].job, "Cook in the kitchen")
        self.assertEqual(self._problems(staff), [(6, "The payroll number is missing.")])

    def test_text_that_belongs_to_no_column(self):
        """No slip of a separator, as in CSV: somebody wrote beside the list."""
        staff = self._read([1, "Jo Example", "", "", "", "", "on leave"])
        self.assertFalse(staff.problems)

    # CELLS THAT CANNOT BE TOLD

    def test_formulas(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, ["1", "Jo Example"])
            sheet.write_formula(1, 2, '="Co"&"ok"', value="Cook")
            sheet.write_formula(1, 4, "=5*7.5", value=37.5)
            sheet.write_row(2, 0, ["2", "Sam Sample"])
            sheet.write_formula(2, 2, '=IF(1,"","x")', value="x")
        # It worked out to nothing.
        content = swap(buffer.getvalue(), SHEET, b"<v>x</v>", b"<v></v>")
        staff = read_staff_list(content)
        self.assertFalse(staff.problems)
        self.assertEqual([row.job for row in staff.rows], ["Cook", ""])
        self.assertEqual(staff.rows[0].hours, 37.5)
        # As programs write it that do not calculate.
        for bare in (b"</f></c>", b"</f><v></v></c>"):
            staff = read_staff_list(swap(content, SHEET, b"</f><v>37.5</v></c>", bare))
            self.assertEqual(
                self._problems(staff),
                [
                    (
                        2,
                        "The cell E2 holds a formula without its result. Open the "
                        "workbook in Excel or LibreOffice, and save it there.",
                    )
                ],
            )

    def test_errors(self):
        def edit(book):
            for cell in ("C2", "F2"):
                book.active[cell].data_type = "e"

        row = [1, "Jo Example", "#REF!", "", "", "#N/A"]
        staff = self._read(row, headings=(*HEADINGS, "Shoe size"), edit=edit)
        # What is not read may be wrong.
        self.assertEqual(
            self._problems(staff),
            [(2, "The cell C2 holds the error #REF!. Correct it.")],
        )

    def test_merged(self):
        def edit(book):
            book.active.merge_cells("C2:C3")
            book.active.merge_cells("F2:F3")
            book.active.merge_cells("D2:D3")

        staff = self._read(
            [1, "Jo Example", "Cook", "", "", "x"], [2, "Sam Sample"], edit=edit
        )
        self.assertEqual(
            self._problems(staff),
            [
                (
                    2,
                    "The cells C2:C3 are merged, and only the first one holds the "
                    "text. Unmerge them, and fill in each.",
                )
            ],
        )
        # Two columns under one heading.
        staff = self._read(
            [1, "Jo", "Example"], edit=lambda book: book.active.merge_cells("B1:C1")
        )
        self.assertIn("The cells B1:C1 are merged", self._problems(staff)[0][1])

    def test_hidden_rows(self):
        """A filter hides them by the way: they are read, and it is said."""

        def edit(book):
            for row in (2, 4, 5, 9):
                book.active.row_dimensions[row].hidden = True

        staff = self._read(
            *([number, "Jo Example"] for number in range(1, 6)), edit=edit
        )
        self.assertEqual(len(staff.rows), 5)
        self.assertEqual(self._notes(staff), ["Hidden rows are read, too: 2, 4–5."])

    # SHEETS

    def test_the_sheet_that_holds_the_list(self):
        def edit(book):
            book.create_sheet("Notes", 0).append(["Name", "what to do"])
            book.create_sheet("Empty", 0)
            last_year = book.create_sheet("Last year", 0)
            last_year.append(HEADINGS)
            last_year.sheet_state = "hidden"
            book["Sheet"].title = "This year"

        staff = self._read([1, "Jo Example"], edit=edit)
        self.assertFalse(staff.problems)
        self.assertEqual(staff.rows[0].name, "Jo Example")
        self.assertEqual(
            self._notes(staff),
            ["Read: the sheet “This year”. Not read: “Last year”, “Notes”."],
        )

    def test_several_lists(self):
        """Which year is meant is not for us to say."""

        def edit(book):
            book.create_sheet("2025").append(HEADINGS)
            book.create_sheet("Notes").append(["x"])

        self._refused(
            workbook(HEADINGS, [1, "Jo Example"], edit=edit),
            "Several sheets have a column with payroll numbers: “Sheet”, “2025”. Hide "
            "or delete those that are not meant.",
        )

    def test_no_list(self):
        def edit(book):
            book.create_sheet("Notes").append(["x"])

        self._refused(
            workbook(["Name"], ["Jo Example"], edit=edit),
            "None of the sheets “Sheet”, “Notes” has a column with payroll numbers",
        )
        staff = read_staff_list(workbook(["Name"], ["Jo Example"]))
        self.assertEqual(staff.line, 1)
        self.assertIn("There is no column with payroll", self._problems(staff)[0][1])
        staff = read_staff_list(workbook(HEADINGS))
        self.assertEqual(
            self._problems(staff), [(0, "The file has headings and no people.")]
        )

    def test_empty(self):
        sentence = "The workbook has no visible sheet that is filled."
        self._refused(workbook(), sentence)

        def edit(book):
            book.active.sheet_state = "hidden"
            book.create_sheet("Empty")

        self._refused(workbook(HEADINGS, [1, "Jo Example"], edit=edit), sentence)

    # FILES THAT ARE NO WORKBOOK OF THIS KIND

    def test_other_kinds(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        self._refused(ole, "This is a workbook of Excel 97–2003 (.xls).")
        locked = ole + "EncryptedPackage".encode("utf-16-le")
        self._refused(locked, "The workbook is locked with a password.")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            file.writestr("content.xml", "<x/>", zipfile.ZIP_DEFLATED)
        self._refused(buffer.getvalue(), "This is an OpenDocument spreadsheet (.ods).")

    def test_broken(self):
        content = workbook(HEADINGS, [1, "Jo Example"])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("7001.pdf", "%PDF")
        damaged = bytearray(content)
        damaged[len(damaged) // 2] ^= 0xFF
        for what, bad in {
            "no zip": b"PK\3\4 a workbook",
            "half": content[: len(content) // 2],
            "damaged": bytes(damaged),
            "another archive": buffer.getvalue(),
            "no XML": swap(content, SHEET, b"<sheetData>", b"<sheetData"),
            "no number": swap(content, SHEET, b"<v>1<", b"<v>one<"),
            "no row": swap(content, SHEET, b'<row r="2"', b'<row r="two"'),
            "no column": swap(content, SHEET, b'r="A2"', b'r="AAAAAAA2"'),
            "strict": swap(content, "xl/workbook.xml", TRANSITIONAL, STRICT),
            "no style": swap(content, SHEET, b'r="A2"', b'r="A2" s="99"'),
        }.items():
            with self.subTest(what=what):
                self._refused(bad, BROKEN)

    def test_too_large(self):
        self._refused(b"PK" + bytes(10 * 1024 * 1024), "The file is larger than 10 MB")

    # FILES THAT ARE MADE TO DO HARM

    def _with_part(self, data, way=zipfile.ZIP_DEFLATED):
        buffer = io.BytesIO(workbook(HEADINGS, [1, "Jo Example"]))
        with zipfile.ZipFile(buffer, "a", way) as file:
            file.writestr("xl/media/picture.bmp", data)
        return buffer.getvalue()

    def test_bombs_of_size(self):
        """Nothing is unpacked beyond what a list may have."""
        self.assertFalse(read_staff_list(self._with_part(bytes(10_000))).problems)
        self._refused(self._with_part(bytes(31 * 1024 * 1024)), TOO_MUCH)
        self._refused(self._with_part(bytes(10), zipfile.ZIP_LZMA), BROKEN)
        # One that says less of itself.
        size = 31_456_789
        content = bytearray(self._with_part(bytes(size)))
        said = size.to_bytes(4, "little")
        self.assertIn(said, content)
        while (place := content.find(said)) >= 0:
            content[place : place + 4] = (1000).to_bytes(4, "little")
        self._refused(bytes(content), BROKEN)
        self.patch(workbook_parts, "MOST_PARTS", 3)
        self._refused(workbook(HEADINGS, [1, "Jo Example"]), TOO_MUCH)

    def test_bombs_of_entities(self):
        """Whatever letters it is written in."""
        content = workbook(HEADINGS, [1, "Jo Example"])
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            sheet = file.read(SHEET)
        entities = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        bomb = entities + sheet.replace(b"Jo Example", b"&b;")
        self._refused(swap(content, SHEET, sheet, bomb), BROKEN)
        bomb = bomb.decode().encode("utf-16")
        self._refused(swap(content, SHEET, sheet, bomb), BROKEN)

    def test_bombs_of_xml(self):
        """Few bytes that make much work."""
        content = workbook(HEADINGS, [1, "Jo Example"])
        style = b'<numFmt numFmtId="164" formatCode="' + b"[" * 1000 + b'"/>'
        for what, part, old, new in (
            ("rows", SHEET, b"</sheetData>", b"<row/>" * 1_000_001 + b"</sheetData>"),
            ("a row", SHEET, b"</row>", b"<c/>" * 16_385 + b"</row>"),
            ("others", SHEET, b"<sheetData>", b"<x/>" * 50_001 + b"<sheetData>"),
            ("a tag", SHEET, b"<row ", b'<row a="' + b"a" * 200_001 + b'" '),
            ("a comment", SHEET, b"<row ", b"<!--" + b"<" * 200_001 + b"--><row "),
            ("a format", "xl/styles.xml", b"<fonts", style + b"<fonts"),
        ):
            with self.subTest(what=what):
                self._refused(swap(content, part, old, new), TOO_MUCH)

    def test_one_part_read_as_many_sheets(self):
        content = workbook(
            HEADINGS, [1, "Jo Example"], edit=lambda book: book.create_sheet("Other")
        )
        rels = "xl/_rels/workbook.xml.rels"
        self._refused(swap(content, rels, b"sheet2.xml", b"sheet1.xml"), TOO_MUCH)

    def test_claims(self):
        """Neither a million rows that are not there, nor one far below."""
        content = workbook(HEADINGS, [1, "Jo Example"])
        claim = swap(content, SHEET, b'ref="A1:E2"', b'ref="A1:XFD1048576"')
        self.assertEqual(len(read_staff_list(claim).rows), 1)
        # Formats without text reach further than the list.
        blank = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        claim = swap(content, SHEET, b"</sheetData>", blank)
        self.assertFalse(read_staff_list(claim).problems)
        self.assertEqual(len(read_staff_list(claim).rows), 1)
        for place in ("A999999999", "A20001", "GS3"):
            row = f'<row r="{place.strip("AGS")}"><c r="{place}"><v>1</v></c></row>'
            claim = swap(content, SHEET, b"</sheetData>", f"{row}</sheetData>".encode())
            with self.subTest(place=place):
                self._refused(claim, "below row 20000 or beyond column GR")

    def test_most_rows(self):
        self.patch(reader, "MOST_ROWS", 3)
        self.assertEqual(len(self._read([1, "Jo"], [2, "Sam"]).rows), 2)
        self._refused(
            workbook(HEADINGS, [1, "Jo"], [2, "Sam"], [3, "Al"]), "below row 3"
        )

    # THE EMPTY FILE

    def test_template(self):
        """What is typed into it stays as it is."""
        labels = {name: label._source for name, label in LABELS.items()}
        content = to_template(labels, "plans")
        table = read_plan_list(content, labels)
        self.assertEqual(
            self._problems(table), [(0, "The file has headings and no people.")]
        )
        self.assertEqual(table.columns, set(LABELS))
