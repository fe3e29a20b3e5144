# SavePets: `make help` lists what there is to do.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PHOTOS ?=
DOGS ?= 1000
DATA ?=
CARD ?=
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo run test lint bench bench-accuracy clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## install what is missing: .venv, and with apt rabbitmq-server and nginx

demo: $(STAMP) ## register and find dogs through the HTTP API once, and stop (PHOTOS=folder: with your photos)
	@$(RUN) -m dev demo $(if $(PHOTOS),--photos "$(PHOTOS)")

run: $(STAMP) ## keep the whole stack serving until Ctrl-C; its data stay in var/
	@$(RUN) -m dev run

test: $(STAMP) ## all tests, on a PostgreSQL and a RabbitMQ of their own
	@$(RUN) -m dev exec -- sh -c 'code=0; for room in main-server ai-server tests; do \
		echo "== $$room"; pytest -q $$room || code=1; done; exit $$code'

lint: $(STAMP) ## style and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

bench: $(STAMP) ## how fast the parts and the whole are on this machine (DOGS=1000)
	$(RUN) -m evaluation.synthetic bench
	$(RUN) -m evaluation.bench
	OMP_NUM_THREADS=1 $(RUN) -m dev.bench --dogs $(DOGS)

bench-accuracy: $(STAMP) ## how well real photos are told apart (DATA=folder with cattle/, dogs/, singles/)
	@test -n "$(DATA)" || { echo "make bench-accuracy DATA=folder: name the folder of photos" >&2; exit 2; }
	@OMP_NUM_THREADS=1 $(RUN) -m evaluation.bench_accuracy "$(DATA)" $(if $(CARD),--card "$(CARD)")

clean: ## remove .venv and caches, but not var/
	rm -rf $(VENV) .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

$(STAMP): constraints.txt dev/requirements.txt dev/install.py main-server/pyproject.toml ai-server/pyproject.toml
	@$(PYTHON) -m dev.install
	@touch $@
