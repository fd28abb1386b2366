"""What of a call may be written down, by what was asked and by what a number looks like."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.call.privacy import CallPrivacy, secret_kind
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import HandoffWish, Reply
from bot.journal.privacy import REDACTED, Redaction
from bot.journal.writer import Journal
from bot.store.database import open_database
from tests.bot.conftest import Stage, StageMaker, utterance
from tests.bot.held import hold

CARD = "6037991234567893"
SPOKEN = "شش صفر سه هفت نه نه یک دو سه چهار پنج شش هفت هشت نه سه"
ALL = Redaction(REDACTED)
ASKS_CARD = Reply(("شمارهٔ کارت؟",), expect="digits", length=16, asks="card", intent="pay")
ASKS_ORDER = Reply(("شمارهٔ سفارش؟",), expect="digits", length=5, slots={"requested_slot": "order_number"})
ANSWER = Reply(("بله",))


def words(said: str) -> CallerTurn:
    return CallerTurn("speech", said, 0.9)


def keys(pressed: str) -> CallerTurn:
    return CallerTurn("keys", keys=pressed)


def asked(reply: Reply, redaction: Redaction = ALL) -> CallPrivacy:
    privacy = CallPrivacy(redaction)
    privacy.reply(reply, "fa")
    return privacy


@pytest.mark.parametrize(
    ("turn", "left"),
    [
        (words("شصت سی و هفت"), "[card]"),
        (words(SPOKEN), "[card]"),
        (words("یه لحظه صبر کنید"), "[card] لحظه صبر کنید"),
        (keys("6037"), "[card]"),
        (words("نمی‌گم"), "نمی‌گم"),
    ],
)
def test_an_answer_to_a_secret_keeps_no_number(turn: CallerTurn, left: str) -> None:
    assert asked(ASKS_CARD).heard(turn, "fa").content == left


def test_so_it_is_over_several_turns_as_long_as_it_is_asked_for() -> None:
    privacy = asked(ASKS_CARD)
    for said in ("شش صفر سه هفت", "نه نه یک دو", "سه چهار پنج شش", "هفت هشت نه سه"):
        assert privacy.heard(words(said), "fa").text == "[card]"
        privacy.reply(ASKS_CARD, "fa")
    privacy.reply(ANSWER, "fa")
    assert privacy.heard(words("یک دو سه چهار پنج"), "fa").text == "یک دو سه چهار پنج"


def test_what_is_read_back_of_it_is_not_kept_either_and_the_rest_is() -> None:
    privacy = asked(ASKS_CARD)
    privacy.heard(words(SPOKEN), "fa")
    privacy.reply(ANSWER, "fa")
    said = privacy.spoken("کارتِ ۶۰۳۷، با پایانِ ۷۸۹۳ و موجودیِ ۲۵۰٬۰۰۰ تومان، سفارشِ ۵۴۳۲۱", "fa")
    assert said == "کارتِ [card]، با پایانِ [card] و موجودیِ ۲۵۰٬۰۰۰ تومان، سفارشِ ۵۴۳۲۱"


def test_an_order_number_is_kept_by_word_and_by_key() -> None:
    privacy = asked(ASKS_ORDER)
    for turn in (words("یک دو سه چهار پنج"), keys("12345")):
        assert privacy.heard(turn, "fa") == turn


def test_a_card_is_not_kept_though_an_order_was_asked_for() -> None:
    privacy = asked(ASKS_ORDER)
    assert privacy.heard(words(f"کارتم {SPOKEN}"), "fa").text == "کارتم [card]"
    assert privacy.heard(keys(CARD), "fa").keys == "[card]"


def test_without_patterns_a_secret_that_was_asked_for_is_none_the_less() -> None:
    privacy = asked(ASKS_CARD, Redaction())
    assert privacy.heard(words(SPOKEN), "fa").text == "[card]"
    privacy.reply(ANSWER, "fa")
    assert privacy.heard(words(SPOKEN), "fa").text == SPOKEN


def test_slots_by_name_and_by_looks() -> None:
    slots = {
        "card": CARD, "card_pin": "1234", "national_id": "0012345678", "requested_slot": None, "order_number": "12345",
        "customer_id": "1234567891", "complaint": f"از کارت {CARD} پول کم شد", "count": 3, "human_offered": True,
        "sheba": "IR62",
    }  # fmt: skip
    kept = CallPrivacy(ALL).reply(replace(ANSWER, slots=slots), "fa").slots
    assert kept == {
        **slots, "card": "[card]", "card_pin": "[card]", "national_id": "[national id]", "sheba": "[iban]",
        "complaint": "از کارت [card] پول کم شد",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [("card", "card"), ("bank_card", "card"), ("sheba", "iban"), ("national_id", "national_id"), ("pin", "secret")],
)
def test_what_is_put_in_its_place(name: str, kind: str) -> None:
    assert secret_kind(name) == kind


# --- a whole call -----------------------------------------------------------------------------------------------


def private(scene: Stage, journal: Journal) -> Stage:
    scene.context = replace(scene.context, journal=journal)
    scene.journal = journal
    return scene


async def test_neither_journal_packet_live_events_nor_spill_files_hold_it(stage: StageMaker, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    journal = Journal(engine, redaction=ALL, spill=tmp_path / "spill")
    told = Reply(("کارتِ 6037 ثبت شد",), slots={"card": CARD, "note": f"کارت {CARD}"}, intent="pay", told=True)
    human = Reply(("وصل",), handoff=HandoffWish("complaint", "complaints"), intent="complaint")
    script = [utterance(f"کارتم {SPOKEN}"), utterance("شصت سی و هفت"), utterance("شکایت دارم")]
    scene = private(stage([Reply(("سلام",)), ASKS_CARD, told, human], list(script)), journal)
    live: list[object] = []
    scene.context = replace(scene.context, on_live=live.append)
    with engine.begin() as connection:  # entries take the way by the spill folder
        connection.execute(text("ALTER TABLE turns RENAME TO away"))
    await _held(scene)
    journal.flush()
    spilled = "".join(path.read_text(encoding="ascii") for path in _files(tmp_path / "spill"))
    everything = [repr(scene.desk.packets), repr(live), spilled.encode().decode("unicode_escape")]
    for kept in everything:
        assert "[card]" in kept
        for piece in (CARD, SPOKEN, "شصت سی و هفت", "6037"):
            assert piece not in kept
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO turns"))
    journal.close()
    engine.dispose()


async def _held(scene: Stage) -> None:
    from bot.call.call import Call

    await Call(scene.leg, scene.context).run()


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("*.jsonl"))


async def test_the_dialogue_hears_what_was_said(stage: StageMaker, tmp_path: Path) -> None:
    """Only what is kept is redacted."""
    bye = Reply(("خدانگهدار",), hangup=True, intent="goodbye")
    scene = stage([Reply(("سلام",)), ASKS_CARD, bye], [utterance("پرداخت"), utterance(SPOKEN)])
    scene.journal.redaction = ALL
    await hold(scene)
    assert [said.text for said in scene.dialogue.said] == ["پرداخت", SPOKEN]
    call = scene.reader.call("leg1")
    assert call is not None
    assert "[card]" in [turn.text for turn in call.turns]
