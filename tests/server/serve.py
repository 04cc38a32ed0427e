"""The server over standard input and output, with a scripted worker: a process for tests."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from pcg_server.server import create_server

from pcg_engine.adapters.user_folders import state_folder

WORKER = Path(__file__).parents[1] / "fakes" / "scripted_worker.py"

if __name__ == "__main__":
    logging.basicConfig(level="WARNING", format="%(levelname)s %(name)s: %(message)s")
    state_folder(os.environ).mkdir(parents=True, exist_ok=True)
    create_server((sys.executable, str(WORKER))).start_io()
