"""Bad input gets one clear sentence, the right exit code, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.robustness.place import LOOP, Place

pytestmark = [pytest.mark.needs("clang"), pytest.mark.needs("gxx")]

# What the file holds, and what is said of it.
_TEXTS = {
    "utf-16": (LOOP.encode("utf-16"), "is UTF-16"),
    "utf-32": (LOOP.encode("utf-32"), "is UTF-32"),
    "nul": (LOOP.encode() + b"\0", "NUL bytes"),
    "binary": (bytes(range(256)) * 40, "NUL bytes"),
    "huge": (b"/" * ((32 << 20) + 1), "files up to 32 MB are read"),
}


@pytest.mark.parametrize("command", ["analyze", "parallelize", "verify", "verify-candidate"])
@pytest.mark.parametrize("kind", [*_TEXTS, "missing", "folder", "device"])
def test_what_is_no_source_text_is_refused(place: Place, command: str, kind: str) -> None:
    good = place.file(LOOP, "good.cpp")
    match kind:
        case "missing":
            bad, told = place.project / "no.cpp", "No such file"
        case "folder":
            bad, told = place.project, "is a folder"
            if command == "analyze":
                good.unlink()
                told = "no C++ files"
        case "device":
            bad, told = Path("/dev/zero"), "is no plain file"
        case _:
            text, told = _TEXTS[kind]
            bad = place.file(text)
    words = {
        "verify": ["verify", str(bad), str(good)],
        "verify-candidate": ["verify", str(good), str(bad)],
    }.get(command, [command, str(bad)])
    before = place.listing()

    answer = place.call(*words)

    assert answer.code == 2, answer
    assert told in answer.stderr.decode()
    assert answer.stderr.count(b"\n") == 2
    assert answer.stdout == b""
    assert place.listing() == before


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        pytest.param(b'// \xe9t\xe9\nconst char* s = "\xfc";\n' + LOOP.encode(), 1, id="latin-1"),
        pytest.param(b"\xef\xbb\xbf" + LOOP.encode(), 1, id="utf-8-bom"),
        pytest.param(LOOP.replace("\n", "\r\n").encode(), 1, id="crlf"),
        pytest.param(LOOP.replace("\n", "\r").encode(), 1, id="cr"),
        pytest.param(b"", 0, id="empty"),
        pytest.param(b"int f() { return 1; }\n", 0, id="no-loop"),
        pytest.param(b"\n" * 200_000 + LOOP.encode(), 1, id="200000-lines"),
        pytest.param(b'auto s = "' + b"x" * 5_000_000 + b'";\n' + LOOP.encode(), 1, id="one-line"),
        pytest.param(b'#include "no.hpp"\n' + LOOP.encode(), 1, id="missing-header"),
        pytest.param(LOOP.encode() + b"void f( {\n", 1, id="does-not-compile"),
    ],
)
def test_odd_texts_are_analysed(place: Place, text: bytes, loops: int) -> None:
    answer = place.call("analyze", "--format", "json", str(place.file(text)))

    assert (answer.code, answer.stderr) == (0, b"")
    assert len(json.loads(answer.stdout)["files"][0]["loops"]) == loops


def test_nests_too_deep_for_the_analysis_are_left_unknown(place: Place) -> None:
    loops = "".join(f"for (int i{k} = 0; i{k} < n; ++i{k}) " for k in range(40))
    path = place.file(f"void f(double* a, int n) {{ {loops} a[0] += 1; }}\n")

    answer = place.call("analyze", "--format", "json", str(path))

    assert answer.code == 0
    found = json.loads(answer.stdout)["files"][0]["loops"]
    assert [loop["reasons"][0]["code"] for loop in found] == ["too-deep"] * 40


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--line", "0"], "no whole number from 1"),
        (["--line", "-3"], "no whole number from 1"),
        (["--line", "999999"], "no loop there"),
        (["--line", "1"], "no loop there"),
        (["--function", "nobody"], "no loop there"),
        (["--threads", "0"], "no whole number from 1"),
        (["--threads", "100000"], "at most 1024"),
        (["--budget", "0"], "no number of seconds"),
        (["--budget", "nan"], "no number of seconds"),
        (["--budget", "inf"], "no number of seconds"),
        (["--budget", "-1"], "no number of seconds"),
        (["--nonsense"], "unrecognized arguments"),
        (["--output", "."], "Is a directory"),
        (["--output", "no/such/b.cpp"], "No such folder"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_wrong_arguments_are_refused(
    place: Place, words: list[str], told: str, as_json: bool
) -> None:
    path = place.file(LOOP)

    answer = place.call("parallelize", str(path), *words, *(["--json"] if as_json else []))

    assert answer.code == 2
    if as_json:
        assert set(json.loads(answer.stdout)) == {"schema", "error"}
        assert told in json.loads(answer.stdout)["error"]["message"]
        assert answer.stderr == b""
    else:
        assert told in answer.stderr.decode()
        assert answer.stdout == b""


@pytest.mark.parametrize("name", ["with blank.cpp", "quo'te\".cpp", "new\nline.cpp", "ümlaut.cpp"])
def test_odd_names_in_any_locale(place: Place, name: str) -> None:
    answer = place.run("analyze", str(place.file(LOOP, name)), LC_ALL="C", PYTHONUTF8="0")

    assert (answer.code, answer.stderr) == (0, b"")
    assert b"independent iterations" in answer.stdout


def test_a_file_with_several_names_is_not_replaced(place: Place) -> None:
    path = place.file(LOOP)
    path.with_name("b.cpp").hardlink_to(path)

    answer = place.run("parallelize", str(path), "--apply")

    assert answer.code == 2
    assert b"hard links" in answer.stderr


@pytest.mark.parametrize("command", ["analyze", "doctor"])
def test_a_reader_that_has_gone_is_no_error(place: Place, command: str) -> None:
    words = [str(place.file(LOOP))] if command == "analyze" else []
    answer = place.run(command, *words, wrapper=["sh", "-c", '"$@" | true', "sh"])

    assert (answer.code, answer.stderr) == (0, b"")


def test_a_closed_and_a_full_standard_output(place: Place) -> None:
    path = str(place.file(LOOP))

    closed = place.run("analyze", path, wrapper=["sh", "-c", '"$@" >&-', "sh"])
    full = place.run("analyze", path, wrapper=["sh", "-c", '"$@" >/dev/full', "sh"])

    assert (closed.code, closed.stderr) == (0, b"")
    assert full.code == 3
    assert b"No space left" in full.stderr
    assert b"Traceback" not in full.stderr


def test_a_folder_that_has_gone(place: Place) -> None:
    path = str(place.file(LOOP))
    gone = place.folder / "gone"
    gone.mkdir()
    script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'

    answer = place.run("analyze", path, wrapper=["sh", "-c", script, "sh"])

    assert answer.code == 2
    assert b"current folder" in answer.stderr


_COMPILERS = {
    "missing": None,
    "fails": "#!/bin/sh\nexit 1\n",
    "garbage": "#!/bin/sh\nhead -c 100000 /dev/urandom\n",
}


@pytest.mark.parametrize("kind", list(_COMPILERS))
def test_a_compiler_that_does_not_work(place: Place, kind: str) -> None:
    compiler = place.folder / "cxx"
    script = _COMPILERS[kind]
    if script is not None:
        compiler.write_text(script)
        compiler.chmod(0o755)

    answer = place.run("parallelize", str(place.file(LOOP)), CXX=str(compiler))

    assert answer.code == 3
    assert b"Traceback" not in answer.stderr
    assert answer.stderr.startswith(b"pcg: ") or b"\npcg: " in answer.stderr


@pytest.mark.parametrize("command", ["analyze", "parallelize", "doctor"])
def test_no_tool_at_all(place: Place, command: str) -> None:
    words = [] if command == "doctor" else [str(place.file(LOOP))]

    answer = place.run(command, *words, PATH="/nonexistent")

    assert answer.code == 3
    assert b"Traceback" not in answer.stderr


@pytest.mark.parametrize("kind", ["file", "corrupt", "proc"])
def test_without_a_cache_it_works_and_says_so_once(place: Place, tmp_path: Path, kind: str) -> None:
    base = tmp_path / "other"
    base.mkdir()
    match kind:
        case "file":
            (base / "pcg").write_text("")
        case "corrupt":
            (base / "pcg").mkdir()
            (base / "pcg" / "cache.sqlite").write_bytes(b"nonsense" * 1000)
        case _:
            base = Path("/proc")

    answer = place.run("analyze", str(place.file(LOOP)), XDG_CACHE_HOME=str(base))

    assert answer.code == 0
    assert answer.stderr.count(b"nothing is kept") == (0 if kind == "corrupt" else 1)


def test_a_missing_temporary_folder_is_replaced(place: Place) -> None:
    answer = place.run("analyze", str(place.file(LOOP)), TMPDIR="/nonexistent")

    assert (answer.code, answer.stderr) == (0, b"")


@pytest.mark.needs("bubblewrap")
def test_a_full_temporary_folder_is_said(place: Place) -> None:
    small = ["--size", str(1 << 20), "--tmpfs", str(place.scratch)]
    wrapper = ["bwrap", "--dev-bind", "/", "/", *small, "--"]

    answer = place.run("parallelize", str(place.file(LOOP)), wrapper=wrapper)

    assert answer.code == 3
    assert b"left for temporary files" in answer.stderr


def test_stale_folders_of_killed_runs_are_removed(place: Place) -> None:
    (place.scratch / "pcg-run-killed" / "artifacts").mkdir(parents=True)

    answer = place.run("analyze", str(place.file(LOOP)))

    assert answer.code == 0
    assert list(place.scratch.iterdir()) == []
