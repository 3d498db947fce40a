"""Indicators and reports for the boards as kinds."""

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from models.learning import BoardReport, Indicator

INDICATOR = register(
    Kind(
        name="indicator",
        model=Indicator,
        part=Left("of a region, which has no family"),
        read=Permission.INDICATOR_READ,
        within=of_region(lambda indicator: indicator.profile_id),
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
BOARD_REPORT = register(
    Kind(
        name="board_report",
        model=BoardReport,
        part=Left("of a region, which has no family"),
        read=Permission.BOARD_REPORT_READ,
        within=of_region(lambda report: report.profile_id),
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
