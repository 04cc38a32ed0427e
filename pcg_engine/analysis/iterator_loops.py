"""Loops that walk with iterators or pointers, as loops that count an index.

``for (auto it = v.begin(); it != v.end(); ++it) *it = 0;`` becomes, in the tree,
``for (std::size_t k = 0; k < v.size(); ++k) v[k] = 0;``: analysis knows elements by index only. So
it does if several iterators walk in step. A loop is left alone if some iterator is used for
anything but the elements around it, or if what it walks over is no plain name.

What stands for ``*it`` in the tree keeps its span; the text that a candidate needs is in
``IndexedLoop``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.iterator_elements import (
    LONG,
    NOWHERE,
    SIZE,
    Elements,
    NotIndexed,
    Walked,
    boundary,
    data_of,
    moved,
    written,
)
from pcg_engine.analysis.modification import exposed_variables, modified_variables, stripped
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.analysis.tree_mapping import mapped
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Binary,
    Block,
    Call,
    Cast,
    ContainerType,
    Declaration,
    Declarator,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Member,
    Name,
    OpaqueType,
    PointerType,
    RangeFor,
    ReferenceType,
    Statement,
    Storage,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements

_BOOL = ArithmeticType("bool", ArithmeticKind.BOOLEAN, 8, signed=False)
_NAMES = ("k", "index", "element", "position", "at_index")


@dataclass(frozen=True, slots=True)
class IndexedLoop:
    """The text of a loop that walks with iterators as one that counts: its header and its body.

    The counter runs from ``lower`` by ``step`` while it compares to ``upper``; both are C++.
    """

    header: str
    lower: str
    upper: str
    edits: tuple[Edit, ...]
    comparison: str = "<"
    step: int = 1


@dataclass(frozen=True, slots=True)
class IndexedFunction:
    """A function whose loops over iterators count, with their texts by the keyword's offset."""

    function: Function
    loops: Mapping[int, IndexedLoop]


@dataclass(frozen=True, slots=True)
class _Bound:
    """``counter + less < number``; ``text`` is the C++ bound of the counter itself."""

    number: Expression
    text: str
    less: int = 0


@dataclass(frozen=True, slots=True)
class _Compared:
    iterator: Expression
    end: Expression


def indexed(function: Function, unit: TranslationUnit, source: SourceText) -> IndexedFunction:
    """``function`` with loops over iterators and pointers as loops over an index."""
    if function.body is None:
        return IndexedFunction(function, {})
    rewriting = _Rewriting(function, unit, source)
    body = rewriting.node(function.body)
    if body is function.body:
        return IndexedFunction(function, {})
    return IndexedFunction(replace(function, body=cast("Block", body)), rewriting.loops)


