"""Limits counted by hand on the calendar of 2026/27, for five kinds of staff.

Term: to Friday 23 October; 2 November to 18 December 2026; 4 January to 12 February;
22 February to 25 March; 12 April to 28 May; 7 June to 21 July 2027. Bank holidays: 25
and 28 December, 1 January, 26 and 29 March (Easter), 3 and 31 May, 30 August.
"""

# Closed for who works in term only: first and last day.
HOLIDAYS = (
    ("2026-10-26", "2026-10-30"),
    ("2026-12-21", "2027-01-01"),
    ("2027-02-15", "2027-02-19"),
    ("2027-03-26", "2027-04-09"),
    ("2027-05-31", "2027-06-04"),
    ("2027-07-22", "2027-09-01"),
)
BANK_HOLIDAYS = (
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
)

# Monday to Friday all year · Tuesday and Thursday · in term only · flexible hours · no
# working calendar. The last two have no days of their own and count the company's.
STAFF = ("week", "two days", "term", "flexible", "none")

# (counted from, number, unit): the last day for week, two days, term
COUNTED = {
    # In the middle of a term: Thursday 1 October.
    ("2026-10-01", 1, "working_day"): ("2026-10-02", "2026-10-06", "2026-10-02"),
    ("2026-10-01", 5, "working_day"): ("2026-10-08", "2026-10-20", "2026-10-08"),
    ("2026-10-01", 10, "working_day"): ("2026-10-15", "2026-11-05", "2026-10-15"),
    # Before half-term: Thursday 22 October.
    ("2026-10-22", 1, "working_day"): ("2026-10-23", "2026-10-27", "2026-10-23"),
    ("2026-10-22", 5, "working_day"): ("2026-10-29", "2026-11-10", "2026-11-05"),
    ("2026-10-22", 10, "working_day"): ("2026-11-05", "2026-11-26", "2026-11-12"),
    # Before Christmas: Wednesday 16 December, and the last day of term.
    ("2026-12-16", 1, "working_day"): ("2026-12-17", "2026-12-17", "2026-12-17"),
    ("2026-12-16", 5, "working_day"): ("2026-12-23", "2026-12-31", "2027-01-06"),
    ("2026-12-16", 10, "working_day"): ("2027-01-04", "2027-01-19", "2027-01-13"),
    ("2026-12-18", 1, "working_day"): ("2026-12-21", "2026-12-22", "2027-01-04"),
    ("2026-12-18", 5, "working_day"): ("2026-12-29", "2027-01-05", "2027-01-08"),
    # In the holidays: Sunday 27 December.
    ("2026-12-27", 1, "working_day"): ("2026-12-29", "2026-12-29", "2027-01-04"),
    # Before Easter: Monday 22 March, and the last day of term, a Thursday.
    ("2027-03-22", 1, "working_day"): ("2027-03-23", "2027-03-23", "2027-03-23"),
    ("2027-03-22", 5, "working_day"): ("2027-03-31", "2027-04-06", "2027-04-13"),
    ("2027-03-22", 10, "working_day"): ("2027-04-07", "2027-04-22", "2027-04-20"),
    ("2027-03-25", 1, "working_day"): ("2027-03-30", "2027-03-30", "2027-04-12"),
    # Before the half-term with a bank holiday: Thursday 27 May.
    ("2027-05-27", 5, "working_day"): ("2027-06-04", "2027-06-15", "2027-06-10"),
    ("2027-05-27", 10, "working_day"): ("2027-06-11", "2027-07-01", "2027-06-17"),
    # At the end of the year: Monday 19 July.
    ("2027-07-19", 5, "working_day"): ("2027-07-26", "2027-08-03", "2027-09-06"),
    ("2027-07-19", 10, "working_day"): ("2027-08-02", "2027-08-19", "2027-09-13"),
    # Back from a meeting.
    ("2026-10-08", -5, "working_day"): ("2026-10-01", "2026-09-22", "2026-10-01"),
    ("2026-11-03", -5, "working_day"): ("2026-10-27", "2026-10-15", "2026-10-20"),
    ("2027-01-07", -5, "working_day"): ("2026-12-30", "2026-12-22", "2026-12-17"),
    ("2027-04-14", -5, "working_day"): ("2027-04-07", "2027-03-30", "2027-03-23"),
    # On the same day.
    ("2026-12-16", 0, "working_day"): ("2026-12-16", "2026-12-16", "2026-12-16"),
    # The calendar's days and weeks are everybody's.
    ("2026-12-18", 5, "calendar_day"): ("2026-12-23",) * 3,
    ("2026-11-05", -1, "calendar_week"): ("2026-10-29",) * 3,
    ("2026-12-18", 4, "calendar_week"): ("2027-01-15",) * 3,
    # A week in which nobody comes to work is none: Friday 16 October.
    ("2026-10-16", 2, "working_week"): ("2026-10-30", "2026-10-30", "2026-11-06"),
    ("2026-12-11", 4, "working_week"): ("2027-01-08", "2027-01-08", "2027-01-22"),
}

