"""The configuration of language models as a server follows it."""

from __future__ import annotations

from pathlib import Path

from pcg_server.models import UNCONFIGURED, ConfiguredModels

_PROFILE = '[models.{0}]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "{0}-coder"\n'


def test_the_configuration_is_read_anew_when_it_has_changed(tmp_path: Path) -> None:
    models = ConfiguredModels({"XDG_CONFIG_HOME": str(tmp_path)})
    first = models.choose("")
    assert (first.endpoint, first.problem) == (None, UNCONFIGURED)
    (tmp_path / "pcg").mkdir()
    file = tmp_path / "pcg" / "config.toml"
    file.write_text(_PROFILE.format("one"), encoding="utf-8")
    chosen = models.choose("").endpoint
    assert chosen is not None
    assert chosen.model == "one-coder"
    file.write_text(_PROFILE.format("one") + _PROFILE.format("two"), encoding="utf-8")
    undecided = models.choose("")
    assert undecided.endpoint is None
    assert 'no model = "NAME" says which profile to use' in undecided.problem
    other = models.choose("two").endpoint
    assert other is not None
    assert other.profile == "two"
    file.unlink()
    assert models.choose("").problem == UNCONFIGURED


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "pcg").mkdir()
    (tmp_path / "pcg" / "config.toml").write_text(_PROFILE.format("one"), encoding="utf-8")
    chosen = ConfiguredModels({"XDG_CONFIG_HOME": str(tmp_path)}).choose("mine")
    assert chosen.endpoint is None
    assert "no model profile is named 'mine'; there are: one" in chosen.problem
