"""Definitions in other files: found in texts, and put beside a unit without mixing anything up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pcg_engine.adapters.linked_units.definition_text import seems_to_define
from pcg_engine.adapters.linked_units.merging import Merging
from pcg_engine.adapters.linked_units.program_files import NotLooked, ProgramFiles, Wanted
from pcg_engine.adapters.linked_units.reader import LinkingReader
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Block,
    Call,
    ExpressionStatement,
    Field,
    Function,
    IntegerLiteral,
    Linkage,
    LinkedUnit,
    Name,
    Record,
    Statement,
    Storage,
    TranslationUnit,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.traversal import all_expressions
from pcg_engine.ports import Cancellation
from pcg_engine.tools.harness.linked import linked_units

_AT = Span(0, 0)
_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_OTHER = LinkedUnit("/p/other.cpp", "", (), "/p")


@pytest.mark.parametrize(
    ("text", "defines"),
    [
        ("double f(double x) { return x; }", True),
        ("double f (double x)\n{ return x; }", True),
        ("double f(double (*g)(int), int n = (1)) noexcept { return 1; }", True),
        ("int C::f() const& noexcept(true) override { return 1; }", True),
        ("auto f(int x) -> std::pair<int, int> { return {x, x}; }", True),
        ("int f(int x) /* { */ // comment\n try { return x; } catch (...) { return 0; }", True),
        ("void f(int x) __attribute__((noinline)) [[gnu::cold]] { }", True),
        ("C::f(int x) : y(x) {}", False),
        ("double f(double x);", False),
        ("double g(double x) { return f(x); }", False),
        ("double g(double x) { if (f(x)) { return 1; } return x ? f(x) : f(-x); }", False),
        ("double g(C* c) { c->f(1); c->f(2) ; return 0; }", False),
        ("// double f(double x) { return x; }", False),
        ('const char* t = "double f(double x) { }";', False),
        ("double ff(double x) { return x; }", False),
        ("double f(double x", False),
    ],
)
def test_a_definition_is_told_from_calls_and_declarations(text: str, defines: bool) -> None:
    assert seems_to_define(text.encode(), "f") is defines


@pytest.mark.parametrize(
    ("text", "name", "defines"),
    [
        ("int C::f() const { return 1; }", "f", True),
        ("template <class T> int C<T>::f() { return 1; }", "f", True),
        ("int f() { return 1; }", "f", False),
        ("int D::f() { return C::f(); }", "f", False),
        ("ns::C::C(int x) : y(x) {}", "C", True),
        ("struct C { int f(); };", "f", False),
    ],
)
def test_a_member_is_defined_under_the_name_of_its_class(
    text: str, name: str, defines: bool
) -> None:
    assert seems_to_define(text.encode(), name, "C") is defines


def _variable(identifier: str, *, internal: bool = False, constant: int | None = None) -> Variable:
    name = identifier.removeprefix("::")
    return Variable(
        identifier, name, _INT, Storage.GLOBAL, _AT, constant=constant, internal=internal
    )


def _local(function: str, name: str) -> Variable:
    return Variable(f"{function}.{name}#0", name, _INT, Storage.LOCAL, _AT)


def _use(variable: Variable) -> Statement:
    written = Assignment(
        "=", Name(variable, _INT, _AT), IntegerLiteral(1, _INT, _AT), _INT, _INT, _AT
    )
    return ExpressionStatement(written, _AT)


def _call(key: str) -> Statement:
    return ExpressionStatement(Call(key, key, None, (), VoidType(), _AT), _AT)


def _function(
    key: str,
    *statements: Statement,
    linkage: Linkage = Linkage.EXTERNAL,
    defined: bool = True,
    attributes: tuple[str, ...] = (),
) -> Function:
    body = Block(statements, _AT) if defined else None
    return Function(
        key, key, VoidType(), (), body, linkage, _AT, in_main_file=True, attributes=attributes
    )


def _unit(
    *functions: Function,
    variables: Sequence[Variable] = (),
    records: Mapping[str, Record] | None = None,
) -> TranslationUnit:
    return TranslationUnit(
        {f.key: f for f in functions}, tuple(variables), dict(records or {}), (), ("/p/own.hpp",)
    )


def _named(function: Function) -> list[str]:
    assert function.body is not None
    return [e.variable.id for e in all_expressions(function.body) if isinstance(e, Name)]


def _called(function: Function) -> list[str | None]:
    assert function.body is not None
    return [e.callee_key for e in all_expressions(function.body) if isinstance(e, Call)]


def test_what_is_a_files_own_gets_its_path_and_the_rest_keeps_its_name() -> None:
    count, shared = _variable("::count", internal=True), _variable("::shared")
    main = _unit(
        _function("main", _call("f"), _call("step"), _use(count), _use(shared)),
        _function("step", _use(_local("step", "i")), linkage=Linkage.INTERNAL),
        _function("f", defined=False),
        variables=(count, shared),
    )
    theirs = _variable("::count", internal=True)
    other = _unit(
        _function("f", _call("step"), _use(theirs), _use(shared), _use(_local("f", "x"))),
        _function("step", _call("f"), _use(_local("step", "i")), linkage=Linkage.INTERNAL),
        _function("unrelated", _use(shared)),
    )
    merging = Merging(main)
    assert [f.key for f in merging.undefined()] == ["f"]
    assert merging.take("f", _OTHER, other) == ""
    merged = merging.unit()

    assert merging.undefined() == ()
    assert sorted(merged.functions) == ["f", "main", "step", "step@/p/other.cpp"]
    assert merged.functions["main"] is main.functions["main"]
    assert merged.functions["step"] is main.functions["step"]
    taken, step = merged.functions["f"], merged.functions["step@/p/other.cpp"]
    assert (taken.elsewhere, taken.in_main_file) == ("/p/other.cpp", False)
    assert _called(taken) == ["step@/p/other.cpp"]
    assert _named(taken) == ["::count@/p/other.cpp", "::shared", "f.x#0"]
    assert (step.key, step.elsewhere) == ("step@/p/other.cpp", "/p/other.cpp")
    assert _called(step) == ["f"]
    assert _named(step) == ["step@/p/other.cpp.i#0"]
    assert merged.globals == main.globals
    assert merged.linked == (_OTHER,)
    assert merged.dependencies == ("/p/own.hpp", "/p/other.cpp")


def test_an_extern_variable_is_not_the_main_files_static_one() -> None:
    own = _variable("::count", internal=True)
    main = _unit(
        _function("main", _call("f"), _use(own)), _function("f", defined=False), variables=(own,)
    )
    merging = Merging(main)
    assert merging.take("f", _OTHER, _unit(_function("f", _use(_variable("::count"))))) == ""
    assert _named(merging.unit().functions["f"]) == ["::count@/p/other.cpp"]


def test_a_static_function_of_c_is_not_another_files_extern_one() -> None:
    main = _unit(
        _function("main", _call("f"), _call("g")),
        _function("f", defined=False),
        _function("g", linkage=Linkage.INTERNAL),
    )
    merging = Merging(main)
    assert merging.take("f", _OTHER, _unit(_function("f", _call("g")), _function("g"))) == ""
    merged = merging.unit()
    assert merged.functions["g"] is main.functions["g"]
    assert _called(merged.functions["f"]) == ["g@/p/other.cpp"]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (
            _unit(_function("f", _call("inline")), _function("inline", _call("f"))),
            "`inline` is another function in /p/other.cpp than here",
        ),
        (
            _unit(_function("f"), records={"R": Record("R", (Field("x", _INT),), is_plain=True)}),
            "`R` is another type in /p/other.cpp than here",
        ),
        (
            _unit(_function("f", _call("w")), _function("w", attributes=("WeakAttr",))),
            "`w` is defined in /p/other.cpp as weak, so that the program may call another",
        ),
    ],
)
def test_contradictions_leave_the_function_undefined(other: TranslationUnit, reason: str) -> None:
    main = _unit(
        _function("main", _call("f"), _call("inline")),
        _function("inline"),
        _function("f", defined=False),
        records={"R": Record("R", (), is_plain=True)},
    )
    merging = Merging(main)
    assert merging.take("f", _OTHER, other) == reason
    assert merging.unit() is main


def test_what_headers_define_in_both_files_is_one_function() -> None:
    shared = _function("inline", _use(_variable("::limit", internal=True)))
    main = _unit(
        _function("main", _call("f"), _call("inline")), shared, _function("f", defined=False)
    )
    merging = Merging(main)
    assert merging.take("f", _OTHER, _unit(_function("f", _call("inline")), shared)) == ""
    assert merging.unit().functions["inline"] is shared
    # A second function of the same file brings nothing in twice.
    assert merging.take("f", _OTHER, _unit(_function("f", _call("inline")), shared)) == ""
    assert merging.unit().linked == (_OTHER,)


class _Scripted:
    """A reader that knows the units of a few files, and counts."""

    identity = "scripted"

    def __init__(self, units: Mapping[str, TranslationUnit]) -> None:
        self.units = units
        self.read_paths: list[str] = []
        self.asked: list[tuple[str, ...]] = []

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        del command, cancellation, openmp
        self.asked.append(tuple(functions))
        name = Path(source.path).name
        self.read_paths.append(name)
        return self.units[name]


def _program(folder: Path, texts: Mapping[str, str]) -> CompileCommand:
    entries: list[dict[str, object]] = []
    for name, text in texts.items():
        (folder / name).write_text(text)
        words = ["g++", "-O2", "-c", name]
        entries.append({"file": name, "directory": str(folder), "arguments": words})
    database = folder / "compile_commands.json"
    database.write_text(json.dumps(entries))
    return CompileCommand("g++", ("-O2",), str(folder), database=str(database))


def _main() -> TranslationUnit:
    return _unit(_function("main", _call("f")), _function("f", defined=False))


def test_only_files_that_seem_to_define_a_name_are_read(tmp_path: Path) -> None:
    texts = {
        "main.cpp": "void f(); void main_() { f(); }",
        "f.cpp": "void f() {}",
        "g.cpp": "void f(); void g() { f(); }",
    }
    command = _program(tmp_path, texts)
    reader = _Scripted({"main.cpp": _main(), "f.cpp": _unit(_function("f"))})
    source = SourceText("main.cpp", texts["main.cpp"].encode())
    unit = LinkingReader(reader).read(source, command, ["main"], Cancellation())
    assert reader.read_paths == ["main.cpp", "f.cpp"]
    assert unit.functions["f"].elsewhere == str(tmp_path / "f.cpp")
    assert [one.text for one in unit.linked] == ["void f() {}"]


def test_a_named_file_is_read_whole_where_a_macro_hides_the_name(tmp_path: Path) -> None:
    (tmp_path / "f.cpp").write_text("#define NAME f\nvoid NAME() {}")
    command = CompileCommand("g++", (), str(tmp_path), also=(str(tmp_path / "f.cpp"),))
    reader = _Scripted({"main.cpp": _main(), "f.cpp": _unit(_function("f"))})
    source = SourceText("main.cpp", b"")
    unit = LinkingReader(reader).read(source, command, ["main"], Cancellation())
    assert unit.functions["f"].elsewhere == str(tmp_path / "f.cpp")
    assert reader.asked == [("main",), ()]


def test_where_all_is_known_or_nothing_is_listed_no_other_file_is_read(tmp_path: Path) -> None:
    command = _program(tmp_path, {"main.cpp": "", "f.cpp": "void f() {}"})
    source = SourceText("main.cpp", b"")
    whole = _unit(_function("main", _call("f")), _function("f"))
    for unit, asked in ((whole, command), (_main(), replace(command, database=None))):
        reader = _Scripted({"main.cpp": unit})
        assert LinkingReader(reader).read(source, asked, [], Cancellation()) is unit
        assert reader.read_paths == ["main.cpp"]


def test_more_files_than_can_be_told_apart_are_not_read(tmp_path: Path) -> None:
    names = [f"f{number}.cpp" for number in range(7)]
    command = _program(tmp_path, dict.fromkeys(names, "void f() {}"))
    looked = ProgramFiles().defining(Wanted("f"), tmp_path / "main.cpp", command, {})
    assert looked == NotLooked(
        "7 files seem to define `f`: name the right one with `--also FILE` or `pcg.also`"
    )


def test_a_changed_file_is_looked_into_again(tmp_path: Path) -> None:
    command = _program(tmp_path, {"f.cpp": "void g() {}"})
    files = ProgramFiles()
    assert files.defining(Wanted("f"), tmp_path / "main.cpp", command, {}) == ()
    (tmp_path / "f.cpp").write_text("void g() {} void f() {}")
    found = files.defining(Wanted("f"), tmp_path / "main.cpp", command, {})
    assert isinstance(found, tuple)
    assert [Path(one.source.path).name for one in found] == ["f.cpp"]


def test_what_overrides_a_function_in_another_file_is_that_files_own() -> None:
    virtual = Call("Base::of", "Base::of", None, (), VoidType(), _AT)
    virtual = replace(virtual, is_virtual=True, targets=("Impl::of", "Shared::of"))
    main = _unit(_function("f", defined=False), _function("Impl::of", linkage=Linkage.INTERNAL))
    other = _unit(
        _function("f", ExpressionStatement(virtual, _AT)),
        _function("Base::of", defined=False),
        _function("Impl::of", _use(_variable("::count")), linkage=Linkage.INTERNAL),
        _function("Shared::of"),
    )
    merging = Merging(main)

    assert merging.take("f", _OTHER, other) == ""
    unit = merging.unit()
    body = unit.functions["f"].body
    assert body is not None
    (call,) = (e for e in all_expressions(body) if isinstance(e, Call))
    assert call.targets == ("Impl::of@/p/other.cpp", "Shared::of")
    assert _named(unit.functions["Impl::of@/p/other.cpp"]) == ["::count"]
    assert unit.functions["Shared::of"].elsewhere == "/p/other.cpp"
    assert "Base::of" in unit.functions


def test_a_file_that_overrides_a_function_is_built_with_its_callers() -> None:
    virtual = Call("Base::of", "Base::of", None, (), VoidType(), _AT)
    virtual = replace(virtual, is_virtual=True, targets=("Impl::of",))
    unit = _unit(
        _function("f", ExpressionStatement(virtual, _AT)),
        replace(_function("Impl::of"), elsewhere=_OTHER.path),
    )

    assert linked_units(replace(unit, linked=(_OTHER,)), unit.functions["f"]) == (_OTHER,)
