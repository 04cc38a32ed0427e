"""Which mutants are judged: a few of each operator, spread over the offers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.adversarial.mutation.catalogue import OPERATORS
from tests.adversarial.mutation.mutant import Mutant
from tests.adversarial.mutation.offers import Offer

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sampled:
    """A mutant, with the offer that it was made of."""

    offer: Offer
    mutant: Mutant


def sample(
    offers: Sequence[Offer], number: int, seed: int, offers_at_most: int
) -> tuple[Sampled, ...]:
    """At most ``number`` mutants of at most ``offers_at_most`` offers.

    Operators take turns; for each both sources do, then the offers. The same for the same
    arguments. The offers are limited because each has to be verified first, by every check.
    """
    generator = random.Random(seed)
    chosen = _chosen(offers, offers_at_most, generator)
    queues: list[list[Sampled]] = []
    for operator in OPERATORS:
        sources: list[list[Sampled]] = []
        for of_corpus in (False, True):
            strata: list[list[Sampled]] = []
            for offer in chosen:
                if offer.is_of_corpus is of_corpus:
                    stratum = [Sampled(offer, m) for m in offer.mutants if m.operator == operator]
                    generator.shuffle(stratum)
                    strata.append(stratum)
            generator.shuffle(strata)
            sources.append(_in_turns(strata))
        queues.append(_in_turns(sources))
    return tuple(_in_turns(queues)[:number])


def _chosen(offers: Sequence[Offer], number: int, generator: random.Random) -> list[Offer]:
    """Offers of both sources in turns; those with an operator that the others lack come first."""
    sources = [
        [offer for offer in offers if offer.is_of_corpus is of_corpus]
        for of_corpus in (False, True)
    ]
    for source in sources:
        generator.shuffle(source)
    waiting = _in_turns(sources)
    needed: list[Offer] = []
    covered: set[str] = set()
    for offer in waiting:
        own = {mutant.operator for mutant in offer.mutants}
        if own - covered:
            needed.append(offer)
            covered |= own
    rest = [offer for offer in waiting if offer not in needed]
    return [*needed, *rest][:number]


def _in_turns(queues: Sequence[Sequence[_T]]) -> list[_T]:
    longest = max((len(queue) for queue in queues), default=0)
    return [queue[i] for i in range(longest) for queue in queues if i < len(queue)]
