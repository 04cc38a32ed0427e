"""Consents to commands: what they hold for, and what makes them void."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pcg_engine.adapters.command_consents import CommandConsents, Purpose, command_consents_file
from pcg_engine.domain.errors import EnvironmentUnavailable

PROJECT, CAPTURE = Purpose.PROJECT, Purpose.CAPTURE


def test_a_consent_is_for_one_folder_one_purpose_and_these_very_commands(tmp_path: Path) -> None:
    path = command_consents_file({"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "s")})
    consents = CommandConsents(path)
    consents.allow(tmp_path / "p", PROJECT, "1")
    consents.allow(tmp_path / "p", CAPTURE, "2")
    consents.allow(tmp_path / "q", PROJECT, "3")

    again = CommandConsents(path)
    allowed = [
        (folder, purpose.value, digest)
        for folder in ("p", "q", "p/inner")
        for purpose in Purpose
        for digest in "123"
        if again.is_allowed(tmp_path / folder, purpose, digest)
    ]
    assert allowed == [("p", "project", "1"), ("p", "capture", "2"), ("q", "project", "3")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_agreeing_to_other_commands_takes_the_former_consent_back(tmp_path: Path) -> None:
    consents = CommandConsents(tmp_path / "commands.json")
    for digest in "12":
        consents.allow(tmp_path, PROJECT, digest)
    found = [digest for digest in "12" if consents.is_allowed(tmp_path, PROJECT, digest)]
    assert found == ["2"]


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"version": 2}', '{"version": 1, "consents": [3, {"folder": 1}]}']
)
def test_what_cannot_be_read_is_no_consent(tmp_path: Path, content: str) -> None:
    path = tmp_path / "commands.json"
    path.write_text(content)
    consents = CommandConsents(path)
    assert not consents.is_allowed(tmp_path, PROJECT, "1")
    consents.allow(tmp_path, PROJECT, "1")
    assert consents.is_allowed(tmp_path, PROJECT, "1")


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentUnavailable):
        CommandConsents(tmp_path / "file" / "commands.json").allow(tmp_path, PROJECT, "1")
