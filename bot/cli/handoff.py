"""`hatef handoff ID`: a packet, readable; and what an agent does with it. Names and numbers are shown: somebody needs
them."""

import asyncio
import getpass
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, NoReturn

import typer
from sqlalchemy import Connection
from typer.core import TyperGroup

from bot.cli.handoff_search import MOST_NOTICES, Files, files, notices_of, patiently
from bot.cli.listing import show as show_table
from bot.console.desk_view import history, turns
from bot.console.sheet import MORE, parts
from bot.console.view import as_json as json_of
from bot.console.view import schema_text, view_of
from bot.console.words import Words, plain
from bot.settings.paths import DEFAULT_CONFIG, Config
from bot.settings.settings import Settings, load_settings
from bot.terminal import console, errors
from handoff import notices
from handoff.events import CONTROLS
from handoff.file import HandoffFile
from handoff.notices import NoticeState

PLAIN = Words()
AT_THE_TOP = frozenset(plain(name) for name in ("packet_id", "created_at", "reason", "skill", "language", "verified"))
"""Of the fields without a part of their own: told in the first lines."""


class OneOrACommand(TyperGroup):
    """`hatef handoff ID` shows it; `hatef handoff accept ID` does something with it."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name; what is no command is a handoff to be shown."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, "show")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """What is no command is an argument of `show`."""
        return super().resolve_command(ctx, args if args[0] in self.list_commands(ctx) else ["show", *args])


app = typer.Typer(cls=OneOrACommand, no_args_is_help=True, add_completion=False, help=__doc__)
WhichOne = Annotated[
    str, typer.Argument(metavar="ID|TOKEN", help="a packet's or call's id or its start, a token, a caller's number")
]
Who = Annotated[str, typer.Option("--who", help="who does it; the user of this machine where left out")]


@app.command()
def show(
    wanted: WhichOne,
    config: Config = DEFAULT_CONFIG,
    as_json: Annotated[bool, typer.Option("--json", help="as the API answers it")] = False,
) -> None:
    """One handoff: who, why, what was said and learned, what happened."""
    found = asyncio.run(_find(load_settings(config), wanted))
    if as_json:
        told = [json_of(view_of(one, "")) for one in found]
        text = json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1)
        console.print(text, soft_wrap=True, markup=False)
    elif len(found) == 1:
        print_handoff(found[0])
    else:
        print_list(found)


@app.command()
def accept(wanted: WhichOne, who: Who = "", config: Config = DEFAULT_CONFIG) -> None:
    """Say who has it; of two the first."""
    _act(config, wanted, lambda all_of, packet_id: all_of.clerk.accept(packet_id, who or _user()))


@app.command()
def note(
    wanted: WhichOne,
    text: Annotated[str, typer.Argument(help="what is to be known of it")],
    who: Who = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Write something down."""
    if not text.strip():
        raise typer.BadParameter("a note has a text")
    _act(config, wanted, lambda all_of, packet_id: all_of.clerk.note(packet_id, who or _user(), text))


