"""What the rooms of the program share: settings, database, keys, presence and the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from conference.core.database import Database, open_key_store
from conference.core.look_log import LookLog
from conference.core.presence import Presence
from conference.core.security import Keyring
from conference.core.settings import Settings, SettingWrong
from conference.core.vault import KeyStore, MasterKeyWrong

#: Set in the environment of a request that only makes a live part of a page.
LIVE_UPDATE = "rondom.live_update"


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass
class Runtime:
    """Made once at the start and handed around; tests hand in another clock."""

    settings: Settings
    keys: Keyring
    database: Database
    presence: Presence = field(default_factory=Presence)
    clock: Callable[[], datetime] = utc_now
    looks: LookLog = field(init=False)

    def __post_init__(self) -> None:
        """Looks are written beside the deeds, into the same database."""
        self.looks = LookLog(self.database)


def build(settings: Settings) -> Runtime:
    """Open the database and put the parts together. Raises SettingWrong when the master key opens no keys."""
    keys = Keyring(settings.secret_key)
    try:
        vault = KeyStore(open_key_store(settings.keys_url), settings.master_key)
    except MasterKeyWrong:
        raise SettingWrong(
            "The keys of this installation (RONDOM_KEYS_URL) are locked with another master key. Put the right one "
            "where RONDOM_MASTER_KEY_FILE says; without it nothing that families wrote can be read."
        ) from None
    return Runtime(settings, keys, Database(settings.database_url, keys, vault))
