"""Totals of development hours on the web, and as a sheet for the declaration."""

from datetime import date
from typing import Any

from flask import render_template
from flask_babel import format_date, format_decimal, gettext

from conference.core import spreadsheet
from conference.learning.hours import use_cases as hours
from conference.learning.hours.view import learning_kinds
from conference.learning.visit import Learner, learner, pages
from conference.web import common, printing


@pages.get("/<region>/uren")
def hour_totals(region: str) -> str:
    """Minutes per month, organisation and action line; of nobody alone."""
    with learner() as me:
        totals = hours.totals(me.session, me.viewer, me.at)
        months = dict.fromkeys(total.month for total in totals)
        return render_template(
            "hours/page.html",
            me=me,
            months={month: [one for one in totals if one.month == month] for month in months},
            own=hours.own_minutes(me.session, me.viewer, me.at),
            choices=hours.CHOICES,
            most=hours.MOST,
            kinds=learning_kinds(),
            line=lambda key: line_of(me, key),
            month_name=lambda month: format_date(date.fromisoformat(f"{month}-01"), "MMMM y"),
            decimal=lambda number: format_decimal(number, "0.0"),
        )


@pages.get("/<region>/uren.xlsx")
@common.limiter.limit("20/minute")
def hour_sheet(region: str) -> Any:
    """The same as a spreadsheet."""
    with learner() as me:
        rows = [
            (
                total.month,
                total.organisation or gettext("Andere organisaties samen"),
                line_of(me, total.action_line),
                total.minutes,
                round(total.minutes / 60, 2),
            )
            for total in hours.totals(me.session, me.viewer, me.at)
        ]
    heads = [
        gettext("Maand"),
        gettext("Organisatie"),
        gettext("Actielijn"),
        gettext("Minuten"),
        gettext("Uren"),
    ]
    return printing.download(spreadsheet.write([heads, *rows]), spreadsheet.MIMETYPE, "ontwikkeluren.xlsx")


def line_of(me: Learner, key: str) -> str:
    """What an action line is called; one that the region dropped keeps its key."""
    if not key:
        return str(gettext("Andere soorten samen"))
    label = next((line.label for line in me.profile.action_lines if line.key == key), {"nl": key})
    return me.say(label)
