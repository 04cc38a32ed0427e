"""The project's own headers of open files, as they are on disk: there a verification finds them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pcg_engine.adapters.project_files import DiskProjectFiles
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.syntax.own_headers import HeaderReader, OwnHeaders, include_folders
from pcg_server.documents import Document
from pcg_server.workspace_folder import folder_around


class ProjectHeaders:
    """Reads the headers of each project; one that did not change is read once."""

    def __init__(self) -> None:
        self._readers: dict[Path, HeaderReader] = {}

    def of(
        self, document: Document, command: CompileCommand, folders: Sequence[Path]
    ) -> OwnHeaders:
        """The headers of ``document``; ``folders`` are those that the editor has open."""
        root = folder_around(document.path, folders)
        reader = self._readers.get(root)
        if reader is None:
            reader = self._readers[root] = HeaderReader(DiskProjectFiles(root))
        return reader.of(document.source, include_folders(command.flags, command.directory))
