"""Houses to test in: a database with the cast in it, a clock that stands still, and browsers for each of the cast.

`house` lies in a SQLite file, `pg_house` on a PostgreSQL server that is started here, `empty_house` has tables only.
"""

import atexit
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, QueuePool

from conference import demo
from conference.app import create_app
from conference.core import schema, security
from conference.core.bus import LocalBus
from conference.core.database import Database
from conference.core.runtime import Runtime, build
from conference.core.security import Keyring
from conference.core.settings import Settings
from conference.core.vault import read_master_key
from conference.web import common
from tests import cast as players
from tests import counted
from tests.cast import Cast, Clock, Script
from tests.learners import Learners
from tests.pages import PageClient, Signed
from tests.postgres import Cluster, missing

#: What a socket or a browser needs stands with them; it is there for the tests of every subject.
pytest_plugins = ["tests.live.fixtures", "tests.browser.fixtures"]
MakeHouse = Callable[[str], Runtime]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
PATIENCE = 5.0  # seconds in which a thread ends that a test left behind
#: A disk that is memory, and the room that the tests want there.
#: How a browser says that it waited in vain: for a click, a page, a sight. What a test itself found wrong stays wrong.
LATE = r"Error: (Locator|Page)\b"
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30  # noqa: S108 (each test run makes folders of its own in it)


