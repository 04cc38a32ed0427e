"""The code of a ``parallel`` region outside its loop constructs, which every thread runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Block,
    Break,
    Call,
    Cast,
    Construct,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    If,
    Member,
    Name,
    OpenMPDirective,
    PointerType,
    Statement,
    Subscript,
    Unary,
    UnsupportedExpression,
    Variable,
    While,
)
from pcg_engine.domain.facts import LoopFacts, Role
from pcg_engine.domain.plain_words import in_plain_words
from pcg_engine.domain.traversal import own_expressions, substatements, walk_expression
from pcg_engine.tools.legality.certainty import STEPS
from pcg_engine.tools.legality.data_sharing import DataEnvironment, declared_inside
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.synchronisation import Synchronisation
from pcg_engine.tools.legality.uniformity import (
    decides_alike,
    replicated_statements,
    uniformity_of,
    written_variables,
)


def judge_replicated_code(
    body: Statement,
    environment: DataEnvironment,
    facts: Mapping[int, LoopFacts],
    synchronisation: Synchronisation,
    judgement: Judgement,
) -> None:
    """All threads must come to the same loop constructs, and leave shared memory alone.

    What each thread runs for itself may read scalars that nothing in the region writes, and write
    its own variables. A write to a shared one is a certain race.
    """
    code = _Replicated(environment, facts, synchronisation, judgement, body)
    code.judge()


class _Replicated:
    def __init__(
        self,
        environment: DataEnvironment,
        facts: Mapping[int, LoopFacts],
        synchronisation: Synchronisation,
        judgement: Judgement,
        body: Statement,
    ) -> None:
        self._environment = environment
        self._facts = facts
        self._judgement = judgement
        self._body = body
        self._uniformity = uniformity_of(body, environment)
        self._locks = any(
            synchronisation.locks(statement) for statement in replicated_statements(body)
        )
        self._own = {variable.id for variable in declared_inside(body)}
        self._written_in_loops = {
            variable.id for loop in _constructs(body) for variable in written_variables(loop)
        }
        self._counters = {
            key
            for statement in replicated_statements(body)
            if isinstance(statement, For)
            for key in _started(statement)
        }

    def judge(self) -> None:
        self._walk(self._body, certain=not self._locks and not self._uniformity.leaves_early)

    def _walk(self, statement: Statement, *, certain: bool) -> None:
        """Judge ``statement``; ``certain`` if all threads run it, or none does."""
        if isinstance(statement, OpenMPDirective):
            return
        alike = certain and decides_alike(statement, self._uniformity)
        self._statement(statement, certain=alike)
        for inner in substatements(statement):
            is_start = isinstance(statement, For) and inner is statement.initialiser
            self._walk(inner, certain=certain if is_start else alike)

    def _statement(self, statement: Statement, *, certain: bool) -> None:
        match statement:
            case Block() | Empty() | Declaration() | ExpressionStatement() | If() | While():
                pass
            case For():
                self._sequential_loop(statement)
            case Break() | Continue():
                pass
            case _:
                self._judgement.doubt(
                    "the parallel region contains a statement that every thread "
                    "runs and that is not understood"
                )
        for expression in own_expressions(statement):
            self._expression(expression, certain=certain)

    def _sequential_loop(self, loop: For) -> None:
        known = self._facts.get(loop.span.start)
        if known is None:
            self._judgement.doubt("the analysis knows nothing of the loop around the constructs")
            return
        for fact in known.variables:
            if fact.role is Role.INDUCTION and fact.live_out and fact.variable.id not in self._own:
                self._judgement.violate(
                    "lost-last-value",
                    f"`{fact.variable.name}` is read after the parallel region, in which each "
                    "thread has its own",
                )

    def _expression(self, expression: Expression, *, certain: bool) -> None:
        for part in walk_expression(expression):
            match part:
                case Assignment(target=target):
                    self._write(target, certain=certain)
                case Unary(operator=operator, operand=operand) if operator in STEPS:
                    self._write(operand, certain=certain)
                case Unary(operator="*" | "&") | Subscript() | Member():
                    self._judgement.doubt("every thread reads memory outside the loop constructs")
                case Call(callee=callee):
                    name = "a function" if callee is None else f"`{callee}`"
                    self._judgement.doubt(f"every thread of the region calls {name}")
                case UnsupportedExpression(construct=construct):
                    self._judgement.doubt(f"every thread runs {in_plain_words(construct)}")
                case Construct():
                    self._judgement.doubt("every thread of the region makes an object")
                case Name(variable=variable):
                    self._read(variable)
                case _:
                    pass

    def _write(self, target: Expression, *, certain: bool) -> None:
        while isinstance(target, Cast):
            target = target.operand
        root = _root(target)
        if root is None:
            self._judgement.doubt("every thread of the region writes memory")
        elif root.id in self._own:
            if not isinstance(target, Name) and isinstance(root.type, PointerType):
                self._judgement.doubt(f"every thread of the region writes behind `{root.name}`")
        elif self._environment.of(root).is_shared:
            if certain and self._is_one_place(target):
                self._judgement.violate(
                    "shared-write-in-region",
                    f"every thread of the parallel region writes the one `{root.name}`",
                )
            else:
                self._judgement.doubt(
                    f"threads write `{root.name}`, shared out by something else than a construct"
                )
        elif root.id not in self._counters:
            self._judgement.doubt(f"what each thread writes to its own `{root.name}` may be lost")

    def _is_one_place(self, target: Expression) -> bool:
        """Whether ``target`` is the same memory in every thread."""
        match target:
            case Name():
                return True
            case Subscript(base=base, index=index):
                return self._uniformity.is_uniform(index) and self._is_one_place(base)
            case Member(base=base) | Cast(operand=base) | Unary(operator="*", operand=base):
                return self._is_one_place(base)
            case _:
                return False

    def _read(self, variable: Variable) -> None:
        name = variable.name
        if not isinstance(variable.type, ArithmeticType | PointerType):
            self._judgement.doubt(f"every thread of the region reads `{name}`")
        elif variable.id in self._written_in_loops and variable.id not in self._own:
            self._judgement.doubt(f"every thread reads `{name}`, which a loop construct writes")
        elif variable.id not in self._own:
            sharing = self._environment.of(variable)
            starts_empty = sharing.explicit and not sharing.is_shared and not sharing.is_copied_in
            if starts_empty and variable.id not in self._counters:
                self._judgement.doubt(f"each thread's own `{name}` starts without a value")


def _constructs(statement: Statement) -> Iterator[OpenMPDirective]:
    if isinstance(statement, OpenMPDirective):
        yield statement
        return
    for inner in substatements(statement):
        yield from _constructs(inner)


def _started(loop: For) -> frozenset[str]:
    """Ids of the variables that the loop's first part assigns."""
    if not isinstance(loop.initialiser, ExpressionStatement):
        return frozenset()
    return frozenset(
        part.target.variable.id
        for part in walk_expression(loop.initialiser.expression)
        if isinstance(part, Assignment) and part.operator == "=" and isinstance(part.target, Name)
    )


def _root(target: Expression) -> Variable | None:
    match target:
        case Name(variable=variable):
            return variable
        case Subscript(base=base) | Member(base=base):
            return _root(base)
        case Cast(operand=operand) | Unary(operator="*", operand=operand):
            return _root(operand)
        case _:
            return None
