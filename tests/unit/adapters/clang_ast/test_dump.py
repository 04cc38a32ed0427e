"""A raw dump, cut into declarations without parsing it."""

from __future__ import annotations

import json
from typing import Any

from pcg_engine.adapters.clang_ast.dump import top_levels


def declaration(name: str, file: str | None, inner_file: str | None = None) -> dict[str, Any]:
    """A function as clang dumps it; ``file`` is written only where it changes."""

    def at(offset: int, changed: str | None) -> dict[str, Any]:
        return {"offset": offset, **({"file": changed} if changed else {}), "line": 1}

    body = {
        "id": "0x2",
        "kind": "CompoundStmt",
        "range": {"begin": at(5, inner_file), "end": at(6, None)},
    }
    return {
        "id": "0x1",
        "kind": "FunctionDecl",
        "loc": at(4, file),
        "range": {"begin": at(0, None), "end": at(6, None)},
        "name": name,
        "inner": [body],
    }


def test_files_carry_over_from_one_declaration_to_the_next() -> None:
    declarations = [
        declaration("a", '/u/with "quote".h'),
        declaration("b", None, inner_file="/usr/macro.h"),
        declaration("c", None),
        declaration("d", "/u/main.cpp"),
    ]
    dump = json.dumps({"id": "0x0", "kind": "TranslationUnitDecl", "inner": declarations}, indent=2)
    found = list(top_levels(dump.encode()))
    assert [t.load() for t in found] == declarations
    assert [t.file for t in found] == [
        '/u/with "quote".h',
        '/u/with "quote".h',
        "/usr/macro.h",
        "/u/main.cpp",
    ]


def test_a_header_is_read_without_the_body() -> None:
    dump = json.dumps({"id": "0x0", "inner": [declaration("a", "/m.cpp")]}, indent=2)
    (found,) = top_levels(dump.encode())
    whole = declaration("a", "/m.cpp")
    del whole["inner"]
    assert found.header() == whole
    assert found.has_body


def test_a_dump_that_breaks_off_gives_what_is_complete() -> None:
    dump = json.dumps(
        {"id": "0x0", "inner": [declaration("a", "/m.cpp"), declaration("b", None)]}, indent=2
    ).encode()
    cut = dump[: dump.index(b'"name": "b"')]
    assert [t.load()["name"] for t in top_levels(cut)] == ["a"]
