"""No reason shows the compiler's name of a construct."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pcg_engine.domain.plain_words import in_plain_words

KINDS = Path(__file__).with_name("node_kinds.txt").read_text("utf-8").split()
_OWN = ["ValueLambda", "TooDeeplyNested", "Error", "CXXCtorInitializer", "sizeof", "SomethingNew"]
_INTERNAL = re.compile(r"CXX|GCC|OMP|[a-z][A-Z]|(?:Expr|Stmt|Decl|Operator|Literal)\b")


@pytest.mark.parametrize("construct", KINDS + _OWN)
def test_every_kind_of_node_has_a_plain_name(construct: str) -> None:
    words = in_plain_words(construct)
    assert _INTERNAL.search(words) is None
    assert words.startswith(("a ", "an ", "the ", "inline ", "code ", "something "))


def test_constructs_that_people_write_are_named_as_they_write_them() -> None:
    assert in_plain_words("CXXDeleteExpr") == "a `delete`"
    assert in_plain_words("BindingDecl").startswith("a structured binding")
    assert in_plain_words("OMPParallelForDirective") == "a directive that PCG does not read"
