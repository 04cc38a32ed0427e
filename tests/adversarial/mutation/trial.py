"""Judging mutants, and saying what became of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from pcg_engine.domain.verdict import CheckName, Outcome
from tests.adversarial.mutation.equivalence import Key, argument, key_of
from tests.adversarial.mutation.offers import Offer
from tests.adversarial.mutation.sample import Sampled
from tests.adversarial.verifier.bench import Bench
from tests.adversarial.verifier.judgement import Finding

_NOT_COMPILED = frozenset({"compile-error", "original-not-read-by-clang"})


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    INVALID = "does not compile"
    OPEN = "inconclusive"
    UNAVAILABLE = "unavailable"
    EQUIVALENT = "equivalent"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Result:
    """``told`` is the finding that decided, ``why`` the reason why it is equivalent."""

    sampled: Sampled
    fate: Fate
    told: Finding | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An offer that was not verified: there is no yes to break."""

    offer: Offer
    told: Finding


@dataclass
class Trial:
    """Judges mutants, and the offers that they were made of: those must be verified."""

    bench: Bench
    offers: Sequence[Offer]
    reviewed: Mapping[Key, str]
    rejected: list[Rejected] = field(default_factory=list[Rejected])

    def run(
        self, sampled: Sequence[Sampled], done: Callable[[Result], None], workers: int
    ) -> tuple[Result, ...]:
        """The results of mutants whose offer was verified, or that were missed; ``done`` sees all.

        Offers come last: a mistake that is missed is seen early.
        """
        mutated = {one.offer.name: one.offer for one in sampled}
        with ThreadPoolExecutor(workers, thread_name_prefix="mutant") as pool:
            waiting = [pool.submit(self._judge, one) for one in sampled]
            offers = [(offer, pool.submit(self._told, offer)) for offer in mutated.values()]
            try:
                for future in as_completed(waiting):
                    done(future.result())
                told = [(offer, future.result()) for offer, future in offers]
            except BaseException:
                # Else leaving the pool would wait for all that was not begun.
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        self.rejected += [Rejected(offer, one) for offer, one in told if one is not None]
        verified = {offer.name for offer, one in told if one is None}
        results = [future.result() for future in waiting]
        return tuple(
            one for one in results if one.sampled.offer.name in verified or one.fate is Fate.MISSED
        )

    def _judge(self, sampled: Sampled) -> Result:
        told = self.bench.judge(sampled.offer.entry_of(sampled.mutant), to_the_end=False).told
        if told is None:
            return self._survivor(sampled)
        match told.outcome:
            case Outcome.REFUTED:
                not_compiled = told.check is CheckName.COMPILE and told.code in _NOT_COMPILED
                return Result(sampled, Fate.INVALID if not_compiled else Fate.KILLED, told)
            case Outcome.UNAVAILABLE:
                return Result(sampled, Fate.UNAVAILABLE, told)
            case Outcome.INCONCLUSIVE | Outcome.PASSED:
                return Result(sampled, Fate.OPEN, told)
            case _:
                assert_never(told.outcome)

    def _survivor(self, sampled: Sampled) -> Result:
        tools = self.bench.laboratory.instruments.toolchain
        compilers = [tool.path for tool in (tools.user_compiler, tools.clang) if tool is not None]
        why = argument(sampled.offer, sampled.mutant, self.offers, compilers)
        if why is None:
            why = self.reviewed.get(key_of(sampled.offer, sampled.mutant))
        return Result(sampled, Fate.MISSED if why is None else Fate.EQUIVALENT, None, why or "")

    def _told(self, offer: Offer) -> Finding | None:
        """Why ``offer`` is not verified; ``None`` if it is."""
        return self.bench.judge(offer.entry, to_the_end=False).told
