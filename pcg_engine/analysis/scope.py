"""What is known of names around one analysed loop: iterations, invariants, definitions, symbols."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.iterator_loops import IndexedLoop
from pcg_engine.analysis.later_changes import LaterChanges
from pcg_engine.analysis.modification import (
    NamedPart,
    exposed_variables,
    literals_assigned_once,
    modified_variables,
    named_parts,
    restructured_parts,
)
from pcg_engine.analysis.stable_members import stable_members
from pcg_engine.analysis.taken_over import taken_over
from pcg_engine.analysis.unshared_containers import unshared_containers
from pcg_engine.domain.ast import (
    ArithmeticType,
    Declaration,
    Expression,
    Function,
    PointerType,
    RangeFor,
    ReferenceType,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
)
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import walk_statements

BOUNDED = "bounded:"
"""Prefix of the keys of values that are known only by their bounds."""
TRIPS = f"{BOUNDED}trips:"
"""Prefix of the keys that say how often loops ran that are over."""


@dataclass(frozen=True, slots=True)
class IntegerValue:
    """The value of an expression; with ``exact`` false only congruent to it modulo 2**64."""

    polynomial: Polynomial
    exact: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """An integer that keeps one value while the analysed loop runs, or an induction variable.

    ``text`` is C++ that evaluates to it directly before the loop. ``minimum`` and ``maximum``
    bound it. ``exact`` is false where the symbol stands for an expression that PCG does not look
    into, so that two different symbols may be related in ways it does not see.
    """

    key: str
    text: str
    minimum: int | None
    maximum: int | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Iteration:
    """One loop around an access: the values that its induction variable takes.

    They are ``start``, ``start + direction * step``, … inside every ``lower <= v < upper``; no
    ``start`` or ``step`` means that the stride is not used. ``exact`` is false if the values are
    an over-approximation. ``depth`` orders loops from the outside in.
    """

    key: str
    text: str
    lower: tuple[Polynomial, ...]
    upper: tuple[Polynomial, ...]
    start: Polynomial | None
    step: int | None
    direction: int
    exact: bool
    depth: int
    span: Span


@dataclass(slots=True)
class FunctionContext:
    """Facts of one function that every loop in it shares."""

    unit: TranslationUnit
    function: Function
    source: SourceText
    effects: EffectAnalysis
    definitions: dict[str, Expression] = field(default_factory=dict[str, Expression])
    exposed: frozenset[str] = frozenset()
    unshared: frozenset[str] = frozenset()
    """Local containers whose elements only their names lead to."""
    modified: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()
    hidden_names: frozenset[str] = frozenset()
    """Names by which the function may mean another variable than a global one."""
    own_statics: frozenset[str] = frozenset()
    """Ids of the static variables that the function declares."""
    stable_members: frozenset[int] = frozenset()
    """Widths of the integer members that keep their values (see the module of that name)."""
    indexed: Mapping[int, IndexedLoop] = field(default_factory=dict[int, IndexedLoop])
    """Texts of loops that count in the tree alone, by the offset of their keyword."""
    stepped: Mapping[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    """Ids of the variables that loops step in the text alone, by the offset of their keyword."""
    filled_by_moves: frozenset[str] | None = None
    """Variables whose containers may hold what was there before, once that was looked for."""
    restructured: frozenset[NamedPart] | None = None
    """Whose elements the function may put elsewhere, once that was looked for."""
    later: LaterChanges | None = None
    """What the function changes without naming it, once that was looked for."""
    sets_pointers: bool | None = None
    """Whether the function sets pointers that are stored somewhere, once that was looked for."""

    @staticmethod
    def of(
        unit: TranslationUnit,
        function: Function,
        source: SourceText,
        indexed: Mapping[int, IndexedLoop] | None = None,
        stepped: Mapping[int, frozenset[str]] | None = None,
    ) -> FunctionContext:
        """Scan ``function`` once."""
        effects = EffectAnalysis(unit)
        context = FunctionContext(unit, function, source, effects)
        context.indexed = indexed or {}
        context.stepped = stepped or {}
        if function.body is None:
            return context
        context.exposed = exposed_variables(function.body, unit)
        context.unshared = unshared_containers(function)
        context.stable_members = stable_members(function, unit, effects)
        context.modified = modified_variables(function.body, unit, effects)
        names = Counter(p.name for p in function.parameters)
        literals = literals_assigned_once(function.body, unit, effects)
        statics: set[str] = set()
        for variable, initialiser in declared_in(function.body):
            names[variable.name] += 1
            if variable.storage is Storage.STATIC_LOCAL:
                statics.add(variable.id)
            if initialiser is None and variable.storage is Storage.LOCAL and _is_scalar(variable):
                # Until it is set it has no value that anything could read.
                literal = literals.get(variable.id)
                if literal is not None and variable.id not in context.exposed:
                    context.definitions[variable.id] = literal
            if initialiser is not None and (
                variable.id not in context.modified or isinstance(variable.type, ReferenceType)
            ):
                context.definitions[variable.id] = initialiser
        context.ambiguous = frozenset(name for name, count in names.items() if count > 1)
        context.own_statics = frozenset(statics)
        context.hidden_names = frozenset(names) | _names_of_others(unit, function)
        return context

    def may_be_taken_over(self, variable: Variable) -> bool:
        """Whether elements that were there before ``variable`` may have been moved into it."""
        if self.filled_by_moves is None:
            self.filled_by_moves = taken_over(self.function, self.effects, self.exposed)
        return variable.id in self.filled_by_moves

    def may_restructure(self, container: Expression) -> bool:
        """Whether somewhere in the function the elements of ``container`` may get another place."""
        if self.function.body is None:
            return False
        if self.restructured is None:
            self.restructured = restructured_parts(self.function.body, self.unit, self.effects)
        named = list(named_parts(container))
        return any(one.meets(other) for one in named for other in self.restructured)

    def may_have_changed(self, part: Expression, variable: Variable, loop: Statement) -> bool:
        """Whether ``part`` may have another value in ``loop`` than where ``variable`` was set.

        By something that does not name it: see ``LaterChanges``.
        """
        if self.later is None:
            self.later = LaterChanges(self.function, self.unit, self.effects, self.exposed)
        return self.later.may_change(part, variable, loop)

    def text_of(self, variable: Variable) -> str:
        """How the function itself names ``variable``; nothing if that may mean another one.

        A global one may come from a callee that was seen through, where the name is not hidden; a
        static one of a callee has no name outside of that, and the object of which structured
        bindings name parts has none at all.
        """
        if variable.name.startswith("["):
            return ""
        if variable.storage is Storage.STATIC_LOCAL and variable.id not in self.own_statics:
            return ""
        if not variable.id.startswith("::"):
            return variable.name
        around = variable.id.rpartition("::")[0]
        is_hidden = variable.name in self.hidden_names or not f"::{self.function.name}".startswith(
            f"{around}::"
        )
        return "" if is_hidden else variable.name


def _names_of_others(unit: TranslationUnit, function: Function) -> frozenset[str]:
    """Names that several global variables share, and within a class those of any field."""
    shared = Counter(one.name for one in unit.globals)
    records = unit.records.values() if function.is_member else ()
    fields = {field.name for record in records for field in record.fields}
    return frozenset(fields) | {name for name, count in shared.items() if count > 1}


@dataclass(slots=True)
class Scope:
    """The names as the analysed loop sees them; ``iterations`` grows and shrinks with a walk."""

    context: FunctionContext
    loop: Statement
    modified: frozenset[str]
    declared: frozenset[str]
    written: frozenset[NamedPart]
    restructured: frozenset[NamedPart]
    iterations: dict[str, Iteration] = field(default_factory=dict[str, Iteration])
    symbols: dict[str, Symbol] = field(default_factory=dict[str, Symbol])
    bounded: dict[str, Iteration] = field(default_factory=dict[str, Iteration])
    """Values that are known only by their bounds, as if a loop of their own ran over them."""
    assigned: dict[str, IntegerValue] = field(default_factory=dict[str, IntegerValue])
    """Values that variables have at the current place (see ``assigned_values``)."""
    places: dict[int, list[Expression | Statement]] = field(
        default_factory=dict[int, list[Expression | Statement]]
    )
    """What ``place_of`` was asked about, by where it begins."""

    def place_of(self, node: Expression | Statement) -> str:
        """Where ``node`` is, different from that of any other one.

        What one macro makes begins in one place, all of it.
        """
        start = node.span.start
        here = self.places.setdefault(start, [])
        number = next((n for n, one in enumerate(here) if one is node), len(here))
        if number == len(here):
            here.append(node)
        return f"{start}.{number}" if number else f"{start}"

    def text_of(self, variable: Variable) -> str:
        """How the text right before the loop names the value that ``variable`` has in the tree.

        What a loop further out steps in the text alone has another value there than in the tree.
        """
        for around in self.iterations.values():
            start = around.span.start
            is_outer = start != self.loop.span.start and around.span.contains(self.loop.span)
            if is_outer and variable.id in self.context.stepped.get(start, ()):
                return ""
        return self.context.text_of(variable)

    def is_invariant(self, variable: Variable) -> bool:
        """Whether ``variable`` itself keeps its value while the loop runs."""
        return (
            variable.id not in self.modified
            and variable.id not in self.declared
            and not variable.volatile
            and (variable.id not in self.context.exposed or not _is_scalar(variable))
        )

    def definition(self, variable: Variable) -> Expression | None:
        """The only value that ``variable`` ever has, where it has just one."""
        if variable.id in self.context.exposed and _is_scalar(variable):
            return None
        return self.context.definitions.get(variable.id)

    def add_symbol(self, symbol: Symbol) -> Polynomial:
        """Register ``symbol`` and name it."""
        self.symbols.setdefault(symbol.key, symbol)
        return Polynomial.name(symbol.key)

    def enclosing(self) -> tuple[Iteration, ...]:
        """The loops around the current place, outermost first, and then the bounded values.

        How often loops ran that are over comes before the loops after them, which may depend on it.
        """
        around = sorted(self.iterations.values(), key=lambda i: i.depth)
        for passed in self.bounded.values():
            if passed.key.startswith(TRIPS):
                later = (k for k, i in enumerate(around) if _comes_after(i, passed))
                around.insert(next(later, len(around)), passed)
        rest = (b for b in self.bounded.values() if not b.key.startswith(TRIPS))
        return (*around, *rest)

    def needed_by(self, polynomials: Iterable[Polynomial]) -> tuple[Iteration, ...]:
        """The loops around the current place, and the bounded values that matter."""
        names = {name for polynomial in polynomials for name in polynomial.names}
        around = self.enclosing()
        kept: set[str] = set(self.iterations)
        while True:
            for iteration in around:
                if iteration.key in kept:
                    for bound in (*iteration.lower, *iteration.upper):
                        names |= bound.names
            found = {key for key in self.bounded if key in names} - kept
            if not found:
                return tuple(i for i in around if i.key in kept)
            kept |= found


def _comes_after(iteration: Iteration, passed: Iteration) -> bool:
    """Whether the loop is behind the one that is over; what one macro makes begins in one place."""
    if iteration.span.start != passed.span.start:
        return iteration.span.start > passed.span.start
    return any(passed.key in b.names for b in (*iteration.lower, *iteration.upper))


def declared_in(statement: Statement) -> Iterator[tuple[Variable, Expression | None]]:
    """Every variable declared inside ``statement`` with its initialiser."""
    for inner in walk_statements(statement):
        match inner:
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    yield declarator.variable, declarator.initialiser
            case RangeFor(variable=variable):
                yield variable, None
            case _:
                pass


def _is_scalar(variable: Variable) -> bool:
    return isinstance(variable.type, ArithmeticType | PointerType)
