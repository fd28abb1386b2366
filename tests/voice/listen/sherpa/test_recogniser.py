"""sherpa-onnx itself behind our port: on models made by hand, and on our own network, which really hears Persian."""

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.voice.listen.sherpa.loud_models import WORD, write_nemo, write_transducer
from tests.voice.listen.sherpa.own_network import write_own
from tests.voice.listen.sounds import Sounds, frames
from voice.errors import LanguageUnknown, ModelBroken
from voice.listen.recogniser import KINDS, RecognisedText, Recogniser
from voice.listen.sherpa.recogniser import SherpaModels
from voice.listen.sherpa.words import UNTOLD

Write = Callable[[Path], Path]


def opened(folder: Path) -> Recogniser:
    return SherpaModels({"fa": {"general": str(folder)}}).open("fa", "general")


def heard(recogniser: Recogniser, pcm: bytes) -> tuple[list[str], RecognisedText]:
    """The partial texts as they changed, and the final one."""
    partials = [""]
    for frame in frames(pcm):
        recogniser.accept(frame)
        if recogniser.partial() != partials[-1]:
            partials.append(recogniser.partial())
    return partials, recogniser.final()


@pytest.mark.parametrize("write", [write_nemo, write_transducer])
def test_turns_on_one_recogniser(tmp_path: Path, sounds: Sounds, write: Write) -> None:
    """The line's 8 kHz are heard by networks of 16 kHz; a turn tells nothing to the next one."""
    recogniser = opened(write(tmp_path / "model"))
    one = sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300)
    two = one + sounds.silence(600) + sounds.speech("سلام") + sounds.silence(300)
    turns = [heard(recogniser, pcm) for pcm in (one, two, sounds.silence(900), one)]
    assert [final.text for _, final in turns] == [WORD, f"{WORD} {WORD}", "", WORD]
    assert turns[1][0] == ["", WORD, f"{WORD} {WORD}"]
    assert turns[2][1].confidence == 0
    assert turns[0][1] == turns[3][1]


@pytest.mark.parametrize("write", [write_nemo, write_transducer])
def test_words_stand_where_they_were_said(tmp_path: Path, sounds: Sounds, write: Write) -> None:
    """Times of a network with eight frames an output too, which sherpa-onnx tells as if they were four."""
    word = sounds.speech("سلام")
    begin_ms = 1500 + len(word) // 16
    pcm = sounds.silence(500) + word + sounds.silence(1000) + word + sounds.silence(300)
    _, final = heard(opened(write(tmp_path / "model")), pcm)
    for word_heard, said_ms in zip(final.words, (500, begin_ms), strict=True):
        assert said_ms - 100 <= word_heard.start_ms <= said_ms + 120
        assert word_heard.start_ms < word_heard.end_ms <= said_ms + len(word) // 16 + 300


def test_a_transducer_tells_how_sure_it_is_and_ctc_does_not(tmp_path: Path, sounds: Sounds) -> None:
    pcm = sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300)
    _, sure = heard(opened(write_transducer(tmp_path / "transducer")), pcm)
    _, untold = heard(opened(write_nemo(tmp_path / "nemo")), pcm)
    assert 0.5 < sure.confidence < 1 and sure.confidence != UNTOLD
    assert untold.confidence == untold.words[0].confidence == UNTOLD


def test_the_last_word_comes_out_though_the_sound_ends_at_once(tmp_path: Path, sounds: Sounds) -> None:
    """The last chunk of a network is never full; what is left is heard with silence behind it."""
    recogniser = opened(write_nemo(tmp_path / "model", chunk=112))
    partials, final = heard(recogniser, sounds.silence(500) + sounds.speech("سلام"))
    assert (partials, final.text) == ([""], WORD)


def test_silence_after_words_is_an_endpoint(tmp_path: Path, sounds: Sounds) -> None:
    recogniser = opened(write_transducer(tmp_path / "model"))
    recogniser.accept(sounds.silence(1500))
    assert not recogniser.endpoint
    recogniser.accept(sounds.speech("سلام"))
    recogniser.accept(sounds.silence(200))
    assert not recogniser.endpoint
    recogniser.accept(sounds.silence(900))
    assert recogniser.endpoint
    recogniser.accept(sounds.speech("سلام"))
    assert not recogniser.endpoint
    recogniser.reset()
    assert not recogniser.endpoint and recogniser.partial() == ""


def test_our_own_network_hears_persian(tmp_path: Path, sounds: Sounds) -> None:
    """300 ms at a time, the state in the network: the sounds of «موجودی حسابم», but for one or two."""
    recogniser = opened(write_own(tmp_path / "own", "fa"))
    partials, final = heard(recogniser, sounds.silence(500) + sounds.speech("موجودی حسابم") + sounds.silence(300))
    assert SequenceMatcher(None, final.text, "modʒudihesɒbæm").ratio() > 0.85
    assert len(partials) > 2 and all(final.text.startswith(partial) for partial in partials)


def test_every_kind_of_turn_is_heard_by_the_one_model(tmp_path: Path, sounds: Sounds) -> None:
    models = SherpaModels({"fa": {"general": str(write_transducer(tmp_path / "model"))}})
    pcm = sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300)
    assert {heard(models.open("fa", kind), pcm)[1].text for kind in (*KINDS, "language")} == {WORD}
    with pytest.raises(LanguageUnknown):
        models.open("ar", "general")


def test_a_network_that_is_damaged_inside_is_told(tmp_path: Path) -> None:
    folder = write_nemo(tmp_path / "model")
    content = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(content.replace(b"ReduceMean", b"ReduceMoan"))
    with pytest.raises(ModelBroken, match="sherpa-onnx cannot read it: a file of it is damaged"):
        opened(folder)


def test_parts_that_do_not_fit_together_are_told(tmp_path: Path, sounds: Sounds) -> None:
    folder = write_transducer(tmp_path / "model")
    joiner = (folder / "joiner.onnx").read_bytes()
    (folder / "joiner.onnx").write_bytes(joiner.replace(b"encoder_out", b"encoder_oat", 1))
    with pytest.raises(ModelBroken):
        heard(opened(folder), sounds.silence(500) + sounds.speech("سلام") + sounds.silence(300))
