"""Tasks: what they share with the code that creates them, and whether that code waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Declaration,
    Expression,
    ExpressionStatement,
    For,
    Function,
    Name,
    OpenMPDirective,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    substatements,
    walk_expression,
)
from pcg_engine.tools.legality.certainty import happening, surely_writes
from pcg_engine.tools.legality.conditions import is_serial, normal
from pcg_engine.tools.legality.data_sharing import (
    DataEnvironment,
    data_environment,
    declared_inside,
)
from pcg_engine.tools.legality.judgement import Judgement
from pcg_engine.tools.legality.synchronisation import Synchronisation
from pcg_engine.tools.legality.uniformity import written_variables
from pcg_engine.tools.openmp.directive import (
    Attribute,
    DefaultClause,
    Directive,
    ExpressionClause,
    IfClause,
    NotADirective,
    SharingClause,
)
from pcg_engine.tools.openmp.parser import parse_directive


@dataclass(frozen=True, slots=True)
class _Task:
    body: Statement
    shared: frozenset[str]
    """Ids of the variables that are one for the task and the code around it."""


def judge_tasks(function: Function, synchronisation: Synchronisation, judgement: Judgement) -> None:
    """Find what a task and the code after it certainly do to the same scalar at the same time.

    Tasks with ``depend``, and code with constructs or locks between the task and the use, are
    left to other checks. Sharing is that of OpenMP 5.2, section 5.1.1.
    """
    if function.body is not None:
        _Judge(synchronisation, judgement).visit(function.body, None)


@dataclass(frozen=True, slots=True)
class _Judge:
    synchronisation: Synchronisation
    judgement: Judgement

    def visit(self, statement: Statement, region: DataEnvironment | None) -> None:
        match statement:
            case OpenMPDirective(body=body) if body is not None:
                directive = parse_directive(statement.text)
                if isinstance(directive, Directive) and is_serial(directive):
                    return
                self.visit(body, _entered(statement, body, region))
            case Block(statements=statements):
                for position, inner in enumerate(statements):
                    self._followed(inner, statements[position + 1 :], region)
                    self.visit(inner, region)
            case For(body=body):
                for task in self._tasks_of_a_round(body, region):
                    self._counter(statement, task)
                self.visit(body, region)
            case _:
                for inner in substatements(statement):
                    self.visit(inner, region)

    def _followed(
        self, statement: Statement, after: tuple[Statement, ...], region: DataEnvironment | None
    ) -> None:
        """What comes after a task, up to the first thing that might wait for it."""
        task = _task(statement, region)
        if task is None:
            return
        written = [v for v in _variables(task.body) if v.id in task.shared]
        written = [v for v in written if surely_writes(task.body, v)]
        for inner in after:
            other = _task(inner, region)
            if other is not None:
                for variable in written:
                    if variable.id in other.shared and _uses(other.body, variable):
                        self.judgement.violate(
                            "tasks-conflict",
                            f"two tasks use `{variable.name}`, one writes it, and no dependence "
                            "orders them",
                        )
                continue
            if self.synchronisation.may_wait(inner):
                return
            for variable in written:
                if _uses(inner, variable):
                    self.judgement.violate(
                        "task-not-awaited",
                        f"`{variable.name}` is used before the task that writes it is waited for",
                    )
            if not isinstance(inner, ExpressionStatement | Declaration):
                return

    def _tasks_of_a_round(self, body: Statement, region: DataEnvironment | None) -> Iterator[_Task]:
        statements = body.statements if isinstance(body, Block) else (body,)
        others = [s for s in statements if _task(s, region) is None]
        if any(map(self.synchronisation.may_wait, others)):
            return
        yield from (task for s in statements if (task := _task(s, region)) is not None)

    def _counter(self, loop: For, task: _Task) -> None:
        if loop.increment is None:
            return
        step = ExpressionStatement(loop.increment, loop.span)
        for variable in written_variables(step):
            if variable.id in task.shared and _reads(task.body, variable):
                self.judgement.violate(
                    "task-shares-counter",
                    f"the loop goes on and changes `{variable.name}` while tasks still read it: "
                    f"it needs firstprivate({variable.name})",
                )


def _entered(
    statement: OpenMPDirective, body: Statement, region: DataEnvironment | None
) -> DataEnvironment | None:
    directive = parse_directive(statement.text)
    if isinstance(directive, NotADirective):
        return region
    if "parallel" in directive.words:
        return data_environment(directive, body, ())
    if region is not None:
        return data_environment(directive, body, (), region)
    return None


def _task(statement: Statement, region: DataEnvironment | None) -> _Task | None:
    """The deferred task without dependences that ``statement`` is."""
    if not isinstance(statement, OpenMPDirective) or statement.body is None:
        return None
    directive = parse_directive(statement.text)
    if isinstance(directive, NotADirective) or directive.words != ("task",):
        return None
    if directive.has("depend") or directive.has("detach") or _is_immediate(directive):
        return None
    listed: dict[str, bool] = {}
    for clause in directive.clauses:
        match clause:
            case SharingClause(attribute=attribute, names=names):
                listed |= dict.fromkeys(names, attribute is Attribute.SHARED)
            case DefaultClause(kind=kind) if kind not in ("shared", "none"):
                return None
            case _:
                pass
    if directive.has("in_reduction") or directive.has("default"):
        return None
    own = {v.id for v in declared_inside(statement.body)}
    shared: set[str] = set()
    for variable in _variables(statement.body):
        if variable.id in own or variable.storage is Storage.THREAD_LOCAL:
            continue
        implicit = region is not None and region.of(variable).is_shared
        is_static = variable.storage in (Storage.GLOBAL, Storage.STATIC_LOCAL)
        if listed.get(variable.name, implicit or is_static):
            shared.add(variable.id)
    return _Task(statement.body, frozenset(shared))


def _is_immediate(directive: Directive) -> bool:
    """Whether the task certainly runs at once."""
    for clause in directive.clauses:
        match clause:
            case IfClause(condition=condition) if normal(condition) in ("0", "false"):
                return True
            case ExpressionClause(name="final", expression=condition) if normal(condition) in (
                "1",
                "true",
            ):
                return True
            case _:
                pass
    return False


def _variables(statement: Statement) -> Iterator[Variable]:
    seen: set[str] = set()
    for part in all_expressions(statement):
        if isinstance(part, Name) and part.variable.id not in seen:
            seen.add(part.variable.id)
            if not isinstance(part.variable.type, ReferenceType):
                yield part.variable


def _uses(statement: Statement, variable: Variable) -> bool:
    """Whether ``statement`` surely reads or writes the value of ``variable``."""
    return any(
        _names(expression, variable)
        for expression in _first(statement)
        if not any(isinstance(p, Unary) and p.operator == "&" for p in walk_expression(expression))
    )


def _first(statement: Statement) -> Iterator[Expression]:
    if isinstance(statement, Return):
        yield from own_expressions(statement)
    else:
        yield from happening(statement)


def _names(expression: Expression, variable: Variable) -> bool:
    return any(
        isinstance(part, Name) and part.variable.id == variable.id
        for part in walk_expression(expression)
    )


def _reads(statement: Statement, variable: Variable) -> bool:
    return any(
        _names(expression.value if isinstance(expression, Assignment) else expression, variable)
        or (
            isinstance(expression, Assignment)
            and not isinstance(expression.target, Name)
            and _names(expression.target, variable)
        )
        for expression in happening(statement)
    )
