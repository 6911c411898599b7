"""Run a script with the `env` of a database: odoo_script.py SCRIPT DATABASE LOG.

Unlike `odoo shell` this takes a script from a file, so that a traceback has its lines,
and keeps its work only when it came to its end.
"""

import logging
import runpy
import sys
import traceback

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

script, database, log = sys.argv[1:]
config.parse_config(["-d", database, "--no-http", f"--logfile={log}"])
try:
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        runpy.run_path(script, init_globals={"env": env}, run_name="__main__")
except Exception as error:
    logging.getLogger(__name__).error("%s failed", script, exc_info=True)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == script]
    where = f"{script.rsplit('/', 1)[-1]}, line {lines[-1]}" if lines else script
    words = " ".join(str(error).split())
    sys.exit(f"{where}: {type(error).__name__}: {words} (more in {log})")
