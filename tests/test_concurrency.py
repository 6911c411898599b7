from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from .own_database import OwnDatabaseCase


@tagged("post_install", "-at_install")
class TestConcurrency(OwnDatabaseCase):
    """Two people at the same moment, in real transactions: nobody's signature
    is lost or doubled, nobody signs what he was not shown, and a clock that two
    start runs once."""

    def test_races(self):
        self._upgrade("-i")
        output = self._run_script(Path(__file__).with_name("races.py"))
        rounds = Counter(line.split()[0] for line in output.splitlines())
        self.assertEqual(
            rounds,
            {
                "both_sign": 100,
                "same_person_twice": 100,
                "sign_and_edit": 100,
                "sign_and_reassign": 100,
                "sign_and_comment": 10,
                "sign_and_take_back": 10,
                "sign_and_cancel": 10,
                "races_can_fail": 10,
                "same_clock": 10,
            },
        )
