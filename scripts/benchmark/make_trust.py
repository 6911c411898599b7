"""Makes the trust that `scripts/bench` measures, or goes on where it was stopped.

At scale 1 it has 40 schools, 10,000 staff (every fifth a manager with a login) and
seven years, the last of which runs: 70,000 appraisals, three objectives each. Run
with the database's ``env``; BENCH_SCALE and BENCH_YEAR say how much and until when.

Everything bears a name or number by which it is found again, and is committed with
all that belongs to it (the people of a school, a school's year): a run that was
killed leaves whole parts, and the next one makes those that are missing. What the
addon has methods for is made with these; the exceptions are marked "SQL:".
"""

from datetime import date
from time import monotonic

from trust_names import (
    DEPUTIES,
    FIVE_SCHOOL,
    LAST_YEAR,
    MANAGER_SCHOOL,
    MANAGERS,
    MANY_SCHOOL,
    OBJECTIVES,
    PASSWORD,
    PERSONAS,
    SCHOOLS,
    SIZE,
    YEARS,
    cycle_name,
    head_login,
    head_name,
    login_of,
    manager_names,
    may_log_in,
    people,
    persona_login,
    school_name,
)

from odoo.tools import SQL

QUIET = {
    "no_reset_password": True,
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
}
ENV = env(context=dict(env.context, **QUIET))  # noqa: F821  (of odoo_script.py)
STARTED = monotonic()


def say(sentence):
    seconds = round(monotonic() - STARTED)
    print(f"  {seconds // 60:3}:{seconds % 60:02}  {sentence}", flush=True)


def commit():
    ENV.flush_all()
    ENV.cr.commit()
    ENV.invalidate_all()


def missing(model, field, wanted):
    """Those of ``wanted`` that no record has as its ``field`` yet."""
    found = ENV[model].search_fetch([(field, "in", list(wanted))], [field])
    have = set(found.mapped(field))
    return [value for value in wanted if value not in have]


def by(model, field, values):
    """{value: record} of the records that have these values."""
    found = ENV[model].search_fetch([(field, "in", list(values))], [field])
    return {record[field]: record for record in found}


def user_of(login):
    return ENV["res.users"].search([("login", "=", login)])


# PEOPLE


def make_users(names, groups=()):
    """Logins for {login: name}, as far as they are missing."""
    groups = ENV["res.groups"].union(ENV.ref("base.group_user"), *map(ENV.ref, groups))
    ENV["res.users"].create(
        [
            {
                "login": login,
                "name": names[login],
                "group_ids": [(6, 0, groups.ids)],
                **({"password": PASSWORD} if may_log_in(login) else {}),
            }
            for login in missing("res.users", "login", names)
        ]
    )


def make_personas():
    for key, group in PERSONAS.items():
        make_users({persona_login(key): f"Persona {key}"}, [group] if group else [])
    commit()


def make_policy():
    """The preset as a school would use it: a copy."""
    name = "Benchmark policy"
    if missing("school.appraisal.policy", "name", [name]):
        ENV.ref("school_appraisal.policy_tm").copy().name = name
    commit()
    return ENV["school.appraisal.policy"].search([("name", "=", name)])


def hr_employees():
    """As an HR officer, for whom Odoo draws no portraits, ten files a person."""
    return ENV["hr.employee"].with_user(user_of(persona_login("hr"))).sudo()


def make_employees(names, manager_of, with_login):
    """Employees of these names, as far as they are missing."""
    names = missing("hr.employee", "name", names)
    if with_login:
        make_users({login_of(name): name for name in names})
    users = by("res.users", "login", map(login_of, names))
    managers = by("hr.employee", "name", {manager_of[name] for name in names})
    hr_employees().create(
        [
            {
                "name": name,
                "job_title": "Manager" if with_login else "Assistant",
                "user_id": users[login_of(name)].id if with_login else False,
                "parent_id": managers[manager_of[name]].id,
            }
            for name in names
        ]
    )


def make_head(school):
    """The head, who is appraised by nobody here."""
    name, login = head_name(school), head_login(school)
    make_users({login: name}, ["school_appraisal.group_head"])
    if missing("hr.employee", "name", [name]):
        hr_employees().create({"name": name, "user_id": user_of(login).id})
    return ENV["hr.employee"].search([("name", "=", name)])


