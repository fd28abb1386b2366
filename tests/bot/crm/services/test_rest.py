"""REST sources against a server of another shape: what it says, every way in which it fails, and what callers say."""

import logging
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest

from bot.crm.services.model import FOUND, LATE, NONE, REFUSED, SEVERAL
from bot.crm.services.opening import open_services
from bot.crm.services.rest import RestSource, _trusted
from bot.crm.services.rest_model import Api
from bot.crm.services.services import Services
from bot.errors import CrmUnavailable
from tests.bot.crm.services.conftest import Written, patient
from tests.bot.crm.services.shop import Shop, served

SERVICES = """
apis:
  shop: {max_kb: 1024, headers: {Accept-Language: fa}}
  basic: {auth: {kind: basic, user: hatef, password: HATEF_CRM_SHOP_PASSWORD}}
  bearer: {auth: {kind: bearer, token: HATEF_CRM_SHOP_PASSWORD}}
  key: {auth: {kind: api_key, key: HATEF_CRM_SHOP_PASSWORD, header: X-Shop}}
  unset: {auth: {kind: bearer, token: HATEF_CRM_NOBODY_TOKEN}}
  oauth:
    auth: {kind: oauth2, client_id: client, client_secret: HATEF_CRM_SHOP_PASSWORD, token_url: token}
services:
  order_status: &order
    source: shop
    inputs: {order_number: text}
    request: {path: "/orders/{order_number}"}
    outputs: &outputs
      order_number: {path: $.no, kind: digits}
      state: {path: status}
      delivery_date: {path: $.delivery, kind: date}
      total: {path: $.sum.toman, kind: money, unit: toman, opens_at: number}
  orders_of:
    source: shop
    inputs: {customer: text, language: {kind: text, optional: true}}
    request: {path: /orders, query: {customer: "{customer}", lang: "{language}"}}
    rows_at: $.data.orders[*]
    outputs: *outputs
  ticket_new:
    source: shop
    writes: true
    inputs: {words: text, quantity: {kind: number, optional: true}, day: {kind: date, optional: true}}
    request:
      path: tickets
      headers: {X-About: "order {quantity}"}
      json: {words: "{words}", about: {quantity: "{quantity}", day: "{day}", text: "n={quantity}"}, tags: [phone]}
    statuses: {409: known}
    outputs: {ticket_number: {path: $.ticket.number, kind: digits}}
  in_header:
    source: shop
    inputs: {words: text}
    request: {path: /orders/12345, headers: {X-Words: "{words}"}}
    outputs: {state: {path: status}}
  bad:
    source: shop
    inputs: {how: text}
    request: {path: "/bad/{how}"}
    budget_ms: 10000
    outputs: *outputs
  slow:
    source: shop
    request: {path: /bad/slow}
    budget_ms: 100
    outputs: *outputs
"""
PLAIN = """  {name}: {{source: {name}, request: {{path: /orders/1}}, outputs: {{state: {{path: status}}}}}}\n"""
NAMES = ("basic", "bearer", "key", "unset", "oauth")
SECRETS = {"HATEF_CRM_SHOP_PASSWORD": "geheim"}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Shop, str]]:
    shop = Shop()
    with served(shop.app()) as url:
        yield shop, url


@pytest.fixture
def shop(running: tuple[Shop, str]) -> Shop:
    running[0].seen.clear()
    return running[0]


def opened(written: Written, url: str, secrets: Mapping[str, str] = SECRETS) -> Services:
    text = SERVICES + "".join(PLAIN.format(name=name) for name in NAMES)
    assert [problem for problem in written.problems(text) if problem.stops] == []
    services = open_services(written.data, {"shop": url, **{name: f"{url}/{name}" for name in NAMES}}, secrets)
    services.services = patient(services.services)
    return services


@pytest.fixture
async def services(written: Written, running: tuple[Shop, str]) -> AsyncIterator[Services]:
    found = opened(written, running[1])
    yield found
    await found.close()


async def test_an_answer_by_its_paths(services: Services) -> None:
    result = await services.call("order_status", {"order_number": "12345"})
    assert result.outcome == FOUND
    assert result.outputs == {
        "order_number": "12345",
        "state": "SENT",
        "delivery_date": "2026-12-05",
        "total": {"value": 15_700_000, "currency": "IRR"},
    }
    assert result.private == {"total"}


async def test_rows(services: Services) -> None:
    assert (await services.call("orders_of", {"customer": "ali"})).outcome == FOUND
    several = await services.call("orders_of", {"customer": "sara"})
    assert several.outcome == SEVERAL and [row["order_number"] for row in several.rows] == ["12345", "7"]
    assert (await services.call("orders_of", {"customer": "reza"})).outcome == NONE


@pytest.mark.parametrize(
    ("said", "outcome", "sent"),
    [
        ("کد/7", FOUND, "/orders/%DA%A9%D8%AF%2F7"),
        ("1?admin=1", NONE, "/orders/1%3Fadmin%3D1"),
        ("1#x", NONE, "/orders/1%23x"),
        ("../tickets", NONE, "/orders/..%2Ftickets"),
        ("%2e%2e", NONE, "/orders/%252e%252e"),
        ("..", REFUSED, None),
        (".", REFUSED, None),
    ],
)
async def test_what_is_said_stays_one_part_of_the_path(
    services: Services, shop: Shop, said: str, outcome: str, sent: str | None
) -> None:
    assert (await services.call("order_status", {"order_number": said})).outcome == outcome
    assert [one["path"] for one in shop.seen] == ([] if sent is None else [sent])


