"""Consents: who may be sent the code of what, and what a damaged file means."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import stat
import threading
from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.consent import Consents, project_of
from pcg_engine.adapters.user_folders import configuration_folder, state_folder
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable


def _endpoint(base_url: str) -> Endpoint:
    return Endpoint("p", base_url, "m")


def test_a_consent_is_for_one_workspace_and_one_host(tmp_path: Path) -> None:
    path = tmp_path / "state" / "pcg" / "consents.json"
    consents = Consents(path)
    one, other = tmp_path / "one", tmp_path / "other"
    assert not consents.is_allowed(one, "api.example.org")
    consents.allow(one, "API.example.org")
    consents.allow(other, "gpu:8000")
    again = Consents(path)
    allowed = [
        (workspace.name, host)
        for workspace in (one, other, one / "inner", tmp_path)
        for host in ("api.example.org", "gpu:8000", "gpu", "example.org")
        if again.is_allowed(workspace, host)
    ]
    assert allowed == [("one", "api.example.org"), ("other", "gpu:8000")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_consent_can_be_taken_back(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    for host in ("a", "b", "c"):
        consents.allow(tmp_path, host)
        consents.allow(tmp_path / "x", host)
    consents.forget(tmp_path, "B")
    consents.forget(tmp_path / "x")
    consents.forget(tmp_path / "never", "a")
    assert [host for host in "abc" if consents.is_allowed(tmp_path, host)] == ["a", "c"]
    assert not any(consents.is_allowed(tmp_path / "x", host) for host in "abc")


def test_workspaces_are_told_apart_by_their_real_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    consents = Consents(tmp_path / "consents.json")
    consents.allow(tmp_path / "link" / ".." / "link", "a")
    consents.allow(tmp_path / "od\udcffd", "b")
    assert consents.is_allowed(tmp_path / "real", "a")
    assert consents.is_allowed(tmp_path / "od\udcffd", "b")
    (tmp_path / "link").unlink()
    assert not consents.is_allowed(tmp_path / "link", "a")


@pytest.mark.parametrize(
    ("base_url", "needed"),
    [
        ("http://localhost:11434/v1", False),
        ("http://127.0.0.1:8000/v1", False),
        ("http://[::1]:8000/v1", False),
        ("http://192.168.0.7:8000/v1", True),
        ("https://api.example.org/v1", True),
        ("https://localhost.example.org/v1", True),
        ("https://localhost@example.org/v1", True),
    ],
)
def test_this_machine_needs_no_consent(tmp_path: Path, base_url: str, needed: bool) -> None:
    consents = Consents(tmp_path / "consents.json")
    endpoint = _endpoint(base_url)
    assert consents.needed(tmp_path, endpoint) is needed
    consents.allow(tmp_path, endpoint.host)
    assert not consents.needed(tmp_path, endpoint)


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"\xff", b"[]", b'{"version": 2, "consents": []}', b"[" * 100_000],
)
def test_a_damaged_file_is_no_consent_and_is_kept_aside(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "consents.json"
    path.write_bytes(damaged)
    consents = Consents(path)
    assert not consents.is_allowed(tmp_path, "a")
    assert path.read_bytes() == damaged
    consents.allow(tmp_path, "a")
    assert consents.is_allowed(tmp_path, "a")
    assert (tmp_path / "consents.json.damaged").read_bytes() == damaged


def test_odd_entries_are_no_consent(tmp_path: Path) -> None:
    path = tmp_path / "consents.json"
    path.write_text('{"version": 1, "consents": [null, 7, {"workspace": [], "host": {}}, {}]}')
    assert not Consents(path).is_allowed(tmp_path, "a")


def test_a_consent_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    consents = Consents(tmp_path / "file" / "consents.json")
    with pytest.raises(EnvironmentUnavailable):
        consents.allow(tmp_path, "a")
    assert not consents.is_allowed(tmp_path, "a")


def _allow(path: Path, first: int) -> None:
    for number in range(first, first + 20):
        Consents(path).allow(path.parent, f"host-{number}")


def test_processes_do_not_lose_each_others_consents(tmp_path: Path) -> None:
    path = tmp_path / "consents.json"
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_allow, args=(path, first)) for first in (0, 20)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    consents = Consents(path)
    assert all(consents.is_allowed(tmp_path, f"host-{number}") for number in range(40))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "consents.json",
        "consents.json.lock",
    ]


def test_whoever_changes_consents_waits_for_who_does_so_already(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    with (tmp_path / "consents.json.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        thread = threading.Thread(target=consents.allow, args=(tmp_path, "late"))
        thread.start()
        # Time for one that does not wait; its consent would be overwritten here.
        thread.join(timeout=0.2)
        other = [{"workspace": str(tmp_path), "host": "early"}]
        text = json.dumps({"version": 1, "consents": other})
        (tmp_path / "consents.json").write_text(text)
    thread.join()
    assert consents.is_allowed(tmp_path, "early")
    assert consents.is_allowed(tmp_path, "late")


def test_folders_are_those_of_the_specification() -> None:
    environment = {"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}
    assert configuration_folder(environment) == Path("/c/pcg")
    assert state_folder(environment) == Path("/s/pcg")
    relative = {"XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": ""}
    assert configuration_folder(relative) == Path.home() / ".config" / "pcg"
    assert state_folder(relative) == Path.home() / ".local" / "state" / "pcg"


def test_a_project_is_what_is_under_version_control_else_what_was_opened(tmp_path: Path) -> None:
    versioned = tmp_path / "versioned"
    (versioned / ".git").mkdir(parents=True)
    plain = tmp_path / "plain"
    folders = (versioned / "src", plain, plain / "inner", tmp_path)
    found = [
        project_of(file, given)
        for file, given in (
            (versioned / "src" / "a.cpp", folders),
            (plain / "inner" / "deep" / "a.cpp", folders),
            (plain / "a.cpp", folders),
            (plain / "a.cpp", ()),
        )
    ]
    assert found == [versioned, plain / "inner", plain, plain]
