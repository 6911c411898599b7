"""Run on a database of its own by test_killed: a school's launch, its morning deadline
job and a bulk print, each by servers that are killed again and again.

Prints a line for each of the three, of what the database and the file hold afterwards;
the same KILL_SEED in the environment kills at the same moments.
"""

import io
import os
import random
import zipfile
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.school_appraisal.models import (
    appraisal_launch,
    appraisal_print_job,
    mixin_deadline_watch,
)
from odoo.addons.school_appraisal.tests.common import AppraisalTrust
from odoo.addons.school_appraisal.tests.own_database import work_of_killed_servers

# Parts of a few, so that few people are enough.
STAFF, REVIEWERS, PART = 60, 20, 2
FORMS, PRINT_PART = 24, 1
LAUNCH_KILLS, WATCH_KILLS, PRINT_KILLS = 20, 18, 12
SEED = int(os.environ.get("KILL_SEED") or random.randrange(10**6))
MOMENTS = random.Random(SEED)
for module, part in (
    (appraisal_launch, PART),
    (mixin_deadline_watch, PART),
    (appraisal_print_job, PRINT_PART),
):
    patch.object(module, "BATCH", part).start()

story = AppraisalTrust()
story._set_up_trust(env)  # noqa: F821
env = story.env
today = fields.Date.context_today(env.user)


def people():
    """A staff without logins, and reviewers who get mail, as does the head. Made as
    HR, for whom Odoo draws no portraits, and without passwords: both take long."""
    story.users["head"].email = "head@example.com"
    reviewers = env["res.users"].create(
        [
            {
                "name": f"Reviewer {number}",
                "login": f"reviewer{number}",
                "email": f"reviewer{number}@example.com",
                "group_ids": [Command.set(env.ref("base.group_user").ids)],
            }
            for number in range(REVIEWERS)
        ]
    )
    files = env["hr.employee"].with_user(story.users["hr_manager"]).sudo()
    employees = files.create([{"name": f"Person {number}"} for number in range(STAFF)])
    employees = employees.with_env(env)
    for employee in employees:
        story._create_staff(employee)
    return employees, reviewers


def late_plans():
    """A policy and a year by which every plan is late today, so that its reviewer
    and the head are told."""
    env["school.appraisal.limit"].create(
        {
            "staff_group_id": story.group.id,
            "duty": "shared",
            "part": "plan",
            "number": 10,
            "unit": "calendar_day",
            "counted_from": "year",
        }
    )
    start = today - timedelta(days=60)
    return story._create_cycle(
        "Killed", start, start + timedelta(days=364), groups=story.group
    )


def do(what, work, is_done, kills):
    """The work, by servers that are killed; how many were at work then is printed."""
    env.cr.commit()

    def is_done_now():
        env.cr.rollback()
        env.invalidate_all()
        return is_done()

    killed = work_of_killed_servers(env, work, is_done_now, kills, MOMENTS)
    env.cr.rollback()
    env.invalidate_all()
    return f"{what}: killed {killed} of {kills}"


def launch(employees, reviewers):
    job = env["school.appraisal.launch"].with_user(story.users["head"])
    job = job.create({"cycle_ids": [Command.set(cycle.ids)]})
    lines = {line.name: line for line in job.line_ids}
    for line in job.line_ids:
        line.included = False
    for number, employee in enumerate(employees):
        lines[employee.name].write(
            {"included": True, "reviewer_id": reviewers[number % REVIEWERS].id}
        )
    job.action_launch()
    # Were the server killed before the job began, the next one would begin it.
    cron = env.ref("school_appraisal.ir_cron_launch")
    assert env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def is_done():
        done = len(job.line_ids.filtered(lambda line: line.state == "done"))
        made = env["school.appraisal"].search_count([("cycle_id", "=", cycle.id)])
        assert made == done, f"{SEED}: {made} years, and {done} in the list"
        return job.state == "done"

    said = do(
        "launch",
        lambda env: env["school.appraisal.launch"]._cron_start(),
        is_done,
        LAUNCH_KILLS,
    )
    years = env["school.appraisal"].search([("cycle_id", "=", cycle.id)])
    each = Counter(year.employee_id.id for year in years)
    assert each == Counter(employees.ids), f"{SEED}: not one year each: {each}"
    assert len(years) == STAFF, f"{SEED}: {len(years)} years"
    assert set(job.line_ids.filtered("included").mapped("state")) == {"done"}, SEED
    for parts in ("all_statement_ids", "deadline_ids"):
        each = {len(year[parts]) for year in years}
        assert each == {1}, f"{SEED}: {parts} of a year: {each}"
    for year in years:
        roles = Counter(year.access_ids.mapped("role"))
        assert roles == {"reviewer": 1, "head": 1}, f"{SEED}: {roles}"
    print(said, f"years {len(years)}")  # pylint: disable=print-used
    return years


def watch(years, reviewers):
    before = env["mail.mail"].search([])
    deadlines = years.deadline_ids
    told = reviewers | story.users["head"]

    def is_done():
        for deadline in deadlines:
            told_of = {deadline[stamp] for stamp in mixin_deadline_watch.STAMPS}
            assert told_of == {deadline.checked_on}, f"{SEED}: {told_of}"
        stamped = told.filtered(lambda user: user.appraisal_told_on == today)
        mails = len(env["mail.mail"].search([]) - before)
        assert mails == len(stamped), f"{SEED}: {mails} mails to {len(stamped)}"
        return set(deadlines.mapped("checked_on")) == {today}

    said = do(
        "watch",
        lambda env: env["school.appraisal.deadline"]._cron_watch(),
        is_done,
        WATCH_KILLS,
    )
    mails = Counter((env["mail.mail"].search([]) - before).mapped("email_to"))
    wanted = Counter(told.mapped("email_formatted"))
    assert mails == wanted, f"{SEED}: not one mail each: {mails}"
    print(said, f"mails {mails.total()}")  # pylint: disable=print-used


def bulk_print(years):
    forms = years.all_statement_ids[:FORMS].with_user(story.users["head"])
    job = forms.env["school.appraisal.print.job"]._start(forms, "zip").with_env(env)
    register = env["school.appraisal.access.log"]

    def is_done():
        rows = register.search_count([("event", "=", "printed")])
        assert rows == job.count_done, f"{SEED}: {rows} rows, {job.count_done} forms"
        return job.state == "done"

    said = do(
        "print",
        lambda env: env["school.appraisal.print.job"]._cron_print(),
        is_done,
        PRINT_KILLS,
    )
    names = zipfile.ZipFile(io.BytesIO(job.file_ids.raw)).namelist()
    printed = Counter(name.partition("-")[2] for name in names if name.endswith(".pdf"))
    assert set(printed.values()) == {1}, f"{SEED}: not once each: {printed}"
    assert printed.total() == job.count_done == FORMS, f"{SEED}: {printed}"
    rows = register.search([("event", "=", "printed")])
    registered = Counter(row.appraisal_id.id for row in rows)
    assert registered == Counter(forms.appraisal_id.ids), f"{SEED}: {registered}"
    print(said, f"forms {printed.total()}")  # pylint: disable=print-used


cycle = late_plans()
staff, named = people()
made = launch(staff, named)
watch(made, named)
bulk_print(made)
