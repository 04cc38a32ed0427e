"""What the documentation says of the server is what the server says of itself."""

from __future__ import annotations

from pathlib import Path

from pcg_server.features.commands import CommandName
from pcg_server.settings import markdown

_ROOT = Path(__file__).parents[3]


def test_the_readme_has_the_settings_of_the_code() -> None:
    text = (_ROOT / "README.md").read_text()
    _, _, rest = text.partition(
        "<!-- settings: begin (written by python -m pcg_server.settings) -->\n"
    )
    table, found, _ = rest.partition("<!-- settings: end -->")

    assert found
    assert table == markdown(), "run python -m pcg_server.settings and put it there"


def test_every_command_is_documented() -> None:
    text = (_ROOT / "docs" / "lsp-extensions.md").read_text()
    told = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `pcg.")}

    assert told == {name.value for name in CommandName}
