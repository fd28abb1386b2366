"""Models fetched from a server on loopback, imported, chosen, checked and removed; loaded for real."""

import fcntl
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.voice.models.published.conftest import BY_HAND, EAR, SHERPA, VOICE
from tests.voice.models.published.shelf import Shelf
from voice.models.published.catalogue import Catalogue
from voice.models.published.choice import in_use
from voice.models.published.errors import (
    ArchiveBroken,
    ChecksumUnreadable,
    ChecksumWrong,
    DownloadBroken,
    DownloadFailed,
    ModelByHand,
    ModelInUse,
    ModelNotInstalled,
    ModelUnfit,
    ModelUnknown,
    OriginUnfit,
    StoreBusy,
    StoreUnusable,
)
from voice.models.published.manifest import read_manifest
from voice.models.published.store import ModelStore, Source

QUICK = Source(load=False, tries=1, pause_s=0.0)
LOADED = replace(QUICK, load=True)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def names(store: ModelStore) -> list[str]:
    """What lies in the store, but for its lock and the folder of parts."""
    return sorted(path.name for path in store.folder.iterdir() if path.name not in (".lock", ".fetched"))


def test_a_recogniser_is_fetched_loaded_and_recorded(store: ModelStore, ear_zip: bytes) -> None:
    arrival = store.pull(EAR, LOADED)
    assert "8000 Hz" in arrival.told
    assert arrival.checksums == {f"{EAR}.zip": sha256(ear_zip)}
    assert arrival.vouched == {}
    manifest = read_manifest(arrival.folder)
    assert "am/final.mdl" in manifest.files and manifest.source.endswith(f"/vosk/{EAR}.zip")
    assert store.verify(EAR, load=True)[0] == []
    assert names(store) == [EAR]
    assert list((store.folder / ".fetched").iterdir()) == []


def test_a_voice_is_fetched_with_its_settings(store: ModelStore) -> None:
    arrival = store.pull(VOICE, LOADED)
    assert set(arrival.checksums) == {f"{VOICE}.onnx", f"{VOICE}.onnx.json"}
    assert store.verify(VOICE) == ([], "")


def test_a_broken_line_leaves_what_came_and_nothing_else(store: ModelStore, shelf: Shelf) -> None:
    shelf.cut_after, shelf.etags = [500, 0], {f"/vosk/{EAR}.zip": '"one"'}
    with pytest.raises(DownloadBroken):
        store.pull(EAR, QUICK)
    assert not store.installed(EAR)
    assert (store.folder / ".fetched" / f"{EAR}.zip.part").stat().st_size == 500
    assert store.pull(EAR, QUICK).folder.is_dir()
    assert shelf.asked[-1] == (f"/vosk/{EAR}.zip", "bytes=500-")


def test_a_voice_without_settings_on_the_server_is_not_installed(store: ModelStore, shelf: Shelf) -> None:
    del shelf.files[f"/piper/{VOICE}.onnx.json"]
    with pytest.raises(DownloadFailed, match=r"onnx\.json: there is no such file"):
        store.pull(VOICE, QUICK)
    assert not store.installed(VOICE)


def test_the_catalogues_checksum_is_enforced(tmp_path: Path, catalogue: Catalogue, ear_zip: bytes) -> None:
    def known(digest: str) -> ModelStore:
        model = replace(catalogue.models[0], sha256={f"{EAR}.zip": digest})
        return ModelStore(tmp_path / "var", Catalogue((model,), {}))

    with pytest.raises(ChecksumWrong, match=f"SHA-256 is {sha256(ear_zip)} where the catalogue says {'0' * 64}"):
        known("0" * 64).pull(EAR, QUICK)
    assert names(known("0" * 64)) == []
    assert list((known("").folder / ".fetched").iterdir()) == []
    assert known(sha256(ear_zip)).pull(EAR, QUICK).vouched == {f"{EAR}.zip": "the catalogue"}
    given = replace(QUICK, sha256=sha256(ear_zip).upper())
    assert known("0" * 64).pull(EAR, given).vouched == {f"{EAR}.zip": "--sha256"}


def test_the_servers_own_checksum_is_held_to(store: ModelStore, shelf: Shelf) -> None:
    shelf.headers["X-Linked-ETag"] = f'"{"12" * 32}"'
    with pytest.raises(ChecksumWrong, match="the server says 1212"):
        store.pull(EAR, QUICK)
    assert not store.installed(EAR)


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b""])
def test_a_bad_zip_leaves_what_was_installed(store: ModelStore, shelf: Shelf, content: bytes) -> None:
    store.pull(EAR, QUICK)
    shelf.files[f"/vosk/{EAR}.zip"] = content
    with pytest.raises(ArchiveBroken):
        store.pull(EAR, QUICK)
    assert store.verify(EAR)[0] == []
    assert names(store) == [EAR]
    assert list((store.folder / ".fetched").iterdir()) == []


