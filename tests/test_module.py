from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..hooks import uninstall_hook
from .common import AppraisalCommon
from .own_database import OwnDatabaseCase

REMEMBER = """
SELECT s.state, s.checksum, s.content_hash, count(g.id), count(DISTINCT a.id)
  FROM school_appraisal_statement s
  JOIN school_appraisal_signature g ON g.statement_id = s.id
  JOIN school_appraisal a ON a.id = s.appraisal_id
 GROUP BY s.id ORDER BY s.id
"""


@tagged("post_install", "-at_install")
class TestModuleLife(OwnDatabaseCase):
    """Install without demo data, upgrade, uninstall: in processes of their
    own, on a database of their own, as an administrator would."""

    def _module_state(self):
        query = (
            "SELECT state, demo FROM ir_module_module WHERE name = 'school_appraisal'"
        )
        return self._sql(self.database, query)[0]

    def test_install_upgrade_uninstall(self):
        self._upgrade("-i")
        self.assertEqual(self._module_state(), ("installed", False))
        self.assertEqual(self._sql(self.database, REMEMBER), [])

        self._run_script(Path(__file__).with_name("sign_a_plan.py"))
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
