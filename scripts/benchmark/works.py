"""What the server does for a whole trust: launching, the morning's deadlines, the
head's figures, and freezing a form. In the process that measures, without HTTP."""

import resource
import shutil
import subprocess
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bars import Run, compare

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.base.models import ir_actions_report

APPRAISAL = "school.appraisal"
# The model whose rows are made for the bar.
BARE = "x_bench_bare"
# Days since the year began when its deadlines are counted: all plans are late.
SINCE = 60
MEGABYTES = 1024


class Clock:
    """Seconds and queries of what is done between two looks."""

    def __init__(self, cr):
        self.cr = cr
        self.look()

    def look(self):
        then = getattr(self, "_last", (0, 0))
        self._last = time.perf_counter(), self.cr.sql_log_count
        return tuple(now - before for now, before in zip(self._last, then, strict=True))


# LAUNCHING


def make_bare_model(env):
    """A model of the ORM alone: six fields, two of them indexed, no chatter."""
    made = env["ir.model"].create(
        {
            "name": "Bare",
            "model": BARE,
            "field_id": [
                Command.create({"name": name, "field_description": name, **values})
                for name, values in {
                    "x_name": {"ttype": "char"},
                    "x_employee_id": _to("hr.employee", index=True),
                    "x_cycle_id": _to("school.appraisal.cycle", index=True),
                    "x_user_id": _to("res.users"),
                    "x_date_start": {"ttype": "date"},
                    "x_date_end": {"ttype": "date"},
                }.items()
            ],
        }
    )
    env.cr.commit()
    return made


def _to(model, **values):
    return {"ttype": "many2one", "relation": model, **values}


def make_year(env, head, policy):
    """One school with the staff of all the others, and its year, which is open."""
    group = policy.copy({"name": "Launched"}).staff_group_ids[:1]
    school = env["school.appraisal.school"].create(
        {"name": "All of them", "head_id": head.employee_id.id}
    )
    env["school.appraisal.staff"].search([]).write(
        {"school_id": school.id, "staff_group_id": group.id}
    )
    start = fields.Date.today() - timedelta(days=SINCE)
    cycle = env["school.appraisal.cycle"].create(
        {
            "name": "Launched",
            "policy_id": group.policy_id.id,
            "school_id": school.id,
            "staff_group_ids": [Command.set(group.ids)],
            "date_start": start,
            "date_end": start + timedelta(days=364),
        }
    )
    cycle.with_user(head).action_open()
    env.cr.commit()
    return cycle


def launching(env, bars, head, policy):
    """All staff through the list and the job, part by part, each followed by as many
    bare rows: whatever else the machine does falls on both alike."""
    make_bare_model(env)
    cycle = make_year(env, head, policy)
    clock = Clock(env.cr)
    jobs = env["school.appraisal.launch"]
    job = jobs.with_user(head).create({"cycle_ids": [Command.set(cycle.ids)]})
    env.cr.commit()
    listing = clock.look()
    # Who led a school has no manager who would review him.
    for line in job.line_ids:
        if line.included and not line.reviewer_id:
            line.included = False
    job.action_launch()
    env.cr.commit()
    parts, bare = [], []
    employees = iter(job.line_ids.staff_id.employee_id.ids)
    start_next = type(jobs)._start_next

    def timed(self):
        clock.look()
        count = start_next(self)
        self.env.cr.commit()
        parts.append((count, *clock.look()))
        if count:
            rows = _bare_values(cycle, employees, count)
            clock.look()
            self.env[BARE].create(rows)
            self.env.cr.commit()
            bare.append((count, *clock.look()))
        return count

    with patch.object(type(jobs), "_start_next", timed):
        jobs._cron_start()
    parts = [part for part in parts if part[0]]
    count = sum(part[0] for part in parts)
    run, base = _per_person(parts), _per_person(bare)
    bars.add_ratio(f"launching {count:,} / bare create, each", run, base, 8)
    first, last = _some(parts, 1000), _some(parts[::-1], 1000)
    bars.add_ratio("the same, last 1,000 / first 1,000", last, first, 1.25)
    queries = [part[2] for part in parts[1:-1]] or [parts[0][2]]
    bars.add_most(
        "queries of a part of the launch", max(queries) - min(queries), 10, "more"
    )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTES
    bars.add_most("memory of the process that launched", most, 1024, "MB")
    print(
        f"The list of {len(job.line_ids):,}: {listing[0]:.1f} s, {listing[1]} queries. "
        f"Parts of {parts[0][0]}: {min(queries)} to {max(queries)} queries. "
        f"Each: {_so_far(parts)}."
    )
    return cycle


def _bare_values(cycle, employees, count):
    return [
        {
            "x_name": f"APR/2026/{number:04}",
            "x_employee_id": next(employees),
            "x_cycle_id": cycle.id,
            "x_user_id": cycle.env.uid,
            "x_date_start": cycle.date_start,
            "x_date_end": cycle.date_end,
        }
        for number in range(count)
    ]


