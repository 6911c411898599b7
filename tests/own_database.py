import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from psycopg2 import sql

from odoo.tests import BaseCase

ROOT = Path(__file__).resolve().parents[1]


class OwnDatabaseCase(BaseCase):
    """A database that no test transaction holds, and processes of Odoo on it:
    for what only happens between real transactions or real servers."""

    def setUp(self):
        super().setUp()
        self.database = f"appraisal_own_{os.getpid()}"
        self._sql(
            "postgres",
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(self.database),
                sql.Identifier(os.environ["APPRAISAL_TEMPLATE"]),
            ),
        )
        self.addCleanup(
            self._sql,
            "postgres",
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(
                sql.Identifier(self.database)
            ),
        )

    def _sql(self, database, query):
        with closing(psycopg2.connect(dbname=database)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else None

    def _odoo(self, *arguments):
        return subprocess.run(
            [sys.executable, ROOT / "scripts/lib/odoo_main.py", *arguments],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def _upgrade(self, flag):
        done = self._odoo(
            *("-d", self.database, flag, "school_appraisal"),
            *("--stop-after-init", "--no-http", "--log-level=warn"),
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("school_appraisal", done.stderr)

    def _run_script(self, script):
        """Run a file with the ``env`` of the database; its output."""
        done = self._run(script)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def _run(self, script, environment=None):
        """The same, however it ends."""
        with TemporaryDirectory() as folder:
            return subprocess.run(
                [
                    sys.executable,
                    ROOT / "scripts/lib/odoo_script.py",
                    script,
                    self.database,
                    Path(folder) / "odoo.log",
                ],
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
                env=environment,
            )
