"""The shape of the acoustic network. Runs where torch is installed."""

import pytest

torch = pytest.importorskip("torch")

from nlu.text.languages import CODES  # noqa: E402 - behind the skip
from voice.lexicon.phones import phone_table  # noqa: E402
from voice.models.training.net import Net, Shape  # noqa: E402

SMALL = Shape(front=8, width=12, waist=4, blocks=((-3, 3), (-6, 3)))


def net() -> Net:
    torch.manual_seed(0)
    return Net(SMALL).eval()


def test_what_a_network_sees_on_both_sides() -> None:
    assert (SMALL.left, SMALL.right) == (3 + 9, 3 + 6)
    assert (Shape().left, Shape().right) == (3 + 69, 3 + 39)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("frames", [1, 2, 3, 10, 30, 31, 32])
def test_a_third_of_the_frames_come_out_with_an_output_a_sound(language: str, frames: int) -> None:
    one = net()
    with torch.no_grad():
        out = one(one.padded(torch.rand(2, frames, 40)), language)
    assert out.shape[::2] == (2, 1 + len(phone_table(language).phones))
    assert out.shape[1] - (frames + 2) // 3 in (0, 1)  # the padding may make one more, which no label is held against


def test_the_ends_are_padded_with_their_own_frames() -> None:
    given = torch.arange(5.0)[None, :, None].expand(1, 5, 40)
    padded = net().padded(given)[0, :, 0].tolist()
    assert padded == [0.0] * SMALL.left + [0.0, 1.0, 2.0, 3.0, 4.0] + [4.0] * (SMALL.right + 2)


def test_nothing_beyond_its_sight_changes_a_frame() -> None:
    one = net()
    features = torch.rand(1, 90, 40)
    changed = features.clone()
    changed[:, 60:] += 5
    with torch.no_grad():
        before, after = (one(one.padded(given), "fa")[0] for given in (features, changed))
    same = [at for at in range(len(before)) if torch.allclose(before[at], after[at], atol=1e-5)]
    assert same == list(range(len(same)))
    assert 3 * len(same) == pytest.approx(60 - SMALL.right, abs=4)


def test_languages_share_the_trunk_and_nothing_else() -> None:
    one = net()
    names = {name.split(".")[0] for name, _ in one.named_parameters()}
    assert names == {"trunk", "heads"}
    assert one.heads["fa"].out_channels != one.heads["ar"].out_channels