@app.command()
def close(
    wanted: WhichOne,
    text: Annotated[str, typer.Argument(help="how it ended")] = "",
    who: Who = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say that it is done."""
    _act(config, wanted, lambda all_of, packet_id: all_of.clerk.close(packet_id, who or _user(), text))


@app.command()
def outbox(config: Config = DEFAULT_CONFIG) -> None:
    """What the program at handoff.webhook has not heard yet: what waits, and what was given up."""
    print_outbox(asyncio.run(notices_of(load_settings(config), NoticeState.WAITING, NoticeState.DEAD)))


@app.command()
def resend(
    notice: Annotated[str, typer.Argument(help="as `hatef handoff outbox` shows it; «all»: every one that is dead")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Let a notice that was given up be tried again."""
    count = asyncio.run(_resend(load_settings(config), notice))
    if not count:
        _fail(f"no notice '{notice}' was given up; see: hatef handoff outbox")
    console.print(f"{count} to be sent again")


@app.command()
def schema() -> None:
    """The JSON schema of a handoff, as docs/packet.schema.json has it."""
    sys.stdout.write(schema_text())


def print_handoff(found: HandoffFile) -> None:
    """Everything of it, within the width of the terminal."""
    packet, caller = found.packet, found.packet.caller
    _line(f"handoff {packet.packet_id}  {found.stage}  {packet.created_at.astimezone():%Y-%m-%d %H:%M:%S}")
    back = f"call back on {caller.call_back}" if caller.call_back else ""
    _line("  ".join(filter(None, (caller.name or "a stranger", caller.number, caller.customer_id, back))))
    why = f"{packet.reason}, {packet.skill}" if packet.skill else packet.reason
    _line(f"why: {why}  language: {packet.language}  verified: {packet.verified}")
    for event, words in ((found.accepted, "accepted"), (found.closed, "closed")):
        if event is not None:
            _line(f"{words} by {event.who} at {event.at.astimezone():%H:%M:%S}")
    for part in parts(packet, PLAIN):
        if part.name != "caller":
            _line(f"\n{part.title}")
            rows = [[_clean(cell.text) for cell in row] for row in part.rows if row[0].text not in AT_THE_TOP]
            show_table(part.columns, rows, heads=2 if part.name == MORE else 1)
    if said := turns(packet, PLAIN):
        _line("\nconversation")
        for turn in said:
            _line(f"{turn.at:>5} {turn.name:<6} {turn.text}")
    _line("\nhistory")
    for entry in history(found, PLAIN):
        _line("  ".join(filter(None, (entry.at, entry.what, entry.text))))


def print_list(found: Sequence[HandoffFile]) -> None:
    """Several, one a line."""
    rows = [
        (
            one.packet.packet_id,
            f"{one.packet.created_at.astimezone():%Y-%m-%d %H:%M}",
            one.state.value,
            one.packet.caller.number,
            _clean(one.packet.caller.name),
            one.packet.reason,
            one.accepted.who if one.accepted else "",
            one.packet.call_id,
        )
        for one in found
    ]
    show_table(("id", "at", "state", "number", "name", "why", "accepted by", "call"), rows, heads=3)


def print_outbox(found: Sequence[notices.Notice]) -> None:
    """What waits and what was given up."""
    if not found:
        console.print("nothing waits, nothing was given up")
        return
    rows = [
        (one.notice_id, one.state.value, str(one.tries), f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}", one.why)
        for one in found
    ]
    show_table(("notice", "state", "tries", "of", "last answer"), rows, heads=3)


async def _find(settings: Settings, wanted: str) -> tuple[HandoffFile, ...]:
    async with files(settings) as all_of:
        found = await all_of.meant(wanted)
    if not found:
        _fail(f"no handoff, call or caller is '{wanted}'; see: hatef calls")
    return found


def _act(config: Config, wanted: str, deed: Callable[[Files, str], Awaitable[HandoffFile]]) -> None:
    found = asyncio.run(_acted(load_settings(config), wanted, deed))
    print_list((found,))


async def _acted(settings: Settings, wanted: str, deed: Callable[[Files, str], Awaitable[HandoffFile]]) -> HandoffFile:
    async with files(settings) as all_of:
        found = await all_of.meant(wanted)
        if len(found) != 1:
            _fail(f"'{wanted}' means {len(found) or 'no'} handoffs; see: hatef handoff {wanted}")
        packet_id = found[0].packet.packet_id
        return await patiently(lambda: deed(all_of, packet_id))


async def _resend(settings: Settings, notice: str) -> int:
    """How many are tried again."""
    now_ms = int(time.time() * 1000)

    def ask(connection: Connection) -> int:
        dead = [one.notice_id for one in notices.listing(connection, (NoticeState.DEAD,), MOST_NOTICES)]
        return sum(notices.again(connection, one, now_ms) for one in (dead if notice == "all" else [notice]))

    async with files(settings) as all_of:
        return await patiently(lambda: all_of.work.change("sending again", ask))


def _user() -> str:
    return getpass.getuser()


def _line(text: str) -> None:
    console.print(_clean(text), markup=False, emoji=False)


def _clean(text: str) -> str:
    """Nothing that would steer a terminal."""
    return CONTROLS.sub("", text)


def _fail(why: str) -> NoReturn:
    errors.print(f"hatef: {why}", style="bold red", soft_wrap=True, markup=False)
    sys.exit(1)
