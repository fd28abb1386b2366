"""Requests and sources over HTTP as designers declare them; BadField says what is wrong and how to mend it."""

import re
from collections.abc import Collection, Mapping
from typing import Any, get_args

import jsonpath

from bot.crm.services.fields import BadField
from bot.crm.services.model import OUTCOMES
from bot.crm.services.rest_model import KEY_HEADER, MAX_KB, Api, Auth, AuthKind, Method, Rest
from bot.crm.services.templates import places
from nlu.training.data_check.names import meant

REQUEST_KEYS = {"method", "path", "query", "headers", "json", "form"}
API_KEYS = {"auth", "headers", "ca", "proxy", "max_kb"}
AUTH_KEYS: Mapping[str, frozenset[str]] = {
    "none": frozenset(),
    "basic": frozenset({"user", "password"}),
    "bearer": frozenset({"token"}),
    "api_key": frozenset({"key", "header"}),
    "oauth2": frozenset({"client_id", "client_secret", "token_url", "scope"}),
}
SECRETS = ("password", "token", "key", "client_secret")
VARIABLE = re.compile(r"HATEF_CRM_\w*(PASSWORD|SECRET|TOKEN|KEY)")
"""Hatef takes variables of such names out of its environment, and tells them to the process that asks CRMs alone."""
EXAMPLE = "auth: {kind: bearer, token: HATEF_CRM_SHOP_TOKEN}"


def parse_request(entry: Mapping[str, Any], inputs: Collection[str]) -> Rest:
    """`request:`, `rows_at:`, `statuses:` and `writes:` of a service. Raises BadField."""
    request = _mapping(entry.get("request"), "request", "request: {path: /orders/{order_number}}")
    _known(request, REQUEST_KEYS, "`request:`")
    method = str(request.get("method", "POST" if {"json", "form"} & set(request) else "GET")).upper()
    if method not in get_args(Method):
        raise BadField(f"has the unknown method '{method}'", f"Known are: {', '.join(get_args(Method))}.")
    path = request.get("path")
    if not isinstance(path, str) or "://" in path:
        raise BadField("has no path", "Write path: /orders/{order_number}; the address before it is in config.yml.")
    if not isinstance(entry.get("writes", False), bool):
        raise BadField("has statements below `writes:`", "A request writes with: writes: true.")
    form = request.get("form")
    rest = Rest(
        method=next(one for one in get_args(Method) if one == method),
        path=path,
        query=_texts(request.get("query"), "query"),
        headers=_texts(request.get("headers"), "headers"),
        json=request.get("json"),
        form=None if form is None else _texts(form, "form"),
        rows_at=parse_path(entry.get("rows_at") or ""),
        statuses=_statuses(entry.get("statuses")),
        writes=bool(entry.get("writes")),
    )
    for name in sorted(places(rest) - {*inputs, "today", "key"}):
        raise BadField(f"fills in {{{name}}}, which is no input", meant(name, inputs, f"Add `{name}: text`."))
    return rest


def parse_api(declared: Any) -> Api:
    """One source below `apis:`. Raises BadField."""
    api = _mapping(declared or {}, "apis", f"shop: {{{EXAMPLE}}}")
    _known(api, API_KEYS, "a source")
    most = api.get("max_kb", MAX_KB)
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= 10_240:
        raise BadField("has `max_kb:` that is no number from 1 to 10240", f"Write max_kb: {MAX_KB}.")
    auth, headers = _auth(api.get("auth") or {}), _texts(api.get("headers"), "headers")
    return Api(auth, headers, str(api.get("ca") or ""), str(api.get("proxy") or ""), most)


def parse_path(path: Any) -> str:
    """A JSONPath (RFC 9535; the leading $. may be left out). Raises BadField."""
    try:
        jsonpath.compile(str(path))
    except jsonpath.JSONPathError as error:
        raise BadField(f"has the JSONPath '{path}', which cannot be read", "Write for example $.data[*].") from error
    return str(path)


def _auth(declared: Any) -> Auth:
    auth = _mapping(declared, "auth", EXAMPLE)
    kind: AuthKind | None = next((one for one in get_args(AuthKind) if one == auth.get("kind", "none")), None)
    if kind is None:
        known = ", ".join(get_args(AuthKind))
        raise BadField(f"has the unknown kind of `auth:` '{auth.get('kind')}'", f"Known are: {known}.")
    _known(auth, {"kind", *AUTH_KEYS[kind]}, f"`auth:` of kind {kind}")
    lacking = [key for key in sorted(AUTH_KEYS[kind]) if key not in auth and key not in ("header", "scope")]
    if lacking:
        raise BadField(f"has an `auth:` of kind {kind} without `{lacking[0]}:`", "Add it.")
    secret = next((str(auth[key]) for key in SECRETS if key in auth), "")
    if kind != "none" and not VARIABLE.fullmatch(secret):
        remedy = "Write the name of a variable of the environment, such as HATEF_CRM_SHOP_TOKEN, and set that."
        raise BadField("holds a secret, or names one that is not HATEF_CRM_…", remedy)
    user = str(auth.get("user") or auth.get("client_id") or "")
    header = str(auth.get("header") or KEY_HEADER)
    return Auth(kind, user, secret, header, str(auth.get("token_url") or ""), str(auth.get("scope") or ""))


def _statuses(declared: Any) -> dict[int, str]:
    found = {}
    for status, outcome in _mapping(declared or {}, "statuses", "statuses: {409: taken}").items():
        if not isinstance(status, int) or not 100 <= status <= 599 or not isinstance(outcome, str):
            raise BadField(f"has the status '{status}'", f"Write for example: statuses: {{409: {OUTCOMES[1]}}}.")
        found[status] = outcome
    return found


def _mapping(declared: Any, key: str, example: str) -> Mapping[Any, Any]:
    if not isinstance(declared, Mapping):
        raise BadField(f"has `{key}:` that is no mapping", f"Write for example: {example}.")
    return declared


def _texts(declared: Any, key: str) -> dict[str, str]:
    held = _mapping(declared or {}, key, f"{key}: {{name: text}}")
    if wrong := next((name for name, text in held.items() if isinstance(text, Mapping | list)), None):
        remedy = f'Quotes are missing; write: {wrong}: "{{order_number}}".'
        raise BadField(f"has `{key}:` with '{wrong}' that is no text", remedy)
    return {str(name): "" if text is None else str(text) for name, text in held.items()}


def _known(held: Mapping[Any, Any], known: Collection[str], where: str) -> None:
    for key in held:
        if str(key) not in known:
            remedy = meant(key, known, f"Known are: {', '.join(sorted(known))}.")
            raise BadField(f"has the unknown key '{key}' in {where}", remedy)
