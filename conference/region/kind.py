"""A region (*regioprofiel*) as a kind: whoever learns, administers or has a part in its office enters it."""

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from models.region import RegionProfile

REGION = register(
    Kind(
        name="region",
        model=RegionProfile,
        part=Left("of a region, which has no family"),
        read=Permission.LEARNING_ENTER,
        also_read=(Permission.PRIVACY_READ, Permission.TEAM_READ, Permission.CASE_OPEN),
        within=of_region(lambda region: region.id),
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("its words of that day stand in the head of the report: `labels`"),
        own_data=Left("it says nothing of a person"),
    )
)
