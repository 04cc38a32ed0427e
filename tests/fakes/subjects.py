"""A subject for tests whose checks never look at it."""

from __future__ import annotations

from pcg_engine.domain.ast import Block, Function, Linkage, TranslationUnit, VoidType
from pcg_engine.domain.facts import InputFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.tools.subject import Original, Subject
from tests.builders import candidate, facts

_TEXT = b"void f(){ for(int i=0;i<n;++i){ x[i] = 1.0; }      }\n"


def subject() -> Subject:
    """A function ``f`` with one loop, and a candidate that was not applied."""
    source = SourceText("f.cpp", _TEXT)
    span = Span(0, len(_TEXT) - 1)
    function = Function("_Z1fv", "f", VoidType(), (), Block((), span), Linkage.EXTERNAL, span, True)
    unit = TranslationUnit({function.key: function}, (), {}, ())
    command = CompileCommand("g++", (), ".")
    original = Original(source, command, unit, function, (facts(),), InputFacts(), span)
    return Subject(original, candidate(), source)
