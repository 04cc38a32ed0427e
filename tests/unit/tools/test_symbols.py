"""What a candidate's object file may differ in, by the output of nm."""

from __future__ import annotations

import pytest

from pcg_engine.tools.allowed_functions import is_allowed_call
from pcg_engine.tools.symbols import (
    Finding,
    Symbol,
    compare_symbols,
    defines,
    forks_from,
    parse_symbols,
)

ORIGINAL = """\
f(std::vector<double, std::allocator<double> >&) T 150 1aa
(anonymous namespace)::g(double*, int) t 0 60
std::vector<int, std::allocator<int> >::~vector() W 0 21
operator delete(void*, unsigned long) U
table B 0 10
memcpy U
"""


def _compared(*added: str, without: str = "") -> tuple[Finding, ...]:
    kept = [line for line in ORIGINAL.splitlines() if not without or without not in line]
    after = parse_symbols("\n".join([*kept, *added]))
    return compare_symbols(parse_symbols(ORIGINAL), after)


def test_both_forms_of_nm_are_read() -> None:
    binutils = "f(int, double) T 150 1aa\nsin U         \ncount.7 b 28 4\n"
    llvm = "f(int, double) T 150 1aa\nsin U 0 0\ncount.9 b 28 4\n"
    expected = {Symbol("f(int, double)", "T"), Symbol("sin", "U"), Symbol("count", "b")}
    assert parse_symbols(binutils) == parse_symbols(llvm) == expected


def test_a_size_of_one_digit_is_no_letter() -> None:
    lines = "sort(int*, long) T f0 b\n(anonymous namespace)::g(int) t a c\nh U\nflag B 0 d\n"
    assert parse_symbols(lines) == {
        Symbol("sort(int*, long)", "T"),
        Symbol("(anonymous namespace)::g(int)", "t"),
        Symbol("h", "U"),
        Symbol("flag", "B"),
    }


def test_an_openmp_version_of_the_same_code_is_accepted() -> None:
    assert (
        _compared(
            "(anonymous namespace)::g(double*, int) [clone ._omp_fn.0] t c0 8c",
            "f(std::vector<double, std::allocator<double> >&) (.omp_outlined) t 0 9",
            "GOMP_parallel U         ",
            "__kmpc_fork_call U 0 0",
            "omp_get_num_threads U         ",
            ".gomp_critical_user_.reduction.var C 20 20",
            "sin U         ",
            "operator new(unsigned long) U         ",
            "std::__throw_bad_alloc() U         ",
            "double const& std::min<double>(double const&, double const&) W 0 10",
            "helper(int) t 0 10",
            ".LC1 r 0 ",
            "CSWTCH.12 r 0 ",
        )
        == ()
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("system U         ", "forbidden-call"),
        ("std::filesystem::remove_all(std::filesystem::__cxx11::path const&) U", "forbidden-call"),
        ("std::cout U         ", "forbidden-call"),
        ("omp_set_num_threads U         ", "forbidden-call"),
        ("rand U         ", "forbidden-call"),
        ("__cxa_guard_acquire U         ", "new-state"),
        ("omp_get_wtime U         ", "forbidden-call"),
        ("chosen() i 0 8", "load-time-code"),
        ("table2 R 0 8", "new-symbol"),
        ("g2(double*, int) T 0 8", "new-symbol"),
        ("user::minimum(int, std::vector<int>) W 0 8", "new-symbol"),
    ],
)
def test_what_a_candidate_must_not_add(line: str, code: str) -> None:
    assert [finding.code for finding in _compared(line)] == [code]


def test_data_and_streams_are_not_told_by_letters() -> None:
    # What is data, and what runs at load, is read from the object file itself.
    for line in (
        "cached D 0 8",
        "std::__ioinit b 0 1",
        "_GLOBAL__sub_I_x.cpp t 0 8",
        "std::ios_base::Init::~Init() U",
    ):
        assert _compared(line) == ()


