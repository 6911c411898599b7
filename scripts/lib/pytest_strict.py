"""A test that did not run has not passed: a skip fails the run. What runs side by side
shares no files, and begins with what takes longest."""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """A filestore for each process: pytest-odoo gives them a database each and one
    folder for all, in which our tests tamper with files."""
    worker = os.getenv("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    from odoo.tools import config

    shared = Path(config.filestore(""))
    own = shared.with_name(f"{shared.name}-{worker}")
    if shared.exists():
        shutil.copytree(shared, own)
    with patch.object(config, "filestore", return_value=str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Classes that say ``takes_minutes`` come first: at the end one process would
    work on them alone."""
    items.sort(key=lambda item: not getattr(item.cls, "takes_minutes", False))


def pytest_sessionfinish(session):
    if session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for report in _skipped(config):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        terminalreporter.write_line(
            f"Skipped, which counts as failed: {report.nodeid} {why}", red=True
        )


def _skipped(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter else {}
    return stats.get("skipped", []) + stats.get("xfailed", [])
