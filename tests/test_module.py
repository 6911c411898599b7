import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from psycopg2 import sql

from odoo.exceptions import UserError
from odoo.tests import BaseCase, freeze_time, tagged

from ..hooks import uninstall_hook
from .common import AppraisalCommon

ROOT = Path(__file__).resolve().parents[1]
SIGN_A_PLAN = """
from odoo.addons.school_appraisal.tests.common import AppraisalTrust

story = AppraisalTrust()
story._set_up_trust(env)
statement = story._sign_plan(story._launch())
"""
REMEMBER = """
SELECT s.state, s.checksum, s.content_hash, count(g.id), count(DISTINCT a.id)
  FROM school_appraisal_statement s
  JOIN school_appraisal_signature g ON g.statement_id = s.id
  JOIN school_appraisal a ON a.id = s.appraisal_id
 GROUP BY s.id ORDER BY s.id
"""


@tagged("post_install", "-at_install")
class TestModuleLife(BaseCase):
    """Install without demo data, upgrade, uninstall: in processes of their
    own, on a database of their own, as an administrator would."""

    def setUp(self):
        super().setUp()
        self.database = f"appraisal_module_{os.getpid()}"
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

    def _module_state(self):
        query = (
            "SELECT state, demo FROM ir_module_module WHERE name = 'school_appraisal'"
        )
        return self._sql(self.database, query)[0]

    def test_install_upgrade_uninstall(self):
        self._upgrade("-i")
        self.assertEqual(self._module_state(), ("installed", False))
        self.assertEqual(self._sql(self.database, REMEMBER), [])

        script = Path(self.enterContext(TemporaryDirectory())) / "sign.py"
        script.write_text(SIGN_A_PLAN)
        done = subprocess.run(
            [
                sys.executable,
                ROOT / "scripts/lib/odoo_script.py",
                script,
                self.database,
                script.with_suffix(".log"),
            ],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        before = self._sql(self.database, REMEMBER)
        self.assertEqual(before[0][0], "final")
        self.assertEqual(before[0][3:], (2, 1))

        self._upgrade("-u")
        self.assertEqual(self._sql(self.database, REMEMBER), before)

        done = self._odoo(
            "module", "uninstall", "-d", self.database, "school_appraisal"
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("signed statements must be kept", done.stderr)
        self.assertEqual(self._module_state()[0], "installed")
        self.assertEqual(self._sql(self.database, REMEMBER), before)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01")
class TestRetention(AppraisalCommon):
    """TM §8.2: six years from the end of the cycle, to the day."""

    def test_uninstall_is_refused_until_retention_ends(self):
        uninstall_hook(self.env)
        self._sign_plan(self._launch())
        with (
            freeze_time("2033-08-31"),
            self.assertRaisesRegex(
                UserError, "1 signed statements must be kept, the last until 2033-08-31"
            ),
        ):
            uninstall_hook(self.env)
        with freeze_time("2033-09-01"):
            uninstall_hook(self.env)
