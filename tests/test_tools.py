from datetime import date

from odoo.tests import BaseCase

from ..tools.school_year import school_year
from ..tools.staff_list import find_circles, read_staff_list
from ..tools.table_file import fold

HEADINGS = (
    "Payroll number,Name,Job title,Department,Line manager,Start date,"
    "Contract type,Contract end,Hours per week"
)


class TestStaffList(BaseCase):
    """Reading a staff list, without a database."""

    def _read(self, text, encoding="utf-8"):
        return read_staff_list(text.encode(encoding))

    def _problems(self, text):
        return self._sentences(self._read(text))

    def _sentences(self, staff):
        return [(p.line, p.reason._translate("en_US")) for p in staff.problems]

    def test_row(self):
        staff = self._read(
            f"{HEADINGS}\n"
            "00042, Jo  Example ,Teaching Assistant,Learning Support,Sam Sample,"
            "01/09/2026,Permanent,31/08/2027,32.5\n"
        )
        self.assertFalse(staff.problems)
        row = staff.rows[0]
        self.assertEqual((row.line, row.number, row.name), (2, "00042", "Jo Example"))
        self.assertEqual(row.job, "Teaching Assistant")
        self.assertEqual(row.department, "Learning Support")
        self.assertEqual(row.manager, "Sam Sample")
        self.assertEqual((row.start, row.end), (date(2026, 9, 1), date(2027, 8, 31)))
        self.assertEqual((row.contract_type, row.hours), ("Permanent", 32.5))

    def test_headings(self):
        """Other systems' words for the same columns."""
        for headings in (
            "Number,Name,Job,Manager,Hours,Start",
            "Employee number,Full name,Post,Line manager,Hours per week,Start date",
            "PAYROLL NO.,Employee Name,Position,Reports to,Weekly hours,Contract start",
            "staff_number,staff_name,job_title,line_manager,hours_per_week,start_date",
        ):
            with self.subTest(headings=headings):
                staff = self._read(f"{headings}\n1,Jo Example,TA,2,37,2026-09-01\n")
                self.assertFalse(staff.problems)
                self.assertEqual(
                    staff.columns,
                    {"number", "name", "job", "manager", "hours", "start"},
                )
                self.assertEqual(staff.rows[0].start, date(2026, 9, 1))

    def test_two_names(self):
        staff = self._read("Surname,Forename,Number\nExample,Jo,1\n")
        self.assertEqual(staff.rows[0].name, "Jo Example")
        self.assertFalse(staff.problems)

    def test_unused_columns(self):
        staff = self._read("Number,Name,Shoe size,\n1,Jo Example,40,\n")
        self.assertEqual(staff.unused, ["Shoe size"])
        self.assertFalse(staff.problems)

    def test_encodings_and_separators(self):
        for separator in ",;\t":
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
                with self.subTest(separator=separator, encoding=encoding):
                    lines = (
                        ("Number", "Name", "Hours"),
                        ("1", "Zoë O’Example", "27.5"),
                    )
                    text = "\r\n".join(separator.join(line) for line in lines)
                    staff = self._read(text, encoding)
                    self.assertFalse(staff.problems)
                    self.assertEqual(staff.rows[0].name, "Zoë O’Example")
                    self.assertEqual(staff.rows[0].hours, 27.5)

    def test_lines_are_those_of_the_file(self):
        """Also after blank lines and cells that go over several lines."""
        staff = self._read('\nNumber,Name,Job\n\n1,Jo Example,"Cook,\nkitchen"\n2,,\n')
        self.assertEqual([row.line for row in staff.rows], [4, 6])
        self.assertEqual(staff.rows[0].job, "Cook, kitchen")
        self.assertEqual(self._sentences(staff), [(6, "The name is missing.")])

    def test_dates(self):
        for text in (
            "01/09/2026",
            "1/9/2026",
            "2026-09-01",
            "01-09-2026",
            "01.09.2026",
            "01 Sep 2026",
            "01-Sep-2026",
            "1 September 2026",
            "01/09/2026 00:00",
            "2026-09-01T00:00:00",
        ):
            with self.subTest(text=text):
                staff = self._read(f"Number,Name,Start\n1,Jo Example,{text}\n")
                self.assertFalse(staff.problems)
                self.assertEqual(staff.rows[0].start, date(2026, 9, 1))

    def test_title_above_the_headings(self):
        staff = self._read(
            "Staff of Example Hill School\n\nNumber,Name\n1,Jo Example\n"
        )
        self.assertFalse(staff.problems)
        self.assertEqual((staff.line, staff.rows[0].line), (3, 4))

    def test_bad_rows(self):
        """Each bad cell is named with its line and reason."""

        def bad_date(text, heading):
            return (
                f"“{text}” under “{heading}” is not a date. Write dates as 31/12/2026 "
                "or 2026-12-31."
            )

        def bad_hours(text):
            return (
                f"“{text}” is not a number of hours per week. It must be more than 0 "
                "and at most 168; leave it empty where no hours are agreed."
            )

        for cells, reasons in (
            (",Jo Example", ["The payroll number is missing."]),
            ("1,", ["The name is missing."]),
            ("1,Jo,,,,31/02/2026", [bad_date("31/02/2026", "Start date")]),
            ("1,Jo,,,,09/31/2026", [bad_date("09/31/2026", "Start date")]),
            ("1,Jo,,,,01/09/26", [bad_date("01/09/26", "Start date")]),
            ("1,Jo,,,,01/09/0206", [bad_date("01/09/0206", "Start date")]),
            ("1,Jo,,,,soon", [bad_date("soon", "Start date")]),
            (
                "1,Jo,,,,01/09/2026,,summer",
                [bad_date("summer", "Contract end")],
            ),
            (
                "1,Jo,,,,01/09/2026,,31/08/2026",
                ["The contract ends on 31/08/2026, before it starts on 01/09/2026."],
            ),
            (
                "1,Jo,,,,,,31/08/2026",
                ["The contract has an end date and no start date."],
            ),
            ("1,Jo,,,,,,,full time", [bad_hours("full time")]),
            ("1,Jo,,,,,,,168.5", [bad_hours("168.5")]),
            ("1,Jo,,,,,,,-5", [bad_hours("-5")]),
            ("1,Jo,,,,,,,0", [bad_hours("0")]),
            ("1,Jo,,,,,,,nan", [bad_hours("nan")]),
            (
                "1,Example, Jo,,,,,,,37",
                [
                    "There are 10 cells under 9 headings. A cell that contains the "
                    "separator must stand in quotation marks.",
                ],
            ),
            (
                ",,,,,soon,,,many",
                [
                    "The payroll number is missing.",
                    "The name is missing.",
                    bad_date("soon", "Start date"),
                    bad_hours("many"),
                ],
            ),
        ):
            with self.subTest(cells=cells):
                self.assertEqual(
                    self._problems(f"{HEADINGS}\n{cells}\n"),
                    [(2, reason) for reason in reasons],
                )

    def test_duplicate_numbers(self):
        self.assertEqual(
            self._problems("Number,Name\n7,Jo Example\n8,Sam Sample\n7,Al Sample\n"),
            [(4, "Payroll number 7 stands on line 2 already.")],
        )

    def test_bad_files(self):
        for text, problem in (
            ("", (0, "The file is empty.")),
            ("\n\n", (0, "The file is empty.")),
            ("Number,Name\n", (0, "The file has headings and no people.")),
            (
                "Name,Job\nJo Example,Cook\n",
                (
                    1,
                    "There is no column with payroll numbers, such as “Payroll number”."
                    "",
                ),
            ),
            (
                "Number,Job\n1,Cook\n",
                (1, "There is no column with people's names, such as “Name”."),
            ),
            (
                "Number,Name,Job,Post\n1,Jo Example,Cook,Cook\n",
                (1, "“Job” and “Post” mean the same column. Keep one of them."),
            ),
            (
                'Number,Name\n1,"Jo Example\n2,Sam Sample\n',
                (
                    2,
                    "A quotation mark is not closed, or stands within a cell: from "
                    "here on the file cannot be read.",
                ),
            ),
            (
                "Number\0Name",
                (
                    0,
                    "This is neither a workbook nor a text file in UTF-8 or "
                    "Windows-1252. Save the list as an Excel workbook (.xlsx) or as "
                    "CSV (UTF-8).",
                ),
            ),
        ):
            with self.subTest(text=text):
                self.assertIn(problem, self._problems(text))

    def test_find_circles(self):
        for managers, circles in (
            ({}, []),
            ({"a": "b", "b": "c"}, []),
            ({"a": "a"}, [["a"]]),
            ({"a": "b", "b": "a", "c": "a"}, [["a", "b"]]),
            ({"x": "a", "a": "b", "b": "c", "c": "a"}, [["a", "b", "c"]]),
            ({"a": "b", "b": "a", "c": "d", "d": "c"}, [["a", "b"], ["c", "d"]]),
        ):
            with self.subTest(managers=managers):
                self.assertEqual(find_circles(managers), circles)

    def test_fold(self):
        self.assertEqual(fold("  JO   Example "), fold("Jo Example"))
        self.assertEqual(fold(None), "")


class TestSchoolYear(BaseCase):
    """The year is named by the September in which it begins."""

    def test_school_year(self):
        for day, year in (
            (date(2026, 9, 1), 2026),
            (date(2027, 1, 1), 2026),
            (date(2027, 8, 31), 2026),
            (date(2027, 9, 1), 2027),
            (None, None),
        ):
            with self.subTest(day=day):
                self.assertEqual(school_year(day), year)
