"""A test that did not run has not passed: a skip fails the run."""

import pytest


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
