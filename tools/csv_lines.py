"""Lines of CSV, as Excel and school systems write it.

No database here: bytes in, lines of text out.
"""

import csv
import io

from odoo.tools.translate import LazyTranslate

from .table_lines import Unreadable

_lt = LazyTranslate(__name__)


def read_csv(content: bytes, meaning):
    """(line, cells) of each record.

    :param meaning: what of the headings given to it makes sense
    :raises Unreadable: where the file, or the rest of it, is no CSV
    """
    text = _decode(content)
    # Strict: a quotation mark that is never closed would otherwise swallow the rest of
    # the list in silence.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, meaning), strict=True
    )
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip().replace("\r\n", "\n") for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _lt(
                "A quotation mark is not closed, or stands within a cell: from here on "
                "the file cannot be read."
            ),
            line,
        ) from error


def _decode(content: bytes) -> str:
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
    raise Unreadable(
        _lt(
            "This is neither a workbook nor a text file in UTF-8 or Windows-1252. Save "
            "the list as an Excel workbook (.xlsx) or as CSV (UTF-8)."
        )
    )


def _delimiter(text: str, meaning) -> str:
    """The separator under which most headings make sense."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter):
        return len(meaning(next(csv.reader([first], delimiter=delimiter), [])))

    return max(",;\t", key=known)
