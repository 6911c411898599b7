"""Odoo's command line. A file, as `python -m` would put the current folder first on the
path, and a folder called `tools` or `tests` there would hide other people's."""

from odoo.cli import main

main()
