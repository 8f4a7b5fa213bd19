# make chat   sets up what is missing, adds the sample reports and opens the page
# make test   sets up what is missing, then lint, types, import rules and tests
# make eval   asks the packaged questions and prints how good the answers are
# make gate   the same, and fails where they are significantly worse than the committed baseline
# make check  lint, types and import rules only        make clean  removes what make made

PYTHON ?= python3.11
VENV   ?= .venv
# One version, so that a plain `torch` does not pull in gigabytes of GPU libraries.
TORCH  ?= torch==2.13.0
HOST   ?= 127.0.0.1
PORT   ?= 7860
LIBRARY ?= .xianwen/library

BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: chat test check eval gate install clean

chat: $(VENV)/.installed
	@$(BIN)/xianwen add eval/reports --library $(LIBRARY)
	@$(BIN)/xianwen serve --library $(LIBRARY) --host $(HOST) --port $(PORT)

test: $(VENV)/.developed check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.installed
	$(BIN)/xianwen eval eval/questions/reports.dev.jsonl

gate: $(VENV)/.installed
	$(BIN)/python -m eval.gate

install: $(VENV)/.installed

$(VENV)/.python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or name yours: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python pyproject.toml
	@echo "Installing (a few minutes the first time) …"
	$(BIN)/pip install --quiet $(TORCH)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	$(BIN)/pip check
	@sh tests/need-chromium.sh
	@touch $@

clean:
	rm -rf $(VENV) .xianwen .mypy_cache .ruff_cache .pytest_cache
