"""Measures a copy of the made trust: the rows of docs/bench.md, one function each.

Run with the database's ``env``, beside a server of the same database at BENCH_URL
whose log is BENCH_LOG. Ends with exit code 1 when a bar is missed.
"""

import json
import os
import sys
import time
from functools import partial
from pathlib import Path

from bars import Bars, compare
from trust_names import (
    DEPUTIES,
    FIVE_SCHOOL,
    MANAGER_SCHOOL,
    MANY_SCHOOL,
    PASSWORD,
    SCALE,
    head_login,
    login_of,
    people,
    persona_login,
)
from web_client import WebClient
from works import deadlines, figures, freezing, launching

from odoo import SUPERUSER_ID
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

ENV = env  # noqa: F821  (of odoo_script.py)
URL, LOG = os.environ["BENCH_URL"], os.environ["BENCH_LOG"]
RUNS = int(os.environ.get("BENCH_RUNS") or 15)
PLANS = Path(LOG).with_name("bench-plans.txt")
APPRAISAL = "school.appraisal"
FIELDS = ["name", "state", "employee_id", "cycle_id", "reviewer_id"]
BARS = Bars()


def user(login):
    return ENV["res.users"].search([("login", "=", login)])


def client(login):
    return WebClient(URL, LOG, ENV.cr.dbname, login, PASSWORD)


# ROW 1: FIRST PAGES


def action_of(xmlid, who):
    """A window action as the client gets it, for this user."""
    action = ENV.ref(f"school_appraisal.{xmlid}")
    values = {"uid": who.id, "active_id": False}
    return {
        "res_model": action.res_model,
        "views": action.views,
        "search": action.search_view_id.id,
        "domain": safe_eval(action.domain or "[]", values),
        "context": safe_eval(action.context or "{}", values),
    }


def first_pages():
    """My reviewees and My school, by the person and by the superuser."""
    superuser = client(persona_login("system")).become_superuser()
    manager = login_of(people(MANAGER_SCHOOL)[DEPUTIES])
    for what, login, xmlid in (
        ("My reviewees, manager", manager, "appraisal_action_reviewees"),
        ("My reviewees, of many", persona_login("many"), "appraisal_action_reviewees"),
        ("My school, head", head_login(MANY_SCHOOL), "appraisal_action_school"),
    ):
        person = client(login)
        request = person.first_page(action_of(xmlid, user(login)))
        run, base = compare(
            RUNS,
            partial(person.timed, request),
            partial(superuser.timed, request),
        )
        rows = len(person.call(*request[:2], **request[3])["records"])
        BARS.add_ratio(f"{what} ({rows} rows)", run, base, 1.5, more_queries=2)


# ROW 2: BARE SEARCHES


def timed(uid, work):
    """(seconds, queries) of work on the appraisals as a user, with empty caches."""
    model = ENV(user=uid, su=uid == SUPERUSER_ID)[APPRAISAL]
    ENV.invalidate_all()
    queries, start = ENV.cr.sql_log_count, time.perf_counter()
    work(model)
    return time.perf_counter() - start, ENV.cr.sql_log_count - queries


def fetch(model):
    return model.search_fetch([], FIELDS, limit=80)


def count(model):
    return model.search_count([])


def bare_searches():
    for key in ("five", "many", "outsider"):
        uid = user(persona_login(key)).id
        sees = count(ENV(user=uid)[APPRAISAL])
        who = {
            "five": f"manager who sees {sees}",
            "many": f"reviewer who sees {sees:,}",
            "outsider": f"outsider who sees {sees}",
        }[key]
        for name, work in (("search_fetch", fetch), ("search_count", count)):
            run, base = compare(
                RUNS, partial(timed, uid, work), partial(timed, SUPERUSER_ID, work)
            )
            most = 1 if work is count and key != "many" else 6
            BARS.add_ratio(f"{name}, {who}", run, base, most)
            BARS.add_plan(f"plan of {name}, {who}", tables_scanned(uid, work))


def tables_scanned(uid, work):
    """Which of the addon's tables are read from end to end; the plan goes to PLANS."""
    model = ENV(user=uid)[APPRAISAL]
    if work is fetch:
        query = model._search([], limit=80, order=model._order).select()
    else:
        query = model._search([]).select(SQL("COUNT(*)"))
    words = ENV.execute_query(SQL("EXPLAIN (ANALYZE) %s", query))
    with PLANS.open("a") as plans:
        print(f"-- {work.__name__} as user {uid}", file=plans)
        print(*(line for (line,) in words), sep="\n", end="\n\n", file=plans)
    [[plan]] = ENV.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
    plan = json.loads(plan) if isinstance(plan, str) else plan
    scans = _scans(plan[0]["Plan"])
    return sorted(name for name in scans if name.startswith("school_appraisal"))


def _scans(node):
    """The tables of the sequential scans in a plan."""
    found = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
    return found.union(*map(_scans, node.get("Plans", ())))


# ROW 3: OPENING ONE


def forms():
    """An appraisal as its reviewer, an employee as HR."""
    reviewer = client(persona_login("five"))
    hr = client(persona_login("hr"))
    short, long = two_in_review()
    employee = ENV["hr.employee"].search([("name", "=", people(FIVE_SCHOOL)[DEPUTIES])])
    run, run_short, base = compare(
        RUNS,
        partial(reviewer.timed, reviewer.opening(APPRAISAL, long.id)),
        partial(reviewer.timed, reviewer.opening(APPRAISAL, short.id)),
        partial(hr.timed, hr.opening("hr.employee", employee.id)),
    )
    BARS.add_ratio("opening an appraisal / an employee", run, base, 1)
    BARS.add_same_queries("the same, long year / short year", run, run_short)


def two_in_review():
    """The years that were made to be opened: one with few lines, one with many."""
    found = ENV[APPRAISAL].search(
        [
            ("reviewer_id", "=", user(persona_login("five")).id),
            ("state", "=", "review"),
        ]
    )
    return found.sorted(lambda appraisal: len(appraisal.evidence_ids))


PLANS.unlink(missing_ok=True)
# ROWS 4 TO 7: WHAT THE SERVER DOES FOR ALL


def for_all():
    head = user(head_login(MANY_SCHOOL))
    figures(ENV, BARS, head, RUNS)
    shared = [("state", "=", "shared")]
    form = ENV["school.appraisal.statement"].search(shared, limit=1)
    freezing(ENV, BARS, form, RUNS)
    policy = ENV["school.appraisal.policy"].search([("name", "=", "Benchmark policy")])
    deadlines(ENV, BARS, launching(ENV, BARS, head, policy))


first_pages()
bare_searches()
forms()
for_all()
print(BARS.table())
if SCALE != 1:
    print("The bars are meant for scale 1: a small trust is for trying the benchmark.")
elif BARS.missed:
    sys.exit(f"{BARS.missed} of {len(BARS.rows)} bars are missed; plans: {PLANS}.")
