"""Days as people count them."""

import calendar
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: date, count: int) -> date:
    """So many working days later: Saturdays and Sundays do not count, feast days do."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
