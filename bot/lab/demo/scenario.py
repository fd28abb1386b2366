"""What the demo's caller says, and what must come of it. The sounds are voices the recogniser never heard."""

from dataclasses import dataclass

from bot.settings.paths import SHARE

SOUNDS = SHARE / "data" / "sets" / "fa-voices"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the caller says, and what the bot's journal must show for it."""

    said: str
    sound: str
    intent: str
    reply_has: str


ORDER_NUMBER = str(SHARE / "data" / "sets" / "fa-calls" / "fa34.wav")
"""One that today's recogniser hears: digits are its weak spot («دو» is heard as «نه»), see docs/recogniser.md."""
AGENT_SAYS = "caller_hours.wav"
CALLER_NUMBER = "09121234567"
SCENARIO = (
    Step("سلام موجودی حسابم رو می‌خواستم", "caller_balance.wav", "ask_balance", "هزار تومان"),
    Step("می‌خوام بدونم سفارشم کجاست", "caller_order.wav", "ask_order_status", "سفارش"),
    Step("چهار صفر صفر یک نه", ORDER_NUMBER, "inform", "در راه است"),
    Step("می‌خوام با اپراتور صحبت کنم", "caller_operator.wav", "talk_to_human", "وصل می‌کنم"),
)
"""Balance by CRM, order by spoken number, then a human: the main job in four turns."""
