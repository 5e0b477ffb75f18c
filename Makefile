# Needs: Python >= 3.11 with venv, make, a shell. See docs/contracts.md §1.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: run test setup check fix bench soak province pictures translations clean

run: setup
	@exec $(BIN)/congvu run

test: setup
	@$(BIN)/python -m pytest -n $(WORKERS) -q --strict-markers $(ARGS)
	@$(BIN)/python tools/browsers.py

setup: $(VENV)/.done

$(VENV)/.done: requirements.lock pyproject.toml tools/translations.py $(wildcard congvu/locale/*/LC_MESSAGES/*.po)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Công Vụ needs Python 3.11 or newer; name one: make PYTHON=python3.12 setup"; exit 3; }
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what Công Vụ builds on (once) …"
	@cmp -s requirements.lock $(VENV)/installed.lock || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/congvu --version >/dev/null 2>&1 || $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@cp requirements.lock $(VENV)/installed.lock
	@$(BIN)/python tools/translations.py compile
	@touch $@

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy congvu tools
	@$(BIN)/lint-imports
	@DJANGO_SETTINGS_MODULE=congvu.config.test_settings $(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/djlint congvu --lint --quiet
	@$(BIN)/python tools/translations.py check

fix: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python tools/translations.py extract

translations: setup
	@$(BIN)/python tools/translations.py check

SIZE ?= 10k

bench: setup
	@$(BIN)/python -m tools.bench --size $(SIZE)

ROUNDS ?= 20

# The generated and the concurrent tests again and again, each round from another seed; stops at the first failure.
soak: setup
	@for seed in $$(seq 1 $(ROUNDS)); do echo "seed $$seed"; $(BIN)/python -m pytest -q -n $(WORKERS) -p no:cacheprovider \
		--hypothesis-seed=$$seed -k "properties or races or random or closed or crash" || exit 1; done

province: setup
	@$(BIN)/congvu province --size $(SIZE)

pictures: setup
	@$(BIN)/python tools/screenshots.py

clean:
	rm -rf .venv build *.egg-info
