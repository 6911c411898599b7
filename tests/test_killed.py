import re
from pathlib import Path

from odoo.tests import tagged

from .own_database import OwnDatabaseCase

LINE = re.compile(r"(\w+): killed (\d+) of (\d+) \w+ (\d+)")


@tagged("post_install", "-at_install")
class TestKilled(OwnDatabaseCase):
    """Servers that are killed at any moment, again and again: whatever they were
    at, the next one goes on, and nothing is there twice or not at all."""

    takes_minutes = True

    def test_killed_again_and_again(self):
        self._upgrade("-i")
        output = self._run_script(Path(__file__).with_name("killed.py"))
        done = {
            what: (int(killed), int(kills), int(count))
            for what, killed, kills, count in LINE.findall(output)
        }
        self.assertEqual(
            {what: (kills, count) for what, (_k, kills, count) in done.items()},
            {"launch": (20, 60), "watch": (18, 21), "print": (12, 24)},
            output,
        )
        # A kill after the work is none.
        for what, (killed, kills, _count) in done.items():
            self.assertGreaterEqual(killed, kills / 2, f"{what}: {output}")
        for table, count in (
            ("school_appraisal", 60),
            ("school_appraisal_statement", 60),
            ("school_appraisal_deadline", 60),
            ("school_appraisal_access", 120),
            ("mail_mail", 21),
        ):
            [[rows]] = self._sql(self.database, f"SELECT count(*) FROM {table}")
            self.assertEqual(rows, count, table)
