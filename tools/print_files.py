"""Many forms in one file: a zip with a list of what is in it, or one PDF.

No database here. Forms are printed in parts, each a small zip of its own, so that no
more than one part is held while printing; the parts are then bound into the file that
is handed out.
"""

import io
import json
import zipfile

from odoo.tools.pdf import PdfFileReader, merge_pdf

from .pay_file import to_csv

_LIST = "list.json"


def to_part(forms):
    """One part as bytes.

    :param forms: [(name of the file, bytes of the PDF, row of the list)]
    """
    buffer = io.BytesIO()
    # PDFs are compressed already.
    with zipfile.ZipFile(buffer, "w") as part:
        for name, pdf, _row in forms:
            part.writestr(name, pdf)
        part.writestr(_LIST, json.dumps([row for _name, _pdf, row in forms]))
    return buffer.getvalue()


def bind_zip(parts, list_name, header):
    """The parts as one zip: every form as it was, byte by byte, and a list of them.

    :param parts: bytes of each part; may be an iterator
    """
    rows = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as whole:
        for pdfs, part_rows in map(_open_part, parts):
            rows += part_rows
            for name, pdf in pdfs:
                whole.writestr(name, pdf)
        whole.writestr(list_name, to_csv(header, rows), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def bind_pdf(parts):
    """The parts as one PDF, the forms one after the other."""
    return merge_pdf(
        pdf for pdfs, _rows in map(_open_part, parts) for _name, pdf in pdfs
    )


def count_pages(pdf):
    """How many pages it has.

    :raises PdfReadError: when it is no PDF
    """
    return PdfFileReader(io.BytesIO(pdf), strict=False).getNumPages()


def _open_part(part):
    with zipfile.ZipFile(io.BytesIO(part)) as opened:
        names = [name for name in opened.namelist() if name != _LIST]
        return [(name, opened.read(name)) for name in names], json.loads(
            opened.read(_LIST)
        )
