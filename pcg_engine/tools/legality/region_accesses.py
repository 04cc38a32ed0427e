"""What the threads of a region surely access between one barrier and the next, and as whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from pcg_engine.domain.ast import (
    ArrayType,
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    Conditional,
    ContainerType,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    If,
    IntegerLiteral,
    Member,
    Name,
    OpenMPDirective,
    RangeFor,
    ReferenceType,
    Statement,
    Subscript,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)
from pcg_engine.tools.legality.certainty import STEPS, is_frequent, may_leave
from pcg_engine.tools.legality.data_sharing import DataEnvironment, data_environment
from pcg_engine.tools.legality.loops import associated_loops, inductions
from pcg_engine.tools.legality.uniformity import (
    Uniformity,
    decides_alike,
    only_reads,
    own_writes,
)
from pcg_engine.tools.openmp.directive import (
    Attribute,
    Directive,
    NotADirective,
    ReductionClause,
    ScheduleClause,
    SharingClause,
)
from pcg_engine.tools.openmp.parser import parse_directive


class Runner(Enum):
    """Who runs a piece of code."""

    EACH = auto()
    """Every thread of the team."""
    ONE = auto()
    """The thread that came first: ``single``."""
    FIRST = auto()
    """Thread 0: ``master`` and ``masked``."""
    SHARED_OUT = auto()
    """Each iteration or section by some thread."""


@dataclass(frozen=True, slots=True)
class Place:
    """A variable, or an element whose index is the same in all threads.

    ``moment`` tells rounds of loops around apart, where the index depends on their counters.
    """

    variable: Variable
    text: str = ""
    moment: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str, tuple[int, ...]]:
        """Equal for the same memory."""
        return self.variable.id, self.text, self.moment


@dataclass(frozen=True, slots=True)
class Access:
    """One access that surely happens; ``construct`` and ``part`` tell pieces of work apart."""

    place: Place
    is_write: bool
    runner: Runner
    construct: int
    part: int
    locks: frozenset[str]
    is_atomic: bool
    directive: str


@dataclass(frozen=True, slots=True)
class SharedLoop:
    """A loop that a ``for`` construct shares out; ``header`` is its text without white space."""

    counter: Variable
    header: str
    schedule: ScheduleClause | None


@dataclass(frozen=True, slots=True)
class StridedAccess:
    """Each iteration ``i`` of a shared loop surely accesses element ``i + offset``."""

    root: Variable
    offset: int
    is_write: bool
    construct: int
    loop: SharedLoop


@dataclass(slots=True)
class Phase:
    """What happens between two barriers."""

    accesses: list[Access] = field(default_factory=list[Access])
    strided: list[StridedAccess] = field(default_factory=list[StridedAccess])


@dataclass(frozen=True, slots=True)
class _Who:
    runner: Runner
    construct: int
    part: int
    locks: frozenset[str]
    is_atomic: bool
    directive: str
    environment: DataEnvironment
    moment: tuple[int, ...]
    loop: SharedLoop | None = None


class NotFollowed(Exception):
    """The region orders its threads by means that are not followed here."""


def phases_of(
    body: Statement, environment: DataEnvironment, uniformity: Uniformity, source: SourceText
) -> list[Phase]:
    """The phases of a region; raises ``NotFollowed``.

    A loop that all threads run together is walked twice, so that the end of a round meets the
    beginning of the next.
    """
    walk = _Walk(uniformity, source, _unstable(body))
    who = _Who(Runner.EACH, 0, 0, frozenset(), False, "", environment, ())
    walk.visit(body, who)
    return walk.phases


class _Walk:
    def __init__(
        self, uniformity: Uniformity, source: SourceText, unstable: frozenset[str]
    ) -> None:
        self._unstable = unstable
        self.phases = [Phase()]
        self._uniformity = uniformity
        self._source = source
        self._last = 0

    def visit(self, statement: Statement, who: _Who) -> None:
        match statement:
            case OpenMPDirective():
                self._directive(statement, who)
            case Block(statements=statements):
                for inner in statements:
                    self.visit(inner, who)
                    if who.runner is not Runner.EACH and may_leave(inner):
                        return
            case ExpressionStatement(expression=expression):
                self._expression(expression, who)
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    start = declarator.initialiser
                    # Binding a reference reads nothing.
                    if start is not None and not isinstance(
                        declarator.variable.type, ReferenceType
                    ):
                        self._expression(start, who)
            case If(condition=condition, then=then, otherwise=otherwise):
                self._expression(condition, who)
                if who.runner is not Runner.EACH or who.locks:
                    if is_frequent(statement):
                        self.visit(then, who)
                        if otherwise is not None:
                            self.visit(otherwise, who)
                elif any(_has_directive(part) for part in (then, otherwise)):
                    raise NotFollowed
            case For() | RangeFor():
                self._loop(statement, who)
            case _:
                if _has_directive(statement):
                    raise NotFollowed

    def _loop(self, loop: For | RangeFor, who: _Who) -> None:
        if isinstance(loop, For) and loop.initialiser is not None:
            self.visit(loop.initialiser, who)
        for expression in own_expressions(loop):
            self._expression(expression, who)
        if who.runner is not Runner.EACH:
            self.visit(loop.body, who)
        elif decides_alike(loop, self._uniformity) and not may_leave(loop.body):
            for turn in range(2):
                self.visit(loop.body, replace(who, moment=(*who.moment, turn)))
        elif _has_directive(loop):
            raise NotFollowed

    def _directive(self, statement: OpenMPDirective, who: _Who) -> None:
        directive = parse_directive(statement.text)
        if isinstance(directive, NotADirective):
            raise NotFollowed
        words = directive.words
        body = statement.body
        nowait = directive.has("nowait")
        match words:
            case ("barrier",):
                self.phases.append(Phase())
            case ("critical",) if body is not None:
                lock = f"critical {directive.argument or ''}"
                self.visit(body, replace(who, locks=who.locks | {lock}))
            case ("ordered",) if body is not None and not directive.clauses:
                self.visit(body, replace(who, locks=who.locks | {"ordered"}))
            case ("atomic",) if body is not None:
                if any(directive.has(word) for word in _ORDERING):
                    raise NotFollowed
                self._atomic(body, who)
            case ("simd",) if body is not None:
                self.visit(body, who)
            case ("single",) if body is not None:
                self._piece(Runner.ONE, directive, body, who, nowait=nowait)
            case ("master",) | ("masked",) if body is not None:
                if directive.has("filter"):
                    raise NotFollowed
                self._piece(Runner.FIRST, directive, body, who, nowait=True)
            case ("for",) | ("for", "simd") if body is not None:
                self._piece(Runner.SHARED_OUT, directive, body, who, nowait=nowait)
            case ("sections",) if body is not None:
                self._sections(directive, body, who, nowait=nowait)
            case _:
                raise NotFollowed

    def _piece(
        self, runner: Runner, directive: Directive, body: Statement, who: _Who, *, nowait: bool
    ) -> None:
        self._last += 1
        inside = self._entered(runner, directive, body, who)
        self.visit(body, inside)
        self._copied_out(directive, body, inside, who)
        if not nowait:
            self.phases.append(Phase())

    def _sections(self, directive: Directive, body: Statement, who: _Who, *, nowait: bool) -> None:
        self._last += 1
        inside = self._entered(Runner.SHARED_OUT, directive, body, who)
        parts = body.statements if isinstance(body, Block) else (body,)
        part = 0
        for inner in parts:
            piece = inner
            if isinstance(inner, OpenMPDirective) and inner.directive == "section":
                part += 1
                if inner.body is None:
                    continue
                piece = inner.body
            self.visit(piece, replace(inside, part=part))
        self._copied_out(directive, body, replace(inside, part=-1), who)
        if not nowait:
            self.phases.append(Phase())

    def _entered(self, runner: Runner, directive: Directive, body: Statement, who: _Who) -> _Who:
        nest = associated_loops(body, directive) or ()
        environment = data_environment(directive, body, inductions(nest), who.environment)
        return _Who(
            runner,
            self._last,
            0,
            who.locks,
            False,
            directive.name,
            environment,
            who.moment,
            self._shared_loop(directive, nest),
        )

    def _shared_loop(
        self, directive: Directive, nest: Sequence[For | RangeFor]
    ) -> SharedLoop | None:
        counters = inductions(nest)
        if directive.words[0] != "for" or len(nest) != 1 or len(counters) != 1:
            return None
        loop = nest[0]
        text = self._source.slice(Span(loop.span.start, loop.body.span.start))
        clauses = directive.of("schedule")
        schedule = next((c for c in clauses if isinstance(c, ScheduleClause)), None)
        return SharedLoop(counters[0], "".join(text.split()), schedule)

    def _copied_out(
        self, directive: Directive, body: Statement, inside: _Who, around: _Who
    ) -> None:
        """What the end of the construct writes: results of reductions, and last values."""
        names: set[str] = set()
        for clause in directive.clauses:
            match clause:
                case ReductionClause(items=items):
                    names |= {item.name for item in items}
                case SharingClause(attribute=Attribute.LASTPRIVATE, names=listed):
                    names |= set(listed)
                case _:
                    pass
        for variable in _variables(body):
            if variable.name in names and around.environment.of(variable).is_shared:
                names.discard(variable.name)
                self._note(Place(variable), inside, is_write=True)

    def _atomic(self, body: Statement, who: _Who) -> None:
        """The update of one object; what it is updated with is read as usual."""
        statement = body
        while isinstance(statement, Block) and len(statement.statements) == 1:
            statement = statement.statements[0]
        if not isinstance(statement, ExpressionStatement):
            raise NotFollowed
        match statement.expression:
            case Assignment(target=target, value=value):
                self._target(target, replace(who, is_atomic=True))
                if not _mentions_target(value, target):
                    self._expression(value, who)
            case Unary(operator=operator, operand=target) if operator in STEPS:
                self._target(target, replace(who, is_atomic=True))
            case _:
                raise NotFollowed

    def _expression(self, expression: Expression, who: _Who) -> None:
        match expression:
            case Assignment(operator=operator, target=target, value=value):
                self._target(target, who, also_read=operator != "=")
                self._expression(value, who)
            case Unary(operator=operator, operand=target) if operator in STEPS:
                self._target(target, who, also_read=True)
            case Binary(operator="&&" | "||", left=left):
                self._expression(left, who)
            case Conditional(condition=condition):
                self._expression(condition, who)
            case Unary(operator="&"):
                pass
            case Name() | Subscript():
                self._target(expression, who, writes=False, also_read=True)
            case Call(callee=callee, receiver=Name(variable=variable), arguments=arguments):
                if _is_container(variable.type) and callee is not None:
                    reads = only_reads(callee)
                    modifies = callee.startswith("std::") and callee.rpartition("::")[2] in _RESIZE
                    if reads or modifies:
                        self._whole(variable, who, is_write=modifies)
                self._arguments(arguments, who)
            case Call(arguments=arguments):
                self._arguments(arguments, who)
            case _:
                for inner in subexpressions(expression):
                    self._expression(inner, who)

    def _arguments(self, arguments: tuple[Expression, ...], who: _Who) -> None:
        for argument in arguments:
            # It may be passed by reference: neither a sure read nor a sure write.
            if not isinstance(argument, Name | Subscript | Member):
                self._expression(argument, who)

    def _target(
        self, target: Expression, who: _Who, *, writes: bool = True, also_read: bool = False
    ) -> None:
        match target:
            case Name(variable=variable):
                if not isinstance(_plain(variable.type), ContainerType | ArrayType):
                    if writes:
                        self._whole(variable, who, is_write=True)
                    if also_read:
                        self._whole(variable, who, is_write=False)
            case Subscript(base=base, index=index):
                self._expression(index, who)
                root = base
                while isinstance(root, Subscript):
                    self._expression(root.index, who)
                    root = root.base
                if not isinstance(root, Name):
                    self._expression(root, who)
                    return
                if not isinstance(root.variable.type, ArrayType):
                    self._whole(root.variable, who, is_write=False)
                if root is base:
                    self._strided(root.variable, index, who, writes=writes, also_read=also_read)
                place = self._element(target, root.variable, who)
                if place is not None:
                    if writes:
                        self._note(place, who, is_write=True)
                    if also_read:
                        self._note(place, who, is_write=False)
            case _:
                for inner in subexpressions(target):
                    self._expression(inner, who)

    def _strided(
        self, root: Variable, index: Expression, who: _Who, *, writes: bool, also_read: bool
    ) -> None:
        loop = who.loop
        if loop is None or who.locks or who.is_atomic:
            return
        offset = _offset(index, loop.counter)
        if offset is None or not who.environment.of(root).is_shared:
            return
        if {root.id, loop.counter.id} & self._unstable:
            return
        kinds = [True] * writes + [False] * also_read
        self.phases[-1].strided += [
            StridedAccess(root, offset, kind, who.construct, loop) for kind in kinds
        ]

    def _element(self, target: Subscript, root: Variable, who: _Who) -> Place | None:
        own = [
            part.variable
            for part in walk_expression(target)
            if isinstance(part, Name) and part.variable.id != root.id
        ]
        if not all(self._uniformity.is_uniform(index) for index in _indices(target)):
            return None
        if not who.environment.of(root).is_shared:
            return None
        if {root.id, *(variable.id for variable in own)} & self._unstable:
            return None
        is_fixed = all(who.environment.of(variable).is_shared for variable in own)
        text = "".join(self._source.slice(target.span).split())
        return Place(root, text, () if is_fixed else who.moment)

    def _whole(self, variable: Variable, who: _Who, *, is_write: bool) -> None:
        if who.environment.of(variable).is_shared and not variable.volatile:
            self._note(Place(variable), who, is_write=is_write)

    def _note(self, place: Place, who: _Who, *, is_write: bool) -> None:
        self.phases[-1].accesses.append(
            Access(
                place,
                is_write,
                who.runner,
                who.construct,
                who.part,
                who.locks,
                who.is_atomic,
                who.directive,
            )
        )


_ORDERING = "read write capture compare seq_cst acq_rel acquire release".split()
_RESIZE = frozenset("assign resize push_back emplace_back clear insert erase reserve".split())


def _unstable(body: Statement) -> frozenset[str]:
    """Variables that get other values on the way, so that the same text means other elements."""
    return frozenset(
        variable.id
        for statement in walk_statements(body)
        if not isinstance(statement, For)
        for variable in own_writes(statement)
    )


def _has_directive(statement: Statement | None) -> bool:
    return statement is not None and any(
        isinstance(inner, OpenMPDirective) for inner in walk_statements(statement)
    )


def _variables(statement: Statement) -> Iterator[Variable]:
    for expression in all_expressions(statement):
        if isinstance(expression, Name):
            yield expression.variable


def _offset(index: Expression, counter: Variable) -> int | None:
    """``c`` of an index ``counter + c``."""
    match index:
        case Cast(operand=operand):
            return _offset(operand, counter)
        case Name(variable=variable) if variable.id == counter.id:
            return 0
        case Binary(operator="+" | "-" as operator, left=left, right=IntegerLiteral(value=value)):
            start = _offset(left, counter)
            return None if start is None else start + (value if operator == "+" else -value)
        case _:
            return None


def _indices(target: Expression) -> Iterator[Expression]:
    while isinstance(target, Subscript):
        yield target.index
        target = target.base


def _mentions_target(value: Expression, target: Expression) -> bool:
    names = {p.variable.id for p in walk_expression(target) if isinstance(p, Name)}
    return any(isinstance(p, Name) and p.variable.id in names for p in walk_expression(value))


def _plain(type_: Type) -> Type:
    return _plain(type_.referent) if isinstance(type_, ReferenceType) else type_


def _is_container(type_: Type) -> bool:
    return isinstance(_plain(type_), ContainerType)
