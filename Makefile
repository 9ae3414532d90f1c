# Casebook's commands. `make refresh` and `make test` are all that a new user needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
VENV_BENCH := .venv-bench
export CASEBOOK_WAREHOUSE ?= $(CURDIR)/warehouse
export CASEBOOK_RAW ?= $(CURDIR)/raw

.DEFAULT_GOAL := help
.PHONY: help refresh rebuild status up ui test test-thorough test-fast accuracy bench bench-quick bench-memory lint format types lock clean

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

refresh: $(VENV)/.ready ## ingest raw/, normalize, validate, load, publish
	@$(BIN)/casebook refresh

rebuild: $(VENV)/.ready ## build the star schema anew from the log
	@$(BIN)/casebook rebuild

status: $(VENV)/.ready ## how far the log and the warehouse are
	@$(BIN)/casebook status

up: ui ## the same: UI, schedule and sensor

ui: $(VENV)/.ready ## the Dagster UI at http://127.0.0.1:3000, with the daemon that runs schedule and sensor
	@$(BIN)/casebook ui

test: $(VENV)/.ready-dev ## all tests; those that drive a browser need Debian's package chromium
	$(BIN)/python -m pytest -n 3 --dist loadfile

test-thorough: $(VENV)/.ready-dev ## the same with every boundary to crash at and more random examples; long
	TESTS_THOROUGH=1 $(BIN)/python -m pytest -n 3 --dist loadfile

test-fast: $(VENV)/.ready-dev ## tests without the slow and the browser ones
	$(BIN)/python -m pytest -n 3 --dist loadfile -m "not browser and not slow"

accuracy: $(VENV)/.ready-dev ## score extraction against the hand-coded articles and write docs/accuracy.md
	@$(BIN)/python -m tools.accuracy

bench: $(VENV)/.ready $(VENV_BENCH)/.ready ## measure the pipeline, and log and load beside peers, and write docs/performance.md; hours
	@$(BIN)/python -m bench --ten-million --report docs/performance.md

bench-quick: $(VENV)/.ready $(VENV_BENCH)/.ready ## the same on little; two to three minutes on two cores, and no report
	@$(BIN)/python -m bench --quick

bench-memory: $(VENV)/.ready ## how much memory a rebuild of 10 million events needs
	@$(BIN)/python -m bench memory

lint: $(VENV)/.ready-dev ## lint and format check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.ready-dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.ready-dev ## strict type check
	$(BIN)/mypy

lock: ## write constraints.txt anew from the newest versions that work together
	tools/lock.sh $(PYTHON)

clean: ## remove the warehouse and the virtual environments
	rm -rf $(VENV) $(VENV_BENCH) warehouse

$(VENV)/.ready: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q pipelines # pip does that only for copies; where Python is told to write none, each start would
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV_BENCH)/.ready: bench/requirements.txt
	@test -x $(VENV_BENCH)/bin/python || $(PYTHON) -m venv $(VENV_BENCH)
	$(VENV_BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --requirement bench/requirements.txt
	@touch $@
