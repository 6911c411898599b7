"""School years, named by the year in which they begin."""


def school_year(day):
    """The school year that a date belongs to: 2026 for 1 September 2026 and for
    31 August 2027; July and August count as the old year until it ends.

    ``None`` where there is no date.
    """
    if not day:
        return None
    return day.year if day.month >= 9 else day.year - 1
