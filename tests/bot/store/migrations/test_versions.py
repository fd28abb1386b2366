"""Every change of the database goes forth and back, and the files are in one unbroken row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from bot.store.database import MIGRATIONS, open_database


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    return made


def test_there_is_one_row_of_versions() -> None:
    script = ScriptDirectory.from_config(config())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    for version in script.walk_revisions():
        assert Path(version.path).name.startswith(f"v{version.revision}_")


def test_handoffs_of_before_are_found_by_their_number(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/hatef.db")
    bodies = {"a": '{"caller": {"number": "+98 912 123 4567"}}', "b": "{", "c": '{"caller": {}}'}
    row = "INSERT INTO handoff_packets VALUES (:id, 'c', 'stored', 'r', '', 1, :body, '')"
    with engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "0006")
        for packet_id, body in bodies.items():
            connection.execute(text(row), {"id": packet_id, "body": body})
        command.upgrade(made, "head")
        found = connection.execute(text("SELECT packet_id, caller_key FROM handoff_packets ORDER BY packet_id")).all()
    assert [tuple(one) for one in found] == [("a", "121234567"), ("b", ""), ("c", "")]
    engine.dispose()


def test_every_change_can_be_taken_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hatef.db"
    open_database(url).dispose()
    engine = create_engine(url)
    with engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    again = open_database(url)
    assert "calls" in inspect(again).get_table_names()
    again.dispose()
