# The commands of the ROS-portaal. `make` alone explains them.
SHELL := /bin/bash
PYTHON3 ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help run setup css test test-long check

help: ## Show these commands
	@echo "ROS-portaal:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 20

run: ## Install what is missing and run the portal with example data (stop it with Ctrl-C)
	@$(PYTHON3) deploy/local/install.py demo
	@exec $(BIN)/python -m deploy.local.run

setup: ## Install everything for development and tests
	@$(PYTHON3) deploy/local/install.py dev

css: ## Build the style sheets
	@$(PYTHON3) deploy/local/install.py css
