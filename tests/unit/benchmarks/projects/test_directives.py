from __future__ import annotations

from benchmarks.projects.directives import Stripped, stripped


def test_directives_become_empty_lines_and_those_on_loops_are_listed() -> None:
    text = (
        "void f(int n, double *a) {\n"
        "#pragma omp parallel for schedule(dynamic, 100) \\\n"
        "    reduction(+:s)\n"
        "  for (int i = 0; i < n; i++) a[i] = 0;\n"
        "  # pragma omp parallel shared(for_all)\n"
        "  {\n"
        "    #pragma omp for nowait\n"
        "    for (int i = 0; i < n; i++)\n"
        "      #pragma omp atomic\n"
        "      a[i] += 1;\n"
        "  }\n"
        "}\n"
    )
    assert stripped(text) == Stripped(
        "void f(int n, double *a) {\n"
        "\n"
        "\n"
        "  for (int i = 0; i < n; i++) a[i] = 0;\n"
        "\n"
        "  {\n"
        "\n"
        "    for (int i = 0; i < n; i++)\n"
        "\n"
        "      a[i] += 1;\n"
        "  }\n"
        "}\n",
        (3, 7),
    )


def test_other_pragmas_comments_and_strings_stay() -> None:
    text = (
        "#pragma once\n"
        "#pragma ompx for\n"
        "// #pragma omp parallel for\n"
        "/*\n"
        "#pragma omp parallel for\n"
        "*/\n"
        'const char *s = "/*";\n'
        "#pragma omp parallel for // a /* comment\n"
        "for (;;) {}\n"
    )
    assert stripped(text) == Stripped(
        text.replace("#pragma omp parallel for // a /* comment", ""), (8,)
    )


def test_a_directive_in_an_operator_is_taken_out() -> None:
    text = '_Pragma("omp parallel for") for (;;) {} _Pragma("GCC ivdep")\n'
    assert stripped(text).text == ' for (;;) {} _Pragma("GCC ivdep")\n'


def test_line_ends_and_a_directive_without_an_end_are_kept() -> None:
    assert stripped("#pragma omp for \\") == Stripped("", (1,))
    assert stripped("int a;\r\n#pragma omp for\r\nfor(;;);\r\n").loop_directives == (2,)
