"""What the caller hears while a human takes over, per language: fixed sentences, so that they can be rendered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handoff.reasons import Reason
from nlu.text.languages import FALLBACK

FAULTS = frozenset({Reason.COMPONENT_FAILED, Reason.CRM_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class Sentences:
    """One language's sentences, in the order a handoff says them.

    `busy` is for who waits until the agent is free, `unrecorded` is the end where nothing could be written down;
    `caller_left` is said to the agent.
    """

    transferring: str
    sorry_transferring: str
    busy: str
    waiting: str
    connecting: str
    caller_left: str
    next_try: str
    callback: str
    call_again: str
    unrecorded: str

    def opening(self, reason: str) -> str:
        """The first sentence; with an apology where something of ours broke."""
        return self.sorry_transferring if reason in FAULTS else self.transferring


SENTENCES: Mapping[str, Sentences] = MappingProxyType(
    {
        "fa": Sentences(
            transferring="یک لحظه لطفاً، شما را به همکارم وصل می‌کنم.",
            sorry_transferring="ببخشید، مشکلی پیش آمده است. یک لحظه لطفاً، شما را به همکارم وصل می‌کنم.",
            busy="همکارم با مشتریِ دیگری صحبت می‌کند. لطفاً منتظر بمانید.",
            waiting="لطفاً منتظر بمانید، همکارم به‌زودی پاسخ می‌دهد.",
            connecting="همکارم پاسخ داد، همین حالا وصل می‌شوید.",
            caller_left="تماس‌گیرنده قطع کرد. سپاسگزارم.",
            next_try="همکارم پاسخ نداد، از راهِ دیگری تلاش می‌کنم.",
            callback="متأسفم، همکارانم اکنون پاسخگو نیستند. گفتگوی ما ثبت شد و با همین شماره با شما تماس می‌گیرند.",
            call_again="متأسفم، همکارانم اکنون پاسخگو نیستند. گفتگوی ما ثبت شد. لطفاً کمی بعد دوباره تماس بگیرید.",
            unrecorded=(
                "متأسفم، همکارانم اکنون پاسخگو نیستند و نتوانستم درخواستِ شما را ثبت کنم. "
                "لطفاً کمی بعد دوباره تماس بگیرید."
            ),
        ),
        # With all vowel marks: the voice reads no others.
        "ar": Sentences(
            transferring="لَحْظَةً مِنْ فَضْلِك، سَأُحَوِّلُكَ إِلَى أَحَدِ المُوَظَّفِين.",
            sorry_transferring="عُذْرًا، حَدَثَ خَلَل. لَحْظَةً مِنْ فَضْلِك، سَأُحَوِّلُكَ إِلَى أَحَدِ المُوَظَّفِين.",
            busy="المُوَظَّفُ يَتَحَدَّثُ الْآنَ مَعَ مُتَّصِلٍ آخَر. يُرْجَى الِانْتِظَار.",
            waiting="يُرْجَى الِانْتِظَار، سَيُجِيبُكَ المُوَظَّفُ قَرِيبًا.",
            connecting="أَجَابَ المُوَظَّف، سَيَتِمُّ تَوْصِيلُكَ الْآن.",
            caller_left="أَنْهَى المُتَّصِلُ المُكَالَمَة. شُكْرًا لَك.",
            next_try="لَمْ يُجِبِ المُوَظَّف، سَأُحَاوِلُ بِطَرِيقَةٍ أُخْرَى.",
            callback="عُذْرًا، لَا أَحَدَ مِنَ المُوَظَّفِينَ مُتَاحٌ الْآن. حَفِظْنَا حَدِيثَنَا وَسَنَتَّصِلُ بِكَ عَلَى هَذَا الرَّقْم.",
            call_again=("عُذْرًا، لَا أَحَدَ مِنَ المُوَظَّفِينَ مُتَاحٌ الْآن. حَفِظْنَا حَدِيثَنَا. يُرْجَى الِاتِّصَالُ مَرَّةً أُخْرَى بَعْدَ قَلِيل."),
            unrecorded=("عُذْرًا، لَا أَحَدَ مِنَ المُوَظَّفِينَ مُتَاحٌ الْآن، وَلَمْ أَسْتَطِعْ تَسْجِيلَ طَلَبِك. يُرْجَى الِاتِّصَالُ مَرَّةً أُخْرَى بَعْدَ قَلِيل."),
        ),
    }
)


def sentences(language: str) -> Sentences:
    """The sentences of `language`; Persian where it has none."""
    return SENTENCES.get(language, SENTENCES[FALLBACK])
