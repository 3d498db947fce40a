"""What lies on the disk is for the program alone: files 0600, their folder 0700, also when they were wider before."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)
FILE, FOLDER = 0o600, 0o700
#: What SQLite lays beside its file. It gives them the mode of the file; what lies there from before is mended.
BESIDE = ("-wal", "-shm", "-journal")


def keep_private() -> None:
    """From now on this process makes nothing that others on the machine can read. Called first by each way in."""
    os.umask(0o077)


def private_folder(path: Path) -> Path:
    """The folder, made if it is not there, for its owner only."""
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    _narrow(path, FOLDER)
    return path


def private_file(path: Path) -> Path:
    """The file, made empty if it is not there, for its owner only; also what SQLite laid beside it.

    A file that is there is never opened: closing it would drop every lock that this process holds on it (POSIX), and
    another process that leaves the database would then throw away the log that this one still writes in.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDONLY, FILE))
    for one in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        _narrow(one, FILE)
    return path


def _narrow(path: Path, widest: int) -> None:
    """Take away what is too much, and say so: somebody could have read it until now."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~widest:
            path.chmod(mode & widest)
            log.warning("%s was open to others on this machine (%o). It is private now.", path.name, mode)
    except FileNotFoundError:
        return
    except PermissionError:
        log.error("%s belongs to somebody else and cannot be made private.", path.name)
