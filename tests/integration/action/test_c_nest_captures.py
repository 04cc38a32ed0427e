"""Captures of loop nests of C files, which have copies of the variables that they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcg_engine.cli import main

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("bubblewrap"),
]

_PROGRAM = """\
#include <stdio.h>
#include <stdlib.h>
struct Box { double *held; };
int main(int number, char **words) {
  double *a = calloc(100, sizeof *a), sum = 0;
  struct Box box = {number > 1 ? &sum : a};
  double *p = number > 2 ? &sum : a;
  for (int i = 0; i < 100; ++i) {
    sum += a[i] + WHAT * 1e-9;
  }
  printf("%g %s\\n", sum, words[0]);
  return 0;
}
"""


@pytest.mark.parametrize("what", ["*p", "*box.held"])
def test_a_variable_that_a_pointer_leads_to_as_well_is_no_copy(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "program.c"
    path.write_text(_PROGRAM.replace("WHAT", what))
    capture = ("capture", str(path), "--line", "8", "--json", "--")

    main([*capture])
    apart = json.loads(capsys.readouterr().out)
    assert [call["number"] for call in apart["calls"]] == [1]
    assert apart["dropped"] == []

    main([*capture, "1", "2"])
    shared = json.loads(capsys.readouterr().out)
    assert shared["error"]["code"] == "not-replayable"
    assert "the nest reaches `sum` through a pointer as well" in shared["error"]["message"]
