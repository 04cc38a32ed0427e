"""From text to facts: what ``analyze`` reports and ``parallelize`` starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import chain

from pcg_engine.action.containment import Fault, contained, unanalysed
from pcg_engine.action.instances import Reading, together
from pcg_engine.action.loop_forms import Judged, Written, refused, with_loops
from pcg_engine.analysis.algorithms.loop_form import LoopForm
from pcg_engine.analysis.hotness import Workload, executions, rank
from pcg_engine.domain.ast import Diagnostic, Function, TranslationUnit
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.facts import (
    InputFacts,
    LoopFacts,
    Parallelizability,
    Reason,
    trip_products,
)
from pcg_engine.domain.header_units import HeaderUnits, UnitNotSeen
from pcg_engine.domain.loops import Loop, LoopId, LoopKind
from pcg_engine.domain.measurement import MachineModel
from pcg_engine.domain.misuse import Misuse
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import AstReader, Cancellation
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.subject import Original


@dataclass(frozen=True, slots=True)
class Survey:
    """One file's outermost loops with their facts, in source order, and the trees behind them."""

    source: SourceText
    command: CompileCommand
    unit: TranslationUnit
    nests: tuple[LoopFacts, ...]
    misuses: tuple[Misuse, ...] = ()
    """What is certainly wrong with the directives of the file, where that was asked for."""
    judged: Mapping[LoopId, Judged] = field(default_factory=dict[LoopId, Judged])
    """The outermost loops of functions whose calls of algorithms were judged as loops."""
    through: Through | None = None
    """Of a header: the units through which it is compiled."""

    def function_of(self, nest: LoopFacts) -> Function | None:
        """The function that holds ``nest``, if the compiler could build it.

        Of a template with several instances, the one that leads.
        """
        return None if nest.function_key is None else self.unit.functions.get(nest.function_key)

    def instances_of(self, nest: LoopFacts) -> tuple[Function, ...]:
        """The functions that are built from the text around ``nest``, the leading one first."""
        found = (self.function_of(one) for one in nest.of_each_instance)
        return tuple(function for function in found if function is not None)

    def nests_in(self, function: Function) -> tuple[LoopFacts, ...]:
        """The outermost loops of ``function``, as they are in this instance of a template."""
        return tuple(
            one
            for nest in self.nests
            for one in nest.of_each_instance
            if one.function_key == function.key
        )

    def inputs_of(self, function: Function) -> InputFacts:
        """What ``function`` expects of its arguments."""
        from pcg_engine.analysis.extents import input_facts

        for one in self.judged.values():
            with_loops_ = one.function
            if with_loops_ is not None and with_loops_.key == function.key:
                return input_facts(one.text.unit, with_loops_)
        return input_facts(self.unit, function)

    def original(
        self, function: Function, nests: tuple[LoopFacts, ...], region: Span | None = None
    ) -> Original:
        """What a candidate for ``nests`` of ``function`` is held against.

        ``region`` is what inputs have to reach if it is more than the nests.
        """
        if region is None:
            region = Span(nests[0].loop.span.start, nests[-1].loop.span.end)
        own = self.nests_in(function)
        trips = dict.fromkeys(t for nest in (*own, *nests) for t in trip_products(nest))
        inputs = replace(self.inputs_of(function), trips=tuple(trips))
        return Original(self.source, self.command, self.unit, function, nests, inputs, region)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The compiler's errors, if the file does not compile as given."""
        return tuple(d for d in self.unit.diagnostics if d.severity in ("error", "fatal error"))


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A further unit that includes a header, and what the header's text is in it."""

    unit: str
    survey: Survey


@dataclass(frozen=True, slots=True)
class Through:
    """The unit through which a header was surveyed, the others at hand, and those not looked at.

    ``templates`` are the places of functions that some unit instantiates: what another one has
    there without an instantiation is no function.
    """

    unit: str
    others: tuple[OtherUnit, ...]
    units: HeaderUnits
    not_seen: tuple[UnitNotSeen, ...] = ()
    templates: frozenset[Span] = frozenset()

    def builds(self, function: Function | None) -> bool:
        """Whether ``function``, as some unit has it, is compiled there."""
        return function is not None and (
            function.is_template_instance or function.span not in self.templates
        )


