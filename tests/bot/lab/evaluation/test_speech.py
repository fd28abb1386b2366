"""The whole command on a small set: real graph, real decoder, no Rasa model."""

import json
from pathlib import Path

import pytest

from bot.errors import DataFileError, StartError
from bot.lab.evaluation import speech
from bot.lab.evaluation.condition import ConditionError
from bot.lab.evaluation.speech import Options, evaluate
from bot.lab.evaluation.speech_decoding import Unusable
from bot.lab.evaluation.utterances import Sample
from bot.settings.settings import Settings, load_settings
from bot.terminal import console, errors

ROOT = Path(__file__).resolve().parents[4]
CLIPS = ROOT / "data" / "sets" / "fa-voices"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A state folder where nothing was trained."""
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    return load_settings(ROOT / "config.yml")


def make_set(folder: Path, *rows: str) -> Path:
    folder.mkdir()
    (folder / "ref.tsv").write_text("file\tlanguage\ttext\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_phrases_are_heard_although_files_beside_them_are_bad(settings: Settings, tmp_path: Path) -> None:
    rows = (
        f"{CLIPS / 'caller_operator.wav'}\tfa\tمي خوام با اپراتور صحبت كنم!",
        "text.wav\tfa\tبله",
        f"{CLIPS / 'caller_yes.wav'}\tfa\tبله",
        f"{CLIPS / 'caller_bye.wav'}\tfa\tخیلی ممنون خداحافظ",
    )
    folder = make_set(tmp_path / "set", *rows)
    (folder / "text.wav").write_text("no sound")
    (tmp_path / "p.txt").write_text("# three\n\nمی\u200cخوام با اپراتور صحبت کنم\nبله.\nنه\n", encoding="utf-8")
    out = tmp_path / "out.json"
    with console.capture(), errors.capture() as complained:
        evaluate(settings, Options(folder, tmp_path / "p.txt", jobs=1, json_file=out, plot_file=tmp_path / "out.svg"))
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [one["right"] for one in told["utterances"]] == [True, True, False]
    assert told["sentence_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert told["intent_accuracy"] is None
    assert [one["file"] for one in told["unusable"]] == [str(folder / "text.wav")]
    assert "1 clips say what is not in" in complained.get() and "no trained Rasa model" in complained.get()
    assert (tmp_path / "out.svg").is_file()


def test_a_set_without_one_good_file_is_an_error(tmp_path: Path) -> None:
    bad = [Unusable(Sample(tmp_path / name, "fa", "بله"), "the file is empty") for name in ("a.wav", "b.wav")]
    with pytest.raises(DataFileError, match="none of its 2 files can be used; a.wav: the file is empty"):
        speech.sort_out(bad, tmp_path)


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        (Options(Path("none")), DataFileError, "cannot be read: no such folder"),
        (Options(conditions="rain"), ConditionError, "'rain' is no condition"),
        (Options(plot_file=Path("a.png")), DataFileError, r"name it FILE\.svg"),
        (Options(CLIPS), StartError, "no recogniser model for 'fa'; run: make train"),
    ],
)
def test_what_was_asked_wrongly_is_told_before_anything_is_decoded(
    settings: Settings, options: Options, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        evaluate(settings, options)
