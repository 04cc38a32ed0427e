"""How a file is compiled, as far as the settings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pcg_server.compile_commands import Compilation, compilation_of
from pcg_server.settings import ServerSettings
from pygls.exceptions import JsonRpcException

from pcg_engine.adapters.compilation_database import Databases
from tests.server.conftest import Launch
from tests.server.sources import SCALE
from tests.server.test_settings import launch_with


def _compilation(tmp_path: Path, *also: str) -> Compilation:
    for name in ("main.cpp", "other.cpp"):
        (tmp_path / "src" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "src" / name).write_text("int f();\n")
    settings = ServerSettings(also=also)
    return compilation_of(tmp_path / "src" / "main.cpp", settings, Databases(), tmp_path, {})


def test_other_files_start_at_the_workspace_folder_and_the_file_itself_is_none(
    tmp_path: Path,
) -> None:
    other = tmp_path / "src" / "other.cpp"
    found = _compilation(tmp_path, "src/other.cpp", str(other), "src/../src/main.cpp")
    assert (found.command.also, found.complaint) == ((str(other),), "")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = _compilation(tmp_path, "other.cpp", "src/other.cpp")
    assert found.command.also == (str(tmp_path / "src" / "other.cpp"),)
    assert found.complaint == (
        f"the setting pcg.also names {tmp_path / 'other.cpp'}, and there is no such file"
    )


async def test_the_worker_is_told_of_other_files(launch: Launch, tmp_path: Path) -> None:
    other = tmp_path / "other.cpp"
    other.write_text("int f();\n")
    editor = await launch_with(launch, also=[str(other)])
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    job = await editor.parallelize(uri, "scale")
    await editor.ended(job)
    (request,) = editor.worker_messages("Parallelize")
    assert request["also"] == [str(other)]


@pytest.mark.parametrize("broken", ["also", "database"])
async def test_what_cannot_be_used_is_told_when_a_loop_is_asked_for(
    broken: str, launch: Launch, tmp_path: Path
) -> None:
    if broken == "database":
        (tmp_path / "compile_commands.json").write_text("[")
    editor = await launch_with(launch, **({"also": ["nothing.cpp"]} if broken == "also" else {}))
    uri = editor.open(tmp_path / "scale.cpp", SCALE)
    told = "nothing.cpp" if broken == "also" else "compile_commands.json"
    with pytest.raises(JsonRpcException, match=told):
        await editor.parallelize(uri, "scale")
    assert editor.worker_messages("Parallelize") == []
