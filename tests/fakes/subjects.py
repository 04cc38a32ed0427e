"""Subjects for tests that run no check."""

from __future__ import annotations

from dataclasses import replace

from pcg_engine.domain.ast import Block, Function, Linkage, TranslationUnit, VoidType
from pcg_engine.domain.facts import InputFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.tools.extract import compare
from pcg_engine.tools.subject import Original, Subject
from tests.builders import candidate, facts

_TEXT = b"void f(){ for(int i=0;i<n;++i){ x[i] = 1.0; }      }\n"


def subject_of(before: bytes, span: Span, after: bytes) -> Subject:
    """The function at ``span`` of one text, and a candidate that makes another text of it."""
    source, edited = SourceText("f.cpp", before), SourceText("f.cpp", after)
    plain = subject()
    function = replace(plain.original.function, span=span)
    original = replace(plain.original, source=source, function=function)
    changed = replace(plain.candidate, edits=compare(source, edited).edits)
    return Subject(original, changed, edited)


def subject() -> Subject:
    """A function ``f`` with one loop, and a candidate that was not applied."""
    source = SourceText("f.cpp", _TEXT)
    span = Span(0, len(_TEXT) - 1)
    function = Function("_Z1fv", "f", VoidType(), (), Block((), span), Linkage.EXTERNAL, span, True)
    unit = TranslationUnit({function.key: function}, (), {}, ())
    command = CompileCommand("g++", (), ".")
    original = Original(source, command, unit, function, (facts(),), InputFacts(), span)
    return Subject(original, candidate(), source)
