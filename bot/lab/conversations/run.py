"""`hatef test --conversations FILE.yml`: drive each conversation, judge each turn, print and write what came."""

import asyncio
import json
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.call.call import Call
from bot.call.context import CallContext
from bot.dialogue.client import Dialogue
from bot.dialogue.engine import open_dialogue
from bot.journal.writer import Journal
from bot.lab.conversations import script as scripts
from bot.lab.conversations.script import Expectation, Script
from bot.lab.conversations.typed_call import (
    NotedDesk,
    Transcript,
    TurnDone,
    TypedEar,
    TypedEars,
    TypedLeg,
    TypedVoice,
    WatchedDialogue,
)
from bot.prompts.load import Prompts, handoff_sentences, load_prompts
from bot.settings.call_options import CallOptions
from bot.settings.settings import Settings
from bot.store.database import open_database
from bot.terminal import console
from handoff.sentences import HandoffSentences
from nlu.text.letters import fold

CALL_S = 120.0
"""The longest that one typed conversation may take: a circle in the rules must not hang the test."""


@dataclass(frozen=True, slots=True)
class Result:
    """One conversation, what happened in it, and every way in which that is not what was expected."""

    script: Script
    transcript: Transcript
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Everything was as expected."""
        return not self.faults


async def drive(settings: Settings, config: Path, file: Path, json_file: Path | None) -> bool:
    """Run every conversation of `file`; True if all passed.

    Raises:
        DataFileError, PromptsBroken: the file or a sentence is wrong. BotError, NluError: the dialogue does not start.
    """
    written = scripts.read(file)
    prompts = load_prompts(settings.data)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/journal.db")
        journal = Journal(engine)
        try:
            async with open_dialogue(settings, config) as dialogue:
                context = _context(settings, prompts, dialogue, journal)
                results = [await run(one, context, handoff_sentences(prompts)) for one in written]
        finally:
            journal.close()
            engine.dispose()
    _print(results)
    if json_file is not None:
        _write(json_file, as_json(results))
    return all(result.passed for result in results)


def _write(path: Path, figures: dict[str, Any]) -> None:
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _context(settings: Settings, prompts: Mapping[str, Prompts], dialogue: Dialogue, journal: Journal) -> CallContext:
    """The context of a call without sound; recognisers and desk are each conversation's own."""
    nobody = Transcript()
    leg = TypedLeg(Script.model_validate({"name": "-", "turns": [{"say": "-"}]}), "-")
    return CallContext(
        options=settings.call,
        dialogue=dialogue,
        listeners=TypedEars(TypedEar(leg, settings.language, (), nobody)),
        speaker=TypedVoice(nobody),
        desk=NotedDesk(nobody, handoff_sentences(prompts)),
        journal=journal,
        prompts={code: own.call for code, own in prompts.items()},
        apologies=dict.fromkeys(prompts, b""),
        wording=lambda text, _language: text,
        vocabularies=dict.fromkeys(prompts, frozenset()),
    )


async def run(script: Script, context: CallContext, sentences: HandoffSentences) -> Result:
    """One conversation through `Call`, in its own language."""
    transcript = Transcript()
    leg = TypedLeg(script, f"typed-{secrets.token_hex(4)}")
    ear = TypedEar(leg, script.language, script.turns, transcript)
    own = replace(
        context,
        options=_options(context.options, script),
        listeners=TypedEars(ear),
        desk=NotedDesk(transcript, sentences),
        speaker=TypedVoice(transcript),
        dialogue=WatchedDialogue(context.dialogue, transcript),
    )
    async with asyncio.timeout(CALL_S):
        await Call(leg, own).run()
    if leg.ended is None and transcript.end == "open":  # neither the caller nor a human: the bot hung up
        transcript.end = "goodbye"
        if transcript.done:
            transcript.done[-1].ended = True
    return Result(script, transcript, faults(script, transcript))


def _options(options: CallOptions, script: Script) -> CallOptions:
    """The script's language is the call's, whatever language the CRM has for who calls."""
    languages = replace(options.languages, by_number={script.called: script.language})
    return replace(options, language=script.language, languages=languages)


def faults(script: Script, transcript: Transcript) -> tuple[str, ...]:
    """What is not as the script expects, a line each."""
    found = []
    for number, (turn, done) in enumerate(zip(script.turns, transcript.done, strict=False), 1):
        found += [f"turn {number}: {fault}" for fault in _turn_faults(turn.expect, done)]
    if len(transcript.done) < len(script.turns):
        found.append(f"over after turn {len(transcript.done)} of {len(script.turns)} ({transcript.end})")
    if script.end is not None and script.end != transcript.end:
        found.append(f"ended: {transcript.end}, expected {script.end}")
    return tuple(found)


def _turn_faults(expected: Expectation, done: TurnDone) -> list[str]:
    found = []
    if expected.intent is not None and done.intent not in expected.intent.split("/"):
        found.append(f"taken for {done.intent or 'nothing'}, expected {expected.intent}")
    if expected.says is not None and not _in(expected.says, done.says):
        found.append(f"does not say «{expected.says}»")
    if expected.never is not None and _in(expected.never, done.says):
        found.append(f"says «{expected.never}»")
    if expected.ended is not None and expected.ended is not done.ended:
        found.append("hung up" if done.ended else "did not hang up")
    return found


def _in(pattern: str, says: Sequence[str]) -> bool:
    """Whether the pattern is found, in the text as written or with its vowel marks and letter forms folded away."""
    text = " ".join(says)
    return bool(re.search(pattern, text) or re.search(fold(pattern), fold(text)))


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """The results as docs/evaluation.md describes them."""
    return {
        "accuracy": sum(result.passed for result in results) / len(results),
        "conversations": [
            {
                "name": result.script.name,
                "passed": result.passed,
                "faults": list(result.faults),
                "ended": result.transcript.end,
                "greeting": result.transcript.greeting,
                "turns": [_turn_json(done) for done in result.transcript.done],
            }
            for result in results
        ],
    }


def _turn_json(done: TurnDone) -> dict[str, Any]:
    return {
        "said": done.turn.said,
        "intent": done.intent,
        "confidence": round(done.confidence, 4),
        "says": done.says,
        "ended": done.ended,
    }


def _print(results: Sequence[Result]) -> None:
    for result in results:
        mark = "[green]✓[/green]" if result.passed else "[red]✗[/red]"
        console.print(f"{mark} {result.script.name}", soft_wrap=True)
        if result.passed:
            continue
        for done in result.transcript.done:
            console.print(f"    > {done.turn.said}  [dim]{done.intent} {done.confidence:.2f}[/dim]", soft_wrap=True)
            for text in done.says:
                console.print(f"      [green]{text}[/green]", soft_wrap=True)
        for fault in result.faults:
            console.print(f"    [red]{fault}[/red]", soft_wrap=True)
    passed = sum(result.passed for result in results)
    console.print(f"{passed} of {len(results)} conversations as expected")