def survey(
    source: SourceText,
    command: CompileCommand,
    reader: AstReader,
    machine: MachineModel,
    cancellation: Cancellation,
    also: Sequence[str] = (),
    wanted: Callable[[Loop], bool] | None = None,
) -> Survey:
    """Find and analyse every loop of ``source``; read the functions named in ``also`` as well.

    With ``wanted`` only the functions with such a loop, unless there is none. Loops of functions
    that the compiler could not build stay in the result, as ``unknown``, and so do loops on which
    PCG itself fails (``internal-error``). Raises what the reader raises.
    """
    tree = parse(source)
    loops = _with_neighbours(find_loops(tree), wanted)
    names = sorted({*also, *(loop.function.name for loop in loops if loop.function is not None)})
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read") as pool:
        reading = pool.submit(reader.read, source, command, names, cancellation)
        # Loading the analysis takes about as long as clang does: both at once.
        import_module("pcg_engine.analysis.analyze")
        unit = reading.result()
    nests: list[LoopFacts] = []
    judged: list[Judged] = []
    groups = _by_function(loops)
    written = contained(
        "writing calls of algorithms as loops",
        lambda: with_loops(tree, loops, unit, command, reader, cancellation),
    )
    if isinstance(written, Fault):
        failed = [g for g in groups if any(loop.kind is LoopKind.ALGORITHM for loop in g)]
        for group in failed:
            nests.extend(unanalysed(group, source, _key(group, unit), written))
        groups, written = [group for group in groups if group not in failed], None
    for group in groups:
        found = _judged_group(group, written, command, machine)
        judged += found
        if len(found) < sum(loop.parent is None for loop in group):
            known = {one.nest.loop.id for one in found}
            others = _analyze_group(group, unit, source, command, machine)
            nests.extend(nest for nest in others if nest.loop.id not in known)
        nests.extend(one.nest for one in found)
    if written is not None:
        nests = list(refused(nests, written.form))
    nests.sort(key=lambda nest: nest.loop.span.start)
    by_id = {one.nest.loop.id: one for one in judged}
    return Survey(source, command, unit, _ranked(nests, unit), judged=by_id)


def survey_function(
    source: SourceText,
    command: CompileCommand,
    name: str,
    reader: AstReader,
    machine: MachineModel,
    cancellation: Cancellation,
) -> Original | str:
    """The function ``name`` of ``source`` with its loops, or why there is nothing to work on.

    Raises what the reader raises.
    """
    loops = tuple(
        loop
        for loop in find_loops(parse(source))
        if loop.function is not None and loop.function.name == name
    )
    unit = reader.read(source, command, [name], cancellation)
    found = Survey(source, command, unit, ())
    if found.errors:
        return f"it does not compile by itself: {found.errors[0].message}"
    nests = _analyze_group(loops, unit, source, command, machine) if loops else ()
    function = found.function_of(nests[0]) if nests else None
    if function is None:
        return "the compiler does not see it there"
    return found.original(function, tuple(nest.of_each_instance[0] for nest in nests))


def require_compilable(found: Survey) -> None:
    """Raises ``UsageError`` if the file does not compile as given: then nothing can be verified."""
    if found.errors:
        first = found.errors[0]
        place = f"{found.source.path}:{first.line}: " if first.line else ""
        raise UsageError(
            "does-not-compile",
            f"{place}{first.message}",
            "PCG verifies whole files: pass the flags that compile this one after “--”, "
            "as in: -- -std=c++20 -I include",
        )


def _ranked(nests: list[LoopFacts], unit: TranslationUnit) -> tuple[LoopFacts, ...]:
    """``nests`` with hotness relative to the costliest of the file instead of their function."""
    costed = [nest for nest in nests if nest.cost is not None]
    known = contained("estimating how often functions run", lambda: executions(unit, nests))
    times: Mapping[str, float] = {} if isinstance(known, Fault) else known
    shares = rank(
        [
            Workload(nest.cost, times.get(nest.function_key or "", 1.0))
            for nest in costed
            if nest.cost is not None
        ]
    )
    share_of = {nest.loop.span.start: share for nest, share in zip(costed, shares, strict=True)}

    def scaled(facts: LoopFacts, factor: float, most: float) -> LoopFacts:
        hotness = min(facts.hotness * factor, most)
        inner = tuple(scaled(child, factor, hotness) for child in facts.children)
        alike = tuple(scaled(one, factor, most) for one in facts.instances)
        return replace(facts, hotness=hotness, children=inner, instances=alike)

    def ranked(nest: LoopFacts) -> LoopFacts:
        share = share_of.get(nest.loop.span.start, 0.0)
        return scaled(nest, share / nest.hotness if nest.hotness else 0.0, share)

    return tuple(ranked(nest) for nest in nests)


