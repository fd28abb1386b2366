"""The smallest streaming models that sherpa-onnx loads, one of each family that we read. They hear loudness.

Made by hand, not trained: every loud stretch is the word «صدا», so that the real engine can be tested. Each takes
log-mel energies in chunks, as its family does, and carries what it must from one chunk to the next in its own caches.
"""

from pathlib import Path

from tests.voice.onnx_writer import FLOAT, INT64, Network

WORD = "صدا"
THRESHOLD = -11.5
"""Mean log energy of a bin between a quiet line and speech, samples being -1 to 1."""
SHARPNESS = 4.0
BINS = 80
BLANK, LOUD = 0, 1


def write_tokens(folder: Path, word: str = WORD) -> None:
    """The outputs: blank and word."""
    (folder / "tokens.txt").write_text(f"<blk> {BLANK}\n▁{word} {LOUD}\n", encoding="utf-8")


def write_nemo(folder: Path, *, subsampling: int = 8, chunk: int = 56) -> Path:
    """CTC as NeMo exports FastConformer: chunks of `chunk` frames and 9 before them, `subsampling` frames an output."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tokens(folder)
    window, net = chunk + 9, Network()
    net.input("audio_signal", FLOAT, ("batch", BINS, "time"))
    net.input("length", INT64, ("batch",))
    caches = [
        net.input("cache_last_channel", FLOAT, ("batch", 1, 2, 3)),
        net.input("cache_last_time", FLOAT, ("batch", 1, 2, 3)),
    ]
    length = net.input("cache_last_channel_len", INT64, ("batch",))
    new = net.slice("audio_signal", 9, window, axis=2)
    net.output("logprobs", FLOAT, ("batch", "out", 2), _scores(net, _loudness(net, new, axis=1), subsampling))
    net.output("encoded_lengths", INT64, ("batch",), "length")
    for name, source in zip(("cache_last_channel_next", "cache_last_time_next"), caches, strict=True):
        net.output(name, FLOAT, ("batch", 1, 2, 3), source)
    net.output("cache_last_channel_next_len", INT64, ("batch",), length)
    facts = {"vocab_size": 1, "window_size": window, "chunk_shift": chunk, "subsampling_factor": subsampling}
    dims = {f"cache_last_{cache}_dim{at}": at for cache in ("channel", "time") for at in (1, 2, 3)}
    (folder / "model.onnx").write_bytes(net.pack({**facts, "normalize_type": "", **dims}))
    return folder


def write_transducer(folder: Path, *, chunk: int = 32) -> Path:
    """An LSTM transducer of icefall: the word is said where a loud stretch begins."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tokens(folder)
    (folder / "encoder.onnx").write_bytes(_encoder(chunk))
    (folder / "decoder.onnx").write_bytes(_decoder())
    (folder / "joiner.onnx").write_bytes(_joiner())
    return folder


def _encoder(chunk: int) -> bytes:
    """How much louder each fourth frame is than the one four before it, which the cell state c carries over."""
    net = Network()
    net.input("x", FLOAT, ("batch", chunk + 4, BINS))
    net.input("h", FLOAT, (1, "batch", 1))
    net.input("c", FLOAT, (1, "batch", 1))
    new = net.slice("x", 0, chunk, axis=1)
    loud = net.add("Sigmoid", net.slice(_loudness(net, new, axis=2), 0, chunk, axis=1, step=4))  # (batch, chunk / 4)
    before = net.add("Reshape", "c", net.numbers(1, 1))
    late = net.add("Concat", before, net.slice(loud, 0, chunk // 4 - 1, axis=1), axis=1)
    begin = net.add("Sub", loud, late)
    net.output("encoder_out", FLOAT, ("batch", chunk // 4, 1), net.add("Reshape", begin, net.numbers(1, -1, 1)))
    net.output("new_h", FLOAT, (1, "batch", 1), "h")
    last = net.slice(loud, chunk // 4 - 1, chunk // 4, axis=1)
    net.output("new_c", FLOAT, (1, "batch", 1), net.add("Reshape", last, net.numbers(1, 1, 1)))
    facts = {"model_type": "lstm", "num_encoder_layers": 1, "T": chunk + 4, "decode_chunk_len": chunk}
    return net.pack({**facts, "rnn_hidden_size": 1, "d_model": 1})


def _decoder() -> bytes:
    net = Network()
    net.input("y", INT64, ("batch", 2))
    net.output("decoder_out", FLOAT, ("batch", 1), net.slice(net.add("Cast", "y", to=FLOAT), 0, 1, axis=1))
    return net.pack({"vocab_size": 2, "context_size": 2})


def _joiner() -> bytes:
    """Both outputs: the blank at 0, the word at 8 (begin - 0.5)."""
    net = Network()
    net.input("encoder_out", FLOAT, ("batch", 1))
    net.input("decoder_out", FLOAT, ("batch", 1))
    both = net.add("Mul", net.add("Sub", "encoder_out", net.floats([[0.5]])), net.floats([[0.0, 8.0]]))
    net.output("logit", FLOAT, ("batch", 2), both)
    return net.pack({"joiner_dim": 1})


def _loudness(net: Network, features: str, axis: int) -> str:
    """SHARPNESS x (mean over the bins - THRESHOLD), (batch, time)."""
    mean = net.add("ReduceMean", features, axes=[axis], keepdims=0)
    return net.add("Mul", net.add("Sub", mean, net.floats(THRESHOLD)), net.floats(SHARPNESS))


def _scores(net: Network, loudness: str, step: int) -> str:
    """Log probabilities of blank and word, an output for `step` frames."""
    mean = net.add("ReduceMean", net.add("Reshape", loudness, net.numbers(1, -1, step)), axes=[2], keepdims=1)
    return net.add("LogSoftmax", net.add("Mul", mean, net.floats([0.0, 1.0])), axis=2)