class _Rewriting:
    def __init__(self, function: Function, unit: TranslationUnit, source: SourceText) -> None:
        assert function.body is not None
        self.function = function
        self.unit = unit
        self.source = source
        self.effects = EffectAnalysis(unit)
        self.loops: dict[int, IndexedLoop] = {}
        self.exposed = exposed_variables(function.body, unit)
        self.modified = modified_variables(function.body, unit, self.effects)
        declared = [p.name for p in function.parameters]
        declared += [v.name for v, _ in _declared(function.body)]
        self.declared = Counter(declared)
        self._mentions = _mentions(function.body)
        self.definitions = {
            variable.id: value
            for variable, value in _declared(function.body)
            if value is not None and variable.id not in self.modified
        }

    def node(self, node: object) -> object:
        """``node`` with the loops inside it rewritten, outer ones first."""
        if isinstance(node, Block):
            node = self._block(node)
        elif isinstance(node, For):
            node = self._loop(node, ())
        return mapped(node, self.node)

    def _block(self, block: Block) -> Block:
        changed = tuple(
            self._loop(s, block.statements[:k]) if isinstance(s, For) else s
            for k, s in enumerate(block.statements)
        )
        if all(a is b for a, b in zip(changed, block.statements, strict=True)):
            return block
        return replace(block, statements=changed)

    def _declared_before(
        self, keys: Sequence[str], loop: For, before: Sequence[Statement]
    ) -> Iterator[Declarator]:
        """The declarations of ``keys`` among the statements ``before``.

        Only of those that nothing but the loop names.
        """
        for statement in before:
            if isinstance(statement, Declaration):
                for declarator in statement.declarators:
                    key = declarator.variable.id
                    if key in keys and self._mentions[key] == _mentions(loop)[key]:
                        yield declarator

    def _loop(self, loop: For, before: Sequence[Statement]) -> For:
        if not isinstance(loop.initialiser, Declaration) or loop.condition is None:
            return loop
        stepped = _stepped(loop.increment)
        if not stepped or loop.span.start in self.loops:
            return loop
        header = loop.initialiser.declarators
        declared = {
            d.variable.id: d for d in (*header, *self._declared_before(stepped, loop, before))
        }
        if len(set(stepped)) != len(stepped) or not set(stepped) <= set(declared):
            return loop
        walked: dict[str, Walked] = {}
        for key in stepped:
            start = declared[key].initialiser
            found = None if start is None else self._beginning(start, loop)
            if found is None or not _walks(declared[key].variable, found):
                return loop
            if declared[key] not in header and not self._never_changes(found.sequence):
                return loop
            walked[key] = found
        ends = {k: d.initialiser for k, d in declared.items() if k not in walked and d.initialiser}
        if len(ends) + len(walked) != len(declared):
            return loop
        names = frozenset(d.variable.name for d in declared.values())
        return self._indexed(loop, walked, {**self.definitions, **ends}, names)

    def _indexed(
        self,
        loop: For,
        walked: Mapping[str, Walked],
        values: Mapping[str, Expression],
        names: frozenset[str],
    ) -> For:
        """``loop`` over an index, if its condition and body allow it.

        ``names`` are those that may not be left in the body.
        """
        assert loop.condition is not None
        assert isinstance(loop.initialiser, Declaration)
        compared = _compared(loop.condition)
        walker = None if compared is None else walked.get(_name_of(compared.iterator))
        name = self._unused_name()
        if compared is None or walker is None or name is None:
            return loop
        bound = self._bound(compared.end, walker, values, loop)
        if bound is None:
            return loop
        # The counter is where the iterator is that is compared.
        own = walker.ahead
        walked = {key: replace(w, ahead=w.ahead - own) for key, w in walked.items()}
        type_ = bound.number.type
        assert isinstance(type_, ArithmeticType)
        counter = Variable(f"{loop.span.start}:index", name, type_, Storage.LOCAL, loop.span)
        elements = Elements(walked, counter, self.source)
        try:
            body = cast("Statement", elements.node(loop.body))
        except NotIndexed:
            return loop
        words = _WORD.findall(self.source.slice(loop.body.span))
        if sum(word in names for word in words) != elements.uses:
            return loop  # something that the tree does not show, such as a macro, names one
        type_name = "std::size_t" if type_ == SIZE else type_.name
        head = f"for ({type_name} {name} = {own}; {name} < {bound.text}; ++{name})"
        texts = IndexedLoop(head, str(own), bound.text, tuple(elements.edits))
        self.loops[loop.span.start] = texts
        at: Expression = Name(counter, type_, NOWHERE)
        start = Declarator(counter, IntegerLiteral(own, type_, NOWHERE), loop.span)
        compared_at = at
        if bound.less:
            less = IntegerLiteral(bound.less, type_, NOWHERE)
            compared_at = Binary("+", at, less, type_, NOWHERE)
        return For(
            Declaration((start,), loop.initialiser.span),
            Binary("<", compared_at, bound.number, _BOOL, loop.condition.span),
            Unary("++pre", at, type_, NOWHERE),
            body,
            loop.span,
        )

    def _beginning(self, start: Expression, loop: For) -> Walked | None:
        """What ``start`` is the beginning of."""
        place = moved(start)
        sequence = boundary(place.iterator, "begin") or data_of(place.iterator)
        if sequence is None:
            is_memory = isinstance(place.iterator.type, PointerType | ArrayType)
            sequence = place.iterator if is_memory else None
        if sequence is None or place.offset < 0 or not self._is_fixed(sequence, loop):
            return None
        text = written(sequence, self.source)
        if text is None:
            return None
        match stripped(sequence.type):
            case ContainerType(element=element) | ArrayType(element=element):
                return Walked(sequence, text, element, place.offset)
            case PointerType(pointee=pointee):
                return Walked(sequence, text, pointee, place.offset)
            case _:
                return None

    def _bound(
        self, end: Expression, walked: Walked, values: Mapping[str, Expression], loop: For
    ) -> _Bound | None:
        """The number of elements from the beginning to ``end``."""
        unchanged_in = loop
        if isinstance(end, Name) and end.variable.id in values:
            if end.variable.id in self.exposed or not self._never_changes(walked.sequence):
                return None
            end = values[end.variable.id]
            unchanged_in = self.function.body
        assert unchanged_in is not None
        changed = modified_variables(unchanged_in, self.unit, self.effects)
        if isinstance(stripped(walked.sequence.type), ContainerType):
            found = self._size(end, walked)
            if found is not None:
                return found
        own = walked.sequence
        match end:
            case Binary(operator="+", left=left, right=number) if same_expression(
                data_of(left) or left, own
            ):
                if not self._is_number(number, changed):
                    return None
                return _Bound(number, self.source.slice(number.span))
            case Name(variable=variable) if (
                isinstance(variable.type, PointerType)
                and self._is_unchanged(variable, changed)
                and isinstance(own, Name)
                and isinstance(own.type, PointerType)
            ):
                text = f"{variable.name} - {own.variable.name}"
                return _Bound(Binary("-", end, own, LONG, NOWHERE), text)
            case _:
                return None

    def _size(self, end: Expression, walked: Walked) -> _Bound | None:
        """The number of elements of the container up to ``end()`` or a few before."""
        own = walked.sequence
        place = moved(end)
        sequence = boundary(place.iterator, "end")
        kind = stripped(own.type)
        assert isinstance(kind, ContainerType)
        if sequence is None or place.offset > 0 or not same_expression(sequence, own):
            return None
        less = -place.offset
        if kind.extent is not None:
            number = max(kind.extent - less, 0)
            return _Bound(IntegerLiteral(number, SIZE, NOWHERE), str(number))
        callee = f"{kind.class_name}::size"
        size = Call(callee, None, own, (), SIZE, NOWHERE, is_noexcept=True)
        text = f"{walked.text}.size()"
        if less:
            text = f"({text} > {less} ? {text} - {less} : 0)"
        return _Bound(size, text, less)

    def _is_number(self, number: Expression, changed: frozenset[str]) -> bool:
        """Whether the bound is the same all the time, wherever it was computed."""
        kind = number.type
        if not isinstance(kind, ArithmeticType) or kind.kind is not ArithmeticKind.INTEGER:
            return False
        if kind.bits < 32:
            return False
        for part in walk_expression(number):
            match part:
                case IntegerLiteral():
                    pass
                case Name(variable=variable):
                    if isinstance(variable.type, PointerType) or not self._is_unchanged(
                        variable, changed
                    ):
                        return False
                case Binary(operator="+" | "-" | "*") | Cast():
                    pass
                case _:
                    return False
        text = self.source.slice(number.span).strip()
        return bool(text) and self._means_one_thing(number)

    def _is_unchanged(self, variable: Variable, changed: frozenset[str]) -> bool:
        return (
            isinstance(variable.type, ArithmeticType | PointerType)
            and variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            and not variable.volatile
            and variable.id not in changed
            and variable.id not in self.exposed
            and self.declared[variable.name] == 1
        )

    def _never_changes(self, sequence: Expression) -> bool:
        """Whether the sequence is the same one wherever the function names it."""
        return not any(
            isinstance(part, Name)
            and isinstance(part.variable.type, PointerType | ArithmeticType)
            and part.variable.id in self.modified
            for part in walk_expression(sequence)
        )

    def _means_one_thing(self, expression: Expression) -> bool:
        """Whether the names mean the same wherever the function says them."""
        return all(
            self.declared[part.variable.name] <= 1
            for part in walk_expression(expression)
            if isinstance(part, Name)
        ) and not any(
            isinstance(part, Member) and isinstance(part.base, This) and self.declared[part.field]
            for part in walk_expression(expression)
        )

    def _is_fixed(self, sequence: Expression, loop: For) -> bool:
        """Whether ``sequence`` is plain and names the same object in every iteration."""
        changed = modified_variables(loop, self.unit, self.effects)
        for part in walk_expression(sequence):
            match part:
                case Name(variable=variable):
                    if variable.volatile or variable.id in changed:
                        return False
                    if isinstance(variable.type, PointerType | ArithmeticType) and (
                        variable.id in self.exposed
                        or variable.storage not in (Storage.LOCAL, Storage.PARAMETER)
                    ):
                        return False
                case Member(arrow=False) | Member(base=This()) | This() | IntegerLiteral():
                    pass
                case Subscript(base=base) if isinstance(stripped(base.type), ContainerType):
                    pass
                case Cast(conversion="IntegralCast"):
                    pass
                case _:
                    return False
        if isinstance(sequence, Member) and isinstance(sequence.type, PointerType):
            return False
        return self._means_one_thing(sequence)

    def _unused_name(self) -> str | None:
        text = self.source.slice(self.function.span)
        words = frozenset(_WORD.findall(text))
        return next((n for n in _NAMES if n not in words), None)


