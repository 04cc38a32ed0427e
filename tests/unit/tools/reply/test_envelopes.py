"""The same function in everything that models put around it gives the same file."""

from __future__ import annotations

import html
import json

import pytest

from pcg_engine.domain.conversation import Finish
from pcg_engine.tools.reply.outcome import Extracted, NoCode
from tests.unit.tools.reply.originals import (
    BODY,
    FUNCTION,
    HEAD,
    PARALLEL,
    PLAIN,
    answer,
    original,
    refused,
    taken,
)

_ESCAPED = json.dumps({"code": FUNCTION, "explanation": "A {sum} is a reduction."})
_INDENTED = "\n".join("   " + line if line else line for line in FUNCTION.split("\n"))
_DIFF = """\
--- a/a.cpp
+++ b/a.cpp
@@ -13,6 +13,7 @@ static double total(const std::vector<Point>& points) {
 static double total(const std::vector<Point>& points) {
     double sum = 0.0;
+#pragma omp parallel for reduction(+ : sum)
     for (std::size_t i = 0; i < points.size(); ++i) {
         sum += norm(points[i]);
     }
"""
_ORIGINAL_FUNCTION = FUNCTION.replace("#pragma omp parallel for reduction(+ : sum)\n", "")

ENVELOPES = {
    "a fence": f"```cpp\n{FUNCTION}\n```",
    "a fence without a language": f"```\n{FUNCTION}\n```\n",
    "a fence in capitals": f"```C++\n{FUNCTION}\n```",
    "tildes": f"~~~cpp\n{FUNCTION}\n~~~",
    "four backticks": f"````cpp\n{FUNCTION}\n````",
    "a fence with attributes": f"```cpp title=total.cpp\n{FUNCTION}\n```",
    "prose around": f"Sure! Here it is:\n\n```cpp\n{FUNCTION}\n```\n\nThe loop's sum is reduced.",
    "prose before the fence": f"Here you go: ```cpp\n{FUNCTION}\n```",
    "code behind the fence": f"```cpp {HEAD} {BODY}\n```",
    "the end behind the brace": f"```cpp\n{FUNCTION}```",
    "a fence in a list": f"1. Reduce the sum:\n\n   ```cpp\n{_INDENTED}\n   ```\n",
    "an unclosed fence": f"```cpp\n{FUNCTION}\n",
    "a fence in a fence": f"```markdown\nThis:\n```cpp\n{FUNCTION}\n```\n```\n",
    "a longer fence around": f"````markdown\n```cpp\n{FUNCTION}\n```\n````\n",
    "windows line ends": f"```cpp\n{FUNCTION}\n```\n".replace("\n", "\r\n"),
    "a byte order mark": f"\ufeff```cpp\n{FUNCTION}\n```",
    "thoughts": f"<think>\nMaybe\n```cpp\nint x;\n```\n</think>\n```cpp\n{FUNCTION}\n```",
    "thoughts without a beginning": f"So a reduction.\n</think>\n\n```cpp\n{FUNCTION}\n```",
    "two thoughts": f"<think>\na\n</think>\n<think>\nb\n</think>\n```cpp\n{FUNCTION}\n```",
    "channels": f"<|channel|>analysis<|message|>hm<|end|><|channel|>final<|message|>{FUNCTION}",
    "an end of sequence": f"```cpp\n{FUNCTION}\n```</s>",
    "JSON": _ESCAPED,
    "JSON in a fence": f"```json\n{_ESCAPED}\n```",
    "JSON in prose": f"The answer is\n{_ESCAPED}\nI hope {{this}} helps.",
    "JSON with line feeds in strings": '{"code": "' + FUNCTION + '"}',
    "JSON with a fence inside": json.dumps({"code": f"```cpp\n{FUNCTION}\n```"}),
    "JSON with lines": json.dumps({"code": FUNCTION.split("\n")}),
    "JSON with another key": json.dumps({"reasoning": "a sum", "function": FUNCTION}),
    "bare": FUNCTION,
    "bare with a comment": f"// reduced\n{FUNCTION}\n",
    "bare with prose": f"Here is the code you asked for.\n\n{FUNCTION}\n\nIt is faster now.",
    "bare with prose right before": f"The improved version:\n{FUNCTION}\nHope it's what you need!",
    "bare with prose like code": f"static scheduling is best here.\n{FUNCTION}",
    "line numbers": "\n".join(f"{n:3}: {x}" for n, x in enumerate(FUNCTION.split("\n"), 1)),
    "line numbers in a fence": "```cpp\n{}\n```".format(
        "\n".join(f"{n} | {x}" for n, x in enumerate(FUNCTION.split("\n"), 1))
    ),
    "quoted": "\n".join(f"> {line}" for line in f"```cpp\n{FUNCTION}\n```".split("\n")),
    "entities": html.escape(f"```cpp\n{FUNCTION}\n```"),
    "a block to search and replace": (
        "```\n<<<<<<< SEARCH\n    double sum = 0.0;\n=======\n    double sum = 0.0;\n"
        "#pragma omp parallel for reduction(+ : sum)\n>>>>>>> REPLACE\n```"
    ),
    "a bare block to search and replace": (
        "Change this:\n\n<<<<<<< SEARCH\n    double sum = 0.0;\n=======\n    double sum = 0.0;\n"
        "#pragma omp parallel for reduction(+ : sum)\n>>>>>>> REPLACE\n\nThat is all."
    ),
    "tags": f"<answer>\n<code>\n{FUNCTION}\n</code>\n</answer>",
    "the language's linkage": f'```cpp\nextern "C" {{\n{FUNCTION}\n}}\n```',
    "a type behind": (
        f"```cpp\nstatic auto total(const std::vector<Point>& points) -> double {BODY}\n```"
    ),
    "words in the fence": f"```cpp\nOptimized code:\n{FUNCTION}\n\nIt's a sum (reduced).\n```",
    "a macro of its own in front": f"```cpp\nALWAYS_INLINE {FUNCTION}\n```",
    "the original first": (
        f"You had\n```cpp\n{_ORIGINAL_FUNCTION}\n```\nUse\n```cpp\n{FUNCTION}\n```"
    ),
    "the original last": f"```cpp\n{FUNCTION}\n```\ninstead of\n```cpp\n{_ORIGINAL_FUNCTION}\n```",
    "a worse version first": (
        f"```cpp\n{FUNCTION.replace(' reduction(+ : sum)', '')}\n```\nBut that has a race:\n"
        f"```cpp\n{FUNCTION}\n```"
    ),
    "a shell command": f"```cpp\n{FUNCTION}\n```\n```bash\ng++ -fopenmp a.cpp\n```",
    "output without a language": f"```cpp\n{FUNCTION}\n```\n```\ntotal: 12.5\n```",
    "a usage example": (
        f"```cpp\n{FUNCTION}\n```\nUse it as before:\n"
        "```cpp\nstd::vector<Point> points(100);\ndouble d = total(points);\n```"
    ),
    "the whole file": f"```cpp\n{PARALLEL}```",
    "the whole file, bare": PARALLEL,
    "a type echoed": f"```cpp\nstruct Point {{ double x; double y; }};\n\n{FUNCTION}\n```",
    "a type abridged": f"```cpp\nstruct Point {{ /* ... */ }};\n{FUNCTION}\n```",
    "an include echoed": f"```cpp\n#include <vector>\n{FUNCTION}\n```",
    "a prototype of a function of the file": (
        f"```cpp\nstatic double norm(const Point& p);\n{FUNCTION}\n```"
    ),
    "another function echoed": (
        "```cpp\nstatic double norm(const Point& p) {\n"
        f"    return std::sqrt(p.x*p.x + p.y*p.y);  // as before\n}}\n{FUNCTION}\n```"
    ),
    "another function left out": (
        f"```cpp\nstatic double norm(const Point& p) {{ /* unchanged */ }}\n{FUNCTION}\n```"
    ),
    "a main of its own": (
        f"```cpp\n{FUNCTION}\n\nint main() {{\n    total({{}});\n    return 0;\n}}\n```"
    ),
    "a helper that nobody uses": (
        f"```cpp\nstatic int unused(int n) {{ return n; }}\n{FUNCTION}\n```"
    ),
    "no static": f"```cpp\n{FUNCTION.removeprefix('static ')}\n```",
    "another noexcept": f"```cpp\n{HEAD} noexcept {BODY}\n```",
    "qualifiers elsewhere": (
        f"```cpp\nstatic double total(std::vector<Point> const& points) {BODY}\n```"
    ),
    "shifted as a whole": f"```cpp\n{_INDENTED}\n```",
    "a diff": f"```diff\n{_DIFF}```",
    "a diff without a language": f"```\n{_DIFF}```",
    "a diff with wrong numbers": f"```diff\n{_DIFF.replace('13,6', '3,9')}```",
    "a bare diff": _DIFF,
    "a diff without headers": (
        "```diff\n     double sum = 0.0;\n+#pragma omp parallel for reduction(+ : sum)\n"
        "     for (std::size_t i = 0; i < points.size(); ++i) {\n```"
    ),
}


