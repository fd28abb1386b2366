"""What of a call is kept for the next recogniser."""

from voice.listen.tape import BEFORE_TURN_S, Entry, Tape
from voice.listen.wire import Command, Expect, Frame, Playing, Switch, pack_command, pack_frame, unpack


def frame(at_s: float) -> Entry:
    return Entry(at_s, pack_frame(at_s, b"\0" * 320))


def command(at_s: float, wish: Command) -> Entry:
    return Entry(at_s, pack_command(wish), wish)


def turn(number: int) -> Expect:
    return Expect("general", 5000, 600, 15000, turn=number)


def send_all(tape: Tape) -> list[object]:
    """Send what waits; what it was, frames as their time."""
    out: list[object] = []
    while (packet := tape.next()) is not None:
        message = unpack(packet)
        out.append(message.at_s if isinstance(message, Frame) else message)
        tape.sent()
    return out


def fed(tape: Tape, *entries: Entry) -> list[object]:
    for entry in entries:
        assert tape.add(entry)
    return send_all(tape)


def test_everything_is_sent_in_order() -> None:
    tape = Tape("fa")
    assert fed(tape, frame(1), command(1, turn(1)), frame(2)) == [1, turn(1), 2]
    assert not tape.behind


def test_the_next_one_hears_it_again() -> None:
    tape = Tape("fa")
    fed(tape, frame(1), command(1, Playing(True)), command(1, turn(1)), frame(2))
    tape.add(frame(3))
    assert tape.rewind() == "fa"
    assert send_all(tape) == [Playing(False), 1, Playing(True), turn(1), 2, 3]
    tape.rewind()
    assert send_all(tape)[-2:] == [2, 3]


def test_of_what_is_too_old_the_state_is_kept() -> None:
    tape = Tape("fa", kept_s=5)
    fed(tape, frame(1), command(1, Playing(True)), command(1, turn(1)), command(1, Switch("ar")))
    fed(tape, frame(6.5), frame(7))
    assert tape.rewind() == "ar"
    assert send_all(tape) == [Playing(True), turn(1), 6.5, 7]
    fed(tape, frame(20))
    assert tape.rewind() == "ar"
    assert send_all(tape) == [Playing(True), turn(1), 20]


def test_a_new_turn_needs_little_of_what_was_before() -> None:
    tape = Tape("fa")
    fed(tape, frame(1), frame(8), command(10, turn(1)), frame(11))
    tape.rewind()
    assert 10 - 8 < BEFORE_TURN_S < 10 - 1
    assert send_all(tape) == [Playing(False), 8, turn(1), 11]


def test_a_turn_that_is_over_is_not_armed_again() -> None:
    tape = Tape("fa", kept_s=5)
    fed(tape, command(1, turn(1)), frame(2))
    tape.over(1)
    tape.rewind()
    assert send_all(tape) == [Playing(False), 2]
    fed(tape, command(3, turn(2)), frame(9))
    tape.over(2)
    tape.rewind()
    assert send_all(tape) == [Playing(False), 9]


def test_sound_beyond_the_bound_is_refused_and_commands_are_not() -> None:
    tape = Tape("fa", most_waiting=2)
    assert [tape.add(frame(n)) for n in range(3)] == [True, True, False]
    assert tape.add(command(3, Playing(True)))
    assert send_all(tape) == [0, 1, Playing(True)]
