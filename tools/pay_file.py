"""Files for spreadsheets: cells that no program runs as a formula.

No database here; ``rows`` are lists of text, dates and None.
"""

import csv
import io
from datetime import date

import xlsxwriter

# What a spreadsheet may take as the beginning of a formula or a command.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(header, rows):
    """UTF-8 with a byte-order mark, so that Excel reads names with accents."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _csv_cell(value):
    if value is None or value is False:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    # Spaces before the sign do not stop a spreadsheet from running it.
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def to_xlsx(header, rows, title="Pay progression", formats=()):
    """One sheet; text is written as text, dates as dates.

    :param formats: of each column, for what is filled in there
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
        sheet.set_column(0, len(header) - 1, 20)
        for column, number_format in enumerate(formats):
            filled_in = book.add_format({"num_format": number_format})
            sheet.set_column(column, column, 20, filled_in)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif value:
                    sheet.write_string(line, column, str(value))
    return buffer.getvalue()
