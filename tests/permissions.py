"""Writes docs/permissions.md from the table that the access tests run, so that what a
governor or data-protection officer reads is what was tried out.

    python3 tests/permissions.py
"""

import importlib.util
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "permissions.md"


def _table():
    # By its path: the table needs no Odoo, and this runs without one.
    spec = importlib.util.spec_from_file_location("table", HERE / "access_table.py")
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    return table


def render():
    """The document as text."""
    table = _table()
    lines = [*HEAD.splitlines(), "", "## Who is meant", ""]
    lines += [f"- **{name}**: {words}" for name, words in table.PEOPLE.items()]
    lines += ["", "## The year in stages", ""]
    lines += [f"{n}. {stage}" for n, stage in enumerate(table.STAGES, 1)]
    lines += ["", "## Records", ""]
    for entry, rows in table.TABLE.items():
        lines += _section(entry, rows)
    lines += ["## What stands on a form", "", PRINTED, ""]
    lines += [
        f"- **{form}**: {', '.join(sorted(words))}"
        for form, words in table.PRINTED_ON.items()
    ]
    lines += ["", "## Buttons", "", *BUTTONS.splitlines(), ""]
    for entry, rows in table.ACTIONS.items():
        lines += _section(entry, rows)
    return "\n".join([*lines, *LIMITS.splitlines()]) + "\n"


def _section(entry, rows):
    """One kind of record, or one button, as a small table."""
    lines = [
        f"### {entry[0].upper()}{entry[1:]}",
        "",
        "| who | what |",
        "| --- | --- |",
    ]
    for row in rows if isinstance(rows, list) else [rows]:
        lines += [f"| {people} | {phrase} |" for people, phrase in row.items()]
    return [*lines, ""]


HEAD = """\
# Who may do what

This page is written by `python3 tests/permissions.py` from the table that the tests
try out: as each of these people, on each kind of record, at each stage of a year, in
every way of reading and writing, within Odoo and from outside over its web interfaces.
A test fails while page and table differ.

**Who is not named may do nothing**: not read, not find, not count, not export.
*Read* means all of: open, search, group, see the label in a list, read through another
record, export. A right that begins "once" something happened lasts for good, unless
"until" ends it."""

PRINTED = """\
Who may read a form reads what is printed on it, the recommendation on pay included,
also one who may not open the records that the words were taken from."""

BUTTONS = """\
Buttons for everybody only open a list or a page; what is in it follows from the rights
above. Who may press at which moment:"""

LIMITS = """\
## What no table can promise

- **Who administers the database or the server** can read and change everything in it,
  past Odoo. What a signed statement says is sealed: a check every night recomputes the
  seal, the hash of the words and the bytes of the PDF, marks a statement that does not
  match and tells the head. Whoever computes the seal anew too, changes the program, or
  deletes rows with all their traces, cheats the check; the seal stands on the form, so
  noting it, or a copy kept elsewhere, shows that.
- **A system administrator of Odoo** can give himself any group, change the program's
  settings, reset a password and sign in as somebody else. A group alone opens no
  appraisal, but who signs in as somebody else looks like that person in the register.
  Keep these few, and separate from the people who are appraised; have them sign in with
  two factors.
- **Who may search may guess**: a reader who searches word by word learns what he may
  read anyway, without a row in the register.
- **Who makes logins and keeps this addon too** can name one login of his and confirm it
  with another. Let two people have these tasks.
- **Paper and screens**: who may read may print, photograph and forward. The register
  says who printed and exported what.
- **Copies**: backups, and mails once sent, are out of the addon's hands. Mails hold no
  name and no word of an appraisal."""


if __name__ == "__main__":
    DOCUMENT.write_text(render(), "utf-8")
