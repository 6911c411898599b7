"""What a printed form needs and the ORM does not: words for dates, how much
text fits, and the line at the foot of each page.

The line is drawn here and not by wkhtmltopdf, because the build that Debian
ships prints no headers and footers.
"""

import io
import math
import re
from datetime import date, datetime

import pytz
from babel.dates import format_date, format_time
from reportlab.pdfbase.pdfmetrics import stringWidth

from odoo.tools.misc import babel_locale_parse
from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    PdfFileWriter,
    createStringObject,
)

# Characters of ordinary text in a line over the whole width of the page.
LINE = 98
# A row of up to this many lines (half a page) is kept in one piece; a taller one
# breaks, for a row that is pushed to the next page leaves the rest of its own white.
KEEP_LINES = 30
# So much of a long text stays with the signatures below it.
TAIL_LINES = 10
CUT_LINES = 5
# What a blank row takes while somebody may still write in it.
BLANK_LINES = 4


def date_words(lang, value, weekday=True):
    """'Thursday 1 October 2026': the day always stands before the month."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    form = "EEEE d MMMM y" if weekday else "d MMMM y"
    return format_date(value, form, locale=_locale(lang))


def moment_words(lang, tz, value):
    """Date and time of day of a UTC datetime in the time zone of the school."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    local = pytz.utc.localize(value).astimezone(pytz.timezone(tz))
    time = format_time(local, "HH:mm", locale=_locale(lang))
    return f"{date_words(lang, local.date())}, {time}"


def heading_word(words, key):
    """The policy's word as a heading begins; empty where the sheet is nobody's
    policy's."""
    word = words.get(key) or ""
    return word[:1].upper() + word[1:]


def box_codes(boxes):
    """Codes of the form's boxes in their order, which a snapshot does not keep: the
    database sorts the keys of what it stores as JSON."""
    return sorted(boxes, key=lambda code: boxes[code].get("number", 0))


def _locale(lang):
    """English is always written as in Britain, also where the user's language
    is Odoo's own en_US."""
    lang = lang or "en_GB"
    return babel_locale_parse("en_GB" if lang.startswith("en") else lang)


def lines(text, width=1.0):
    """About how many lines a text takes in a column.

    :param float width: of the column, as a part of the page's width
    """
    per_line = max(LINE * width, 1)
    paragraphs = (text or "").split("\n")
    return sum(max(1, math.ceil(len(line) / per_line)) for line in paragraphs)


def keep(*columns):
    """CSS class of a row that is not broken at the end of a page, or ''.

    :param columns: pairs of text and the column's part of the page's width
    """
    tallest = max((lines(text, width) for text, width in columns), default=0)
    return "keep" if tallest <= KEEP_LINES else ""


def keep_row(columns, row):
    """The same for a row of a table with columns and notes (see form_rows)."""
    tallest = max((_cell_lines(column, row) for column in columns), default=0)
    return "keep" if tallest <= KEEP_LINES else ""


def _cell_lines(column, row):
    key, _heading, width = column[:3]
    notes = (row.get("notes") or {}).get(key, [])
    texts = [str(text) for text in [row.get(key), *(n[1] for n in notes)] if text]
    return lines("\n".join(texts), width / 100)


def close_rows(columns, rows):
    """The rows of a table with signatures below it: what is written last, or the end of
    it where it is tall, takes along the blank rows that follow (``more``), so that the
    signatures never stand below blank rows alone.

    :param columns: see form_rows
    """
    written = [row for row in rows if not row.get("blank")] or rows[:1] or [{}]
    blank = rows[len(written) :]
    *before, last = written
    heights = {column[0]: _cell_lines(column, last) for column in columns}
    tallest = max(heights.values())
    if tallest + len(blank) * BLANK_LINES <= KEEP_LINES:
        return [*before, {**last, "more": blank}]
    upper = {**last, "part": "upper", "notes": dict(last.get("notes") or {})}
    lower = {"part": "lower", "notes": {}, "more": blank}
    for key, _heading, width, *_hint in columns:
        if heights[key] > tallest - CUT_LINES:
            upper[key], lower[key] = tail(last.get(key), width / 100)
            lower["notes"][key] = upper["notes"].pop(key, [])
    return [*before, upper, lower]


def pad(minimum, items, closing=None):
    """The rows of a form: its items, numbered, and blank ones up to the number
    that the paper has.

    :param str closing: key of the text of a row; set where signatures stand
        with the last row, which then must not be one that breaks
    """
    rows = list(items or [])
    if closing and rows and not keep((rows[-1].get(closing), 0.5)):
        minimum = max(minimum, len(rows) + 1)
    rows += [{"blank": True}] * (minimum - len(rows))
    return [{"number": number, **row} for number, row in enumerate(rows, start=1)]


def by_category(content, word=""):
    """The rows of a form whose aims stand in categories (CT Annex A): those of each
    category, numbered, and blank ones up to the number that the paper has. What has
    no category yet comes at the end, so that a draft loses nothing.

    Beside the aim's own keys a row has ``category``, ``first`` (of its category),
    ``shown`` (the number that is printed before it) and ``label``.

    :param str word: what the form calls an aim, where it counts on from category to
        category and only the last one goes by its name ("Target 1, Target 2,
        Enrichment target"); without it each category goes by its name
    """
    categories = content.get("categories") or []
    objectives = content.get("objectives") or []
    known = [category["id"] for category in categories]
    rest = [line for line in objectives if line.get("category") not in known]
    groups = [
        (category, [line for line in objectives if line.get("category") == key])
        for category, key in zip(categories, known, strict=True)
    ]
    if rest or not groups:
        least = 0 if groups else content.get("minimum_rows") or 0
        groups.append(({"name": word, "minimum_rows": least}, rest))
    rows = []
    for category, lines in groups:
        lines = pad(max(category.get("minimum_rows") or 0, 1), lines)
        named = not word or (len(known) > 1 and category.get("id") == known[-1])
        for number, line in enumerate(lines, start=1):
            if named:
                shown = number if len(lines) > 1 else None
                label = f"{category['name']} ({number})" if shown else category["name"]
            else:
                shown = len(rows) + 1
                label = f"{word} {shown}"
            row = {"category": category, "first": number == 1, "shown": shown}
            rows.append({**line, **row, "label": label})
    return rows


