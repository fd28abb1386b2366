"""The number extractor, run in the Rasa environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

SAID = {
    "fa": [
        "سفارش یک دو سه چهار پنج کجاست",
        "دوازده سیصد و چهل و پنج",
        "یک دو سه",
        "یک بار دیگه بگید",
        "دو تا سفارش دارم",
        "بیست و پنج",
        "سلام",
        "نه یک دو سه چهار پنج",
        "شماره ۹۸۷۶۵ هست",
        "یک دو سه چهار پنج یا پنج چهار سه دو یک",
        "سیصد و چهل و پنج",
        "بیستوپنچ دوازده سیصد و چهل و پنج",
    ],
    "ar": ["رقم الطلب واحد اثنين ثلاثة أربعة خمسة"],
}
CODE = """
import json
from rasa.shared.nlu.training_data.message import Message
from nlu.rasa.number_entity import NumberEntityExtractor as N
extractor = N(N.get_default_config())
out = {}
for language, texts in json.loads(%r).items():
    for text in texts:
        (message,) = extractor.process([Message({"text": text, "metadata": {"language": language}})])
        out[text] = message.get("entities")
print(json.dumps(out))
"""


@pytest.fixture(scope="module")
def entities(in_rasa: Callable[[str], Any]) -> dict[str, list[dict[str, Any]]]:
    import json

    found: dict[str, list[dict[str, Any]]] = in_rasa(CODE % json.dumps(SAID))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAID["fa"][0], [("order_number", "12345")]),
        (SAID["fa"][1], [("order_number", "12345")]),
        (SAID["fa"][2], [("number", "123")]),
        (SAID["fa"][3], []),
        (SAID["fa"][4], []),
        (SAID["fa"][5], [("number", "25")]),
        (SAID["fa"][6], []),
        (SAID["fa"][7], [("order_number", "12345")]),
        (SAID["fa"][8], [("order_number", "98765")]),
        (SAID["fa"][9], [("order_number", "12345"), ("order_number", "54321")]),
        (SAID["fa"][10], [("number", "345")]),
        (SAID["fa"][11], [("number", "دوازده سیصد و چهل و پنج")]),
        (SAID["ar"][0], [("order_number", "12345")]),
    ],
)
def test_entities(entities: dict[str, list[dict[str, Any]]], text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one["entity"], one["value"]) for one in entities[text]] == expected


def test_the_rest_of_a_longer_number_has_no_reading(entities: dict[str, list[dict[str, Any]]]) -> None:
    (one,) = entities[SAID["fa"][11]]
    assert one["additional_info"]["readings"] == []


def test_offsets_and_readings(entities: dict[str, list[dict[str, Any]]]) -> None:
    (one,) = entities[SAID["fa"][7]]
    text = SAID["fa"][7]
    assert text[one["start"] : one["end"]] == text
    assert [reading["digits"] for reading in one["additional_info"]["readings"]] == ["912345", "12345"]
    assert one["extractor"] == "NumberEntityExtractor"