def make_school(school, policy):
    """A school with its people and the priorities of its improvement plans."""
    head = make_head(school)
    if missing("school.appraisal.school", "name", [school_name(school)]):
        ENV["school.appraisal.school"].create(
            {"name": school_name(school), "head_id": head.id}
        )
    record = by("school.appraisal.school", "name", [school_name(school)])
    record = record[school_name(school)]
    names, managers = people(school), manager_names(school)
    make_employees(names[:DEPUTIES], managers, with_login=True)
    make_employees(names[DEPUTIES:MANAGERS], managers, with_login=True)
    make_employees(names[MANAGERS:], managers, with_login=False)
    employees = by("hr.employee", "name", names).values()
    staff = "school.appraisal.staff"
    ENV[staff].create(
        [
            {
                "employee_id": employee_id,
                "school_id": record.id,
                "staff_group_id": policy.staff_group_ids[:1].id,
                "pay_eligible": True,
            }
            for employee_id in missing_ids(staff, [e.id for e in employees])
        ]
    )
    plan = ENV["school.appraisal.priority"]
    have = set(plan.search([("school_id", "=", record.id)]).mapped("year"))
    plan.create(
        [
            {"school_id": record.id, "year": year, "name": "Early reading"}
            for year in YEARS
            if year not in have
        ]
    )
    commit()


def missing_ids(model, employee_ids):
    found = ENV[model].search_fetch(
        [("employee_id", "in", employee_ids)], ["employee_id"]
    )
    return sorted(set(employee_ids) - set(found.employee_id.ids))


# YEARS


def make_cycle(school, year, policy):
    """A school's year, opened by its head."""
    name = cycle_name(school, year)
    cycle = ENV["school.appraisal.cycle"].search([("name", "=", name)])
    if not cycle:
        record = by("school.appraisal.school", "name", [school_name(school)])
        cycle = ENV["school.appraisal.cycle"].create(
            {
                "name": name,
                "policy_id": policy.id,
                "school_id": record[school_name(school)].id,
                "staff_group_ids": [(6, 0, policy.staff_group_ids.ids)],
                "date_start": date(year, 9, 1),
                "date_end": date(year + 1, 8, 31),
            }
        )
        cycle.with_user(user_of(head_login(school))).action_open()
    return cycle


def reviewers(school, year, staff):
    """{staff id: user id}: everybody's manager, but for whom two personas review."""
    many, five = (user_of(persona_login(key)).id for key in ("many", "five"))
    names = people(school)
    theirs = {}
    if school == MANY_SCHOOL:
        theirs = dict.fromkeys(names[MANAGERS:], many)
    elif school == FIVE_SCHOOL and year == LAST_YEAR:
        theirs = dict.fromkeys(names[DEPUTIES:MANAGERS][:5], five)
    return {
        person.id: theirs.get(person.employee_id.name)
        or person.employee_id.parent_id.user_id.id
        for person in staff
    }


def make_year(school, year, policy):
    """The head's launch of one school's year, its plans, and its end.

    :return: the number of appraisals that were made now
    """
    cycle = make_cycle(school, year, policy)
    staff = ENV["school.appraisal.staff"].search(
        [("school_id", "=", cycle.school_id.id)]
    )
    started = ENV["school.appraisal"].search([("cycle_id", "=", cycle.id)])
    staff = staff.filtered(lambda person: person.employee_id not in started.employee_id)
    if not staff:
        return 0
    head = user_of(head_login(school))
    appraisals = cycle.with_user(head).launch(reviewers(school, year, staff))
    appraisals = appraisals.with_env(ENV)
    make_objectives(appraisals)
    if year < LAST_YEAR:
        close_year(appraisals)
    elif school in (MANY_SCHOOL, MANAGER_SCHOOL):
        stand_at_stages(appraisals)
    commit()
    return len(staff)


