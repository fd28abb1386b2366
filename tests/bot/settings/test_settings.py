"""config.yml: defaults, every kind of mistake in one line with its place and the line as it should be."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.settings.config_errors import ConfigError
from bot.settings.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]


def write(folder: Path, text: str) -> Path:
    path = folder / "config.yml"
    path.write_text(text, encoding="utf-8")
    return path


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


def test_the_file_of_any_name_and_place_is_remembered_and_its_own_data_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "bot.yml"
    path.write_text("language: ar\n", encoding="utf-8")
    settings = load_settings(path)
    assert (settings.file, settings.home, settings.data) == (path, tmp_path, ROOT / "data")
    (tmp_path / "data").mkdir()
    assert settings.data == tmp_path / "data"


def test_home_names_the_folder_of_data_and_state(tmp_path: Path) -> None:
    (tmp_path / "bot" / "data").mkdir(parents=True)
    settings = load_settings(write(tmp_path, "home: bot\n"))
    assert settings.data == tmp_path / "bot" / "data"
    assert settings.state == tmp_path / "bot" / "var"
    assert settings.file == tmp_path / "config.yml"


def test_a_relative_state_folder_is_of_the_present_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HATEF_STATE", "state")
    assert load_settings(write(tmp_path, "language: fa\n")).state == tmp_path / "state"


def test_the_projects_own_file_loads_and_nothing_in_it_is_remarkable() -> None:
    settings = load_settings(ROOT / "config.yml")
    assert settings.home == ROOT
    assert settings.language == "fa"
    assert settings.remarks == ()


def test_reading_the_file_loads_nothing_that_works_with_sound() -> None:
    """Every command and the action server read it first: what the rooms are told is light, what they do is not."""
    loaded = "import sys, bot.settings.settings; print(sorted({'numpy', 'asyncio', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_rasas_keys_are_left_to_rasa(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "recipe: default.v1\nlanguage: fa\npipeline: []\npolicies: null\n"))
    assert settings.sip.port == 5060


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "language: fa\n"))
    with pytest.raises(FrozenInstanceError):
        settings.sip.port = 1  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        settings.language = "ar"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sip:\n  prot: 5061\n", "config.yml:2: sip.prot: unknown key; did you mean 'port'?"),
        ("sip:\n  port: 5061\nspeach: {}\n", "config.yml:3: speach: unknown key; did you mean 'speech'?"),
        (
            "sip:\n  port: 99999\n",
            "config.yml:2: sip.port: it takes a whole number from 0 to 65535 (it is '99999'); write e.g.: port: 5060",
        ),
        ("sip: [1\nspeech: {}\n", "config.yml:1: the line cannot be read: a list that was opened with [ is not closed"),
        ("- a\n", "config.yml:1: no dash (-) stands in front of a section"),
        ("a\n", "config.yml:1: the file must hold sections"),
        ("sip: {}\nhome: /nowhere/x\n", "config.yml:2: home: there is no folder /nowhere/x"),
        ("home: [a]\n", "config.yml:1: home: it takes one folder"),
        ("", "config.yml:1: the file is empty"),
        ("language: de\n", "config.yml:1: language: it takes fa or ar (it is 'de')"),
        ("languages:\n  by_number:\n    200: de\n", "config.yml:3: languages.by_number.200: it takes fa or ar"),
        (
            "sip:\n  allowed_peers:\n    - 10.0.0.0/8\n    - pbx\n",
            "config.yml:4: sip.allowed_peers.1: 'pbx' is no address or network; names are not looked up",
        ),
        ("sip:\n  port: 16500\n", "config.yml:2: sip.port: the range 16000 to 17999 covers the SIP port 16500"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    line = mistake(tmp_path, text)
    assert line.startswith(told)
    assert "\n" not in line


def test_all_mistakes_of_a_file_are_told_in_its_order(tmp_path: Path) -> None:
    lines = mistake(tmp_path, "speech:\n  workers: many\nsip:\n  prot: 1\n  max_calls: 0\n").splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["config.yml:2", "speech.workers"],
        ["config.yml:4", "sip.prot"],
        ["config.yml:5", "sip.max_calls"],
    ]


def test_letters_that_only_look_right_are_told_with_the_other_mistakes(tmp_path: Path) -> None:
    lines = mistake(tmp_path, "handoff:\n  failures: 2.5\n  ring_s: ۲۰\n  attempts: -1\n").splitlines()
    assert [line.split(": ")[1] for line in lines] == ["handoff.failures", "handoff.ring_s", "handoff.attempts"]
    assert "digits are written 0 to 9 here; write: ring_s: 20" in mistake(tmp_path, "handoff:\n  ring_s: ۲۰\n")


def test_a_value_stays_as_it_was_written(tmp_path: Path) -> None:
    text = 'sip:\n  port: "5061"\n  allowed_numbers: [0200]\n  account: {user: 0200, registrar: sip:pbx}\n'
    sip = load_settings(write(tmp_path, text + "crm: {sample: no}\nlanguages: {by_number: {021: ar, 3*: fa}}\n")).sip
    assert sip.account is not None
    assert (sip.port, sip.allowed_numbers, sip.account.user) == (5061, ("0200",), "0200")


def test_a_section_whose_lines_are_all_comments_has_its_usual_values_and_is_remarked(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "sip:\n  # port: 5061\nspeech:\n  workers: 1\n"))
    assert settings.sip.port == 5060
    assert len(settings.remarks) == 1
    assert "config.yml:1: sip: nothing stands below it" in settings.remarks[0]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; `hatef init DIR`"):
        load_settings(tmp_path / "config.yml")


def test_state_goes_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(write(tmp_path, "language: fa\n"))
    assert settings.database_url("sqlite:///var/a.db") == f"sqlite:///{tmp_path}/var/a.db"
    monkeypatch.setenv("HATEF_STATE", "/somewhere")
    assert settings.database_url("sqlite:///var/a.db") == "sqlite:////somewhere/a.db"
    assert settings.database_url("postgresql://db/hatef") == "postgresql://db/hatef"
    assert settings.database_url("sqlite:////absolute/a.db") == "sqlite:////absolute/a.db"
    monkeypatch.setenv("HATEF_STATE", "")
    assert settings.state == tmp_path / "var"


def test_a_number_without_quotes_is_a_pattern_too(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "languages: {by_number: {200: ar, 3*: fa}}\n"))
    assert settings.languages.by_number == {"200": "ar", "3*": "fa"}
    assert not settings.languages.detect


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    line = mistake(tmp_path, "crm:\n  url: mysqll://hatef:geheim@db/crm\n")
    assert "mysqll:// is no database" in line
    assert "geheim" not in mistake(tmp_path, "journal:\n  url: host=db password=geheim\n")


@pytest.mark.parametrize("written", ["off", "'off'"])
def test_the_question_to_a_silent_far_side_can_be_off(tmp_path: Path, written: str) -> None:
    assert load_settings(write(tmp_path, f"sip:\n  probe: {written}\n")).sip.probe == "off"


def test_a_session_timer_is_none_or_long_enough(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "sip:\n  session_timer_s: 0\n")).sip.session_timer_s == 0
    assert "RFC 4028 allows 90 s" in mistake(tmp_path, "sip:\n  session_timer_s: 60\n")