class Compiled(BytecodeCache):
    """What templates were compiled to in this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja itself looks whether it still belongs to the source."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next application."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests come and go by the thousand: in memory if there is room, unless TMPDIR says where."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    if roomy and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    config.add_cleanup(_make_key_store().cleanup)
    # Passwords of tests are the same argon2id, without the work; servers and the hashes made at import keep theirs.
    security._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    # Each application reads its own templates; what they are compiled to is the same for all.
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def _make_key_store() -> tempfile.TemporaryDirectory[str]:
    """One store of keys for every database of this process and the servers it starts."""
    folder = tempfile.TemporaryDirectory(prefix="rondom-keys-")
    os.environ["RONDOM_KEYS_URL"] = f"sqlite:///{folder.name}/keys/keys.db"
    os.environ["RONDOM_MASTER_KEY_FILE"] = f"{folder.name}/master/master-key"
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is marked `both` lives in two houses: it runs on SQLite and on PostgreSQL."""
    if metafunc.definition.get_closest_marker("both") and "house" in metafunc.fixturenames:
        metafunc.parametrize("house", BOTH, indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests lie evenly among the others: each process gets its share, and none is left for the end. A browser
    that did not come in time may try once more, in a house of its own again; the summary says which (`rerun`)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=LATE))
    long = [item for item in items if item.get_closest_marker("slow")]
    rest = [item for item in items if not item.get_closest_marker("slow")]
    for number, item in enumerate(long):
        rest.insert(number * len(items) // len(long), item)
    items[:] = rest


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the garbage collector need not walk through it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def settings_for(url: str) -> Settings:
    """Settings of a test: nothing from the environment, no limits, an address that leads nowhere."""
    if "RONDOM_KEYS_URL" not in os.environ:  # measuring (benchmarks), without pytest
        atexit.register(_make_key_store().cleanup)
    return Settings(
        database_url=url,
        keys_url=os.environ["RONDOM_KEYS_URL"],
        master_key=read_master_key(Path(os.environ["RONDOM_MASTER_KEY_FILE"])),
        secret_key="only for tests",
        public_url="http://localhost",
        quick_exit_url="https://weer.example/",
        secure_cookies=False,
        trusted_proxies=0,
        socket_mode="threading",
        rate_limits=False,
    )


def let_go(engine: Engine) -> None:
    """Close every connection. One that a thread of the test still holds goes back first: given back later, it would
    lie open in a pool that nobody has any more. A look that a test left open is given up."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    if pool.checkedout():
        gc.collect()
    deadline = time.monotonic() + PATIENCE
    while pool.checkedout() and time.monotonic() < deadline:
        time.sleep(0.01)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    """The clock of the house; `clock.move(minutes=10)`."""
    return Clock()


@pytest.fixture
def make_house(clock: Clock) -> Iterator[MakeHouse]:
    """Opens a house on a database address of the test's own, and closes it when the test is over."""
    opened: list[Runtime] = []

    def open_house(url: str) -> Runtime:
        house = build(settings_for(url))
        house.clock = clock
        opened.append(house)
        return house

    yield open_house
    for house in opened:
        assert house.looks.settle(PATIENCE), "looks were not written"
        let_go(house.database.engine)


class Places:
    """Addresses at which one database after another lies, each with the connections of the first.

    What SQLAlchemy worked out for a statement belongs to an engine: with an engine for each test it would work
    out every statement for every test again. What the program itself keeps about a database it keeps by engine,
    too: so each test has another one, that shares the work of the first.
    """

    def __init__(self) -> None:
        self._databases: dict[str, Database] = {}
        self._houses: list[Runtime] = []

    def house(self, url: str, clock: Clock) -> Runtime:
        """A house of its own on what lies at this address now; nobody hears its news yet."""
        settings = settings_for(url)
        keys = Keyring(settings.secret_key)
        database = copy(self._kept(url))
        database.keys, database.engine, database.bus = keys, database.engine.execution_options(), LocalBus()
        self._houses.append(Runtime(settings, keys, database, clock=clock))
        return self._houses[-1]

    def _kept(self, url: str) -> Database:
        if url not in self._databases:
            self._databases[url] = build(settings_for(url)).database
            counted.watch(self._databases[url].engine)
        return self._databases[url]

    def leave(self) -> None:
        """Let go of all connections, so that something else can be laid there; looks are written before."""
        for house in self._houses:
            assert house.looks.settle(PATIENCE), "looks were not written"
        self._houses.clear()
        for database in self._databases.values():
            let_go(database.engine)


@pytest.fixture(scope="session")
def kept_places() -> Places:
    """The addresses of this process."""
    return Places()


@pytest.fixture
def places(kept_places: Places) -> Iterator[Places]:
    """The same, left when the test is over."""
    yield kept_places
    kept_places.leave()


# --- SQLite: made once, copied for each test


class Files:
    """Lays a copy of a file down at a place, always the same one for the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lay(self, made: Path) -> str:
        """Put a copy where the last one lay. A thread that still holds the last one writes to that, not to this."""
        path = self._folder / made.name
        for old in self._folder.glob(f"{made.name}*"):  # with its -wal and -shm
            old.unlink()
        return f"sqlite:///{shutil.copy(made, path)}"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Where the copies of this process lie."""
    return Files(tmp_path_factory.mktemp("laid"))


@pytest.fixture(scope="session")
def sqlite_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_cast(sqlite_empty: Path) -> tuple[Path, Script]:
    """A database with the cast in it, and the ids of the cast."""
    path = sqlite_empty.with_name("cast.sqlite")
    shutil.copy(sqlite_empty, path)
    return path, _with_cast(f"sqlite:///{path}")


@pytest.fixture
def empty_house(sqlite_empty: Path, files: Files, places: Places, clock: Clock) -> Runtime:
    """A house with tables and nobody in it."""
    return places.house(files.lay(sqlite_empty), clock)


@pytest.fixture
def sqlite_house(sqlite_cast: tuple[Path, Script], files: Files, places: Places, clock: Clock) -> Runtime:
    """The house of the cast in a SQLite file."""
    return places.house(files.lay(sqlite_cast[0]), clock)


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_empty: Path) -> Path:
    """A database in which the demo was loaded at the start of the clock."""
    path = sqlite_empty.with_name("demo.sqlite")
    shutil.copy(sqlite_empty, path)
    house = build(settings_for(f"sqlite:///{path}"))
    house.clock = Clock()
    try:
        demo.load(house)
    finally:
        house.database.engine.dispose()
    return path


