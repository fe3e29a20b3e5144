# SavePets: `make help` lists what there is to do.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PHOTOS ?=
DOGS ?= 1000
DATA ?=
CARD ?=
MONITORING ?=
PUBLIC_URL ?=
CERTIFICATE ?=
KEY ?=
GPU ?=
MINIO ?=
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
NPM := npm --silent --no-update-notifier --prefix gateway/web

.DEFAULT_GOAL := help
.PHONY: help install demo run env lock test lint bench bench-web bench-accuracy bench-faces clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## install what is missing (.venv, with apt rabbitmq-server and nginx) and build the web client
	@$(RUN) -m dev.web

demo: install ## register and find dogs through the HTTP API once, and stop (PHOTOS=folder: with your photos)
	@$(RUN) -m dev demo $(if $(PHOTOS),--photos "$(PHOTOS)")

run: install ## keep the whole stack serving until Ctrl-C; its data stay in var/ (MONITORING=1: with Prometheus)
	@$(RUN) -m dev run $(if $(MONITORING),--monitoring)

env: ## write .env and secrets/ for docker compose (PUBLIC_URL=https://..., CERTIFICATE=pem KEY=pem, GPU=1, MINIO=1)
	@$(PYTHON) -m dev.env $(if $(PUBLIC_URL),--public-url "$(PUBLIC_URL)") $(if $(GPU),--gpu) $(if $(MINIO),--minio) \
		$(if $(CERTIFICATE),--certificate "$(CERTIFICATE)" --key "$(KEY)")

lock: $(STAMP) ## write what each server's image installs (requirements*.lock), once constraints or dependencies changed
	@$(RUN) -m dev.lock

test: install ## all tests, on a PostgreSQL and a RabbitMQ of their own (with apt: chromium)
	@$(RUN) -m dev exec -- sh -c 'code=0; for room in main-server ai-server tests; do \
		echo "== $$room"; pytest -q $$room || code=1; done; \
		echo "== gateway/web"; $(NPM) test || code=1; exit $$code'

lint: install ## style and types
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(NPM) run lint

bench: $(STAMP) ## how fast the parts and the whole are on this machine (DOGS=1000)
	$(RUN) -m evaluation.synthetic bench
	$(RUN) -m evaluation.bench
	OMP_NUM_THREADS=1 $(RUN) -m dev.bench --dogs $(DOGS)

bench-web: install ## how fast the web client is on a cheap phone and a slow network (with apt: chromium)
	@$(RUN) -m dev.bench.web

bench-accuracy: $(STAMP) ## how well real photos are told apart (DATA=folder with cattle/, dogs/, singles/)
	@test -n "$(DATA)" || { echo "make bench-accuracy DATA=folder: name the folder of photos" >&2; exit 2; }
	@OMP_NUM_THREADS=1 $(RUN) -m evaluation.bench_accuracy "$(DATA)" $(if $(CARD),--card "$(CARD)")

bench-faces: $(STAMP) ## how well and how fast people in photos are found and read (DATA=folder with faces/, noses/: real photos too)
	@OMP_NUM_THREADS=1 $(RUN) -m evaluation.bench_faces $(if $(DATA),"$(DATA)")

clean: ## remove .venv, the built web client and caches, but not var/
	rm -rf $(VENV) .mypy_cache .ruff_cache gateway/web/node_modules gateway/web/dist
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

$(STAMP): constraints.txt dev/requirements.txt dev/install.py ai-server/weights.txt main-server/pyproject.toml ai-server/pyproject.toml
	@$(PYTHON) -m dev.install
	@touch $@
