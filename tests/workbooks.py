"""Workbooks for tests, as a school would save them, and as nobody should."""

import io
import zipfile

import openpyxl


def workbook(*rows, edit=None):
    """One sheet with these rows; ``edit`` is given the workbook before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if edit:
        edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def swap(content, part, old, new):
    """The workbook with other bytes in one of its parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == part:
                if old not in data:
                    raise ValueError(f"{old} is not in {part}")
                data = data.replace(old, new, 1)
            after.writestr(entry.filename, data)
    return buffer.getvalue()
