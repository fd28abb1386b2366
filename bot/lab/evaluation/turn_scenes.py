"""The situations of `hatef evaluate turns`: what the caller's end sounds like, and what would be right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bot.lab.evaluation.turn_sounds import CALLER_DBFS, Signal, TurnSounds, after, echo_path, mixed, ms_of, silence
from voice.listen.recogniser import Kind

PROMPT = "سلام، به فروشگاه نمونه خوش آمدید. می‌توانید موجودی حساب، وضعیت سفارش، و ساعت کاری شعبه را بپرسید."
PROMPT_DBFS = -20.0
LINE_DBFS = -62.0  # a quiet telephone line
SPEAKS_MS = 2500.0  # into the prompt
ANSWERS_MS = 700.0  # after it
REST_MS = 2200.0
ECHOES_DB = (-6.0, -12.0, -20.0, -30.0)
DELAYS_MS = (20.0, 60.0, 150.0)
INTERRUPTIONS = ("caller_balance.wav", "caller_operator.wav", "caller_complaint.wav", "line14.flac", "line28.flac")
ONE_WORD = ("caller_no.wav", "line60.flac")
SENTENCES = ("caller_order.wav", "caller_hours.wav", "line16.flac", "line21.flac", "line45.flac", "line55.flac")


@dataclass(frozen=True, slots=True)
class Scene:
    """One situation. `near`: what the caller's end sends by itself; `echo`: the impulse response of the echo."""

    group: str
    name: str
    near: Signal
    prompt: Signal | None = None
    echo: Signal | None = None
    kind: Kind = "general"
    digit_count: int = 0
    # where the caller's own words begin and end in `near`, ms; None: he says nothing that counts
    speech_ms: tuple[float, float] | None = None
    # the level above which the loudspeaker that makes the echo distorts, dBFS; None: it does not
    overdriven_dbfs: float | None = None


def scenes(sounds: TurnSounds) -> Iterator[Scene]:
    """All situations, in the order of the table."""
    yield from _over_the_bot(sounds)
    yield from _interruptions(sounds)
    yield from _turns(sounds)


def _over_the_bot(sounds: TurnSounds) -> Iterator[Scene]:
    """Nothing of this is an interruption."""
    prompt = sounds.speech(PROMPT, PROMPT_DBFS)
    whole_ms = ms_of(prompt) + 1500

    def scene(group: str, name: str, near: Signal, echo: Signal | None = None) -> Scene:
        line = sounds.noise(max(whole_ms, ms_of(near)), LINE_DBFS)
        return Scene(group, name, mixed(line, near), prompt, echo)

    for gain_db in ECHOES_DB:
        for delay_ms in DELAYS_MS:
            path = echo_path(gain_db, delay_ms, seed=int(delay_ms))
            yield scene("echo", f"{gain_db:g} dB, {delay_ms:g} ms", silence(20), path)
    for gain_db in (-6.0, -12.0):
        speakerphone = scene("echo", f"{gain_db:g} dB, distorted", silence(20), echo_path(gain_db, 60, seed=4))
        yield replace(speakerphone, overdriven_dbfs=PROMPT_DBFS + 3)
    for snr_db in (5, 10, 20):
        noise = sounds.noise(whole_ms, PROMPT_DBFS - snr_db)
        yield scene("noise", f"{snr_db} dB under the bot", noise)
        yield scene("noise", f"{snr_db} dB under the bot, with echo", noise, echo_path(-12, 60, seed=5))
    yield scene("cough", "two coughs", after(SPEAKS_MS, sounds.cough(), silence(900), sounds.cough()))
    yield scene("cough", "a cough with echo", after(SPEAKS_MS, sounds.cough()), echo_path(-12, 60, seed=6))
    yield scene("clicks", "eight cracks", after(SPEAKS_MS, sounds.clicks(8)))
    yield scene("music", "on hold", after(1000, sounds.music(4000)))
    yield scene("tone", "425 Hz", after(1000, sounds.tone(2500, 425)))
    yield scene("tone", "1 kHz", after(1000, sounds.tone(2500, 1000)))
    for word in ("بله", "آره", "هوم", "خب"):
        near = after(SPEAKS_MS, sounds.speech(word))
        yield scene("backchannel", word, near)
        yield scene("backchannel", f"{word} with echo", near, echo_path(-12, 60, seed=7))


