"""What ``docs/real-programs.md`` says of the programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.peers.outcomes import Timed, Way, Wrong
from benchmarks.peers.tables import Row, cell, line
from benchmarks.peers.toolchain import Toolchain
from benchmarks.projects.bench import Program, Step
from benchmarks.projects.profile import HOT, HotLoop, ProgramLoop
from benchmarks.projects.tree import OPTIMISATION
from benchmarks.projects.verdicts import Class, Verdict

TARGET = 0.85
"""Of the hot loops that experts parallelised: the share that shall get a true verdict."""

_COUNTED = (
    *("found", "analysed", "driven", "outlined", "captured", "verified", "offered"),
    *("not parallel", "not faster", "open"),
)
_TEXT_LIMIT = 220


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything of one program: ``hot`` are its hot loops, ``steps`` the answers for nests."""

    program: Program
    hot: tuple[HotLoop, ...]
    steps: tuple[Step, ...]
    times: Mapping[str, object]

    @property
    def row(self) -> Row:
        """As in the tables of other peers."""
        recipe = self.program.recipe
        return Row.of(recipe.name, self.program.revision, self.times, "", "no offer")

    def counts(self) -> dict[str, int]:
        """Of its hot nests, by what became of them."""
        verdicts = [step.verdict for step in self.steps]
        kinds = [one.kind for one in verdicts]
        return {
            "found": len(self.steps),
            "analysed": sum(one.analysed for one in verdicts),
            "driven": sum(one.driven for one in verdicts),
            "outlined": sum(one.outlined for one in verdicts),
            "captured": sum(step.captured > 0 for step in self.steps),
            "verified": sum(one.verified for one in verdicts),
            "offered": kinds.count(Class.OFFERED),
            "not parallel": kinds.count(Class.NOT_PARALLEL),
            "not faster": kinds.count(Class.NOT_FASTER),
            "open": sum(not kind.is_conclusive for kind in kinds),
        }

    def expert_verdicts(self) -> tuple[tuple[HotLoop, Verdict], ...]:
        """Of the hot loops that the authors parallelised."""
        by_nest = {(s.hot.loop.file, s.hot.loop.line): s for s in self.steps}
        wanted = set(self.program.expert_loops)
        return tuple(
            (one, by_nest[one.loop.file, one.loop.nest].verdict_of(one.loop))
            for one in self.hot
            if one.loop in wanted
        )


def report(measured: Sequence[Measured], left_out: Sequence[str], conditions: str) -> str:
    """Everything in one text, in Markdown; ``left_out`` says what has no row, and why."""
    busy = [one.row.name for one in measured if "BUSY" in one.row.load]
    parts = [
        conditions,
        _programs(measured),
        "### Hot loop nests and whole programs\n",
        _counts(measured),
        f"Others used the machine while {', '.join(busy)} ran.\n" if busy else "",
        *(f"Not measured: {one}.\n" for one in left_out),
        "### Hot loops that the authors parallelised\n",
        _experts(measured),
        "### Every hot nest\n",
        *(_nests(one) for one in measured),
    ]
    text = "\n".join(part for part in parts if part)
    for one in measured:  # where the copies lie is nobody's concern
        text = text.replace(f"{one.program.pcg.folder}/", "")
    return text


def conditions(tools: Toolchain, answers: Iterable[Mapping[str, object]]) -> str:
    """The machine, the compiler with its flags, and PCG's budgets and versions, as a list."""
    told = list(answers)
    budgets = " or ".join(sorted({f"{one['budget']:g}" for one in told}, key=float)) or "no"
    versions = ", ".join(sorted({str(one["version"]) for one in told})) or "none"
    lines = [
        f"{tools.processor}; {tools.threads} threads (`OMP_NUM_THREADS`)",
        f"`{' '.join(OPTIMISATION)}`, parallel versions with `-fopenmp`; {tools.gcc_version}",
        f"PCG: {budgets} s for a nest; version {versions}",
        f"hot: at least {HOT:.0%} of the samples in the loop and what it calls",
    ]
    return "".join(f"- {one}\n" for one in lines)


def _programs(measured: Sequence[Measured]) -> str:
    lines = [line(["program", "revision", "what is run, and how results are compared"])]
    lines.append(line(["---"] * 3))
    for one in measured:
        recipe = one.program.recipe
        lines.append(line([recipe.repository, f"`{one.program.revision}`", recipe.about]))
    return "\n".join(lines) + "\n"


