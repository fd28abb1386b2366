"""What owners call things."""

import pytest

from bot.settings.config_names import known_name, secret_remedy


@pytest.mark.parametrize(
    ("where", "remedy"),
    [
        ("handoff.asterisk.secret", "set HATEF_AMI_SECRET"),
        ("handoff.asterisk.password", "set HATEF_AMI_SECRET"),
        ("handoff.webhook.secret", "set HATEF_WEBHOOK_SECRET"),
        ("handoff.token_secret", "set HATEF_TOKEN_SECRET"),
        ("recordings.key", "set HATEF_RECORDING_KEY"),
        ("recordings.passphrase", "set HATEF_RECORDING_KEY"),
        ("console.token", "set HATEF_API_TOKEN"),
        ("console.api_key", "set HATEF_API_TOKEN"),
        ("dialogue.token", "set HATEF_RASA_TOKEN"),
        ("sip.account.secret", "set HATEF_SIP_PASSWORD"),
        ("sip.pass", "set HATEF_SIP_PASSWORD"),
        ("password", "set HATEF_SIP_PASSWORD"),
        ("secret", "set HATEF_TOKEN_SECRET"),
        ("handoff.agents.0.password", "write e.g.: pin: "),
        ("crm.password", "PGPASSWORD"),
        ("recordings.optout_key", ""),
        ("sip.passive", ""),
        ("handoff.queues.0.tokens", ""),
    ],
)
def test_where_a_secret_belongs(where: str, remedy: str) -> None:
    told = secret_remedy(where.split("."))
    assert remedy in told
    assert bool(told) == bool(remedy)


def test_names_of_other_programs() -> None:
    assert known_name(" alaw ", ["PCMA", "PCMU"]) == "PCMA"
    assert known_name("pcmu", ["PCMA", "PCMU"]) == "PCMU"
    assert known_name("opus", ["PCMA"]) == ""
