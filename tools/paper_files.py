"""Papers of people, in one archive or as one file, each named after its person.

No database here: bytes in, papers and problems out.
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from odoo.tools.translate import LazyTranslate

from .archive import BROKEN, fits, unpack
from .table_file import Problem

_lt = LazyTranslate(__name__)

MOST_FILES = 500
MOST_BYTES = 50 * 1024 * 1024
# What ends the number at the beginning of a name: "7001 review.pdf", "7001_2025.pdf".
_ENDS = " _-.,;()[]"
# What computers put beside people's files.
_LITTER = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Paper:
    name: str
    data: bytes = field(repr=False)

    @property
    def numbers(self) -> list[str]:
        """What its payroll number may be, the longest first: a number may itself
        hold one of the signs that end it."""
        stem = self.name.rpartition(".")[0] or self.name
        ends = [place for place, sign in enumerate(stem) if sign in _ENDS]
        starts = [stem, *(stem[:place] for place in reversed(ends))]
        numbers = (start.strip(_ENDS) for start in starts)
        return list(dict.fromkeys(number for number in numbers if number))


class PaperFiles:
    """The papers in a ZIP archive, or the only one.

    :param int most: bytes that one of them may have
    """

    def __init__(self, content: bytes, name: str, most: int):
        self.papers: list[Paper] = []
        self.problems: list[Problem] = []
        self._most = most
        if content.startswith(b"%PDF"):
            self.papers.append(Paper(name or "", content))
        else:
            self._open(content)

    def _refuse(self, reason):
        self.problems.append(Problem(0, reason))

    def _open(self, content):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._read(archive)
        except BROKEN:
            self._refuse(
                _lt("This is neither a ZIP archive that can be read nor a PDF file.")
            )

    def _read(self, archive):
        entries = [entry for entry in archive.infolist() if _is_file(entry.filename)]
        if not entries:
            self._refuse(_lt("There is no file in the archive."))
        elif not fits(entries, MOST_FILES, MOST_BYTES):
            self._refuse(
                _lt(
                    "The archive has more than %(files)s files, or more than "
                    "%(size)s MB when it is unpacked. Split it.",
                    files=MOST_FILES,
                    size=MOST_BYTES // 1024 // 1024,
                )
            )
        else:
            for entry in entries:
                self._read_entry(archive, entry)

    def _read_entry(self, archive, entry):
        name = _basename(entry.filename)
        if entry.flag_bits & 1:
            self._refuse(
                _lt("“%(file)s” is locked with a password. Unlock it.", file=name)
            )
            return
        if entry.file_size > self._most:
            self._refuse(
                _lt(
                    "“%(file)s” is larger than %(most)s MB. Make it smaller.",
                    file=name,
                    most=self._most // 1024 // 1024,
                )
            )
            return
        try:
            self.papers.append(Paper(name, unpack(archive, entry)))
        except BROKEN:
            self._refuse(_lt("“%(file)s” cannot be read.", file=name))


def _basename(path):
    return PurePosixPath(path.replace("\\", "/")).name


def _is_file(path):
    name = _basename(path)
    return not (
        path.endswith(("/", "\\"))
        or path.startswith("__MACOSX/")
        or name.startswith(".")
        or name.casefold() in _LITTER
    )
