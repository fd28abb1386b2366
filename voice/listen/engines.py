"""Which engine reads a model's folder: vosk, the default, or sherpa-onnx. Both may live in one process."""

from pathlib import Path

from voice.errors import LanguageUnknown
from voice.listen import vosk_recogniser
from voice.listen.recogniser import Kind, ModelPaths, Recogniser, RecogniserSource
from voice.listen.sherpa import folder as sherpa_folder
from voice.listen.sherpa.folder import is_sherpa


def check_folder(folder: Path) -> None:
    """Raise ModelBroken unless the files are there that its engine cannot do without."""
    if is_sherpa(folder):
        sherpa_folder.check_folder(folder)
    else:
        vosk_recogniser.check_folder(folder)


class Engines:
    """The models of one process, each with its engine; an engine without a model is not loaded."""

    def __init__(self, paths: ModelPaths) -> None:
        self._sources: dict[str, RecogniserSource] = {}
        others = {language: kinds for language, kinds in paths.items() if is_sherpa(Path(kinds["general"]))}
        if others:
            from voice.listen.sherpa.recogniser import SherpaModels

            self._sources |= dict.fromkeys(others, SherpaModels(others))
        if own := {language: kinds for language, kinds in paths.items() if language not in others}:
            self._sources |= dict.fromkeys(own, vosk_recogniser.load(own))

    def open(self, language: str, kind: Kind) -> Recogniser:
        """A fresh recogniser. Raises LanguageUnknown, ModelBroken."""
        source = self._sources.get(language)
        if source is None:
            raise LanguageUnknown(language, tuple(self._sources))
        return source.open(language, kind)


def load(paths: ModelPaths) -> Engines:
    """Load all models, for a worker process. Raises ModelBroken."""
    return Engines(paths)
