"""What an answer adds beside the function, where that goes, and what it must not touch."""

from __future__ import annotations

import pytest

from tests.unit.tools.reply.originals import (
    BODY,
    FUNCTION,
    HEAD,
    PARALLEL,
    original,
    refused,
    taken,
)

_DOC = "// The sum of all distances.\n"
_NEW_BODY = BODY.replace("norm(points[i])", "part(points, i)")
_PART = (
    "static double part(const std::vector<Point>& p, std::size_t i) {\n    return norm(p[i]);\n}"
)
_USING = f"{HEAD} {_NEW_BODY}"
_WITH_PART = PARALLEL.replace("norm(points[i])", "part(points, i)").replace(
    _DOC, f"{_PART}\n\n{_DOC}"
)


@pytest.mark.parametrize(
    "text",
    [
        f"```cpp\n{_PART}\n\n{_USING}\n```",
        f"```cpp\n{_USING}\n\n{_PART}\n```",
        f"First a helper:\n```cpp\n{_PART}\n```\nthen\n```cpp\n{_USING}\n```",
        f"```cpp\n{_USING}\n```\nwith\n```cpp\n{_PART}\n```",
        f"```cpp\n#include <vector>\n{_PART}\n\nint main() {{ }}\n{_USING}\n```",
        (
            f"```cpp\n{_PART.replace('norm(p[i])', '0.0')}\n{FUNCTION}\n```\nBetter:\n"
            f"```cpp\n{_PART}\n{_USING}\n```"
        ),
    ],
)
def test_helpers_go_before_the_function_and_its_comment(text: str) -> None:
    assert taken(text) == _WITH_PART


def test_the_comment_of_a_helper_comes_along() -> None:
    commented = f"// One summand.\n{_PART}"
    expected = _WITH_PART.replace(_PART, commented)
    assert taken(f"```cpp\n{commented}\n\n{_USING}\n```") == expected


def test_a_prototype_comes_with_its_function() -> None:
    prototype = "static double part(const std::vector<Point>& p, std::size_t i);"
    found = taken(f"```cpp\n{prototype}\n{_USING}\n{_PART}\n```")
    assert found == _WITH_PART.replace(_PART, f"{prototype}\n\n{_PART}")


def test_helpers_that_call_the_function_go_behind_it() -> None:
    back = (
        "static double part(const std::vector<Point>& p, std::size_t i) {\n    return total(p);\n}"
    )
    prototype = "static double part(const std::vector<Point>& p, std::size_t i);"
    found = taken(f"```cpp\n{prototype}\n{_USING}\n{back}\n```")
    assert found.index(prototype) < found.index(HEAD) < found.index(back)
    assert found.index(back) < found.index("int main")


@pytest.mark.parametrize(
    "addition",
    [
        "constexpr std::size_t part = 64;",
        "const double part[2] = {0.5, 0.25};",
        "struct part {\n    double value = 0.0;\n    void add(double x) { value += x; }\n};",
        "enum Mode { part, other };",
        "using part = double;",
        "typedef double part;",
        "template <class T>\nstatic T part(T x) {\n    return x;\n}",
        "namespace {\ndouble part(double x) { return x; }\n}",
        "namespace detail {\nstruct part { };\n}",
    ],
)
def test_what_can_be_added(addition: str) -> None:
    body = BODY.replace("norm(points[i])", "norm(points[i]) + sizeof(part)")
    body = body.replace("sizeof(part)", "sizeof(detail::part)") if "detail" in addition else body
    expected = PARALLEL.replace(_DOC, f"{addition}\n\n{_DOC}").replace(
        PARALLEL[PARALLEL.index(HEAD) : PARALLEL.index("\n\nint main")], f"{HEAD} {body}"
    )
    assert taken(f"```cpp\n{addition}\n{HEAD} {body}\n```") == expected


def test_a_declared_reduction_stands_before_the_function() -> None:
    line = "#pragma omp declare reduction(plus : Point : omp_out.x += omp_in.x)"
    found = taken(f"```cpp\n{line}\n{FUNCTION}\n```")
    assert found == PARALLEL.replace(_DOC, f"{line}\n\n{_DOC}")


