"""What is mutated: offers that were verified, of PCG's rules and of the corpus.

The rules' candidates for the loops of ``examples/`` are all taken, not only those that win. The
right candidates of ``tests/adversarial/verifier`` are the second source: they hold the directives
that no rule writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pcg_engine.action.survey import survey
from pcg_engine.domain.candidate import Candidate
from pcg_engine.domain.facts import LoopFacts
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.planning.rules.propose import propose
from pcg_engine.ports import AstReader, Cancellation
from pcg_engine.syntax.splice import apply_edits
from pcg_engine.tools import extract
from tests.adversarial.mutation.catalogue import DIRECTIVE_OPERATORS, OPERATORS, mutants
from tests.adversarial.mutation.mutant import Mutant
from tests.adversarial.verifier import corpus
from tests.adversarial.verifier.bench import COMMAND
from tests.adversarial.verifier.corpus import Entry

EXAMPLES = Path(__file__).parents[3] / "examples"

_CORPUS = "corpus/"


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate that must be verified before it is worth mutating.

    ``span`` is the part of ``text`` that is mutated. ``whole`` is false for a further variant of
    the same loop: its code is that of the first, so only its directives are mutated.
    """

    name: str
    original: Path
    text: bytes
    span: Span
    whole: bool = True
    mutants: tuple[Mutant, ...] = field(default=(), compare=False)

    @property
    def is_of_corpus(self) -> bool:
        """Whether a person wrote it, not a rule."""
        return self.name.startswith(_CORPUS)

    @property
    def entry(self) -> Entry:
        """The offer, to be judged as ``pcg verify`` judges it."""
        return Entry(self.name, self.original, "", (), "an offer of the rules", self.text)

    def entry_of(self, mutant: Mutant) -> Entry:
        """``mutant``, to be judged."""
        return Entry(self.name, self.original, "", (), mutant.what, mutant.text)

    def part_of(self, mutant: Mutant) -> bytes:
        """What became of ``span``."""
        return mutant.text[self.span.start : len(mutant.text) - len(self.text) + self.span.end]


def load(reader: AstReader, machine: MachineModel, only: str = "") -> tuple[Offer, ...]:
    """All offers whose name contains ``only``, with their mutants, in a fixed order."""
    offers = [*_of_corpus(only), *_of_examples(reader, machine, only)]
    return tuple(_grown(offer) for offer in offers)


def _grown(offer: Offer) -> Offer:
    source = SourceText(offer.original.name, offer.text)
    operators = OPERATORS if offer.whole else DIRECTIVE_OPERATORS
    original = offer.original.read_bytes().split()
    found = tuple(
        mutant
        for mutant in mutants(source, offer.span, operators)
        if mutant.text.split() != original
    )
    return Offer(offer.name, offer.original, offer.text, offer.span, offer.whole, found)


def _of_examples(reader: AstReader, machine: MachineModel, only: str) -> list[Offer]:
    offers: list[Offer] = []
    for path in sorted(EXAMPLES.glob("*.cpp")):
        if not _may_match(f"{path.stem}/", only):
            continue
        source = SourceText(str(path), path.read_bytes())
        found = survey(source, COMMAND, reader, machine, Cancellation())
        for nest in found.nests:
            function = found.function_of(nest)
            if function is None or function.name == "main":
                continue
            candidates = propose(nest, source, found.unit, function)
            offers += _variants(path, source, nest, candidates)
    return [offer for offer in offers if only in offer.name]


def _variants(
    path: Path, source: SourceText, nest: LoopFacts, candidates: Sequence[Candidate]
) -> list[Offer]:
    offers: list[Offer] = []
    for candidate in candidates:
        growth = sum(edit.growth for edit in candidate.edits)
        start = min(nest.loop.span.start, candidate.edits[0].span.start)
        loop = f"{nest.loop.id}".partition("@")[0]
        offers.append(
            Offer(
                f"{path.stem}/{loop}/{candidate.workflow}",
                path,
                apply_edits(source, candidate.edits).data,
                Span(start, max(nest.loop.span.end, candidate.edits[-1].span.end) + growth),
                whole=not offers,
            )
        )
    return offers


def _of_corpus(only: str) -> list[Offer]:
    offers: list[Offer] = []
    for entry in corpus.load():
        if entry.is_wrong or only not in f"{_CORPUS}{entry.name}":
            continue
        before = SourceText(str(entry.original), entry.original.read_bytes())
        changed = extract.compare(before, SourceText(entry.name, entry.text)).changed
        offers += [
            Offer(f"{_CORPUS}{entry.name}", entry.original, entry.text, change.after.span)
            for change in changed
        ]
    return offers


def _may_match(prefix: str, only: str) -> bool:
    """Whether a name that begins with ``prefix`` may contain ``only``: files read for nothing."""
    return prefix in only or "/" not in only or only in prefix
