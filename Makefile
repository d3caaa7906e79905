# The commands of the ROS-portaal. `make` alone explains them.
SHELL := /bin/bash
PYTHON3 ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

# Settings as in production; nothing listens at these addresses.
PRODUCTION := SECRET_KEY=9vK2-only-for-checks-Qz7LmR4tXw8bYc3NfHs6JgDpAe1UuIoT5 ALLOWED_HOSTS=portaal.example \
	PORTAL_URL=https://portaal.example DATABASE_URL=postgresql://127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:1 DEMO=0

.PHONY: help run setup css test test-long bench check

help: ## Show these commands
	@echo "ROS-portaal:"
	@grep -hE '^[a-z-]+:.*\#\# ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^\#]*\#\# /  make \1\t/' | expand -t 20

run: ## Install what is missing and run the portal with example data (Ctrl-C stops it)
	@$(PYTHON3) deploy/local/install.py demo && exec $(BIN)/python -m deploy.local.run  # one shell: Ctrl-C meets both

test: setup ## Run all tests but the long ones
	$(BIN)/python -m pytest -m "not long" --numprocesses logical --maxprocesses 4 --dist worksteal $(PYTEST)

test-long: setup ## Run the long tests: faults with waits, bursts, fuzz
	$(BIN)/python -m pytest -m long $(PYTEST)

bench: setup ## Measure the portal against a floor in the same run (BENCH="--only lists --rounds 5")
	$(BIN)/python -m bench $(BENCH)

CHECKS := check-style check-files check-layers check-types check-templates check-migrations check-settings
check: setup $(CHECKS) ## Run the static checks (`make -k check` goes on after a failure)

.PHONY: $(CHECKS)
check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
check-files:
	$(BIN)/python deploy/check_files.py
check-layers:
	$(BIN)/lint-imports --no-logo
check-types:
	$(PRODUCTION) $(BIN)/mypy
check-templates:
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --check --target-version 5.2
check-migrations:
	$(PRODUCTION) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
check-settings:
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

setup: ## Install everything for development and tests
	@$(PYTHON3) deploy/local/install.py dev

css: ## Build the style sheets
	@$(PYTHON3) deploy/local/install.py css