@pytest.fixture
def demo_house(sqlite_demo: Path, files: Files, places: Places, clock: Clock) -> Runtime:
    """A house in which the demo was loaded."""
    return places.house(files.lay(sqlite_demo), clock)


# --- PostgreSQL: one server for all tests of this process, a copied database for each test


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of our own in a temporary folder, without a port."""
    if reason := missing():
        pytest.skip(reason)
    with Cluster.started() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def pg_cast(postgres: Cluster) -> tuple[str, Script]:
    """The name of a database with the cast in it, and the ids of the cast."""
    url = postgres.create("cast")
    schema.upgrade(url)
    return "cast", _with_cast(url)


@pytest.fixture
def pg_house(
    postgres: Cluster, pg_cast: tuple[str, Script], places: Places, clock: Clock
) -> Iterator[Runtime]:
    """The house of the cast on PostgreSQL."""
    url = postgres.create("laid", template=pg_cast[0])
    yield places.house(url, clock)
    places.leave()
    postgres.drop(url)


@pytest.fixture
def pg_empty_url(postgres: Cluster) -> Iterator[str]:
    """The address of a new database without tables."""
    url = postgres.create()
    yield url
    postgres.drop(url)


# --- the cast and its browsers


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Runtime:
    """The house that tests live in; those marked `both` live in two."""
    kind = getattr(request, "param", "sqlite")
    found: Runtime = request.getfixturevalue("sqlite_house" if kind == "sqlite" else "pg_house")
    return found


@pytest.fixture
def cast(house: Runtime, request: pytest.FixtureRequest) -> Cast:
    """The cast at the table of `house`."""
    made = "sqlite_cast" if house.database.engine.dialect.name == "sqlite" else "pg_cast"
    return Cast(house, request.getfixturevalue(made)[1])


@pytest.fixture
def learners(cast: Cast) -> Learners:
    """The people who learn in the region of the cast."""
    return Learners(cast)


@pytest.fixture(scope="session")
def kept_app(sqlite_empty: Path) -> Flask:
    """The web application, made once: what it is does not change, only whose house it serves."""
    return create_app(build(settings_for(f"sqlite:///{sqlite_empty}")))


@pytest.fixture
def app(kept_app: Flask, house: Runtime) -> Iterator[Flask]:
    """The web application of `house`; what a test hangs on it is taken off when the test is over."""
    config, extensions = dict(kept_app.config), dict(kept_app.extensions)
    answers, words = kept_app.wsgi_app, dict(kept_app.jinja_env.globals)
    kept_app.extensions["house"] = house
    kept_app.testing = True
    kept_app.config["PROPAGATE_EXCEPTIONS"] = False  # a broken page answers as it does for people
    kept_app.test_client_class = PageClient
    common.limiter.enabled = False  # an application of a test's own may have switched it on
    yield kept_app
    for kept, was in (
        (kept_app.config, config),
        (kept_app.extensions, extensions),
        (kept_app.jinja_env.globals, words),
    ):
        kept.clear()
        kept.update(was)
    kept_app.wsgi_app = answers  # type: ignore[method-assign]


@pytest.fixture
def own_app(house: Runtime) -> Flask:
    """A web application of the test's own, for a test that hangs something on it before the first request."""
    made = create_app(house)
    made.test_client_class = PageClient
    return made


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser of somebody we do not know. Every page it opens is checked."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


@pytest.fixture
def as_(app: Flask, cast: Cast) -> Signed:
    """A browser of one of the cast, by name or role: `as_("anna").page("/nu")`, `as_("chair")`, `as_("screen")`."""
    return Signed(app, cast)


def _with_cast(url: str) -> Script:
    house = build(settings_for(url))
    house.clock = Clock()
    try:
        return players.make(house)
    finally:
        house.database.engine.dispose()