def test_lambdas_and_local_classes_of_templates_belong_to_their_function() -> None:
    before = parse_symbols("double h<double>(double*, int) W 0 8\nns::C::f(int) const W 0 8")
    inside = (
        "h<double>(double*, int)::{lambda(int)#1}::operator()(int) const W 0 8\n"
        "ns::C::f(int) const::Local::g() W 0 8\n"
    )
    assert compare_symbols(before, before | parse_symbols(inside)) == ()
    outside = parse_symbols("h<float>(float*, int)::{lambda(int)#1}::operator()(int) const W 0 8")
    assert [f.code for f in compare_symbols(before, before | outside)] == ["new-symbol"]


def test_what_the_optimizer_merely_inlined_is_not_new() -> None:
    before, blur = parse_symbols("main T 0 8"), "void blur<int>(int*, int) W 0 8"
    after = before | parse_symbols(blur)
    assert [f.code for f in compare_symbols(before, after)] == ["new-symbol"]
    assert compare_symbols(before, after, after) == ()
    # What only the candidate makes visible is new all the same.
    local = before | parse_symbols("blur(int*, int) t 0 8")
    seen = before | parse_symbols("blur(int*, int) T 0 8")
    assert [f.code for f in compare_symbols(before, seen, local)] == ["new-symbol"]
    assert [f.code for f in compare_symbols(before, seen, seen)] == ["new-symbol"]


def test_what_a_candidate_must_not_take_away() -> None:
    assert _compared(without="table") == (
        Finding("missing-symbol", "`table` is no longer defined"),
    )
    changed = _compared(
        "f(std::vector<double, std::allocator<double> >&) t 150 1aa", without="f(std"
    )
    assert [finding.code for finding in changed] == ["missing-symbol"]
    assert "changed its linkage from T to t" in changed[0].message
    # The optimizer decides about these.
    assert _compared(without="~vector") == ()
    assert _compared(without="anonymous") == ()


def test_functions_are_allowed_by_name() -> None:
    for name in (
        *("sqrtf", "atan2l", "sin@GLIBC_2.2.5", "__kmpc_for_static_init_4", "_ZGVbN2v_sin"),
        *("omp_set_lock", "omp_init_nest_lock_with_hint", "pthread_mutex_lock"),
        *("std::runtime_error::runtime_error(char const*)", "std::nothrow"),
        *("__popcountdi2", "__clzti2", "__powidf2"),
        "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >::clear()",
        "std::_Rb_tree_increment(std::_Rb_tree_node_base*)",
        "std::rethrow_exception(std::__exception_ptr::exception_ptr)",
    ):
        assert is_allowed_call(name), name
    # `lgamma` writes `signgam`.
    for name in (
        *("lgamma", "printf", "_ZGVx", "omp_set_nested", "getenv", "std::terminatex()"),
        *("omp_get_wtime", "pthread_create", "syscall", "__errno_location", "exit", "abort"),
        *("std::chrono::_V2::steady_clock::now()", "std::thread::_M_start_thread(x, void (*)())"),
    ):
        assert not is_allowed_call(name), name


def test_a_team_is_started_from_the_function_itself() -> None:
    fork = Symbol("GOMP_parallel", "U")
    own = Symbol("(anonymous namespace)::g(double*, int) [clone ._omp_fn.0]", "t")
    other = Symbol("gg(double*, int) (.omp_outlined)", "t")
    template = Symbol("double h<double>(double*, int) (.omp_outlined)", "t")
    assert forks_from({"g"}, [fork, own])
    assert not forks_from({"g"}, [own])
    assert not forks_from({"g"}, [fork, other])
    assert forks_from({"h"}, [Symbol("__kmpc_fork_call", "U"), template])
    assert not forks_from({"double"}, [fork, template])
    argument = Symbol("h<a::g<int> >(a::g<int>) [clone ._omp_fn.0]", "t")
    assert not forks_from({"a::g"}, [fork, argument])
    assert forks_from({"h"}, [fork, argument])
    assert forks_from({"main"}, [fork, Symbol("main._omp_fn.1", "t")])
    member = Symbol("ns::Grid<double>::step(int) const [clone .omp_outlined]", "t")
    assert forks_from({"ns::Grid::step"}, [fork, member])
    assert forks_from({"ns::Grid<double>::step"}, [fork, member])
    assert defines("g", [own])
    assert not defines("g", [other, Symbol("g(double*, int)", "U")])
