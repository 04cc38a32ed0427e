"""The result of ``parallelize`` for people: each nest's outcome, the evidence, the diff."""

from __future__ import annotations

from pcg_engine.cli import words
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome


def print_result(source: SourceText, result: FileResult) -> None:
    """Print to standard output; colour and highlighting on a terminal only."""
    from rich.console import Console
    from rich.markup import escape
    from rich.syntax import Syntax

    console = Console(highlight=False, soft_wrap=True)
    for nest in result.nests:
        line = source.location(nest.facts.loop.span.start).line
        colour = "green" if nest.outcome is Outcome.PASSED else "yellow"
        head = f"{escape(nest.facts.loop.id.function)}, line {line}"
        console.print(f"[bold]{head}[/bold]: [{colour}]{escape(words.outcome(nest))}[/{colour}]")
        if nest.offer is None:
            continue
        console.print(f"  {escape(nest.offer.candidate.rationale)}")
        for sentence in words.evidence(nest.offer):
            mark = " " if sentence.startswith(" ") else "•"
            console.print(f"  {mark} {escape(sentence)}")
        if console.is_terminal:
            console.print(Syntax(nest.offer.diff, "diff", background_color="default"))
        else:
            console.print(nest.offer.diff, markup=False)
    count = sum(1 for nest in result.nests if nest.offer is not None)
    console.print(
        f"{count} of {len(result.nests)} loop nests have a verified faster version "
        f"({result.seconds:.0f} s)"
    )
