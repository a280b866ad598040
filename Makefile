# Two commands do everything on a fresh machine with Python 3.10 or newer:
#   make serve   an environment of its own, the bundled sample issues, the web on 127.0.0.1
#   make test    an environment of its own, lint, types, the whole suite with coverage

PYTHON ?= python3
VENV   ?= .venv
ARCHIVE ?= .archive-demo
PORT   ?= 8017
BIN    := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

KILLS ?= 500

.PHONY: lock sbom soak serve test lint bench relevance screenshots translations samples clean

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

# The lock file of what ships, with hashes, and the list of it (CycloneDX).
lock: $(BIN)/python
	$(BIN)/python -m pip install --quiet "pip-tools>=7.5"
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--extra metrics --extra office --extra openid --extra postgres -o requirements.lock setup.cfg

sbom: $(BIN)/python
	$(BIN)/python -m pip install --quiet "cyclonedx-bom>=7"
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --output-format JSON -o build/sbom.json

# What CI has no time for: kills, hostile requests, rude clients, full disks, again and again.
soak: $(VENV)/.installed-test
	XUNZHANG_KILLS=$(KILLS) $(BIN)/python -m pytest -p no:cacheprovider tests/e2e/test_killed.py tests/web/test_serving.py \
		tests/web/test_hostile.py tests/web/test_replaced.py tests/corpus/test_store_crash.py \
		tests/corpus/test_store_full_disk.py tests/corpus/test_store_replaced.py

samples: $(VENV)/.installed-test
	$(BIN)/python tools/make_samples.py

clean:
	rm -rf $(VENV) .archive-demo build dist *.egg-info screenshots
