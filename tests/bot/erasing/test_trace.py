"""Where a caller is found in the database."""

from bot.erasing.person import by_number, person
from bot.erasing.trace import number_in, trace
from handoff.packet import to_json
from tests.bot.erasing.life import HERS, HIS, SPELLINGS, Life, packet

IS_HIM = by_number(person(HIS))


def test_every_spelling_in_the_journal(life: Life) -> None:
    for number, spelling in enumerate(SPELLINGS):
        life.call(f"c{number}", spelling)
    life.call("hers", HERS)
    with life.engine.connect() as connection:
        found = trace(connection, IS_HIM)
    assert found.calls == {f"c{number}" for number in range(len(SPELLINGS))}
    assert (found.packets, found.live, found.masked) == (frozenset(), frozenset(), 0)


def test_a_handoff_by_its_call_by_its_packet_and_by_the_number_that_is_called_back(life: Life) -> None:
    life.call("c1", HIS)
    life.handoff("000000000001", "c1", "")
    life.handoff("000000000002", "c2", "+989121234567")
    life.handoff("000000000003", "c3", HERS)
    with life.engine.connect() as connection:
        found = trace(connection, IS_HIM)
    assert found.packets == {"000000000001", "000000000002"}
    assert found.calls == {"c1", "c2"}


def test_a_call_with_a_masked_number_is_found_by_its_packet(life: Life) -> None:
    life.call("c1", "0912*****67")
    life.call("c2", "0912*****67")
    life.handoff("000000000001", "c1", HIS)
    with life.engine.connect() as connection:
        found = trace(connection, IS_HIM)
    assert found.calls == {"c1"}
    assert found.masked == 2


def test_what_goes_on_is_told_apart_with_its_handoff(life: Life) -> None:
    life.call("over", HIS)
    life.call("on", HIS, ended=False)
    life.call("worked", HIS)
    life.handoff("000000000001", "on", HIS)
    life.handoff("000000000002", "worked", HIS, over=False)
    with life.engine.connect() as connection:
        found = trace(connection, IS_HIM)
    assert found.calls == {"over"}
    assert found.live == {"on", "worked"}
    assert found.packets == frozenset()


def test_a_packet_that_cannot_be_read_has_no_number() -> None:
    assert number_in(to_json(packet("000000000001", "c1", HIS))) == HIS
    assert number_in("{}") == number_in(b"") == ""
