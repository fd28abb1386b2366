"""What owners call the things of `config.yml` that Hatef knows by one name."""

import re
from collections.abc import Sequence

from nlu.text.languages import LANGUAGES

SECRETS = {
    "asterisk": "HATEF_AMI_SECRET",
    "webhook": "HATEF_WEBHOOK_SECRET",
    "recordings": "HATEF_RECORDING_KEY",
    "console": "HATEF_API_TOKEN",
    "dialogue": "HATEF_RASA_TOKEN",
    "account": "HATEF_SIP_PASSWORD",
    "sip": "HATEF_SIP_PASSWORD",
    "handoff": "HATEF_TOKEN_SECRET",
}
"""Which variable of the environment holds the secret of a section."""
LIKE_A_SECRET = re.compile(
    r".*(?:passw|secret|api_?key|credential|passphrase).*|pass|pw|pwd|(?:.*_)?token|(?:encryption_|recording_)?key",
    re.IGNORECASE,
)
OWN_WAYS = {
    "agents": 'an agent keys in a pin of 4 to 12 digits; write e.g.: pin: "4711"',
    **dict.fromkeys(
        ("crm", "journal"),
        "the password of a database is a part of its url, or PGPASSWORD, MYSQL_PWD in the environment",
    ),
}
"""Of sections whose secrets are in no variable of ours."""
OTHER_NAMES = {
    **{alias: code for code, one in LANGUAGES.items() for alias in one.aliases if alias != code},
    **dict.fromkeys(("alaw", "a-law", "g711a", "g.711a", "pcma/8000", "g711", "g.711"), "PCMA"),
    **dict.fromkeys(("ulaw", "u-law", "mulaw", "g711u", "g.711u", "pcmu/8000"), "PCMU"),
    **dict.fromkeys(("g.722", "g722/16000", "g722/8000"), "G722"),
}
"""What people call the things that Hatef knows by one name."""
OTHER_KEYS = {
    **dict.fromkeys(("username", "login", "extension", "authname", "auth_user"), "user"),
    **dict.fromkeys(("server", "domain", "proxy", "pbx"), "registrar"),
    **dict.fromkeys(("bind", "bindaddr", "bind_address", "address", "ip", "listen", "interface"), "host"),
    **dict.fromkeys(("bindport", "bind_port", "udp_port", "sip_port"), "port"),
    **dict.fromkeys(("externip", "external_ip", "nat", "public_ip", "externaddr"), "public_host"),
    **dict.fromkeys(("allow", "permit", "acl", "peers", "allowed_ips"), "allowed_peers"),
    **dict.fromkeys(("agents", "operator", "operators"), "agent"),
    **dict.fromkeys(("queue", "refer_to", "transfer"), "target"),
    **dict.fromkeys(("allow_codecs", "codec"), "codecs"),
}
"""How other telephone software calls what Hatef calls otherwise."""
RASA_KEYS = ("recipe", "language", "pipeline", "policies", "assistant_id")
YES_NO = {
    **dict.fromkeys(("بله", "آره", "بلی", "نعم", "درست", "روشن", "enabled", "enable"), True),
    **dict.fromkeys(("خیر", "نه", "لا", "غلط", "خاموش", "disabled", "disable", "none", "never"), False),
}


def known_name(given: str, known: Sequence[str]) -> str:
    """The name that is meant, of those that are known; "" where none is."""
    folded = given.strip().casefold()
    return next((one for one in known if one.casefold() == folded), OTHER_NAMES.get(folded, ""))


def secret_remedy(where: Sequence[str]) -> str:
    """Where the secret belongs that stands at an unknown key; "" where the key is not named like one."""
    *above, name = where
    if not LIKE_A_SECRET.fullmatch(name):
        return ""
    if own := next((OWN_WAYS[section] for section in reversed(above) if section in OWN_WAYS), ""):
        return own
    homes = (SECRETS[section] for section in reversed(above) if section in SECRETS)
    usual = "HATEF_TOKEN_SECRET" if "secret" in name.casefold() else "HATEF_SIP_PASSWORD"
    variable = next(homes, "HATEF_RASA_TOKEN" if name.casefold().endswith("token") else usual)
    return f"remove the line and set {variable} in the environment of Hatef"
