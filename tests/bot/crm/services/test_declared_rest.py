"""Every mistake in a request or a source over HTTP is told with its line and its remedy."""

import pytest

from tests.bot.crm.services.conftest import Written

GOOD = """apis:
  shop: {auth: {kind: bearer, token: HATEF_CRM_SHOP_TOKEN}, max_kb: 64}
services:
  order_status:
    source: shop
    inputs: {order_number: digits}
    request: {path: "/orders/{order_number}", query: {lang: fa}}
    rows_at: $.data
    statuses: {410: none}
    outputs: {state: {path: $.status}}
    sample: {order_number: 1}
"""


def test_a_good_one_has_no_mistake(written: Written) -> None:
    assert written.problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("token: HATEF_CRM_SHOP_TOKEN", "token: abc123", 2, "source 'shop' holds a secret, or names one"),
        ("token: HATEF_CRM_SHOP_TOKEN", "tokn: X", 2, "unknown key 'tokn' in `auth:` of kind bearer. Did you mean"),
        ("kind: bearer, token", "kind: basic, password", 2, "has an `auth:` of kind basic without `user:`"),
        ("kind: bearer", "kind: digest", 2, "has the unknown kind of `auth:` 'digest'. Known are: none, basic"),
        ("max_kb: 64", "max_kb: 0", 2, "has `max_kb:` that is no number"),
        ("max_kb: 64", "verify: false", 2, "has the unknown key 'verify' in a source"),
        ('path: "/orders/{order_number}"', 'path: "/orders/{order}"', 7, "fills in {order}, which is no input. Add"),
        ('path: "/orders/{order_number}"', "method: GET", 7, "service 'order_status' has no path. Write path:"),
        ('path: "/orders/{order_number}"', 'path: "http://x/{order_number}"', 7, "has no path"),
        ("query: {lang: fa}", "method: FETCH", 7, "has the unknown method 'FETCH'"),
        ("query: {lang: fa}", "query: {lang: {fa}}", 7, "'lang' that is no text. Quotes are missing; write: lang:"),
        ("query: {lang: fa}", "quer: {lang: fa}", 7, "has the unknown key 'quer' in `request:`. Did you mean 'query'?"),
        ("rows_at: $.data", "rows_at: '$.data['", 7, "has the JSONPath '$.data[', which cannot be read"),
        ("path: $.status", "path: '$..[?'", 7, "has the JSONPath '$..[?', which cannot be read"),
        ("410: none", "gone: none", 7, "has the status 'gone'"),
        ("rows_at: $.data", "sql: SELECT 1", 8, "holds `sql:` beside `request:`"),
        ("rows_at: $.data", "writes: [INSERT]", 7, "has statements below `writes:`. A request writes with"),
    ],
)  # fmt: skip
def test_a_mistake(written: Written, old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    told = written.told(GOOD.replace(old, new))
    assert f"a.yml:{line}: " in told
    assert what in told


def test_what_belongs_to_a_request(written: Written) -> None:
    told = written.told("services: {a: {sql: SELECT 1 AS x, outputs: {x: text}, statuses: {404: none}}}")
    assert "`statuses:` of 'a' belongs to a `request:`" in told