def test_a_model_that_does_not_load_is_not_kept(store: ModelStore, ear: Path, tmp_path: Path) -> None:
    bad = shutil.copytree(ear, tmp_path / "bad")
    (bad / "am/final.mdl").write_bytes((bad / "am/final.mdl").read_bytes()[:200])
    with pytest.raises(ModelUnfit, match="it does not load"):
        store.bring(EAR, bad, LOADED)
    assert names(store) == []


def test_a_pull_takes_the_place_of_what_was_there(store: ModelStore) -> None:
    store.pull(EAR, QUICK)
    (store.folder / EAR / "README").write_text("mine")
    store.pull(EAR, QUICK)
    assert store.verify(EAR)[0] == []


def test_what_an_earlier_crash_left_is_no_hindrance(store: ModelStore) -> None:
    (store.folder / f".new-{EAR}" / "am").mkdir(parents=True)
    (store.folder / f".old-{EAR}" / "am").mkdir(parents=True)
    store.pull(EAR, QUICK)
    assert names(store) == [EAR]


def test_the_mirror_is_asked_in_place_of_the_publisher(store: ModelStore, shelf: Shelf, ear_zip: bytes) -> None:
    shelf.files = {f"/here/{EAR}.zip": ear_zip}
    store.pull(EAR, replace(QUICK, mirror=f"{shelf.url}/here"))
    assert shelf.asked[-1][0] == f"/here/{EAR}.zip"
    assert read_manifest(store.folder / EAR).source == f"{shelf.url}/here"


def test_a_zip_and_a_folder_are_imported(store: ModelStore, ear: Path, ear_zip: bytes, tmp_path: Path) -> None:
    archive = tmp_path / "any name.zip"
    archive.write_bytes(ear_zip)
    arrival = store.bring(EAR, archive, QUICK)
    assert arrival.checksums == {f"{EAR}.zip": sha256(ear_zip)}
    for folder in (ear, ear.parent):  # itself, and the folder that it was unpacked into
        assert store.bring(EAR, folder, QUICK).checksums == {}
        assert store.verify(EAR)[0] == []
    assert archive.is_file() and (ear / "am/final.mdl").is_file()


def test_a_voice_is_imported_from_its_file_or_folder(store: ModelStore, voice: Path, tmp_path: Path) -> None:
    other = tmp_path / "amir.onnx"
    shutil.copyfile(voice, other)
    shutil.copyfile(voice.with_name(voice.name + ".json"), tmp_path / "amir.onnx.json")
    for origin in (voice, voice.parent, other):
        store.bring(VOICE, origin, QUICK)
        assert store.verify(VOICE)[0] == []


def test_half_a_voice_and_nothing_at_all_are_told(store: ModelStore, voice: Path, tmp_path: Path) -> None:
    shutil.copyfile(voice, tmp_path / "amir.onnx")
    with pytest.raises(OriginUnfit, match=r"amir\.onnx\.json is not there"):
        store.bring(VOICE, tmp_path / "amir.onnx", QUICK)
    with pytest.raises(OriginUnfit, match=r"none\.zip is not there"):
        store.bring(EAR, tmp_path / "none.zip", QUICK)
    assert names(store) == []


def test_a_voice_whose_file_is_gone_is_installed_but_not_loadable(store: ModelStore, voice: Path) -> None:
    arrival = store.bring(VOICE, voice, QUICK)
    assert store.loadable(VOICE)
    (arrival.folder / f"{VOICE}.onnx").unlink()
    assert store.installed(VOICE) and not store.loadable(VOICE)
    assert not store.loadable(EAR)


def test_the_file_of_another_model_is_told(store: ModelStore, ear_zip: bytes, tmp_path: Path) -> None:
    archive = tmp_path / f"{EAR}-2.zip"
    archive.write_bytes(ear_zip)
    with pytest.raises(OriginUnfit, match=f"is {EAR}-2 by its name"):
        store.bring(EAR, archive, QUICK)
    assert names(store) == []


@pytest.mark.parametrize("given", ["xyz", "1" * 63, "g" * 64])
def test_what_is_no_checksum_is_told_before_anything_is_fetched(given: str) -> None:
    with pytest.raises(ChecksumUnreadable, match="64 hexadecimal digits"):
        Source(sha256=given)


