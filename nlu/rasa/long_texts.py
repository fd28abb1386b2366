"""A request inside a long story: the story is also read in overlapping parts, and a part that asks is heard.

«برای جهاز دخترم یه سرویس قابلمه گرفتیم ... همه‌چی جور شده ... می‌خواستم بپرسم ارسالش کردین»: as a whole it is about a
wedding; its last part asks for an order.
"""

from __future__ import annotations

import numpy as np

PART_WORDS = 8
STEP_WORDS = 3
LONG_WORDS = 12
"""From so many words on a text is a story."""
PART_WEIGHT = 0.9
"""How much a part counts beside the whole."""
REQUESTS = (
    "ask_balance", "ask_order_status", "ask_hours", "ask_address", "complaint", "talk_to_human", "ask_bill",
    "order_cancel", "order_change", "order_new", "return_item", "appointment_book", "appointment_move",
    "appointment_cancel", "appointment_ask", "ask_payment", "ask_branch", "account_trouble", "account_open",
    "report_fault", "ask_price", "directory", "call_me_back", "emergency",
)  # fmt: skip


def windows(text: str) -> list[str]:
    """The overlapping parts of a long text, of `PART_WORDS` each; none of a short one."""
    words = text.split()
    if len(words) < LONG_WORDS:
        return []
    starts = range(0, len(words) - PART_WORDS + STEP_WORDS, STEP_WORDS)
    return [" ".join(words[start : start + PART_WORDS]) for start in starts]


def told_within(whole: np.ndarray, parts: np.ndarray, requests: np.ndarray) -> np.ndarray:
    """The shares of a text: of the whole, or where a part asks for something, of that part.

    Args:
        whole: each intent's share, (intents,). parts: the same of each part, (parts, intents).
        requests: which intents may stand in a part, (intents,) of bool.
    """
    best = parts.max(axis=0) * PART_WEIGHT
    shares = np.where(requests, np.maximum(whole, best), whole)
    return np.asarray(shares / shares.sum())
