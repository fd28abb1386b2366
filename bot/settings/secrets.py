"""The secrets of the environment: taken out of it once, when Hatef starts, so that no child process inherits one.

os.environ is what every child gets unless somebody thinks of it; here nobody has to.
"""

import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cache

NAME = re.compile(r"HATEF_\w*(PASSWORD|SECRET|TOKEN|KEY)")
OF_SERVICES = "HATEF_CRM_"
KNOWN = {
    "HATEF_SIP_PASSWORD": "sip_password",
    "HATEF_TOKEN_SECRET": "token_secret",
    "HATEF_AMI_SECRET": "ami_secret",
    "HATEF_RASA_TOKEN": "rasa_token",
    "HATEF_ACTION_TOKEN": "action_token",
    "HATEF_API_TOKEN": "api_token",
    "HATEF_WEBHOOK_SECRET": "webhook_secret",
    "HATEF_RECORDING_KEY": "recording_key",
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What Hatef is told in confidence, "" where nothing was; never shown."""

    sip_password: str = field(default="", repr=False)
    """The extension's."""
    token_secret: str = field(default="", repr=False)
    """Signs handoff tokens."""
    rasa_token: str = field(default="", repr=False)
    """Opens the dialogue engine."""
    action_token: str = field(default="", repr=False)
    """Opens the action server; told to that process alone."""
    api_token: str = field(default="", repr=False)
    """Who may use the API of the console, and as what (`bot.settings.holders`)."""
    webhook_secret: str = field(default="", repr=False)
    """Signs what is sent to other programs."""
    recording_key: str = field(default="", repr=False)
    """Locks recordings; older ones behind it, with commas between them, open what they locked."""
    others: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Variables that are named like a secret of ours: of services, or such as nobody reads."""
    ami_secret: str = field(default="", repr=False)
    """Of the user at the PBX's manager interface."""

    @property
    def of_services(self) -> dict[str, str]:
        """What sources of services are signed in to with: HATEF_CRM_…, told to the action server alone."""
        return {name: value for name, value in self.others.items() if name.startswith(OF_SERVICES)}

    def as_environment(self) -> dict[str, str]:
        """The variables that say the same."""
        known = {name: getattr(self, own) for name, own in KNOWN.items()}
        return {**self.others, **{name: value for name, value in known.items() if value}}


def take(environment: MutableMapping[str, str]) -> Secrets:
    """Every secret of ours, which is no longer in `environment` afterwards."""
    taken = {name: environment.pop(name) for name in [name for name in environment if NAME.fullmatch(name)]}
    known = {own: taken.pop(name, "") for name, own in KNOWN.items()}
    return Secrets(**known, others=taken)


@cache
def of_this_process() -> Secrets:
    """The environment belongs to the whole process, so what is taken out of it, at the first call, does too."""
    return take(os.environ)


def environment_of_another_hatef() -> dict[str, str]:
    """For a child that is a whole Hatef of its own (demo, bench)."""
    return {**os.environ, **of_this_process().as_environment()}