async def test_what_is_said_stays_one_value_of_the_query(services: Services, shop: Shop) -> None:
    await services.call("orders_of", {"customer": "ali&lang=xx#"})
    await services.call("orders_of", {"customer": "ali", "language": "ar"})
    assert [one["query"] for one in shop.seen] == [{"customer": "ali&lang=xx#"}, {"customer": "ali", "lang": "ar"}]


async def test_what_is_said_stays_a_json_value(services: Services, shop: Shop) -> None:
    words = 'x", "admin": true, "y": "'
    asked = {"words": words, "quantity": 3, "day": "2026-12-05"}
    assert (await services.call("ticket_new", asked)).outcome == FOUND
    about = {"quantity": 3, "day": "2026-12-05", "text": "n=3"}
    assert shop.seen[-1]["json"] == {"words": words, "about": about, "tags": ["phone"]}
    assert shop.seen[-1]["headers"]["x-about"] == "order 3"


@pytest.mark.parametrize("words", ["a\r\nX-Admin: 1", "a\nb"])
async def test_no_line_breaks_into_a_header(services: Services, shop: Shop, words: str) -> None:
    await services.call("in_header", {"words": words})
    assert all("x-admin" not in one["headers"] for one in shop.seen)
    assert (await services.call("in_header", {"words": "متن"})).outcome == REFUSED


async def test_a_request_that_comes_twice_is_done_once(services: Services, shop: Shop) -> None:
    first = await services.call("ticket_new", {"words": "a"}, key="k1")
    again = await services.call("ticket_new", {"words": "a"}, key="k1")
    other = await services.call("ticket_new", {"words": "a"})
    assert first.outputs == again.outputs != other.outputs


async def test_statuses_have_the_companys_meaning(services: Services) -> None:
    assert (await services.call("ticket_new", {"words": "again"})).outcome == "known"
    assert (await services.call("ticket_new", {"words": "nonsense"})).outcome == REFUSED
    assert "known" in services.services["ticket_new"].outcomes


@pytest.mark.parametrize(
    ("how", "outcome", "told"),
    [
        ("empty", NONE, ""),
        ("nothing", NONE, ""),
        ("list", NONE, ""),
        ("html", REFUSED, "the answer is no JSON"),
        ("cut", REFUSED, "the answer is no JSON"),
        ("deep", REFUSED, "the answer is no JSON"),
        ("huge", REFUSED, "more than 1024 KB"),
        ("changed", REFUSED, "the answer has no '$.no' for output 'order_number'"),
        ("text", REFUSED, "is no date"),
        ("302", REFUSED, "HTTP 302"),
        ("400", REFUSED, "HTTP 400"),
        ("404", NONE, ""),
        ("429", LATE, "HTTP 429"),
        ("500", LATE, "HTTP 500"),
        ("503", LATE, "HTTP 503"),
    ],
)
async def test_an_answer_that_is_none(
    services: Services, caplog: pytest.LogCaptureFixture, how: str, outcome: str, told: str
) -> None:
    caplog.set_level(logging.WARNING)
    result = await services.call("bad", {"how": how})
    assert result.outcome == outcome and told in caplog.text
    assert set(result.outputs.values()) == {None}


async def test_an_answer_that_does_not_come(services: Services) -> None:
    assert (await services.call("slow", {})).outcome == LATE


@pytest.mark.parametrize("name", ["basic", "bearer", "key", "oauth"])
async def test_who_we_are(services: Services, name: str) -> None:
    assert (await services.call(name, {})).outputs == {"state": "SENT"}


@pytest.mark.parametrize(
    ("name", "outcome", "told"),
    [("basic", REFUSED, "HTTP 401"), ("bearer", REFUSED, "HTTP 401"), ("key", REFUSED, "HTTP 403"),
     ("oauth", LATE, "no token (HTTP 401)"), ("unset", LATE, "HATEF_CRM_NOBODY_TOKEN is not set")],
)  # fmt: skip
async def test_a_wrong_secret_is_told_and_never_shown(
    written: Written,
    running: tuple[Shop, str],
    caplog: pytest.LogCaptureFixture,
    name: str,
    outcome: str,
    told: str,
) -> None:
    services = opened(written, running[1], {"HATEF_CRM_SHOP_PASSWORD": "falsch"})
    assert (await services.call(name, {})).outcome == outcome
    assert told in caplog.text and "falsch" not in caplog.text
    await services.close()


async def test_a_token_that_has_expired_is_fetched_anew(services: Services, shop: Shop) -> None:
    given = shop.tokens_given
    for _ in range(3):
        assert (await services.call("oauth", {})).outcome == FOUND
    assert shop.tokens_given == given + 1
    shop.token = "second"
    assert (await services.call("oauth", {})).outcome == FOUND
    assert shop.tokens_given == given + 2


async def test_nobody_listens(written: Written) -> None:
    services = opened(written, "http://127.0.0.1:9")
    assert (await services.call("order_status", {"order_number": "1"})).outcome == LATE
    await services.close()


def test_certificates_that_are_none() -> None:
    with pytest.raises(CrmUnavailable, match="certificates"):
        RestSource("https://crm.example", Api(ca="/nowhere.pem"), {}, timeout_ms=100)


def test_certificates_are_always_verified() -> None:
    trusted = _trusted("")
    assert trusted.verify_mode is ssl.CERT_REQUIRED and trusted.check_hostname
