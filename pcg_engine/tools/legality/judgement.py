"""What judging directives comes to: violations, what was not understood, what was proved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pcg_engine.domain.facts import Assumption, Obligation
from pcg_engine.domain.source import Span


@dataclass(frozen=True, slots=True)
class Violation:
    """A certain fault of a directive; ``code`` is stable, ``message`` is for a person.

    ``statement`` is the directive with what it applies to, ``None`` for what concerns the whole
    function.
    """

    code: str
    message: str
    statement: Span | None = None


@dataclass(slots=True)
class Judgement:
    """Collected while the directives of one function are judged, in source order."""

    violations: list[Violation] = field(default_factory=list[Violation])
    unclear: list[str] = field(default_factory=list[str])
    obligations: list[Obligation] = field(default_factory=list[Obligation])
    assumptions: list[Assumption] = field(default_factory=list[Assumption])
    directives: int = 0

    def violate(self, code: str, message: str) -> None:
        """Note a certain fault."""
        self.violations.append(Violation(code, message))

    def doubt(self, message: str) -> None:
        """Note what was not understood; without violations the pragmas are then unproved."""
        if message not in self.unclear:
            self.unclear.append(message)

    def prove(self, statement: str, discharged_by: str) -> None:
        """Note a condition of the proof and how it holds."""
        obligation = Obligation(statement, discharged_by)
        if obligation not in self.obligations:
            self.obligations.append(obligation)

    def assume(self, assumption: Assumption) -> None:
        """Note what no guard in the code checks."""
        if assumption not in self.assumptions:
            self.assumptions.append(assumption)

    def locate(self, statement: Span) -> None:
        """Say of the violations without a place that they are those of the directive there."""
        self.violations = [
            violation
            if violation.statement is not None
            else replace(violation, statement=statement)
            for violation in self.violations
        ]

    def demote_all(self, because: str) -> None:
        """Turn every violation into a doubt."""
        for violation in self.violations:
            self.doubt(f"{violation.message}; {because}")
        self.violations.clear()

    def include(self, other: Judgement) -> None:
        """Add what another judgement found; what is already noted is not repeated."""
        self.violations += [v for v in other.violations if v not in self.violations]
        self.unclear += [u for u in other.unclear if u not in self.unclear]
        self.obligations += [o for o in other.obligations if o not in self.obligations]
        self.assumptions += [a for a in other.assumptions if a not in self.assumptions]
        self.directives += other.directives
