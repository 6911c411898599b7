"""Counting a limit from one day to another, without a database.

A limit of five working days after a Monday meeting ends on the next Monday for who
works Monday to Friday: the day from which it is counted is not counted itself.
Working days are given, as they differ from person to person.
"""

from datetime import date, timedelta

from .school_year import school_year

# How far a limit looks for working days: beyond the longest leave that is usual.
HORIZON = 2 * 366
DAYS_OF = {"calendar_day": 1, "calendar_week": 7}
# Years that nobody means, and beyond which a day cannot be counted.
YEARS = range(1900, 9000)


def is_counted_in_work(unit):
    """Whether it takes somebody's working days to count in this unit."""
    return unit in ("working_day", "working_week")


def last_day(start, number, unit, works=frozenset(), horizon=HORIZON):
    """The last day of a limit, or None where there are not so many working days
    within the horizon.

    :param date start: the day from which it is counted
    :param int number: how many; a negative number is counted back from ``start``
    :param str unit: ``working_day``; ``working_week``: seven days in which there is
        at least one working day; ``calendar_day``; ``calendar_week``
    :param works: the days that are worked, at least within the horizon
    """
    if unit in DAYS_OF:
        return start + timedelta(days=number * DAYS_OF[unit])
    if not number:
        return start
    length = 7 if unit == "working_week" else 1
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    for last in range(length, horizon + 1, length):
        if any(start + (last - back) * step in works for back in range(length)):
            left -= 1
        if not left:
            return start + last * step
    return None


def day_in_year_of(start, month, day):
    """This day of the year in the school year to which ``start`` belongs: 31 October
    2026 for a cycle that begins in September or November 2026."""
    year = school_year(start)
    return date(year if month >= 9 else year + 1, month, day)


def day_on_or_after(end, month, day):
    """The first such day of the year that is not before ``end``."""
    found = date(end.year, month, day)
    return found if found >= end else date(end.year + 1, month, day)