@pytest.mark.parametrize("name", ENVELOPES)
def test_what_is_around_the_function_does_not_matter(name: str) -> None:
    assert taken(ENVELOPES[name]) == PARALLEL


@pytest.mark.parametrize("name", ENVELOPES)
def test_files_with_windows_line_ends_keep_them(name: str) -> None:
    source = original(PLAIN.replace("\n", "\r\n"))
    assert taken(ENVELOPES[name], source) == PARALLEL.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-code"),
        ("   \n", "no-code"),
        ("I'm sorry, but I can't help with that.", "no-code"),
        ("The loop is a reduction (+), so `total` can be parallelized.", "no-code"),
        ("```cpp\n#pragma omp parallel for reduction(+ : sum)\n```", "no-code"),
        ("```python\ndef total(points):\n    return sum(points)\n```", "no-code"),
        (f"<think>\n{FUNCTION}\n", "no-code"),
        ('{"code": ""}', "no-code"),
        ('{"code": 12}', "no-code"),
        (f"```cpp\n{FUNCTION[:-20]}", "cut-off"),
        (f"```cpp\n{FUNCTION[:-3]}\n```", "cut-off"),
        (f"```cpp\n{_ORIGINAL_FUNCTION}\n```", "unchanged"),
        (
            f"```cpp\n{_ORIGINAL_FUNCTION.replace('sum +=', 'sum  +=  // fast')}\n```".replace(
                "// fast ", "/* fast */ "
            ),
            "unchanged",
        ),
        (f"```cpp\n{PLAIN}```", "unchanged"),
        (f"```cpp\n{FUNCTION.replace('total', 'total_parallel')}\n```", "renamed"),
        (
            f"```cpp\n{_ORIGINAL_FUNCTION}\n\n{FUNCTION.replace('total', 'total_omp')}\n```",
            "renamed",
        ),
        (f"```cpp\nstatic double total(const Point* p, int n) {BODY}\n```", "signature"),
        (f"```cpp\n{HEAD} {{\n    double sum = 0.0;\n    // ... rest unchanged\n}}\n```", "elided"),
        (f"```cpp\n{FUNCTION.replace('sum += norm(points[i]);', '...')}\n```", "elided"),
        (
            f"```cpp\n{FUNCTION.replace('sum += norm(points[i]);', '/* same as before */')}\n```",
            "elided",
        ),
        (
            f"```cpp\n{FUNCTION.replace('return sum;', '// ... existing code ...')}\n```",
            "elided",
        ),
        (
            "```diff\n@@ -1,2 +1,2 @@\n-    double sum = 1.0;\n+    double sum = 2.0;\n```",
            "diff-does-not-apply",
        ),
        ("```diff\n@@ -1,2 +1,2 @@\n     double sum = 0.0;\n```", "diff-does-not-apply"),
        ("```diff\n@@ -1 +1 @@\n-    double z;\n+    float z;\n```", "diff-does-not-apply"),
    ],
)
def test_answers_without_a_candidate(text: str, code: str) -> None:
    assert refused(text).code == code


def test_reasons_say_what_to_do() -> None:
    assert refused(f"```cpp\n{FUNCTION.replace('total', 'total2')}\n```") == NoCode(
        "renamed", "the answer defines `total2` instead of `total`: keep the function's name"
    )
    assert refused(f"```cpp\n{HEAD} {{ return 0; // ...\n}}\n```") == NoCode(
        "elided", "`// ...` stands for code that was left out: give all of the function"
    )


@pytest.mark.parametrize(
    ("finish", "code"),
    [(Finish.LENGTH, "cut-off"), (Finish.CUT_OFF, "cut-off"), (Finish.FILTERED, "filtered")],
)
def test_answers_that_broke_off_are_not_taken(finish: Finish, code: str) -> None:
    found = answer(f"```cpp\n{FUNCTION}\n```", finish=finish)
    assert isinstance(found, NoCode)
    assert found.code == code


def test_what_was_left_out_is_told() -> None:
    found = answer(f"```cpp\n{HEAD} noexcept {BODY}\nint main() {{ }}\n1 + 1;\n```")
    assert isinstance(found, Extracted)
    assert found.notes == (
        "kept the signature of the original",
        "left out `main`",
        "left out what is no declaration: `1 + 1`",
    )