def tail(text, width=1.0):
    """Cut a long text into what may stand anywhere and what stays with the
    signatures, so that these never stand alone on a page. Cut where a reader
    sees it least: between paragraphs, else sentences, else words.

    :param float width: of its column, as a part of the page's width
    """
    text = (text or "").rstrip()
    if lines(text, width) <= TAIL_LINES:
        return "", text
    for mark in re.finditer(r"\n+", text):
        if lines(text[mark.end() :], width) <= TAIL_LINES:
            return text[: mark.start()], text[mark.end() :]
    size = int(CUT_LINES * LINE * width)
    start = len(text) - size
    mark = re.search(r"(?<=[.!?])\s+|(?<=[.!?])$", text[start:])
    if not mark or mark.end() >= size - 1:
        mark = re.search(r"\s+", text[start:-1])
    if mark:
        return text[: start + mark.start()], text[start + mark.end() :]
    return text[:start], text[start:]


# Letters and their marks of Hebrew and Arabic scripts; no digits, no punctuation.
_RIGHT_TO_LEFT = re.compile(
    "([\u0591-\u05f4\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef"
    "\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)"
)


def part_words(html):
    """Put each word in a right-to-left script into an element of its own. The
    unpatched wkhtmltopdf measures a run of such words and other characters
    wrongly: it would write over the edge of the page instead of wrapping."""
    return _RIGHT_TO_LEFT.sub(r"<span>\1</span>", str(html))


# STAMPING

_FONTS = {"/SheetText": "/Helvetica", "/SheetBold": "/Helvetica-Bold"}
_MARGIN = 51  # points: 18 mm, the margin of the paper format


def stamp(pdf, reference, page_words, mark="", lang="en"):
    """The same PDF with a line at the foot of each page (reference, page), the
    mark of a draft at its head, and metadata that names nobody.

    One small stream is added to each page: merging pages with another PDF
    takes a hundred times as long and makes the file several times bigger.

    :param str page_words: with ``%(page)s`` and ``%(pages)s``
    """
    page_words = _printable(page_words, "%(page)s / %(pages)s")
    mark = _printable(mark, "DRAFT")
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    writer = PdfFileWriter()
    writer.appendPagesFromReader(reader)
    fonts = {
        name: writer._addObject(
            _dictionary(
                Type="/Font",
                Subtype="/Type1",
                BaseFont=base,
                Encoding="/WinAnsiEncoding",
            )
        )
        for name, base in _FONTS.items()
    }
    opening = writer._addObject(_stream("q\n"))
    count = reader.numPages
    for number in range(count):
        page = writer.getPage(number)
        words = page_words % {"page": number + 1, "pages": count}
        width, height = (float(value) for value in page["/MediaBox"][2:])
        closing = "\nQ\n" + _foot(width, reference, words) + _head(width, height, mark)
        page[NameObject("/Contents")] = ArrayObject(
            [opening, *_contents(page), writer._addObject(_stream(closing))]
        )
        _add_fonts(page, fonts)
    writer.addMetadata({"/Title": reference})
    writer._root_object.update(
        {NameObject("/Lang"): createStringObject(lang.replace("_", "-"))}
    )
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _printable(text, otherwise):
    """Every reader of PDFs brings Helvetica along, but for Western letters."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return otherwise
    return text


def _foot(width, reference, words):
    right = width - _MARGIN - stringWidth(words, "Helvetica", 8)
    return (
        f"q 0.6 G 0.5 w {_MARGIN} 38 m {width - _MARGIN:.2f} 38 l S Q\n"
        + _text("/SheetText", 8, _MARGIN, 27, reference, gray=0.25)
        + _text("/SheetText", 8, right, 27, words, gray=0.25)
    )


def _head(width, height, mark):
    if not mark:
        return ""
    right = width - _MARGIN - stringWidth(mark, "Helvetica-Bold", 9)
    return _text("/SheetBold", 9, right, height - 32, mark)


def _text(font, size, x, y, text, gray=0):
    raw = text.encode("cp1252", "replace")
    return f"q BT {gray} g {font} {size} Tf {x:.2f} {y:.2f} Td <{raw.hex()}> Tj ET Q\n"


def _stream(text):
    stream = DecodedStreamObject()
    stream.setData(text.encode("ascii"))
    return stream


def _dictionary(**values):
    return DictionaryObject(
        {NameObject(f"/{key}"): NameObject(value) for key, value in values.items()}
    )


def _contents(page):
    """The page's own streams, as references."""
    contents = page["/Contents"]
    if isinstance(contents, ArrayObject):
        return list(contents)
    return [dict.__getitem__(page, NameObject("/Contents"))]


def _add_fonts(page, fonts):
    if "/Font" not in page["/Resources"]:
        page["/Resources"][NameObject("/Font")] = DictionaryObject()
    page["/Resources"]["/Font"].update(
        {NameObject(name): font for name, font in fonts.items()}
    )
