"""``pcg project``: write down, or show, how a project is built, tested and timed. Runs nothing."""

from __future__ import annotations

import os
from pathlib import Path

from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import SCHEMA, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.project_report import command_lines
from pcg_engine.cli.write import write_atomically
from pcg_engine.domain.errors import UsageError
from pcg_engine.wiring import first_project_table, project_of


def run(arguments: Arguments) -> int:
    """Do what ``arguments.project_action`` says; only ``init`` writes a file."""
    named = arguments.paths[0] if arguments.paths else Path()
    folder = Path(os.path.normpath(named.absolute()))
    if not folder.is_dir():
        raise UsageError("cannot-read", f"{named} is no folder", "name the project's root")
    if arguments.project_action == "init":
        place, text = _init(folder)
        if arguments.json:
            print_json({"schema": SCHEMA, "file": str(place), "text": text})
        else:
            print(f"wrote {place}:\n\n{text}", end="")
        return ExitCode.DONE
    # Any file of the folder: where the project is depends on the folder alone.
    commands = project_of(folder / "file").commands
    lines = dict(command_lines(commands))
    if arguments.json:
        told = {"root": commands.root, "origin": commands.origin, **lines}
        print_json({"schema": SCHEMA, **told})
    else:
        print(f"{commands.root} ({commands.origin})")
        for name, line in lines.items():
            print(f"  {name}: {line or 'none'}")
    return ExitCode.DONE


def _init(folder: Path) -> tuple[Path, str]:
    """Write the table behind what ``.pcg.toml`` holds already."""
    table = first_project_table(folder)
    text = table.text
    place = table.place
    kept = place.read_bytes() if place.exists() else b""
    gap = b"" if not kept else b"\n" if kept.endswith(b"\n") else b"\n\n"
    write_atomically(place, kept + gap + text.encode())
    return place, text
