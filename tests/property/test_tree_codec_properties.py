"""Any tree survives being written and read."""

from __future__ import annotations

from hypothesis import given, strategies as st

from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    ContainerKind,
    ContainerType,
    Declaration,
    Declarator,
    Diagnostic,
    ExpressionStatement,
    FloatingLiteral,
    For,
    Function,
    IntegerLiteral,
    Linkage,
    Name,
    OpaqueType,
    OpenMPDirective,
    PointerType,
    RecordType,
    ReferenceType,
    Storage,
    Subscript,
    TranslationUnit,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.tree_codec import decode, encode

texts = st.text(max_size=8)
optional_texts = st.none() | texts
flags = st.booleans()
spans = st.tuples(st.integers(0, 999), st.integers(0, 99)).map(lambda t: Span(t[0], sum(t)))
arithmetic = st.builds(
    ArithmeticType, texts, st.sampled_from(ArithmeticKind), st.integers(1, 128), flags, flags
)
types = st.recursive(
    arithmetic
    | st.builds(VoidType, flags)
    | st.builds(RecordType, texts, flags)
    | st.builds(OpaqueType, texts, flags),
    lambda inner: (
        st.builds(PointerType, inner, flags, flags)
        | st.builds(ReferenceType, inner, flags)
        | st.builds(ArrayType, inner, st.none() | st.integers(0, 99), flags)
        | st.builds(ContainerType, st.sampled_from(ContainerKind), inner, st.none(), flags)
    ),
    max_leaves=3,
)
constants = st.none() | st.integers(-(1 << 200), 1 << 200)
variables = st.builds(
    Variable, texts, texts, types, st.sampled_from(Storage), spans, flags, constants
)
expressions = st.recursive(
    st.builds(IntegerLiteral, st.integers(), types, spans)
    | st.builds(FloatingLiteral, st.floats(allow_nan=False), types, spans)
    | st.builds(Name, variables, types, spans),
    lambda inner: (
        st.builds(Binary, texts, inner, inner, types, spans)
        | st.builds(Assignment, texts, inner, inner, types, types, spans)
        | st.builds(Subscript, inner, inner, types, spans)
        | st.builds(Cast, texts, flags, inner, types, spans)
        | st.builds(
            Call,
            optional_texts,
            optional_texts,
            st.none() | inner,
            st.lists(inner, max_size=2).map(tuple),
            types,
            spans,
            flags,
            flags,
        )
        | st.builds(
            UnsupportedExpression, texts, st.lists(inner, max_size=2).map(tuple), types, spans
        )
    ),
    max_leaves=6,
)
declarators = st.builds(Declarator, variables, st.none() | expressions, spans)
statements = st.recursive(
    st.builds(ExpressionStatement, expressions, spans)
    | st.builds(Declaration, st.lists(declarators, max_size=2).map(tuple), spans),
    lambda inner: (
        st.builds(Block, st.lists(inner, max_size=3).map(tuple), spans)
        | st.builds(
            For, st.none() | inner, st.none() | expressions, st.none() | expressions, inner, spans
        )
        | st.builds(OpenMPDirective, texts, texts, st.none() | inner, spans)
        | st.builds(
            UnsupportedStatement,
            texts,
            st.lists(expressions, max_size=2).map(tuple),
            st.lists(inner, max_size=2).map(tuple),
            spans,
        )
    ),
    max_leaves=4,
)
functions = st.builds(
    Function,
    texts,
    texts,
    types,
    st.lists(variables, max_size=2).map(tuple),
    st.none() | st.builds(Block, st.lists(statements, max_size=2).map(tuple), spans),
    st.sampled_from(Linkage),
    spans,
    flags,
    attributes=st.lists(texts, max_size=2).map(tuple),
)
units = st.builds(
    TranslationUnit,
    st.dictionaries(texts, functions, max_size=2),
    st.lists(variables, max_size=2).map(tuple),
    st.just({}),
    st.lists(st.builds(Diagnostic, texts, texts, st.none() | st.integers(1, 9)), max_size=1).map(
        tuple
    ),
    st.lists(texts, max_size=2).map(tuple),
)


@given(units)
def test_decoding_gives_back_what_was_encoded(unit: TranslationUnit) -> None:
    text = encode(unit)
    assert decode(text) == unit
    assert encode(decode(text)) == text