def _with_neighbours(
    loops: tuple[Loop, ...], wanted: Callable[[Loop], bool] | None
) -> tuple[Loop, ...]:
    """The wanted loops and all others of their functions; every loop if none is wanted."""
    if wanted is None:
        return loops
    groups = (group for group in _by_function(loops) if any(map(wanted, group)))
    return tuple(chain.from_iterable(groups)) or loops


def _by_function(loops: tuple[Loop, ...]) -> list[tuple[Loop, ...]]:
    groups: dict[tuple[int, int] | None, list[Loop]] = {}
    for loop in loops:
        key = None if loop.function is None else (loop.function.span.start, loop.function.span.end)
        groups.setdefault(key, []).append(loop)
    return [tuple(group) for group in groups.values()]


def _analyze_group(
    loops: tuple[Loop, ...],
    unit: TranslationUnit,
    source: SourceText,
    command: CompileCommand,
    machine: MachineModel,
) -> tuple[LoopFacts, ...]:
    """The facts of one function's outermost loops; a fault of PCG's own costs one of them only."""
    found = contained(
        "analysing this loop",
        lambda: _analyze_whole(loops, unit, source, command, machine),
    )
    if not isinstance(found, Fault):
        return found
    roots = [loop for loop in loops if loop.parent is None]
    if len(roots) == 1:
        return unanalysed(loops, source, _key(loops, unit), found)
    alone = (tuple(x for x in loops if root.span.contains(x.span)) for root in roots)
    return tuple(
        chain.from_iterable(_analyze_group(one, unit, source, command, machine) for one in alone)
    )


def _key(loops: tuple[Loop, ...], unit: TranslationUnit) -> str | None:
    instances = _instances(loops, unit)
    return instances[0].key if instances else None


def _analyze_whole(
    loops: tuple[Loop, ...],
    unit: TranslationUnit,
    source: SourceText,
    command: CompileCommand,
    machine: MachineModel,
) -> tuple[LoopFacts, ...]:
    from pcg_engine.analysis.analyze import analyze

    instances = _instances(loops, unit)
    if not instances:
        return _not_compiled(loops)
    found = [(function, analyze(unit, function, loops, source, machine)) for function in instances]
    if len(found) > 1:
        # The first one leads: the others are verified as well, but only it is timed.
        found.sort(key=lambda one: not _is_driven(one[0], one[1], unit, source, command))
    return tuple(
        together([Reading(function, nests[index]) for function, nests in found])
        for index in range(len(found[0][1]))
    )


def _is_driven(
    function: Function,
    nests: tuple[LoopFacts, ...],
    unit: TranslationUnit,
    source: SourceText,
    command: CompileCommand,
) -> bool:
    """Whether PCG can call the function as it is."""
    from pcg_engine.tools.harness.prepare import NoHarness, prepare

    original = Original(source, command, unit, function, nests, InputFacts(), function.span)
    return not isinstance(prepare(original), NoHarness)


def _judged_group(
    group: tuple[Loop, ...],
    written: Written | None,
    command: CompileCommand,
    machine: MachineModel,
) -> tuple[Judged, ...]:
    """The nests of a function whose calls are written as loops."""
    if written is None or written.trees is None:
        return ()

    def analysed(
        loops: tuple[Loop, ...], unit: TranslationUnit, form: LoopForm
    ) -> tuple[LoopFacts, ...]:
        return _analyze_group(loops, unit, form.source, command, machine)

    return written.trees.facts(group, analysed)


def _instances(loops: tuple[Loop, ...], unit: TranslationUnit) -> list[Function]:
    """The functions built from the text around ``loops``: several for a template."""
    outermost = loops[0].function
    if outermost is None:
        return []
    found = unit.function_at(loops[0].span.start, loops[0].span.end)
    if found is None:
        return []
    same = [
        f for f in unit.functions.values() if f.in_main_file and f.body and f.span == found.span
    ]
    return sorted(same, key=lambda f: f.key)


def _not_compiled(loops: tuple[Loop, ...]) -> tuple[LoopFacts, ...]:
    """Facts of loops of which no tree exists, nested as the syntax nests them."""
    reason = Reason(
        "not-compiled",
        "the compiler did not build the code around this loop; "
        "see the errors, or pass the file's flags after “--”",
    )

    def facts_of(loop: Loop) -> LoopFacts:
        inner = tuple(facts_of(child) for child in loops if child.parent == loop.id.ordinal)
        return LoopFacts(loop, None, Parallelizability.UNKNOWN, reasons=(reason,), children=inner)

    return tuple(facts_of(loop) for loop in loops if loop.parent is None)