def _walks(iterator: Variable, walked: Walked) -> bool:
    """Whether the iterator's steps are those of the sequence: no pointer to another type."""
    match iterator.type:
        case PointerType(pointee=pointee):
            return _unqualified(pointee) == _unqualified(walked.element)
        case OpaqueType():
            return True
        case _:
            return False


def _unqualified(type_: Type) -> Type:
    return type_ if isinstance(type_, ReferenceType) else replace(type_, const=False)


def _mentions(statement: Statement) -> Counter[str]:
    """How often each variable is named."""
    return Counter(e.variable.id for e in all_expressions(statement) if isinstance(e, Name))


def _declared(statement: Statement) -> Iterator[tuple[Variable, Expression | None]]:
    for inner in walk_statements(statement):
        match inner:
            case Declaration(declarators=declarators):
                yield from ((d.variable, d.initialiser) for d in declarators)
            case RangeFor(variable=variable):
                yield variable, None
            case _:
                pass


def _stepped(increment: Expression | None) -> list[str]:
    """The ids of the variables that the header steps by one; none if it does anything else."""
    match increment:
        case Binary(operator=",", left=left, right=right):
            first, second = _stepped(left), _stepped(right)
            return [*first, *second] if first and second else []
        case Unary(operator="++pre" | "post++", operand=Name(variable=variable)):
            return [variable.id] if not isinstance(variable.type, ArithmeticType) else []
        case Call(callee=str(callee), receiver=Name(variable=variable)) if callee.endswith(
            "::operator++"
        ):
            return [variable.id]
        case _:
            return []


def _compared(condition: Expression) -> _Compared | None:
    """The iterator, on the left, and the end that it is compared with by ``!=`` or ``<``."""
    match condition:
        case Binary(operator="!=" | "<", left=left, right=right):
            return _Compared(left, right)
        case Unary(
            operator="!", operand=Call(callee=str(callee), receiver=None, arguments=(left, right))
        ) if callee.endswith("::operator=="):
            return _Compared(left, right)
        case Call(
            callee=str(callee),
            receiver=None,
            arguments=(Call(callee="std::operator<=>", arguments=(left, right)), _),
        ) if callee.endswith("::operator<"):
            return _Compared(left, right)
        case Call(callee=str(callee), receiver=None, arguments=(left, right)) if callee.endswith(
            ("::operator!=", "::operator<")
        ):
            return _Compared(left, right)
        case _:
            return None


def _name_of(expression: Expression) -> str:
    return expression.variable.id if isinstance(expression, Name) else ""


_WORD = re.compile(r"\w+")
