# Two commands do everything on a fresh machine with Python 3.10 or newer:
#   make serve   an environment of its own, the bundled sample issues, the web on 127.0.0.1
#   make test    an environment of its own, lint, types, the whole suite with coverage

PYTHON ?= python3
VENV   ?= .venv
ARCHIVE ?= .archive-demo
PORT   ?= 8017
BIN    := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

.PHONY: serve test lint bench relevance screenshots translations samples clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(VENV)/.installed-test: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e ".[test]"
	touch $(VENV)/.installed $@

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet -e ".[bench]"
	touch $@

serve: $(VENV)/.installed
	$(BIN)/xunzhang --archive $(ARCHIVE) serve --demo --host 127.0.0.1 --port $(PORT)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks

relevance: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.relevance

screenshots: $(VENV)/.installed-test
	$(BIN)/python -m tests.e2e.screenshots screenshots

translations: $(VENV)/.installed-test
	mkdir -p build
	$(BIN)/pybabel -q extract --no-location --no-wrap --sort-output -F web/babel.cfg -o build/messages.pot web
	$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i build/messages.pot -d web/translations
	$(BIN)/pybabel -q compile -d web/translations

samples: $(VENV)/.installed-test
	$(BIN)/python tools/make_samples.py

clean:
	rm -rf $(VENV) .archive-demo build dist *.egg-info screenshots