def _interruptions(sounds: TurnSounds) -> Iterator[Scene]:
    prompt = sounds.speech(PROMPT, PROMPT_DBFS)
    paths = {
        "no echo": None,
        "echo -20 dB, 60 ms": echo_path(-20, 60, seed=8),
        "echo -12 dB, 150 ms": echo_path(-12, 150, seed=9),
        "echo -6 dB, 60 ms": echo_path(-6, 60, seed=10),
    }

    def spoken(clip: str, condition: str, at_ms: float = SPEAKS_MS, noise: Signal | None = None) -> Scene:
        name = f"{clip}, {condition}" if at_ms == SPEAKS_MS else f"{clip} at once, {condition}"
        scene = _spoken("interruption", name, sounds, [sounds.clip(clip)], at_ms=at_ms, noise=noise)
        return replace(scene, prompt=prompt, echo=paths.get(condition))

    for condition in paths:
        for clip in INTERRUPTIONS:
            yield spoken(clip, condition)
    for clip, snr_db in zip(INTERRUPTIONS, (5, 10, 15, 20), strict=False):
        noise = sounds.noise(ms_of(prompt) + 3000, CALLER_DBFS - snr_db)
        yield spoken(clip, f"{snr_db} dB noise", noise=noise)
    for clip in ONE_WORD:
        yield spoken(clip, "no echo")
    for condition in ("no echo", "echo -12 dB, 150 ms"):
        yield spoken(INTERRUPTIONS[0], condition, at_ms=400.0)


def _turns(sounds: TurnSounds) -> Iterator[Scene]:
    """The caller answers a bot that is silent."""
    for clip in SENTENCES:
        yield _spoken("sentence", clip, sounds, [sounds.clip(clip)])
    for clip in SENTENCES[:3]:
        noise = sounds.noise(10_000, CALLER_DBFS - 12)
        yield _spoken("sentence", f"{clip}, 12 dB noise", sounds, [sounds.clip(clip)], noise=noise)
    for pause_ms in (400, 500):
        said = [sounds.speech("سلام ببخشید"), silence(pause_ms), sounds.clip("caller_order.wav")]
        yield _spoken("sentence", f"greeting, {pause_ms} ms, question", sounds, said)
    for filler in ("اِ", "خب", "یعنی"):
        for pause_ms in (500, 900):
            said = [sounds.speech(filler), silence(pause_ms), sounds.clip("caller_balance.wav")]
            yield _spoken("filler", f"{filler}, {pause_ms} ms, answer", sounds, said)
    for clip in ("caller_yes.wav", "caller_no.wav", "espeak_caller_yes.flac", "line11.flac", "line12.flac"):
        yield replace(_spoken("yes or no", clip, sounds, [sounds.clip(clip)]), kind="yesno")
    for count in (0, 5):
        expected = f", {count} expected" if count else ""
        numbers = {f"pauses of {ms} ms": _dictated(sounds, ("یک دو", "سه", "چهار پنج"), ms) for ms in (300, 600, 900)}
        for name, said in {**numbers, "caller_number.wav": [sounds.clip("caller_number.wav")]}.items():
            yield replace(_spoken("digits", name + expected, sounds, said), kind="digits", digit_count=count)


def _dictated(sounds: TurnSounds, groups: tuple[str, ...], pause_ms: float) -> list[Signal]:
    pieces: list[Signal] = []
    for group in groups:
        pieces += [sounds.speech(group), silence(pause_ms)]
    return pieces[:-1]


def _spoken(
    group: str,
    name: str,
    sounds: TurnSounds,
    pieces: list[Signal],
    *,
    at_ms: float = ANSWERS_MS,
    noise: Signal | None = None,
) -> Scene:
    said = np.concatenate(pieces)
    near = after(at_ms, said, silence(REST_MS))
    line = sounds.noise(ms_of(near), LINE_DBFS) if noise is None else noise[: len(near)]
    return Scene(group, name, mixed(near, line), speech_ms=(at_ms, at_ms + ms_of(said)))
