"""The user's configuration: what is read, and what is said of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.configuration import (
    FROM_ENVIRONMENT,
    Models,
    configuration_file,
    read_models,
)
from pcg_engine.domain.endpoint import Endpoint, ModelSize, Price, Structure
from pcg_engine.domain.errors import UsageError

_SECRET = "sk-Za9-very-secret"
_LOCAL = '[models.local]\nbase_url = "http://localhost:11434/v1/"\nmodel = "coder:14b"\n'
_HOSTED = (
    '[models.hosted]\nbase_url = "https://api.example.org/v1"\nmodel = "large"\n'
    'key_variable = "EXAMPLE_KEY"\nprice = { prompt = 1, completion = 2.5 }\n'
)


def _read(tmp_path: Path, text: str, **environment: str) -> Models:
    folder = tmp_path / "pcg"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text, "utf-8")
    return read_models({"XDG_CONFIG_HOME": str(tmp_path), **environment})


def test_without_configuration_there_is_no_model(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "OPENAI_API_KEY": "sk", "PCG_API_KEY": "sk"}
    models = read_models(environment)
    assert models == Models()
    assert models.endpoint() is None
    assert configuration_file(environment) == tmp_path / "pcg" / "config.toml"


def test_every_field_is_read(tmp_path: Path) -> None:
    text = """
    model = "one"
    [models.one]
    base_url = "https://api.example.org:8443/v1/"
    model = "large"
    key_variable = "EXAMPLE_KEY"
    size = "small"
    structure = "schema"
    temperature = 0
    max_tokens = 1000
    context_tokens = 2000
    timeout = 30
    requests_per_minute = 60
    concurrency = 8
    price = { prompt = 1, completion = 2.5 }
    [models.two]
    base_url = "http://localhost:8000/v1"
    model = "small"
    """
    models = _read(tmp_path, text)
    one = Endpoint(
        profile="one",
        base_url="https://api.example.org:8443/v1",
        model="large",
        key_variable="EXAMPLE_KEY",
        size=ModelSize.SMALL,
        structure=Structure.SCHEMA,
        temperature=0.0,
        max_tokens=1000,
        context_tokens=2000,
        timeout=30.0,
        requests_per_minute=60,
        concurrency=8,
        price=Price(1.0, 2.5),
    )
    two = Endpoint("two", "http://localhost:8000/v1", "small")
    assert models == Models((one, two), "one", ())
    assert models.endpoint() == one
    assert models.endpoint("two") == two
    with pytest.raises(UsageError, match="no model profile is named 'three'; there are: one, two"):
        models.endpoint("three")


def test_the_only_profile_is_the_default_and_of_several_none(tmp_path: Path) -> None:
    assert _read(tmp_path, _LOCAL).default == "local"
    several = _read(tmp_path, _LOCAL + _HOSTED)
    assert several.endpoint() is None
    assert [one.profile for one in several.endpoints] == ["local", "hosted"]
    (problem,) = several.problems
    assert 'no model = "NAME"' in problem


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ('size = "huge"', "size: must be one of: large, small; it is taken as large"),
        ("structure = 1", "structure: must be one of: auto, schema, text; it is taken as auto"),
        ('temperature = "hot"', "temperature: must be a number from 0 to 10; it is left to"),
        ("temperature = nan", "temperature: must be a number"),
        ("temperature = true", "temperature: must be a number"),
        ("max_tokens = 0", "max_tokens: must be a whole number from 1 to 10000000; it is taken as"),
        ("max_tokens = 1.5", "max_tokens: must be a whole number"),
        ("context_tokens = -1", "context_tokens: must be a whole number"),
        ("timeout = 0", "timeout: must be a number from 0.1 to 86400; it is taken as 120"),
        ("requests_per_minute = true", "requests_per_minute: must be a whole number from 0"),
        ("concurrency = 0", "concurrency: must be a whole number from 1"),
        ("price = 3", "price: must be { prompt"),
        ("price = { prompt = -1 }", "price.prompt: must be { prompt"),
        ("price = { output = 1 }", "price.output: must be { prompt"),
        ("key_variable = 7", "key_variable: must be the name of a variable"),
        ("max_token = 7", "max_token: there is no such field; it is ignored"),
    ],
)
def test_a_bad_field_has_its_default_and_one_message(tmp_path: Path, field: str, told: str) -> None:
    models = _read(tmp_path, _LOCAL + field)
    assert models.endpoints == (Endpoint("local", "http://localhost:11434/v1", "coder:14b"),)
    (problem,) = models.problems
    assert problem.startswith(f"{tmp_path}/pcg/config.toml: models.local.{told}")


@pytest.mark.parametrize(
    "address",
    [
        "7",
        '""',
        '"localhost:8000"',
        '"ftp://example.org"',
        '"http://"',
        '"http://example.org:99999/"',
        '"http://[::1/v1"',
        '"http://exa mple.org"',
        f'"https://user:{_SECRET}@example.org/v1"',
        f'"https://example.org/v1?key={_SECRET}"',
    ],
)
def test_a_profile_without_a_good_address_is_left_out(tmp_path: Path, address: str) -> None:
    models = _read(tmp_path, f'model = "x"\n[models.x]\nmodel = "m"\nbase_url = {address}\n')
    assert (models.endpoints, models.endpoint()) == ((), None)
    assert "models.x.base_url: must " in models.problems[0]
    assert "model: names no profile" in models.problems[1]
    assert _SECRET not in "".join(models.problems)


@pytest.mark.parametrize(
    "text",
    [
        f'{_LOCAL}api_key = "{_SECRET}"',
        f'{_LOCAL}key = "{_SECRET}"',
        f'{_LOCAL}Token = "{_SECRET}"',
        f'api_key = "{_SECRET}"\n{_LOCAL}',
        f'{_LOCAL}key_variable = "{_SECRET}"',
        f'{_LOCAL}key_variable = "gsk_0123456789abcdef"',
    ],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    models = _read(tmp_path, text)
    assert models.endpoints == (Endpoint("local", "http://localhost:11434/v1", "coder:14b"),)
    (problem,) = models.problems
    assert "variable" in problem
    assert _SECRET not in f"{models}"
    assert "gsk_" not in f"{models}"


@pytest.mark.parametrize(
    "content",
    [
        b'model = "x',
        f'[models.x]\napi_key = "{_SECRET}'.encode(),
        b"\xff\xfe",
        b"a = " + b"[" * 100_000,
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_configures_nothing(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    models = read_models({}, path)
    assert models.endpoint() is None
    (problem,) = models.problems
    assert problem.startswith(f"{path}: cannot be read (it is no TOML")
    assert _SECRET not in problem


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (problem,) = read_models({}, tmp_path).problems
    assert problem == f"{tmp_path}: cannot be read (Is a directory): no model is configured"


@pytest.mark.parametrize("text", ["models = 3", "[models]\nx = 3", 'model = "x"', "other = 1"])
def test_odd_files_configure_nothing(tmp_path: Path, text: str) -> None:
    models = _read(tmp_path, text)
    assert models.endpoint() is None
    assert len(models.problems) == 1


def test_variables_alone_make_a_profile(tmp_path: Path) -> None:
    environment = {
        "XDG_CONFIG_HOME": str(tmp_path),
        "PCG_BASE_URL": "http://127.0.0.1:8000/v1",
        "PCG_MODEL": "m",
    }
    made = Endpoint(FROM_ENVIRONMENT, "http://127.0.0.1:8000/v1", "m")
    assert read_models(environment) == Models((made,), FROM_ENVIRONMENT)
    with_key = read_models({**environment, "PCG_API_KEY": _SECRET}).endpoint()
    assert with_key is not None
    assert with_key.key_variable == "PCG_API_KEY"
    named = read_models({**environment, "PCG_KEY_VARIABLE": "OTHER"}).endpoint()
    assert named is not None
    assert named.key_variable == "OTHER"


def test_another_place_is_not_given_the_key_of_the_profile(tmp_path: Path) -> None:
    text = _HOSTED + "max_tokens = 77\n"
    models = _read(tmp_path, text, PCG_BASE_URL="https://elsewhere.example.org/v1")
    made = models.endpoint()
    assert made == Endpoint(
        FROM_ENVIRONMENT, "https://elsewhere.example.org/v1", "large", max_tokens=77
    )
    hosted = models.endpoint("hosted")
    assert hosted is not None
    assert (hosted.base_url, hosted.key_variable) == ("https://api.example.org/v1", "EXAMPLE_KEY")


def test_variables_change_the_profile_that_is_used(tmp_path: Path) -> None:
    text = f'model = "hosted"\n{_LOCAL}{_HOSTED}'
    models = _read(tmp_path, text, PCG_MODEL="larger", PCG_KEY_VARIABLE="OTHER")
    changed, other = models.endpoint(), models.endpoint("local")
    assert changed is not None
    assert other is not None
    assert (changed.profile, changed.model, changed.key_variable, changed.base_url) == (
        "hosted",
        "larger",
        "OTHER",
        "https://api.example.org/v1",
    )
    assert changed.price == Price(1.0, 2.5)
    assert other.model == "coder:14b"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PCG_BASE_URL": "http://localhost:8000/v1"}, "set PCG_MODEL too"),
        ({"PCG_BASE_URL": "nowhere", "PCG_MODEL": "m"}, "the environment.base_url: must be"),
        ({"PCG_MODEL": "m"}, "PCG_MODEL: there is no profile to change"),
        ({"PCG_KEY_VARIABLE": "K"}, "PCG_KEY_VARIABLE: there is no profile to change"),
    ],
)
def test_variables_that_make_no_profile_are_told(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    models = read_models({"XDG_CONFIG_HOME": str(tmp_path), **environment})
    assert models.endpoint() is None
    (problem,) = models.problems
    assert told in problem


def test_a_key_in_place_of_the_variables_name_is_not_repeated(tmp_path: Path) -> None:
    models = _read(tmp_path, _HOSTED, PCG_KEY_VARIABLE=_SECRET)
    used = models.endpoint()
    assert used is not None
    assert used.key_variable == "EXAMPLE_KEY"
    assert len(models.problems) == 1
    assert _SECRET not in f"{models}"
