"""Figures against bars: a ratio to something that Odoo itself does on the same machine
in the same run, and numbers of queries, which no machine changes."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Run:
    """Seconds and queries of the same work, done several times."""

    seconds: list = field(default_factory=list)
    queries: list = field(default_factory=list)

    def add(self, seconds, queries):
        self.seconds.append(seconds)
        self.queries.append(queries)

    @property
    def milliseconds(self):
        return median(self.seconds) * 1000

    @property
    def fastest(self):
        return min(self.seconds) * 1000

    @property
    def query_count(self):
        return round(median(self.queries))


def compare(runs, *works, warm=3):
    """A Run for each of the works, taken in turn so that whatever else the machine
    does falls on all of them alike. The first rounds only warm the caches."""
    measured = [Run() for _work in works]
    for number in range(runs + warm):
        for run, work in zip(measured, works, strict=True):
            taken = work()
            if number >= warm:
                run.add(*taken)
    return measured


class Bars:
    """Collects what was measured and says whether it is good enough."""

    def __init__(self):
        self.rows = []
        self.missed = 0

    def add_ratio(self, what, run, base, most, more_queries=None):
        ratio = run.milliseconds / base.milliseconds
        met = ratio <= most
        queries = f"{run.query_count} / {base.query_count}"
        bar = f"≤ {most:g} ×"
        if more_queries is not None:
            met = met and run.query_count <= base.query_count + more_queries
            bar += f", ≤ {more_queries} more queries"
        times = f"{run.milliseconds:.1f} / {base.milliseconds:.1f} ms"
        fastest = f"{run.fastest:.1f} / {base.fastest:.1f} ms"
        self._add(what, f"{ratio:.2f} ×", times, fastest, queries, bar, met)

    def add_same_queries(self, what, run, other):
        queries = f"{run.query_count} / {other.query_count}"
        same = run.query_count == other.query_count
        self._add(what, "", "", "", queries, "the same queries", same)

    def add_most(self, what, figure, most, unit):
        """Something counted, such as megabytes, of which there may be so much."""
        self._add(
            what, f"{figure} {unit}", "", "", "", f"≤ {most} {unit}", figure <= most
        )

    def add_plan(self, what, scanned):
        """``scanned``: tables that the plan reads from end to end."""
        words = ", ".join(scanned) or "indexes only"
        self._add(what, words, "", "", "", "index scans", not scanned)

    def _add(self, *cells):
        *words, met = cells
        self.missed += not met
        self.rows.append((*words, "PASS" if met else "FAIL"))

    def table(self):
        """As Markdown, so that docs/bench.md can hold it as it is."""
        head = ("what", "figure", "medians", "fastest", "queries", "bar", "")
        rows = [head, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines = [_line(row, widths) for row in rows]
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join(lines)


def _line(row, widths):
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"
