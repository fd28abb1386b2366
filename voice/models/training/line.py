"""What a telephone line does to a voice, and what is done to clips on the way to it; without scipy.

Everything takes and gives float32 mono samples with a peak below 1, at LINE_HZ where nothing else is said.
"""

import io

import numpy as np
import soundfile
import soxr

LINE_HZ = 8_000
Rng = np.random.Generator


def throat(audio: np.ndarray, rate_hz: int, factor: float) -> np.ndarray:
    """Resample to LINE_HZ and scale all frequencies (pitch and formants) by `factor`; time shrinks with it."""
    return soxr.resample(audio, rate_hz * factor, LINE_HZ, quality="MQ").astype(np.float32)


def trimmed(audio: np.ndarray) -> np.ndarray:
    """Cut most of the silence on both sides, 60 ms of it left."""
    loud = np.flatnonzero(np.abs(audio) > 0.03 * (np.abs(audio).max() + 1e-9))
    if len(loud) == 0:
        return audio
    return audio[max(0, loud[0] - 480) : loud[-1] + 480]


def add_noise(audio: np.ndarray, noise: np.ndarray, snr_db: float) -> np.ndarray:
    """Mix so that the loud part of the speech lies `snr_db` above the noise."""
    frames = audio[: len(audio) // 200 * 200].reshape(-1, 200)
    loud = np.percentile(np.mean(frames**2, axis=1), 80) if len(frames) else 1e-6
    gain = np.sqrt((loud + 1e-9) / (np.mean(noise**2) + 1e-9) / 10 ** (snr_db / 10))
    return (audio + gain * noise).astype(np.float32)


def mu_law(audio: np.ndarray) -> np.ndarray:
    """G.711 by its companding curve, 8 bits a sample."""
    mu = 255.0
    squeezed = np.sign(audio) * np.log1p(mu * np.abs(audio.clip(-1, 1))) / np.log1p(mu)
    rounded = np.round(squeezed * 127) / 127
    return (np.sign(rounded) * np.expm1(np.abs(rounded) * np.log1p(mu)) / mu).astype(np.float32)


def recoded(audio: np.ndarray, subtype: str) -> np.ndarray:
    """Through a codec of libsndfile and back: "GSM610" (GSM full rate, 13 kbit/s) or "IMA_ADPCM" (32 kbit/s)."""
    file = io.BytesIO()
    soundfile.write(file, audio.clip(-1, 1), LINE_HZ, format="WAV", subtype=subtype)
    file.seek(0)
    back, _ = soundfile.read(file, dtype="float32")
    return np.resize(back, len(audio)) if len(back) >= len(audio) else np.pad(back, (0, len(audio) - len(back)))


def codec(audio: np.ndarray, rng: Rng) -> np.ndarray:
    """G.711 most of the time, now and then what a mobile or a cheap line does, or none."""
    kind = rng.random()
    if kind < 0.55:
        return mu_law(audio)
    if kind < 0.7:
        return recoded(audio, "GSM610" if kind < 0.65 else "IMA_ADPCM")
    return audio


def lose_packets(audio: np.ndarray, rng: Rng) -> np.ndarray:
    """Silence, or repeat the packet before, in 1 to 5 % of 20 ms packets."""
    packets = audio[: len(audio) // 160 * 160].reshape(-1, 160).copy()
    for at in np.flatnonzero(rng.random(len(packets)) < rng.uniform(0.01, 0.05)):
        packets[at] = packets[at - 1] * 0.7 if at and rng.random() < 0.6 else 0
    return packets.ravel()


def stretch(audio: np.ndarray, factor: float) -> np.ndarray:
    """Change the pace by overlap-add with the best-matching join (WSOLA), pitch unchanged; 25 ms windows."""
    size, hop, slack = 200, 100, 50
    window = np.hanning(size).astype(np.float32)
    steps = int(len(audio) * factor / hop)
    out = np.zeros(steps * hop + size, np.float32)
    padded = np.pad(audio, (slack, size + slack + hop))
    previous = 0
    for step in range(steps):
        target = min(int(step * hop / factor), len(audio) - 1)
        if step:
            wanted = padded[previous + hop : previous + hop + size]
            area = padded[target : target + size + 2 * slack]
            match = np.correlate(area, wanted, mode="valid") if len(wanted) == size else np.zeros(1)
            target += int(np.argmax(match))
        previous = target
        piece = padded[target : target + size]
        out[step * hop : step * hop + len(piece)] += window[: len(piece)] * piece
    return out
