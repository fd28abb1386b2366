"""Which published models calls are answered with."""

from pathlib import Path

import pytest

from tests.voice.models.published.conftest import EAR, VOICE
from voice.models import published
from voice.models.published import choice
from voice.models.published.catalogue import Catalogue
from voice.models.published.errors import ManifestBroken, ModelNotInstalled, ModelUnknown


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = choice.published_folder(tmp_path)
    (folder / EAR).mkdir(parents=True)
    (folder / VOICE).mkdir()
    (folder / VOICE / f"{VOICE}.onnx").touch()
    return tmp_path


def test_nothing_chosen_is_nothing_in_use(tmp_path: Path) -> None:
    assert published.in_use(tmp_path) == published.InUse({}, {})


def test_a_folder_for_the_ear_and_a_file_for_the_voice(state: Path, catalogue: Catalogue) -> None:
    folder = choice.published_folder(state)
    choice.write_choices(folder, {"fa": {"recogniser": EAR, "voice": VOICE}})
    found = published.in_use(state, catalogue)
    assert found.recognisers == {"fa": folder / EAR}
    assert found.voices == {"fa": folder / VOICE / f"{VOICE}.onnx"}


def test_a_chosen_model_that_is_gone_is_told(state: Path, catalogue: Catalogue) -> None:
    folder = choice.published_folder(state)
    choice.write_choices(folder, {"fa": {"recogniser": f"{EAR}-2"}})
    with pytest.raises(ModelNotInstalled, match=f"hatef models pull {EAR}-2"):
        published.in_use(state, catalogue)


def test_a_chosen_model_that_nobody_knows_is_told(state: Path) -> None:
    choice.write_choices(choice.published_folder(state), {"fa": {"recogniser": EAR}})
    with pytest.raises(ModelUnknown):
        published.in_use(state)


@pytest.mark.parametrize("text", ["{", "[]", '{"fa": 1}', ""])
def test_a_damaged_file_is_told(state: Path, catalogue: Catalogue, text: str) -> None:
    (choice.published_folder(state) / choice.FILE).write_text(text)
    with pytest.raises(ManifestBroken, match=r"in-use\.json: it cannot be read"):
        published.in_use(state, catalogue)
