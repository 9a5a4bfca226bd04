# Two commands matter: `make demo` and `make test`. The rest serves developers.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
RUN := PARTA_DATA=$(CURDIR)/var/test $(BIN)
POSTGRES := $(BIN)/python tools/postgres.py

.PHONY: help install demo test check types style order catalogues lint fix bench screenshots messages lock clean
help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*##/ —/'

install: $(BIN)/.base ## set up what a school needs to run, without a demo

demo: $(BIN)/.base ## set everything up, build the demo school, serve it
	@PARTA_DEMO=1 PARTA_DATA=$(CURDIR)/var/demo $(BIN)/parta demo
	@PARTA_DEMO=1 PARTA_DATA=$(CURDIR)/var/demo $(BIN)/parta serve

test: check ## set everything up, run all checks and tests
	@tools/heading "Tests on SQLite"
	@$(RUN)/pytest -n 2 --dist worksteal -m "not browser"
	@tools/heading "Tests on PostgreSQL"
	@$(POSTGRES) $(RUN)/pytest -n 2 --dist worksteal -m "not browser"
	@tools/heading "Tests in the browser"
	@tools/chromium
	@$(RUN)/pytest -n 2 --dist worksteal -m browser

check: $(BIN)/.dev ## formatting, linting, types, order of rooms, migrations, translations
	@$(MAKE) --jobs=2 --output-sync=target types style order catalogues

types:
	@tools/heading "Types"
	@$(RUN)/mypy src tools

style:
	@tools/heading "Formatting and linting"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint src --lint --quiet

order:
	@tools/heading "Order of the rooms"
	@$(RUN)/lint-imports --no-cache

catalogues:
	@tools/heading "Migrations and translations"
	@$(RUN)/parta makemigrations --check --dry-run
	@$(BIN)/python tools/messages.py check

lint: check

fix: $(BIN)/.dev ## put right what can be put right by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(BIN)/.dev ## measure, print and write docs/benchmarks.md
	@tools/chromium
	@$(RUN)/python tools/bench.py

screenshots: $(BIN)/.dev ## take the pictures of the documentation anew
	@tools/chromium
	@$(BIN)/python tools/screenshots.py

messages: $(BIN)/.dev ## bring the catalogues in step with the sources
	@$(BIN)/python tools/messages.py update

lock: $(BIN)/.dev ## choose newest allowed versions of the requirements anew
	@for set in base dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate \
	    --custom-compile-command "make lock" pyproject.toml $$([ $$set = dev ] && echo --group dev) -o requirements/$$set.txt; \
	done

clean: ## remove everything that was made
	rm -rf .venv var build dist

$(BIN)/python:
	@tools/venv

$(BIN)/.base: requirements/base.txt pyproject.toml $(wildcard src/parta/*/locale/ru/LC_MESSAGES/django.po) | $(BIN)/python
	@echo "Installing what Parta needs…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@tools/link
	@$(BIN)/python tools/messages.py compile
	@touch $@

$(BIN)/.dev: requirements/dev.txt $(BIN)/.base
	@echo "Installing what the checks and tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
