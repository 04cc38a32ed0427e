"""What many observations say together: misses, and how much is decided."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.dependence_oracle.execution import Observed

_ENOUGH = 4
"""Executions of two iterations or more, from which on "no conflict was seen" is worth counting."""


@dataclass(slots=True)
class Figures:
    """Counts over loops; ``misses`` name a nest and what was seen in it."""

    nests: int = 0
    loops: int = 0
    judged: int = 0
    parallel: int = 0
    parallel_run: int = 0
    untestable: int = 0
    right_refusals: int = 0
    imprecise: Counter[str] = field(default_factory=Counter[str])
    misses: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @staticmethod
    def of(nests: int, observed: Iterable[Observed]) -> Figures:
        """Count ``observed``, the loops of ``nests`` nests."""
        found = Figures(nests)
        for one in observed:
            found.loops += 1
            tally, facts = one.tally, one.marked.facts
            if one.marked.is_decided:
                found.parallel += 1
                found.untestable += not one.marked.is_testable
                found.parallel_run += tally.several > 0
                found.judged += tally.several > 0
                if tally.missed:
                    found.misses.append((one.nest, tally.finding))
            elif tally.hard_plain:
                found.judged += 1
                found.right_refusals += 1
            elif tally.iterated >= _ENOUGH:
                found.judged += 1
                found.imprecise[facts.reasons[0].code] += 1
        return found

    def add(self, other: Figures) -> None:
        """Count what ``other`` counted as well."""
        self.nests += other.nests
        self.loops += other.loops
        self.judged += other.judged
        self.parallel += other.parallel
        self.parallel_run += other.parallel_run
        self.untestable += other.untestable
        self.right_refusals += other.right_refusals
        self.imprecise.update(other.imprecise)
        self.misses.extend(other.misses)

    def to_json(self) -> str:
        """One line that ``from_json`` reads."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(fields)

    @staticmethod
    def from_json(line: str) -> Figures:
        """The reverse of ``to_json``."""
        fields = json.loads(line)
        fields["imprecise"] = Counter(fields["imprecise"])
        fields["misses"] = [(name, finding) for name, finding in fields["misses"]]
        return Figures(**fields)

    def table(self) -> str:
        """For people; a loop is judged if enough of it ran."""
        missed = len(self.misses)
        right = self.parallel_run - missed
        lost = self.imprecise.total()
        lines = [
            f"nests                                  {self.nests:>8}",
            f"loops                                  {self.loops:>8}",
            f"  judged by runs                       {self.judged:>8}",
            f"  called parallel                      {self.parallel:>8}",
            f"    and run with two iterations        {self.parallel_run:>8}",
            f"    resting on what no guard can tell  {self.untestable:>8}",
            f"  missed dependences                   {missed:>8}",
            f"  refused, and a conflict was seen     {self.right_refusals:>8}",
            f"  refused, and none was seen           {lost:>8}",
            f"precision {_share(right, self.parallel_run)}",
            f"recall    {_share(right, right + lost)}",
            f"accuracy  {_share(right + self.right_refusals, self.judged)}",
        ]
        if lost:
            lines.append("refused, and none was seen, by the first reason given:")
        lines.extend(f"  {code:<36} {count:>8}" for code, count in self.imprecise.most_common())
        return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
