"""What can go wrong with a PBX's manager interface.

AmiError
├── AmiAway          nobody answers there, the line broke, or no answer came in time
├── AmiGarbled       what comes is no manager's talk, or without end
├── AmiLoginRefused  wrong user or secret, or not from this address
├── AmiRefused       the PBX does not do what was asked: no right, no such channel
└── AmiUnsafe        what would be sent holds a line break or is no name: nothing was sent
"""

from handoff.errors import HandoffError


class AmiError(HandoffError):
    """The manager interface is of no use for this question."""


class AmiAway(AmiError):
    """Nobody answers there, the line broke, or no answer came in time."""

    def __init__(self, doing: str, detail: str) -> None:
        super().__init__(doing, detail)
        self.doing = doing
        self.detail = detail

    def __str__(self) -> str:
        return f"AMI, {self.doing}: {self.detail}; is Asterisk up, and 'enabled = yes' in its manager.conf?"


class AmiGarbled(AmiError):
    """What comes is no manager's talk, or without end. `problem` quotes nothing of it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"AMI: {self.problem}; does handoff.asterisk.ami name the manager's port (5038)?"


class AmiLoginRefused(AmiError):
    """Wrong user or secret, or not from this address."""

    def __init__(self, user: str, detail: str) -> None:
        super().__init__(user, detail)
        self.user = user
        self.detail = detail

    def __str__(self) -> str:
        return (
            f"AMI refuses the login of {self.user!r} ({self.detail}); HATEF_AMI_SECRET must be the secret of that user "
            "in manager.conf, and its permit line must name this machine"
        )


class AmiRefused(AmiError):
    """The PBX does not do what was asked."""

    def __init__(self, action: str, detail: str) -> None:
        super().__init__(action, detail)
        self.action = action
        self.detail = detail

    def __str__(self) -> str:
        return f"AMI refuses {self.action}: {self.detail}"


class AmiUnsafe(AmiError):
    """What would be sent holds a line break or is no name: nothing was sent."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"AMI: {self.name} would hold a line break or a control character, or is too long; nothing was sent"