def _counts(measured: Sequence[Measured]) -> str:
    heads = ["program", *_COUNTED, "serial, s", "authors' OpenMP", "all offers"]
    lines = [line(heads), line(["---", *("---:" for _ in heads[1:])])]
    total = dict.fromkeys(_COUNTED, 0)
    for one in measured:
        counts = one.counts()
        for name in _COUNTED:
            total[name] += counts[name]
        row = one.row
        cells = [cell(row, way) for way in (Way.GCC, Way.EXPERT, Way.PCG)]
        lines.append(line([row.name, *(str(counts[name]) for name in _COUNTED), *cells]))
    sums = [f"**{total[name]}**" for name in _COUNTED]
    lines.append(line(["**all**", *sums, "", "", ""]))
    wrong = [
        f"**{one.row.name} with all offers has other results: {outcome.difference}.**\n"
        for one in measured
        if isinstance(outcome := one.row.outcomes.get(Way.PCG), Wrong)
    ]
    return "\n".join([*lines, "", *wrong])


def _experts(measured: Sequence[Measured]) -> str:
    heads = ["program", "loops with a directive", "hot", "offered", "not faster", "not parallel"]
    heads += ["open", "true verdict"]
    lines = [line(heads), line(["---", *("---:" for _ in heads[1:])])]
    rest: list[str] = []
    hot = conclusive = 0
    for one in measured:
        if one.program.expert is None:
            continue
        verdicts = one.expert_verdicts()
        kinds = [verdict.kind for _, verdict in verdicts]
        good = sum(kind.is_conclusive for kind in kinds)
        hot += len(kinds)
        conclusive += good
        told = [len(one.program.expert_loops), len(kinds)]
        told += [kinds.count(k) for k in (Class.OFFERED, Class.NOT_FASTER, Class.NOT_PARALLEL)]
        told.append(len(kinds) - good)
        share = f"{good / len(kinds):.0%}" if kinds else ""
        lines.append(line([one.row.name, *map(str, told), share]))
        rest += [
            f"- **{one.row.name}**, {_place(found.loop)}: {_words(verdict)}"
            for found, verdict in verdicts
            if verdict.kind not in (Class.OFFERED, Class.NOT_FASTER)
        ]
    reached = f"{conclusive} of {hot} ({conclusive / hot:.0%})" if hot else "none"
    said = (
        f"A true verdict for {reached}; the target is {TARGET:.0%}. An author's loop that is "
        "refused as not parallel is listed too: whether that is true is for the reader to judge."
    )
    return "\n".join([*lines, "", said, "", *rest]) + "\n"


def _nests(one: Measured) -> str:
    serial = one.row.outcomes.get(Way.GCC)
    took = f", {median(serial.seconds):.2f} s" if isinstance(serial, Timed) else ""
    lines = [f"**{one.row.name}**{took}:", ""]
    authors = set(one.program.expert_loops)
    for step in one.steps:
        loop = step.hot.loop
        mark = ", authors' OpenMP" if loop in authors else ""
        ways = [
            *(["alone"] if step.verdict.outlined else []),
            *([f"{step.captured} captured calls"] if step.captured else []),
        ]
        how = f" ({', '.join(ways)})" if ways else ""
        refused = f" Capture: {_short(step.capture)}" if step.capture else ""
        share = f"{step.hot.share:.0%}"
        lines.append(f"- {_place(loop)}, {share}{mark}: {_words(step.verdict)}{how}.{refused}")
    if not one.steps:
        lines.append("- no hot nest")
    return "\n".join(lines) + "\n"


def _place(loop: ProgramLoop) -> str:
    return f"`{loop.function}` ({loop.file}:{loop.line})"


def _words(verdict: Verdict) -> str:
    match verdict.kind:
        case Class.OFFERED:
            gain = "" if verdict.speedup is None else f", {verdict.speedup:.2f}× by PCG itself"
            return f"**offered**{gain}"
        case Class.NOT_PARALLEL:
            return f"not parallel: {_short(verdict.reason)}"
        case Class.NOT_FASTER:
            return f"not faster: {_short(verdict.reason)}"
        case Class.INNER_NOT_FASTER:
            return f"undecided: {_short(verdict.reason)}"
        case Class.WRONG | Class.UNDRIVEN | Class.INCONCLUSIVE:
            return f"{verdict.kind.value}, `{verdict.code}`: {_short(verdict.reason)}"


def _short(text: str) -> str:
    one = " ".join(text.split()).rstrip(".")
    return one if len(one) <= _TEXT_LIMIT else one[:_TEXT_LIMIT] + "…"