def test_a_pragma_stays_with_its_helper() -> None:
    line = "#pragma omp declare simd"
    found = taken(f"```cpp\n{line}\n{_PART}\n{_USING}\n```")
    assert found == _WITH_PART.replace(_PART, f"{line}\n{_PART}")


@pytest.mark.parametrize("lines", ["#include <omp.h>", "#ifdef _OPENMP\n#include <omp.h>\n#endif"])
def test_includes_go_after_the_last_one(lines: str) -> None:
    found = taken(f"```cpp\n{lines}\n#include <vector>\n\n{FUNCTION}\n```")
    assert found == PARALLEL.replace("#include <vector>\n", f"#include <vector>\n{lines}\n")


def test_includes_of_a_file_without_any_follow_its_opening_comment() -> None:
    source = original("/* Licence */\n\nint twice(int n) {\n  return n + n;\n}\n")
    text = "```cpp\n#include <cmath>\nint twice(int n) { return n * 2; }\n```"
    assert taken(text, source, "twice") == (
        "/* Licence */\n#include <cmath>\n\nint twice(int n) { return n * 2; }\n"
    )


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ("static double norm(const Point& p) { return p.x; }", "`norm` is changed too"),
        ("struct Point { float x; float y; };", "`float x ;` is not in `Point`"),
        ("struct Point { double x; double y; double z; };", "`double z ;` is not in `Point`"),
        ("struct Point { double x; double y; void f() { } };", "`void f ( )` is not in `Point`"),
        ("using Point = int;", "the type `Point` is changed"),
        ("static double cache[8];", "no global variables"),
        ("thread_local double last = 0;", "no global variables"),
        ("#define N 8", "no macros"),
        ("#define total(x) 0", "no macros"),
        ("#undef N", "is new, and outside"),
        ('#include "/etc/passwd"', "only standard headers"),
        ("#include </etc/passwd>", "only standard headers"),
        ("#include <../secret.h>", "only standard headers"),
        ("using namespace std;", "write qualified names"),
        ("using std::vector;", "write qualified names"),
        ("static_assert(sizeof(Point) == 16);", "is new, and outside"),
        ('#pragma GCC optimize("fast-math")', "is new, and outside"),
        ("#pragma omp threadprivate(x)", "is new, and outside"),
        ("#ifdef FAST\nstatic int k() { return 1; }\n#endif", "conditional compilation"),
    ],
)
def test_what_must_not_stand_beside_the_function(beside: str, told: str) -> None:
    for text in (f"```cpp\n{beside}\n{FUNCTION}\n```", f"```cpp\n{FUNCTION}\n{beside}\n```"):
        found = refused(text)
        assert found.code == "edit-outside-function"
        assert told in found.reason


def test_a_changed_function_in_another_block_is_not_overlooked() -> None:
    other = "static double norm(const Point& p) { return p.x; }"
    found = refused(f"```cpp\n{other}\n```\n```cpp\n{FUNCTION}\n```")
    assert found.reason.startswith("`norm` is changed too: only `total` may change")


def test_a_conditional_around_the_function_is_refused() -> None:
    text = f"```cpp\n#ifdef _OPENMP\n{FUNCTION}\n#endif\n```"
    assert "conditional compilation" in refused(text).reason


_CLASS = """\
#include <vector>

namespace grid {
namespace {
constexpr int kWidth = 4;
}

/// A field.
class Field {
public:
    explicit Field(int n) : values_(n), n_(n) {
        for (int i = 0; i < n; ++i) values_[i] = i;
    }

    // Doubles it.
    template <class T>
    void scale(T factor) {
        for (int i = 0; i < n_; ++i) {
            values_[i] *= factor;
        }
    }

    double sum() const;

private:
    std::vector<double> values_;
    int n_;
};

double Field::sum() const {
    double s = 0;
    for (int i = 0; i < n_; ++i) s += values_[i];
    return s;
}
}  // namespace grid
"""
_SCALE = """\
void scale(T factor) {
    #pragma omp parallel for
    for (int i = 0; i < n_; ++i) {
        values_[i] *= factor;
    }
}"""
_SCALED = _CLASS.replace(
    "        for (int i = 0; i < n_; ++i) {\n",
    "        #pragma omp parallel for\n        for (int i = 0; i < n_; ++i) {\n",
)


