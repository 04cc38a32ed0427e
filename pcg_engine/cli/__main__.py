"""``python -m pcg_engine.cli``."""

import sys

from pcg_engine.cli import main

sys.exit(main())
