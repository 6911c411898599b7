"""What the readers of tables tell beside (line, cells of text)."""

from odoo.tools.translate import LazyGettext


class Unreadable(Exception):
    """The file cannot be read, or not from this line on; line 0 is all of it."""

    def __init__(self, reason: LazyGettext, line: int = 0):
        super().__init__(reason, line)
        self.reason = reason
        self.line = line


class BadCell(str):
    """What stands in a cell, and why it cannot be taken."""

    def __new__(cls, text: str, reason: LazyGettext):
        cell = super().__new__(cls, text)
        cell.reason = reason
        return cell
