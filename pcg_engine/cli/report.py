"""Results for people: each outcome with its evidence, and the diff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pcg_engine.domain.offer import Offer
from pcg_engine.domain.result import FileResult, FunctionResult, NestResult, VerificationResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.protocol import words

if TYPE_CHECKING:
    from rich.console import Console

    from pcg_engine.planning.prompts.opening import Prompt


def print_result(source: SourceText, result: FileResult) -> None:
    """Print to standard output; colour and highlighting on a terminal only."""
    from rich.console import Console
    from rich.syntax import Syntax

    console = Console(highlight=False, soft_wrap=True)
    for nest in result.nests:
        line = source.location(nest.facts.loop.span.start).line
        _print_outcome(console, f"{nest.facts.loop.id.function}, line {line}", nest)
        if nest.offer is None:
            continue
        _print_evidence(console, nest.offer)
        if console.is_terminal:
            console.print(Syntax(nest.offer.diff, "diff", background_color="default"))
        else:
            console.print(nest.offer.diff, markup=False)
    count = sum(1 for nest in result.nests if nest.offer is not None)
    console.print(
        f"{count} of {len(result.nests)} loop nests have a verified faster version "
        f"({result.seconds:.0f} s)"
    )


def print_prompts(prompts: Sequence[Prompt]) -> None:
    """Print what would be sent, message by message, as it is."""
    for prompt in prompts:
        print(f"=== {prompt.id}")
        for message in prompt.messages:
            print(f"--- {message.role.value}")
            print(message.text)


def print_verification(source: SourceText, result: VerificationResult) -> None:
    """Print what judging a candidate's file came to: no diff, since the user has both files."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False, soft_wrap=True)
    for one in result.functions:
        line = source.location(one.start).line
        _print_outcome(console, f"{one.function}, line {line}", one)
        if one.offer is not None:
            _print_evidence(console, one.offer)
    verified = sum(one.outcome is Outcome.PASSED for one in result.functions)
    what = "verified" if result.output_text is not None else "not verified"
    console.print(
        f"{escape(result.candidate)}: {what} "
        f"({verified} of {len(result.functions)} changed functions, {result.seconds:.0f} s)"
    )


def _print_outcome(console: Console, head: str, result: NestResult | FunctionResult) -> None:
    from rich.markup import escape

    colour = "green" if result.outcome is Outcome.PASSED else "yellow"
    told = escape(words.outcome(result))
    console.print(f"[bold]{escape(head)}[/bold]: [{colour}]{told}[/{colour}]")


def _print_evidence(console: Console, offer: Offer) -> None:
    from rich.markup import escape

    console.print(f"  {escape(offer.candidate.rationale)}")
    for sentence in words.evidence(offer):
        mark = " " if sentence.startswith(" ") else "•"
        console.print(f"  {mark} {escape(sentence)}")
