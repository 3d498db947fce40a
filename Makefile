# Rondom: every task of a working day. `make` alone lists them.
# Written for GNU make 3.81 (macOS) and later, and for plain sh.

PORT ?= 5000
WORKERS ?= auto
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
export PORT
# The tests start fifty servers; without this each would compile the whole program again where the variable is set.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_FILES = $(wildcard conference realtime models migrations tests scripts benchmarks wsgi.py)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
PAGE_SOURCES := $(shell find static/src -print 2>/dev/null) $(wildcard tsconfig*.json static/*.mjs)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo migrate bundle test test-fast test-all test-js check format messages words fence lock audit bench bench-case bench-learning bench-finder clean

help: ## Show this list
	@echo "Rondom. Start with: make run"
	@echo
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PORT=5000          where make run serves        WORKERS=auto     test processes"
	@echo "  TESTS=path         only these tests             RONDOM_BROWSER=  path of a browser"

# ---- Run it

run: setup ## Set up what is missing, fill an empty database with the demo, and serve on PORT
	@$(PY) -m conference.cli up

demo: setup ## Load the demo anew: the cast, one open meeting, and who can sign in
	@$(PY) -m conference.cli demo --fresh

migrate: setup ## Bring the database to the newest shape
	@$(PY) -m conference.cli migrate

# ---- Set up. Each step leaves a stamp, so a second run takes a moment.

setup: $(VENV)/.run bundle $(CATALOGUES) ## Install what the program needs and build its pages

setup-test: setup $(VENV)/.test ## The same, and what the checks and tests need

bundle: static/build/.made ## Build scripts and styles (only when static/src changed)

# A Python that was upgraded or removed leaves a dead environment behind: then it is made anew.
ifneq ($(wildcard $(VENV)/.made),)
ifneq ($(shell $(PY) -c "print('alive')" 2>/dev/null),alive)
$(shell rm -f $(VENV)/.made $(VENV)/.run $(VENV)/.test)
endif
endif

$(VENV)/.made:
	@python="$$(sh scripts/python.sh)" && echo "Making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.lock $(VENV)/.made
	@echo "Installing what the program needs"
	@$(PIP) -r requirements/run.lock
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	@echo "Installing what the checks need"
	@$(PIP) -r requirements/test.lock
	@touch $@

# The lock holds versions and hashes. `npm ci` refuses it when a tool's build for another system is not in it;
# `npm install --no-save` then takes the same versions, adds the build for this system, and leaves the lock alone.
node_modules/.made: package.json $(wildcard package-lock.json)
	@sh scripts/node.sh
	@echo "Installing what building the pages needs"
	@npm ci --no-audit --no-fund --loglevel=silent \
		|| npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

static/build/.made: node_modules/.made $(PAGE_SOURCES)
	@npm run --silent build
	@mkdir -p static/build && touch $@

%.mo: %.po scripts/words.py $(VENV)/.run
	@$(PY) scripts/words.py compile

# ---- Test

PYTEST = $(PY) -m pytest -n $(WORKERS) --dist worksteal
# A path that was asked for runs whole.
DAILY = $(if $(TESTS),,-m "not slow and not postgres")

test: setup-test test-js ## Scripts, rules, pages, sockets, browser: within ten minutes
	@browser="$$(sh scripts/browser.sh)" && RONDOM_BROWSER="$$browser" $(PYTEST) $(DAILY) $(TESTS)

test-fast: setup-test test-js ## The same without a browser
	@$(PYTEST) -m "not browser and not slow and not postgres" $(TESTS)

test-all: setup-test test-js ## Every test: also plays in a browser, whole meetings, four weeks, long runs, and every rule on PostgreSQL
	@browser="$$(sh scripts/browser.sh)" && RONDOM_BROWSER="$$browser" $(PYTEST) $(TESTS)

test-js: node_modules/.made ## Only the scripts of the pages
	@npm test --silent

# ---- Check

check: setup-test ## Form, types, import contracts, schema, migrations, translations
	@echo "== form"           && $(VENV)/bin/ruff format --check $(PYTHON_FILES)
	@echo "== faults"         && $(VENV)/bin/ruff check $(PYTHON_FILES)
	@echo "== types"          && $(VENV)/bin/mypy
	@echo "== who knows whom" && $(VENV)/bin/lint-imports --no-logo
	@echo "== types, pages"   && npm run --silent types
	@echo "== faults, pages"  && npm run --silent lint
	@echo "== templates"      && $(VENV)/bin/djangofmt --quiet --check templates && $(PY) scripts/template_form.py \
		&& $(VENV)/bin/djlint --quiet --lint templates
	@echo "== styles"         && $(PY) scripts/unused_css.py
	@echo "== messages"       && $(PY) -m realtime.schema --check && npm run --silent messages -- --check
	@echo "== migrations"     && $(PY) -m conference.cli check-migrations
	@echo "== translations"   && $(PY) scripts/words.py check
	@echo "All checks passed."

format: setup-test ## Put the code in shape
	@$(VENV)/bin/ruff check --fix-only --quiet $(PYTHON_FILES)
	@$(VENV)/bin/ruff format $(PYTHON_FILES)
	@npm run --silent format --if-present
	@$(VENV)/bin/djangofmt --quiet templates

messages: setup-test ## Write the protocol of the socket, and the types of the browser that are made from it
	@$(PY) -m realtime.schema
	@npm run --silent messages

words: $(VENV)/.run ## Collect the sentences of the program for the translators, and build the catalogues
	@$(PY) scripts/words.py update
	@$(PY) scripts/words.py compile

fence: setup-test ## Write the golden files of tests/fence anew; look at what changed with git diff
	@RONDOM_FENCE=rewrite $(PY) -m pytest -q -n 0 tests/fence

lock: $(VENV)/.test ## Choose newer versions within pyproject.toml and write the lock files
	@sh scripts/lock.sh

audit: $(VENV)/.test node_modules/.made ## Ask whether anything we use has a known hole (needs the internet)
	@$(VENV)/bin/pip-audit --require-hashes --disable-pip -r requirements/test.lock
	@npm audit --audit-level=high

bench: setup-test ## Measure (see benchmarks/)
	@if [ -f benchmarks/run.sh ]; then sh benchmarks/run.sh; else echo "Nothing to measure: no benchmarks/run.sh"; fi

bench-case: setup-test ## Measure how pages and live parts grow with the size of a case
	@$(PY) benchmarks/large_case.py --keep

bench-learning: setup-test ## Measure how the reflection log grows: 20,000 notes, 300 families, 60 cycles
	@$(PY) benchmarks/learning_log.py --keep

bench-finder: setup-test ## Measure what the finder finds and harms; PEERS= the python of an environment with benchmarks/finder.txt
	@$(PY) benchmarks/finder.py $(if $(PEERS),--peers $(PEERS))

clean: ## Remove what make made; the database stays
	@rm -rf $(VENV) node_modules static/build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find translations -name '*.mo' -delete
	@find $(wildcard conference realtime models migrations tests scripts benchmarks) -name __pycache__ -type d -prune -exec rm -rf {} +
