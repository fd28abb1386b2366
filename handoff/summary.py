"""The whisper: one sentence that tells the agent who waits and why, made from the packet alone.

«خانم محمدی، موجودی و سفارش ۱۲۳۴۵ را پرسید، سفارش در راه است، می‌خواهد با اپراتور صحبت کند.»
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handoff.packet import ContextPacket
from handoff.reasons import Reason
from nlu.text.languages import FALLBACK, own_digits


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's building blocks. Topics and states by intent and slot value, reasons by `Reason`."""

    stranger: str
    asked: str
    both: str
    comma: str
    topics: Mapping[str, str]
    order: str
    states: Mapping[str, str]
    reasons: Mapping[str, str]
    other_reason: str


PERSIAN = Phrases(
    stranger="یک مشتری ناشناس",
    asked="{topics} را پرسید",
    both=" و ",
    comma="، ",
    topics={
        "ask_balance": "موجودی",
        "ask_order_status": "سفارش",
        "ask_hours": "ساعت کاری",
        "ask_address": "نشانی",
    },
    order="سفارش {number}",
    states={
        "registered": "سفارش ثبت شده است",
        "preparing": "سفارش در حال آماده‌سازی است",
        "shipped": "سفارش در راه است",
        "delivered": "سفارش تحویل شده است",
        "cancelled": "سفارش لغو شده است",
        "returned": "سفارش برگشت خورده است",
    },
    reasons={
        Reason.ASKED_FOR_HUMAN: "می‌خواهد با اپراتور صحبت کند",
        Reason.KEY_ZERO: "می‌خواهد با اپراتور صحبت کند",
        Reason.COMPLAINT: "شکایت دارد",
        Reason.NO_MATCH: "ربات منظورش را نفهمید",
        Reason.NO_INPUT: "ربات صدایش را نشنید",
        Reason.LOW_CONFIDENCE: "ربات از منظورش مطمئن نشد",
        Reason.BAD_NUMBER: "شمارهٔ سفارشش پیدا نشد",
        Reason.NO_NUMBER: "شمارهٔ سفارشش را نمی‌داند",
        Reason.NOT_OWNER: "سفارش به نام شخص دیگری است",
        Reason.NO_PROGRESS: "گفتگو با ربات پیش نرفت",
        Reason.NOT_ARRIVED: "سفارشش به دستش نرسیده است",
        Reason.CRM_UNAVAILABLE: "سامانهٔ مشتریان پاسخ نداد",
        Reason.COMPONENT_FAILED: "بخشی از ربات از کار افتاد",
    },
    other_reason="به کمک شما نیاز دارد",
)

ARABIC = Phrases(
    stranger="عميل غير معروف",
    asked="استفسار عن {topics}",
    both=" و",
    comma="، ",
    topics={
        "ask_balance": "الرصيد",
        "ask_order_status": "الطلب",
        "ask_hours": "ساعات العمل",
        "ask_address": "العنوان",
    },
    order="الطلب {number}",
    states={
        "registered": "الطلب مسجل",
        "preparing": "الطلب قيد التحضير",
        "shipped": "الطلب في الطريق",
        "delivered": "تم تسليم الطلب",
        "cancelled": "تم إلغاء الطلب",
        "returned": "تم إرجاع الطلب",
    },
    reasons={
        Reason.ASKED_FOR_HUMAN: "المطلوب هو التحدث مع موظف",
        Reason.KEY_ZERO: "المطلوب هو التحدث مع موظف",
        Reason.COMPLAINT: "المطلوب هو تقديم شكوى",
        Reason.NO_MATCH: "لم يفهم الروبوت المطلوب",
        Reason.NO_INPUT: "لم يسمع الروبوت صوتاً",
        Reason.LOW_CONFIDENCE: "لم يتأكد الروبوت من المطلوب",
        Reason.BAD_NUMBER: "لم يتم العثور على رقم الطلب",
        Reason.NO_NUMBER: "رقم الطلب غير معروف لديه",
        Reason.NOT_OWNER: "الطلب باسم شخص آخر",
        Reason.NO_PROGRESS: "لم تتقدم المحادثة مع الروبوت",
        Reason.NOT_ARRIVED: "الطلب لم يصل إليه",
        Reason.CRM_UNAVAILABLE: "نظام العملاء لا يجيب",
        Reason.COMPONENT_FAILED: "تعطل جزء من الروبوت",
    },
    other_reason="المطلوب هو المساعدة",
)

PHRASES: Mapping[str, Phrases] = MappingProxyType({"fa": PERSIAN, "ar": ARABIC})


def whisper(packet: ContextPacket, language: str = "") -> str:
    """One sentence for the agent, in `language` or else the call's own."""
    code = language or packet.language
    phrases = PHRASES.get(code, PHRASES[FALLBACK])
    parts = [packet.caller.name or phrases.stranger]
    topics = _topics(packet, phrases, code)
    if topics:
        parts.append(phrases.asked.format(topics=phrases.both.join(topics)))
    state = phrases.states.get(packet.slot("order_state"))
    if state is not None:
        parts.append(state)
    parts.append(phrases.reasons.get(packet.reason, phrases.other_reason))
    return phrases.comma.join(parts) + "."


def _topics(packet: ContextPacket, phrases: Phrases, language: str) -> list[str]:
    """What was asked, each once, in the order of asking."""
    named = (_topic(intent.name, packet, phrases, language) for intent in packet.intents)
    return list(dict.fromkeys(topic for topic in named if topic))


def _topic(intent: str, packet: ContextPacket, phrases: Phrases, language: str) -> str:
    number = packet.slot("order_number")
    if intent == "ask_order_status" and number:
        return phrases.order.format(number=own_digits(number, language))
    return phrases.topics.get(intent, "")