# By preset and staff group: what its limits give for a meeting on Thursday 22 October
# 2026, a plan shared on Thursday 29 October, a visit on Friday 18 December 2026, in the
# cycle 2026/27: (duty, part): (clause, week, two days, term).
_NOTICE = ("2026-10-15", "2026-10-06", "2026-10-15")
_SHARED = ("2026-10-29", "2026-11-10", "2026-11-05")
_FINAL = ("2026-11-05", "2026-11-26", "2026-11-12")
_VISIT = {
    ("observation_notice", False): ("App. 3 §5", *("2026-12-11",) * 3),
    ("observation_feedback", False): (
        "App. 3 §11",
        *("2026-12-21", "2026-12-22", "2027-01-04"),
    ),
    ("observation_recorded", False): (
        "App. 3 §13",
        *("2026-12-29", "2027-01-05", "2027-01-08"),
    ),
}
_FORMS_KM = {
    ("notice", "plan"): ("§4.3", *_NOTICE),
    ("shared", "plan"): ("§4.9", *_SHARED),
    ("final", "plan"): ("§4.9", *_FINAL),
}


def _by(clause, plan, review):
    """Both on a fixed day of the year."""
    return {
        ("final by", "plan"): (clause, *(plan,) * 3),
        ("final by", "review"): (clause, *(review,) * 3),
    }


def _pay(clause, day):
    return {("final by", "review"): (clause, *(day,) * 3)}


PRESETS = {
    "tm": {"support": {}},
    "wp": {
        "support": {
            ("shared", "plan"): ("Step 4", *_SHARED),
            ("answered", "plan"): (
                "Step 4",
                *("2026-11-05", "2026-11-17", "2026-11-06"),
            ),
            ("final", "plan"): ("Step 4", *_FINAL),
        }
    },
    "gu": {
        "support": {
            ("notice", "plan"): ("The Planning and Review meeting", *_NOTICE),
            ("shared", "plan"): ("Recording plans and reviews", *_SHARED),
            ("final", "plan"): ("Recording plans and reviews", *_FINAL),
        }
    },
    "km": {
        "teachers": _FORMS_KM | _VISIT | _by("§4.1", "2026-10-31", "2027-10-31"),
        "head": _FORMS_KM | _VISIT | _by("§4.1", "2026-12-31", "2027-12-31"),
        "support": _FORMS_KM | _VISIT,
        "support_march": _FORMS_KM | _VISIT,
    },
    "ct": {
        "teachers": _pay("§4.1", "2027-10-31"),
        "lsa": _pay("§4.2", "2027-10-31"),
        "lsa_1to1": _pay("§4.2", "2027-10-31"),
        "support": _pay("§4.2", "2027-10-31"),
        "central": _pay("§4.2", "2027-10-31"),
        "heads": _pay("§4.1", "2027-12-31"),
    },
}


def by_staff(days):
    """{kind of staff: day}: who has no days of his own counts the company's week."""
    week, two_days, term = days
    return dict(zip(STAFF, (week, two_days, term, week, week), strict=True))
