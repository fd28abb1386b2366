"""What owners call the things of `config.yml` that Hatef knows by one name."""

from nlu.text.languages import LANGUAGES

SECRETS = {
    "password": "HATEF_SIP_PASSWORD",
    "secret": "HATEF_TOKEN_SECRET",
    **dict.fromkeys(("passwd", "pass", "pw", "pwd", "auth_password"), "HATEF_SIP_PASSWORD"),
    "token": "HATEF_RASA_TOKEN",
}
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
