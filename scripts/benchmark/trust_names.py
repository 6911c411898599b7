"""How large the made trust is, and the names by which its parts are found again."""

import os
from math import sqrt

SCALE = float(os.environ["BENCH_SCALE"])
LAST_YEAR = int(os.environ["BENCH_YEAR"])
YEARS = range(LAST_YEAR - 6, LAST_YEAR + 1)
SCHOOLS = range(1, max(3, round(40 * sqrt(SCALE))) + 1)
SIZE = round(10_000 * SCALE / len(SCHOOLS))
MANAGERS = SIZE // 5
# Of the managers most lead five people each, and the others lead these.
LEADERS = -(-(SIZE - MANAGERS) // 5)
DEPUTIES = MANAGERS - LEADERS
OBJECTIVES = 3

# People who are measured: at which school somebody reviews nearly everybody, and
# where somebody took over five people this year, which is all that he sees.
MANY_SCHOOL, FIVE_SCHOOL, MANAGER_SCHOOL = 1, 2, 3
PERSONAS = {
    "many": "",
    "five": "",
    "outsider": "",
    "hr": "hr.group_hr_user",
    "system": "base.group_system",
}
PASSWORD = "bench"


def person_name(school, number):
    return f"Staff {school:02}-{number:03}"


def people(school):
    return [person_name(school, number) for number in range(SIZE)]


def login_of(name):
    return name.lower().replace("staff ", "p") + "@bench.example"


def head_login(school):
    return f"head-{school:02}@bench.example"


def persona_login(key):
    return f"{key}@bench.example"


def head_name(school):
    return f"Head {school:02}"


def school_name(school):
    return f"School {school:02}"


def cycle_name(school, year):
    return f"{year}/{(year + 1) % 100:02} School {school:02}"


def may_log_in(login):
    """Hashing a password takes a third of a second: only who is measured has one."""
    return login in {
        *map(persona_login, PERSONAS),
        head_login(MANY_SCHOOL),
        login_of(person_name(MANAGER_SCHOOL, DEPUTIES)),
    }


def manager_names(school):
    """{name: name of the manager}: five to a leader, the leaders to the deputies in
    turn, these to the head."""
    names = people(school)
    deputies, leaders = names[:DEPUTIES], names[DEPUTIES:MANAGERS]
    managers = dict.fromkeys(deputies, head_name(school))
    for number, name in enumerate(leaders):
        managers[name] = deputies[number % DEPUTIES]
    for number, name in enumerate(names[MANAGERS:]):
        managers[name] = leaders[number // 5]
    return managers