def make_objectives(appraisals):
    """Each has three: where the launch carried last year's over, these."""
    ENV["school.appraisal.objective"].create(
        [
            {
                "appraisal_id": appraisal.id,
                "sequence": number,
                "name": f"Objective {number + 1} of {appraisal.employee_id.name}: "
                "run the reading groups so that every child reads three times a week.",
                "action_steps": "Set up three groups by half-term.",
                "success_criteria": "Eight children in ten have moved up.",
            }
            for appraisal in appraisals
            for number in range(len(appraisal.objective_ids), OBJECTIVES)
        ]
    )
    ENV.flush_all()
    # SQL: a plan that can be shared needs dates and links for each of them.
    ENV.cr.execute(
        SQL(
            """
            UPDATE school_appraisal_objective objective
               SET date_due = appraisal.date_end - 90, priority_id = priority.id
              FROM school_appraisal appraisal
              JOIN school_appraisal_priority priority
                ON priority.school_id = appraisal.school_id
               AND priority.year = EXTRACT(YEAR FROM appraisal.date_start)
             WHERE objective.appraisal_id = appraisal.id AND appraisal.id IN %s
            """,
            tuple(appraisals.ids),
        )
    )
    ENV.invalidate_all()


def finish_statements(appraisals):
    # SQL: 120,000 signed PDFs would take days; these have neither words nor files.
    ENV.flush_all()
    ENV.cr.execute(
        SQL(
            "UPDATE school_appraisal_statement SET state = 'final' "
            "WHERE appraisal_id IN %s",
            tuple(appraisals.ids),
        )
    )
    ENV.invalidate_all()


def close_year(appraisals):
    """A year that is over, with the two statements that it leaves."""
    appraisals._prepare_statement("review")
    finish_statements(appraisals)
    appraisals._set_state("closed", closed_on=appraisals[:1].date_end)


def stand_at_stages(appraisals):
    """Of the running year, where it is measured: two in five are planned, one in
    five has a plan that was shared, by its reviewer, and waits for signatures."""
    planned = appraisals[::5] | appraisals[2::5]
    finish_statements(planned)
    planned._set_state("monitoring")
    for appraisal in appraisals[4::5]:
        as_reviewer = appraisal.with_user(appraisal.reviewer_id)
        as_reviewer.date_planning_meeting = appraisal.date_start
        as_reviewer.statement_ids.action_share()


def make_open_review(appraisal, objectives, lines):
    """One year in its review with everything that a form can show, taken there by
    its reviewer and reviewee: ``lines`` pieces of evidence, and as many needs."""
    reviewer, reviewee = appraisal.reviewer_id, appraisal.reviewee_user_id
    mine = appraisal.with_user(reviewer)
    mine.objective_ids[objectives:].unlink()
    mine.date_planning_meeting = appraisal.date_start
    for model in ("school.appraisal.evidence", "school.appraisal.cpd.need"):
        mine.env[model].create(
            [
                {"appraisal_id": appraisal.id, "name": f"Reading records, part {part}"}
                for part in range(lines)
            ]
        )
    plan = mine.statement_ids
    plan.action_share()
    for user in (reviewee, reviewer):
        plan.with_user(user).sign(plan.content_hash, method="typed")
    mine.action_open_review()
    for review in mine.objective_review_ids:
        review.progress = "Reached: the records show it, term by term."
    for line in mine.standard_assessment_ids:
        line.assessment = "Met throughout the year."
    commit()


def make_open_reviews():
    """Two of those whom "five" reviews: a short year and a long one."""
    names = people(FIVE_SCHOOL)[DEPUTIES:MANAGERS]
    for name, objectives, lines in ((names[0], 1, 1), (names[1], OBJECTIVES, 12)):
        appraisal = ENV["school.appraisal"].search(
            [
                ("employee_id.name", "=", name),
                ("cycle_id.name", "=", cycle_name(FIVE_SCHOOL, LAST_YEAR)),
            ]
        )
        if appraisal.state == "planning":
            make_open_review(appraisal, objectives, lines)


def make_trust():
    make_personas()
    policy = make_policy()
    for school in SCHOOLS:
        make_school(school, policy)
        if school % 10 == 0 or school == SCHOOLS[-1]:
            say(f"{school * SIZE:,} of {len(SCHOOLS) * SIZE:,} people are there.")
    done, total = 0, len(YEARS) * len(SCHOOLS) * SIZE
    for year in YEARS:
        for school in SCHOOLS:
            made = make_year(school, year, policy)
            done += SIZE
            if made and (school % 10 == 0 or school == SCHOOLS[-1]):
                say(f"{done:,} of {total:,} appraisals are there.")
    make_open_reviews()
    ENV["ir.config_parameter"].set_param("school_appraisal_bench.made", "complete")


make_trust()
