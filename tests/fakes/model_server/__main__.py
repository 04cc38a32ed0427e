"""See the package."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fakes.model_server.playback import Playback, read_conversations
from tests.fakes.model_server.server import ModelServer


def main() -> int:
    """Serve until the standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.model_server")
    parser.add_argument("folder", type=Path, help="of recorded conversations")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    arguments = parser.parse_args()
    playback = Playback(read_conversations(arguments.folder))
    with ModelServer(playback, port=arguments.port) as server:
        print(server.url, flush=True)
        sys.stdin.read()
    for request in playback.unmatched:
        print(f"no recorded reply for: {request.latest_text}", file=sys.stderr)
    return 1 if playback.unmatched else 0


sys.exit(main())
