"""When two people can meet. No database here; times know their zone."""

from datetime import timedelta

# Meetings begin at the full or the half hour.
GRID = timedelta(minutes=30)


def first_free(free, after, length):
    """The first beginning of a meeting of this length, or None.

    :param free: (from, to, …) in their order
    :param datetime after: not before this
    :param timedelta length: how long it takes

    >>> from datetime import datetime
    >>> from pytz import utc
    >>> at = lambda hour, minute=0: datetime(2026, 10, 5, hour, minute, tzinfo=utc)
    >>> free = [(at(9, 10), at(10)), (at(13), at(15, 30))]
    >>> first_free(free, at(8), GRID).time()
    datetime.time(9, 30)
    >>> first_free(free, at(8), 2 * GRID).time()
    datetime.time(13, 0)
    >>> first_free(free, at(14, 35), 2 * GRID)
    """
    for start, stop, *_rest in free:
        begin = _on_grid(max(start, after))
        if begin + length <= stop:
            return begin
    return None


def _on_grid(moment):
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - (midnight - moment) // GRID * GRID


def is_within(free, start, stop):
    """Whether this time lies whole in one of the free times."""
    return any(begin <= start and stop <= end for begin, end, *_rest in free)
