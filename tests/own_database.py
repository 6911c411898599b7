import os
import select
import signal
import subprocess
import sys
import time
import traceback
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from psycopg2 import sql

from odoo import SUPERUSER_ID, api, sql_db
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
        with TemporaryDirectory() as folder:
            done = subprocess.run(
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
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


class Server:
    """A process of Odoo that does ``work(env)`` in the background, and can be killed
    in the middle of it.

    It is a copy of the process that starts it, which spares it half a minute of
    starting, but has connections of its own. It tells of each commit.
    """

    def __init__(self, registry, work):
        self._commits, theirs = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            self._live(registry, work, theirs)
        os.close(theirs)

    def _live(self, registry, work, commits):
        """Never comes back: what the other process holds is not this one's to close."""
        # Not those of the other process; they are the same wires to the database.
        sql_db._Pool = sql_db._Pool_readonly = None
        commit = sql_db.Cursor.commit

        def commit_and_tell(cursor):
            commit(cursor)
            os.write(commits, b".")

        sql_db.Cursor.commit = commit_and_tell
        try:
            with registry.cursor() as cr:
                work(api.Environment(cr, SUPERUSER_ID, {}))
        except BaseException:  # noqa: BLE001  whatever it was, it is told
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def wait_for_commit(self, seconds=120):
        """Whether there was one; not, where the work came to its end."""
        ready, _write, _error = select.select([self._commits], [], [], seconds)
        assert ready, "the server does nothing"
        return bool(os.read(self._commits, 1))

    def kill_after(self, seconds):
        """Whether it was still at work then."""
        time.sleep(seconds)
        os.kill(self._pid, signal.SIGKILL)
        return self._end() == -signal.SIGKILL

    def wait(self):
        while self.wait_for_commit():
            pass
        assert self._end() == 0, "the server failed"

    def _end(self):
        os.close(self._commits)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


def work_of_killed_servers(env, work, is_done, kills, random):
    """Have ``work`` done by servers of which so many are killed, each at another
    moment of the next part of its work or the one after; the last ones finish it.

    :param is_done: whether nothing is left to do
    :param random: says when; a Random of the caller's, who can repeat it
    :return: how many were killed while they were at work
    """
    at_work, longest = 0, 0.05
    for _kill in range(kills):
        server = Server(env.registry, work)
        # Of the first part it has read what there is to do.
        for _part in range(random.randint(1, 2)):
            began = time.monotonic()
            if not server.wait_for_commit():
                break
            longest = max(longest, time.monotonic() - began)
        at_work += server.kill_after(random.uniform(0, longest))
        _wait_for_database(env)
        if is_done():
            return at_work
    for _server in range(5):
        Server(env.registry, work).wait()
        if is_done():
            return at_work
    raise AssertionError("servers that nobody kills do not come to an end")


def _wait_for_database(env):
    """The database notices a moment later that nobody is at the other end; a server
    takes longer than that to start again."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        env.cr.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid != pg_backend_pid() AND backend_type = 'client backend'"
        )
        left = env.cr.fetchall()
        # The next look is at the next state.
        env.cr.rollback()
        if not left:
            return
        time.sleep(0.005)
    raise AssertionError("the database still works for a server that is gone")
