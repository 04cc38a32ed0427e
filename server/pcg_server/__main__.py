"""``python -m pcg_server``: serve one editor; ``pcg serve`` is replaced by it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from pcg_engine.adapters.user_folders import state_folder

_LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the editor says ``exit``, or goes away."""
    parser = argparse.ArgumentParser(
        prog="pcg serve", description="Serve an editor that speaks the Language Server Protocol."
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="on standard input and output (default)")
    way.add_argument(
        "--tcp", metavar="[HOST:]PORT", help=f"on a TCP port (host: {_LOOPBACK}); for debugging"
    )
    parser.add_argument("--log-level", default="warning", help="debug, info, warning or error")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=options.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    state_folder(os.environ).mkdir(parents=True, exist_ok=True, mode=0o700)
    from pcg_server.server import create_server

    server = create_server()
    if options.tcp:
        host, _, port = options.tcp.rpartition(":")
        if not port.isdigit():
            parser.error(f"not a port: {options.tcp}")
        server.start_tcp(host or _LOOPBACK, int(port))
    else:
        server.start_io()
    return 0


if __name__ == "__main__":
    sys.exit(main())
