"""``pcg parallelize`` with a model: configuration, consent, records, and nothing without them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from tests.fakes.model_server import ModelServer, Says
from tests.integration.assistant.subject import SOURCE, right

pytestmark = [
    pytest.mark.needs("gxx"),
    pytest.mark.needs("clang"),
    pytest.mark.needs("archer"),
    pytest.mark.needs("llvm-tools"),
    pytest.mark.needs("bubblewrap"),
]

_ELSEWHERE = {"PCG_BASE_URL": "https://models.example.com/v1", "PCG_MODEL": "coder"}


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Project:
    """A file with a loop, and a user's folders of its own."""

    folder: Path

    def run(self, *options: str, environment: Mapping[str, str] | None = None) -> Finished:
        """``pcg parallelize``."""
        file = str(self.folder / "energy.cpp")
        return self.pcg("parallelize", file, "--threads", "2", *options, environment=environment)

    def pcg(self, *words: str, environment: Mapping[str, str] | None = None) -> Finished:
        """Any command."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith("PCG_")}
        for name in ("CONFIG", "STATE", "CACHE", "DATA"):
            variables[f"XDG_{name}_HOME"] = str(self.folder / name.lower())
        done = subprocess.run(
            (sys.executable, "-m", "pcg_engine.cli", *words),
            env={**variables, **(environment or {})},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "energy.cpp").write_text(SOURCE)
    return Project(tmp_path)


def _here(server: ModelServer) -> dict[str, str]:
    return {"PCG_BASE_URL": server.url, "PCG_MODEL": "test-model"}


def test_a_recorded_run_is_gone_through_again_exactly(project: Project) -> None:
    broken = Says("```cpp\ndouble energy(const std::vector<double>& samples) { return x; }\n```")
    asked = (
        *("--generator", "model", "--samples", "1", "--function", "energy"),
        *("--budget", "900", "--json"),
    )
    with ModelServer([broken, right()]) as server:
        record = ("--record", str(project.folder / "run"))
        first = project.run(*asked, *record, environment=_here(server))
        count = len(server.requests)
        kept = project.run(*asked, "--offline", environment=_here(server))
        again = project.run("--replay", str(project.folder / "run"), "--json")
        assert len(server.requests) == count == 2

    attempts = first.json["results"][0]["candidates"]
    assert [one["origin"] for one in attempts] == ["test-model"] * 2
    assert attempts[0]["reason_code"] == "compile-error"
    assert _without_seconds(again.json) == _without_seconds(first.json)
    assert again.code == first.code
    # Kept answers are judged anew: only how fast the code is may differ.
    offline = kept.json["results"][0]["candidates"]
    assert [one["workflow"] for one in offline] == [one["workflow"] for one in attempts]


def _without_seconds(value: Any) -> Any:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {k: _without_seconds(v) for k, v in fields.items() if k != "seconds"}
    if isinstance(value, list):
        return [_without_seconds(one) for one in cast("list[Any]", value)]
    return value


@pytest.mark.parametrize("option", ["--apply", "--output"])
def test_what_a_recording_calls_verified_is_not_written(project: Project, option: str) -> None:
    target = [str(project.folder / "new.cpp")] if option == "--output" else []

    refused = project.run("--replay", str(project.folder / "run"), option, *target, "--json")

    assert refused.code == 2
    assert refused.json["error"]["code"] == "replay-writes-nothing"
    assert (project.folder / "energy.cpp").read_text() == SOURCE
    assert not (project.folder / "new.cpp").exists()


def test_a_run_of_another_text_is_not_gone_through(project: Project) -> None:
    with ModelServer([Says("no")] * 9) as server:
        record = ("--record", str(project.folder / "run"), "--generator", "model", "--attempts")
        project.run(*record, "1", environment=_here(server))
    (project.folder / "energy.cpp").write_text(SOURCE + "\n")

    again = project.run("--replay", str(project.folder / "run"), "--json")

    assert again.code == 2
    assert again.json["error"]["code"] == "replay-differs"


def test_code_is_not_sent_anywhere_without_consent(project: Project) -> None:
    refused = project.run("--generator", "model", "--json", environment=_ELSEWHERE)

    assert refused.code == 2
    assert refused.json["error"]["code"] == "no-consent"
    assert "models.example.com" in refused.json["error"]["message"]
    assert "--send-to models.example.com" in refused.json["error"]["hint"]
    assert not (project.folder / "state" / "pcg" / "consents.json").exists()


def test_rules_work_alone_where_there_is_no_consent(project: Project) -> None:
    alone = project.run("--function", "unrelated", environment=_ELSEWHERE)

    assert alone.code == 2
    assert "has not been allowed to be sent to models.example.com" in alone.err
    assert "no loop there" in alone.err


@pytest.mark.parametrize(
    "options", [["--generator", "model"], ["--show-prompt"], ["--model", "mine"], ["--offline"]]
)
def test_a_model_that_is_not_configured_cannot_be_asked(
    project: Project, options: list[str]
) -> None:
    refused = project.run(*options, "--json")

    assert refused.code == 2
    assert refused.json["error"]["code"] in ("no-endpoint", "no-such-profile")


def test_what_would_be_sent_is_shown_and_not_sent(project: Project) -> None:
    shown = project.run(
        *("--show-prompt", "--workflow", "any", "--function", "energy"), environment=_ELSEWHERE
    )

    assert shown.code == 0
    assert shown.out.startswith("=== any@")
    assert "double energy(const std::vector<double>& samples)" in shown.out
    assert str(project.folder) not in shown.out
    assert not (project.folder / "state" / "pcg" / "runs").exists()


def test_examples_of_other_projects_are_shown_on_this_machine_only(project: Project) -> None:
    slow, fast = project.folder / "slow.cpp", project.folder / "fast.cpp"
    slow.write_text(SOURCE.replace("energy", "secret_energy"))
    fast.write_text(SOURCE.replace("energy", "secret_energy_faster"))
    added = ("memory", "add", str(slow), str(fast), "--category", "reduction", "--title", "mine")
    assert project.pcg(*added).code == 0
    show = ("--show-prompt", "--function", "energy", "--workflow", "any")

    elsewhere = project.run(*show, environment=_ELSEWHERE)
    here = project.run(
        *show, environment={"PCG_BASE_URL": "http://127.0.0.1:1/v1", "PCG_MODEL": "coder"}
    )

    assert "secret_energy_faster" in here.out
    assert "=== any@" in elsewhere.out
    assert "secret_energy" not in elsewhere.out
