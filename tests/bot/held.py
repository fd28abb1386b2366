"""A scripted call, held from its first word to its end."""

from bot.call.call import Call
from tests.bot.conftest import Stage


async def hold(stage: Stage) -> str:
    """Run the call; the reason of its end."""
    await Call(stage.leg, stage.context).run()
    assert stage.leg.hung_up
    assert stage.leg.sink is None
    stage.journal.flush()
    call = stage.reader.call("leg1")
    assert call is not None and call.end_reason is not None
    return call.end_reason
