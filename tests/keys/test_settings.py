"""Where the keys and the master key lie, and when the start is refused."""

from pathlib import Path

import pytest

from conference.core.runtime import build
from conference.core.settings import Settings, SettingWrong


def settings(folder: Path, **given: str) -> Settings:
    return Settings.from_environment(
        {
            "RONDOM_DATABASE_URL": f"sqlite:///{folder}/data/rondom.db",
            "RONDOM_SECRET_KEY": "only for tests",
            "RONDOM_MASTER_KEY_FILE": f"{folder}/elsewhere/master-key",
            **given,
        }
    )


def test_the_keys_lie_beside_the_database_and_the_master_key_does_not(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made.keys_url == f"sqlite:///{tmp_path}/data/rondom.keys.db"
    assert (tmp_path / "elsewhere" / "master-key").exists()
    assert settings(tmp_path).master_key == made.master_key
    assert str(made.master_key) not in repr(made)


def test_an_installation_says_where_its_keys_lie(tmp_path: Path) -> None:
    url = "postgresql+psycopg://keys@elsewhere/keys"
    assert settings(tmp_path, RONDOM_KEYS_URL=url).keys_url == url
    on_postgres = settings(tmp_path, RONDOM_DATABASE_URL="postgresql+psycopg://data@here/rondom")
    assert on_postgres.keys_url.endswith("/instance/rondom.keys.db")


@pytest.mark.parametrize("beside", ["data/master-key", "data/deeper/master-key"])
def test_in_production_the_master_key_may_not_lie_where_the_data_lie(tmp_path: Path, beside: str) -> None:
    file = {"RONDOM_MASTER_KEY_FILE": f"{tmp_path}/{beside}"}
    with pytest.raises(SettingWrong, match="beside the database"):
        settings(tmp_path, RONDOM_PUBLIC_URL="https://rondom.example", **file)
    assert not (tmp_path / beside).exists()
    assert settings(tmp_path, RONDOM_PUBLIC_URL="http://localhost", **file).master_key


def test_a_master_key_that_cannot_be_read_says_which(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "master-key"
    path.parent.mkdir()
    path.write_text("niet een sleutel")
    with pytest.raises(SettingWrong, match="RONDOM_MASTER_KEY_FILE"):
        settings(tmp_path)


def test_keys_of_another_master_key_stop_the_start(tmp_path: Path) -> None:
    build(settings(tmp_path)).database.engine.dispose()
    (tmp_path / "elsewhere" / "master-key").unlink()
    with pytest.raises(SettingWrong, match="another master key"):
        build(settings(tmp_path))
