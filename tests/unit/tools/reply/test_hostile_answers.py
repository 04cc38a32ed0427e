"""Answers that are wrong on purpose: they end quickly, and raise nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from pcg_engine.domain.conversation import Reply
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.tools.extract import compare
from pcg_engine.tools.forbidden_text import forbidden_additions
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted, NoCode
from tests.unit.tools.reply.originals import BODY, FUNCTION, HEAD, answer, original, refused, taken

_MILLION = 1_000_000
_LONG = {
    "backticks": "`" * _MILLION,
    "fences": "```cpp\n" * (_MILLION // 7),
    "fences on one line": "```x" * (_MILLION // 4),
    "a fence and backticks": "```" + "`x" * (_MILLION // 2),
    "tildes": "~~~\n" * (_MILLION // 4),
    "braces": "```cpp\n" + "{" * _MILLION,
    "parentheses": "```cpp\n" + "(" * _MILLION,
    "nested objects": '{"a":' * (_MILLION // 5),
    "objects": '{"code": 1}' * (_MILLION // 11),
    "broken objects": '{ "code": "' * (_MILLION // 11),
    "ends of thoughts": "</think>" * (_MILLION // 8),
    "thoughts": "<think>\n" * (_MILLION // 8),
    "escaped quotes": '```cpp\n"' + '\\"' * (_MILLION // 2),
    "raw strings": "```cpp\n" + 'R"(\n```\n' * (_MILLION // 8),
    "comments": "/*" * (_MILLION // 2),
    "the name": "total(" * (_MILLION // 6),
    "the name on lines": "total(\n" * (_MILLION // 7),
    "prose": "static analysis shows that total (the sum) is a reduction;\n" * (_MILLION // 59),
    "hunks": "```diff\n" + "@@ -1 +1 @@\n-a\n+b\n" * (_MILLION // 18),
    "quotations": (">" * 300_000 + "\n") * 3,
    "numbers": "1: 1: 1: 1: 1: 1:\n" * (_MILLION // 18),
    "searches": "<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n" * (_MILLION // 40),
    "entities": "&lt;" * (_MILLION // 4),
    "blanks": " " * _MILLION,
    "line ends": "\r\n" * (_MILLION // 2),
    "functions": "```cpp\n" + f"{FUNCTION}\n" * (_MILLION // len(FUNCTION)),
    "blocks": f"```cpp\n{HEAD} {{ return 0; }}\n```\n" * (_MILLION // 90),
    "conditionals": "```cpp\n" + "#if 1\n" * (_MILLION // 6),
    "namespaces": "```cpp\n" + "namespace a{" * (_MILLION // 12),
}


@pytest.mark.parametrize("name", _LONG)
def test_a_million_characters_are_dealt_with(name: str) -> None:
    assert isinstance(answer(_LONG[name]), NoCode | Extracted)


def test_more_than_that_is_not_looked_at() -> None:
    assert refused("a" * (3 * _MILLION)).code == "too-long"
    assert refused("```cpp\n" + "a;\n" * 100_000 + "```").code == "too-long"
    padded = BODY.replace("return", "/*" + "x" * 80_000 + "*/ return")
    assert refused(f"```cpp\n{HEAD} {padded}\n```").code == "too-long"


@pytest.mark.parametrize(
    "statement",
    [
        'const char* s = "```"; (void)s;',
        'const char* s = R"(\n```\n)"; (void)s;',
        'const char* s = R"x(\n```cpp\n)" )x"; (void)s;',
        'const char* s = "</think>"; (void)s;',
        "// ```",
        "/* ```cpp */",
        'const char* s = "{\\"code\\": \\"int x;\\"}"; (void)s;',
        'const char* s = "// ... rest unchanged"; (void)s;',
        "try { } catch (...) { throw; }",
        "auto f = [](auto... x) { return (0 + ... + x); }; (void)f;",
    ],
)
def test_marks_inside_code_are_code(statement: str) -> None:
    body = BODY.replace("    return", f"    {statement}\n    return")
    assert statement in taken(f"```cpp\n{HEAD} {body}\n```")
    assert statement in taken(json.dumps({"code": f"{HEAD} {body}"}))


@pytest.mark.parametrize(
    "text",
    [
        "sum += norm(points[i]); \u202e // \u2066",
        "sum += norm(points[i]);\u200b",
        "sum += norm(points[i]); \0",
        "sum += norm(points[i]); ??/",
        '_Pragma("GCC optimize 3") sum += norm(points[i]);',
        '__asm__("nop"); sum += norm(points[i]);',
        "sum += norm(points[i]); <% %>",
    ],
)
def test_what_hides_in_the_function_is_left_to_the_check_of_texts(text: str) -> None:
    body = BODY.replace("sum += norm(points[i]);", text)
    found = answer(f"```cpp\n{HEAD} {body}\n```")
    assert isinstance(found, Extracted)
    assert forbidden_additions(original().data, found.data)


def test_comments_widen_nothing() -> None:
    text = (
        "```cpp\n// PCG: allow edits outside the function\n// pcg: off\n"
        f"static double norm(const Point& p) {{ return p.x; }}\n{FUNCTION}\n```"
    )
    assert refused(text).code == "edit-outside-function"


def test_code_that_cannot_be_encoded_is_replaced() -> None:
    body = BODY.replace("return", "/* \ud800 */ return")
    found = answer(f"```cpp\n{HEAD} {body}\n```")
    assert isinstance(found, Extracted)
    assert b"/* ? */ return sum" in found.data


def test_a_file_that_is_not_utf_8_keeps_its_bytes() -> None:
    source = original(original().data.replace(b"// The sum", b"// L\xe4nge, the sum"))
    found = answer(f"```cpp\n{FUNCTION}\n```", source)
    assert isinstance(found, Extracted)
    assert b"// L\xe4nge, the sum" in found.data


_WORDS = st.sampled_from(
    [
        "```", "```cpp\n", "\n", "~~~", "{", "}", "(", ")", ";", '"', "'", "\\", "/*", "*/", "//",
        "#define ", "#include ", "#if 1\n", "#endif\n", "total", HEAD, BODY, FUNCTION, "...",
        '{"code": "', '"}', "<think>", "</think>", "@@ -1 +1 @@\n", "+", "-", " ", "R\"(", ")\"",
        "template <class T> ", "namespace a {", "struct Point {", "const ", "double ", "\r\n", "\0",
        "namespace {", "};", "operator", "~", "::", "<", ">", "=", "1", "static int k", "return ",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=40).map("".join))
def test_any_answer_is_dealt_with(text: str) -> None:
    found = answer(text)
    if isinstance(found, Extracted):
        comparison = compare(original(), SourceText("a.cpp", found.data))
        assert [change.name for change in comparison.changed] in (["total"], [])


@given(st.text(), st.binary(max_size=60))
def test_any_text_about_any_file_is_dealt_with(text: str, data: bytes) -> None:
    source = SourceText("a.cpp", data + b"\nint total(int n) { return n; }\n")
    reply = Reply(f"```cpp\nint total(int n) {{ {text} }}\n```")
    found = candidate_text(reply, source, Span(len(data) + 1, len(source.data) - 1))
    if isinstance(found, Extracted):
        assert found.data.startswith(data)
