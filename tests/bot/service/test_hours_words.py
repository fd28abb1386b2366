"""What the queues know of hours: the shipped holidays, and the words for when they open again."""

from pathlib import Path

import yaml

from bot.service.hours_words import wall_of
from bot.settings.settings import load_settings
from handoff.hours import DAYS, parse_span


def test_when_a_closed_queue_opens_is_said_in_the_language_of_the_call(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(yaml.safe_dump({"company": {"timezone": "Asia/Tehran"}}), encoding="utf-8")
    wall = wall_of(load_settings(path))
    now = wall.clock()
    tomorrow = DAYS[(now.weekday() + 1) % 7]
    hours = (parse_span(f"{tomorrow} 08:00-09:00"),)
    assert now.tzinfo is None and not wall.is_open(hours)
    assert wall.opens(hours, "fa").endswith("از ساعتِ ۰۸:۰۰ باز می‌شویم.")
    assert "يَبْدَأُ الدَّوَامُ" in wall.opens(hours, "ar")
    assert wall.opens((), "fa") == ""