@pytest.mark.parametrize(
    "text",
    [
        f"template <class T>\n{_SCALE}",
        _SCALE,
        f"template <class T>\n{_SCALE.replace('scale', 'Field::scale')}",
        f"namespace grid {{\nclass Field {{\npublic:\n    template <class T>\n{_SCALE}\n}};\n}}",
        _SCALED,
        f"template <typename T>\n{_SCALE}",
        _SCALE.replace("\n", "\n    "),
        _SCALE.replace("\n", "\n\t"),
    ],
)
def test_members_are_found_with_or_without_their_class(text: str) -> None:
    assert taken(f"```cpp\n{text}\n```", original(_CLASS), "grid::Field::scale") == _SCALED


def test_helpers_of_a_member_go_before_its_class() -> None:
    helper = "template <class T>\nstatic T half(T x) {\n    return x / 2;\n}"
    text = f"```cpp\n{helper}\n{_SCALE.replace('factor;', 'half(factor);')}\n```"
    found = taken(text, original(_CLASS), "grid::Field::scale")
    assert found == _SCALED.replace("factor;", "half(factor);").replace(
        "/// A field.", f"{helper}\n\n/// A field."
    )


def test_new_members_are_refused() -> None:
    helper = "    double half(double x) { return x / 2; }\n"
    text = f"```cpp\nclass Field {{\npublic:\n{helper}{_SCALE}\n}};\n```"
    assert (
        "the class must stay as it is"
        in refused(text, original(_CLASS), "grid::Field::scale").reason
    )


def test_constructors_keep_what_they_initialise() -> None:
    new = (
        "explicit Field(int n) : values_(n), n_(n) {\n#pragma omp parallel for\n"
        "for (int i = 0; i < n; ++i) values_[i] = i;\n}"
    )
    found = taken(f"```cpp\n{new}\n```", original(_CLASS), "grid::Field::Field")
    assert "#pragma omp parallel for" in found
    assert found.count("values_(n), n_(n)") == 1


@pytest.mark.parametrize("name", ["sum", "Field::sum", "grid::Field::sum"])
def test_definitions_outside_the_class_keep_their_names(name: str) -> None:
    new = f"double {name}() const {{\n    return 2 * 0.5 * n_;\n}}"
    found = taken(f"```cpp\n{new}\n```", original(_CLASS), "grid::Field::sum")
    assert "double Field::sum() const {\n    return 2 * 0.5 * n_;\n}\n}  // namespace" in found


def test_helpers_in_the_namespace_of_the_function_need_no_other() -> None:
    new = (
        "namespace grid {\nnamespace {\ndouble half(double x) { return x / 2; }\n}\n"
        "double Field::sum() const { return half(n_); }\n}"
    )
    found = taken(f"```cpp\n{new}\n```", original(_CLASS), "grid::Field::sum")
    assert (
        "};\n\nnamespace {\ndouble half(double x) { return x / 2; }\n}\n\n"
        "double Field::sum() const { return half(n_); }\n}  // namespace grid" in found
    )


def test_the_overload_with_the_same_parameters_is_meant() -> None:
    source = original("int f(int n) { return n + n; }\ndouble f(double x) { return x; }\n")
    text = "```cpp\nint f(int n) { return 2 * n; }\ndouble f(double y) { return y; }\n```"
    expected = source.data.replace(b"n + n", b"2 * n").decode()
    assert taken(text, source, "f") == expected
    assert refused("```cpp\ndouble f(double x) { return x; }\n```", source, "f").code == "no-code"
