"""What a program prints, built as a rule's candidates are."""

from __future__ import annotations

import subprocess
from pathlib import Path


def printed(text: bytes, flags: tuple[str, ...], scratch: Path) -> str:
    """Build ``text`` with ``flags`` in ``scratch``, and run it with four threads."""
    program = scratch / "program"
    command = ["g++", "-std=c++20", "-O1", *flags, "-x", "c++", "-", "-o", str(program)]
    subprocess.run(command, input=text, check=True, timeout=120)
    done = subprocess.run(
        [str(program)],
        capture_output=True,
        check=True,
        timeout=120,
        env={"OMP_NUM_THREADS": "4"},
    )
    return done.stdout.decode()