def test_the_first_of_its_kind_is_used_and_a_second_when_chosen(store: ModelStore, catalogue: Catalogue) -> None:
    state = store.folder.parent.parent
    assert store.use_if_first(store.pull(EAR, QUICK).model)
    assert not store.use_if_first(store.pull(f"{EAR}-2", QUICK).model)
    assert store.use_if_first(store.pull(VOICE, QUICK).model)
    assert in_use(state, catalogue).recognisers == {"fa": store.folder / EAR}
    store.use(f"{EAR}-2")
    assert in_use(state, catalogue).recognisers == {"fa": store.folder / f"{EAR}-2"}
    assert in_use(state, catalogue).voices["fa"].is_file()


def test_only_what_is_here_can_be_used_removed_or_verified(store: ModelStore) -> None:
    for act in (store.use, store.remove, store.verify):
        with pytest.raises(ModelNotInstalled, match=f"hatef models pull {EAR}"):
            act(EAR)
        with pytest.raises(ModelUnknown):
            act("../etc")


def test_the_one_in_use_is_removed_by_force_alone(store: ModelStore, catalogue: Catalogue) -> None:
    store.pull(EAR, QUICK)
    store.use(EAR)
    with pytest.raises(ModelInUse, match="--force"):
        store.remove(EAR)
    store.remove(EAR, force=True)
    assert in_use(store.folder.parent.parent, catalogue).recognisers == {}
    assert names(store) == ["in-use.json"]


def test_remove_clears_away_half_a_fetch(store: ModelStore, shelf: Shelf) -> None:
    shelf.cut_after = [500, 0]
    with pytest.raises(DownloadBroken):
        store.pull(EAR, QUICK)
    store.remove(EAR)
    assert list((store.folder / ".fetched").iterdir()) == []


def test_verify_names_what_has_changed(store: ModelStore) -> None:
    folder = store.pull(EAR, QUICK).folder
    (folder / "am/final.mdl").write_bytes(b"")
    (folder / "graph/HCLG.fst").unlink()
    wrong, _ = store.verify(EAR, load=True)
    assert wrong[:2] == ["graph/HCLG.fst is missing", "am/final.mdl has changed"]
    assert "graph/HCLG.fst" in wrong[2]


def test_two_at_once_are_one_too_many(store: ModelStore) -> None:
    store.folder.mkdir(parents=True)
    with (store.folder / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy, match="try again"):
            store.pull(EAR, QUICK)


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(StoreUnusable, match="HATEF_STATE"):
        ModelStore(tmp_path / "var", catalogue).pull(EAR, QUICK)


def test_a_model_for_sherpa_is_fetched_file_by_file(store: ModelStore, shelf: Shelf) -> None:
    shelf.cut_after, shelf.etags = [10**9, 60, 0], {"/sherpa/decoder.onnx": '"one"'}
    with pytest.raises(DownloadBroken):
        store.pull(SHERPA, QUICK)
    part = store.folder / ".fetched" / f"{SHERPA}~decoder.onnx.part"
    assert part.stat().st_size == 60
    arrival = store.pull(SHERPA, LOADED)
    assert ("/sherpa/decoder.onnx", "bytes=60-") in shelf.asked
    assert not part.exists()
    assert "16000 Hz" in arrival.told
    assert set(arrival.checksums) == {"encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"}
    assert store.use_if_first(arrival.model)
    assert in_use(store.folder.parents[1], store.catalogue).recognisers == {"ar": store.folder / SHERPA}
    assert store.verify(SHERPA, load=True)[0] == []


def test_an_unfit_model_for_sherpa_is_not_kept(store: ModelStore, shelf: Shelf) -> None:
    shelf.files["/sherpa/tokens.txt"] = b"<blk> 0\n"
    with pytest.raises(ModelUnfit, match="names 1 outputs where the network has 2"):
        store.pull(SHERPA, QUICK)
    assert not store.installed(SHERPA)


def test_a_folder_that_lacks_a_part_is_told(store: ModelStore, sherpa: Path, tmp_path: Path) -> None:
    assert store.bring(SHERPA, sherpa, QUICK).folder.is_dir()
    half = shutil.copytree(sherpa, tmp_path / "half")
    (half / "joiner.onnx").unlink()
    with pytest.raises(OriginUnfit, match=r"holds no joiner\.onnx; it needs encoder\.onnx, decoder\.onnx"):
        store.bring(SHERPA, half, QUICK)


def test_what_is_made_by_hand_is_taken_from_a_folder_only(store: ModelStore, sherpa: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelByHand, match=f"export it; then: hatef models pull {BY_HAND} --from FOLDER"):
        store.pull(BY_HAND, QUICK)
    assert "16000 Hz" in store.bring(BY_HAND, sherpa, LOADED).told
    assert store.loadable(BY_HAND)
    assert store.verify(BY_HAND) == ([], "")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ModelUnfit, match=r"tokens\.txt is missing"):
        store.bring(BY_HAND, empty, QUICK)