def _per_person(parts):
    """All parts as one run: the mean of a person."""
    run = Run()
    count = sum(part[0] for part in parts)
    run.add(sum(part[1] for part in parts) / count, parts[len(parts) // 2][2])
    return run


def _some(parts, people):
    """Of the first so many people, the run of a person."""
    taken, count = [], 0
    while parts and count < people:
        taken, count, parts = [*taken, parts[0]], count + parts[0][0], parts[1:]
    return _per_person(taken)


def _so_far(parts):
    said, count, seconds = [], 0, 0
    for part in parts:
        before, count, seconds = count, count + part[0], seconds + part[1]
        if any(before < mark <= count for mark in (1000, 5000, 10000)):
            said.append(f"{1000 * seconds / count:.2f} ms after {count:,}")
    return ", ".join(said)


# DEADLINES


def deadlines(env, bars, cycle):
    """The morning's job on the day on which all of them are late."""
    env["school.appraisal.limit"].create(
        {
            "staff_group_id": cycle.staff_group_ids.id,
            "duty": "shared",
            "part": "plan",
            "number": 10,
            "counted_from": "year",
        }
    )
    env.cr.commit()
    env.invalidate_all()
    watching = env["school.appraisal.deadline"]
    watch, clock, batches = type(watching)._watch, Clock(env.cr), []

    def timed(self, appraisals, today):
        clock.look()
        watch(self, appraisals, today)
        env.cr.commit()
        batches.append((len(appraisals), *clock.look()))

    with patch.object(type(watching), "_watch", timed):
        watching._cron_watch()
    count = sum(batch[0] for batch in batches)
    queries = [batch[2] for batch in batches[1:-1]] or [batches[0][2]]
    bars.add_most(
        f"queries of a batch of deadlines, {count:,} late",
        max(queries) - min(queries),
        10,
        "more",
    )
    seconds = sum(batch[1] for batch in batches)
    print(
        f"Deadlines of {count:,}: {seconds:.1f} s, batches of {batches[0][0]} with "
        f"{min(queries)} to {max(queries)} queries."
    )


# THE HEAD'S FIGURES

VISIBLE = """
    SELECT 1 FROM school_appraisal_access access
     WHERE access.appraisal_id = appraisal.id AND access.user_id = %s
       AND access.state = 'active'
       AND (access.date_to IS NULL OR access.date_to >= CURRENT_DATE)
"""
STAGES = """
    SELECT state, COUNT(*) FROM school_appraisal appraisal
     WHERE head_user_id = %s AND EXISTS (%s) GROUP BY state
"""
SIGNED = """
    SELECT DATE_TRUNC('week', statement.finalised_on), kind, COUNT(*)
      FROM school_appraisal_statement statement
      JOIN school_appraisal appraisal ON appraisal.id = statement.appraisal_id
     WHERE appraisal.head_user_id = %s AND EXISTS (%s)
     GROUP BY 1, 2
"""


def figures(env, bars, head, runs):
    """How many stand where, and how many forms were signed when: by the screens' own
    method, under the record rules, and by SQL over the same access rows."""
    for what, model, path, groups, query in (
        ("board: who stands where", APPRAISAL, "head_user_id", ["state"], STAGES),
        (
            "board: signed over time",
            "school.appraisal.statement",
            "appraisal_id.head_user_id",
            ["finalised_on:week", "kind"],
            SIGNED,
        ),
    ):

        def by_odoo(model=model, path=path, groups=groups):
            own = env(user=head.id)[model]
            return len(
                own.formatted_read_group([(path, "=", head.id)], groups, ["__count"])
            )

        def by_hand(query=query):
            visible = SQL(VISIBLE, head.id)
            return len(env.execute_query(SQL(query, head.id, visible)))

        def timed(work):
            env.invalidate_all()
            clock = Clock(env.cr)
            work()
            return clock.look()

        assert by_odoo() == by_hand(), what
        run, base = compare(runs, partial(timed, by_odoo), partial(timed, by_hand))
        bars.add_ratio(f"{what} / by SQL", run, base, 3)


# FREEZING


def freezing(env, bars, statement, runs):
    """The PDF of a form, as it is made when it is frozen, against wkhtmltopdf alone
    with the same arguments and the same pages."""
    commands = []
    clock = Clock(env.cr)

    def alone():
        clock.look()
        subprocess.run(commands[0], capture_output=True, check=True)
        return clock.look()

    def paper():
        env.invalidate_all()
        clock.look()
        statement.sudo()._render_pdf()
        return clock.look()

    with TemporaryDirectory() as folder:
        keep = partial(_run_and_keep, Path(folder), commands)
        with patch.object(ir_actions_report, "_run_wkhtmltopdf", keep):
            paper()
        run, base = compare(runs, paper, alone)
    bars.add_ratio("freezing: PDF of a form / wkhtmltopdf alone", run, base, 1.2)


def _run_and_keep(folder, commands, arguments):
    """wkhtmltopdf as Odoo runs it; the same command on copies of its files is kept."""
    kept = [ir_actions_report._wkhtml().bin]
    for argument in arguments:
        if argument.endswith(".html"):
            argument = shutil.copy(argument, folder)
        elif argument.endswith(".pdf"):
            argument = str(folder / "again.pdf")
        kept.append(argument)
    commands.append(kept)
    return run_wkhtmltopdf(arguments)


run_wkhtmltopdf = ir_actions_report._run_wkhtmltopdf
