# Entry points: `make sound` and `make test`. Both install what they need into .venv; data is in data/.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# make expands `$` in the variables of its command line. They are text here: a prompt, a folder.
$(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),\
	$(eval override export $(name) := $$(value $(name)))))

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: errors only. The warnings are about pip, such as its version or the user root.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --root-user-action ignore \
	--constraint constraints.txt
BUF := npx --yes @bufbuild/buf@1.75.0
PROTO := protos/envsound/v1/envsound_service.proto

# RUNLEVEL=1 prevents Debian from starting the installed services; the tests start their own servers.
APT_INSTALL = command -v apt-get >/dev/null && $$([ "$$(id -u)" = 0 ] || echo sudo -n) \
	env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends $(1)' >/dev/null

COMPOSE_SECRETS := POSTGRES_PASSWORD=x REDIS_PASSWORD=x ENVSOUND_TOKEN=x
CONTAINER_TOOLS := podman buildah runc debootstrap netavark aardvark-dns containernetworking-plugins \
	iptables catatonit docker-compose

export DATA_DIR ?= data

.PHONY: help install-models install-tangoflux sound run stop status logs test test-servers test-browser test-container chaos hostile lint types imports proto proto-check buf-lint bench hear gallery clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "envsound needs Python 3.11 or newer; name one with PYTHON=python3.12")'
	@echo "Installing envsound into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the test dependencies ..."
	@$(PIP) --editable '.[dev]'
	@touch $@

# tangoflux pins library versions of 2024 and libraries that it does not use; its modules need neither.
$(VENV)/.installed-models: $(VENV)/.installed
	@echo "Installing torch and the other dependencies of the models into $(VENV); this is a large download ..."
	@$(PIP) --editable '.[models]'
	@$(PIP) --no-deps tangoflux==0.1.0
	@touch $@

$(VENV)/.installed-hearing: $(VENV)/.installed
	@echo "Installing the dependencies of the audio classifier ..."
	@$(PIP) --editable '.[hearing]'
	@touch $@

install-models: $(VENV)/.installed-models ## install torch and the other dependencies of TangoFlux and Stable Audio

install-tangoflux: install-models

sound run: | $(filter stop,$(MAKECMDGOALS)) # also with `make -j`

ifeq ($(origin PROMPT),undefined)
export PROMPT := heavy rain on leaves with distant thunder
endif
sound: $(VENV)/.installed ## generate a sound: PROMPT="..." [NEGATIVE="..."] [DURATION=10] [SEED=7] [NAME=...] [ENGINE=...] [LOOP=1]
	@$(BIN)/envsound up
	@$(BIN)/envsound generate $${DURATION:+--duration="$$DURATION"} $${SEED:+--seed="$$SEED"} \
		$${NEGATIVE:+--negative="$$NEGATIVE"} $${NAME:+--name="$$NAME"} $${ENGINE:+--engine="$$ENGINE"} \
		$${LOOP:+--loop} -- "$$PROMPT"

run: $(VENV)/.installed ## run sidecar and backend in the foreground
	@$(BIN)/envsound run

stop: $(VENV)/.installed ## stop both processes
	@$(BIN)/envsound down

status: $(VENV)/.installed ## print the state of both processes
	@$(BIN)/envsound status

logs: $(VENV)/.installed ## follow the logs
	@$(BIN)/envsound logs

test-servers:
	@{ command -v redis-server && command -v haproxy && ls /usr/lib/postgresql/*/bin/postgres; } >/dev/null 2>&1 || \
	{ $(call APT_INSTALL,postgresql redis-server haproxy); } || \
	echo "PostgreSQL, Redis and HAProxy cannot be installed here; the tests that need them are skipped"

test-browser:
	@command -v chromium google-chrome chromium-browser >/dev/null || { $(call APT_INSTALL,chromium); } || \
	echo "Chromium cannot be installed here; the tests of the page are skipped"

test: install-models $(VENV)/.installed-hearing test-servers test-browser lint types imports proto-check buf-lint ## run everything that CI checks
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/hadolint docker/backend/Dockerfile
	@if command -v docker-compose >/dev/null; then compose=docker-compose; else compose='docker compose'; fi; \
	if $$compose version >/dev/null 2>&1; then $(COMPOSE_SECRETS) $$compose --file docker-compose.yml config --quiet; \
	else echo "docker-compose config is skipped: docker-compose is not installed"; fi

# Debian's podman replaces Docker here. On other systems the tests are skipped with a message.
test-container: $(VENV)/.installed-dev ## build the image, start docker-compose.yml and test it
	@if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ] && \
		! { which podman runc buildah debootstrap docker-compose >/dev/null; }; \
		then $(call APT_INSTALL,$(CONTAINER_TOOLS)); fi
	@$(BIN)/python -m pytest --exitfirst tests/container

chaos: $(VENV)/.installed-dev test-servers ## disturb a stack at work for longer: [CHAOS_SECONDS=600] [CHAOS_SEED=7]
	@CHAOS_SECONDS=$${CHAOS_SECONDS:-600} $(BIN)/python -m pytest --log-cli-level=INFO tests/chaos

hostile: $(VENV)/.installed-dev ## send more generated hostile input to a stack: [HOSTILE_EXAMPLES=1000]
	@HOSTILE_EXAMPLES=$${HOSTILE_EXAMPLES:-1000} $(BIN)/python -m pytest --log-cli-level=INFO tests/hostile

types: $(VENV)/.installed-dev $(VENV)/.installed-models
	@$(BIN)/mypy

imports: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

proto: $(VENV)/.installed-dev ## generate the Python code of the wire contract
	@$(BIN)/python -m grpc_tools.protoc -I protos --python_out=protos --pyi_out=protos --grpc_python_out=protos $(PROTO)

proto-check: $(VENV)/.installed-dev
	@generated=$$(mktemp -d) && trap 'rm -rf "$$generated"' EXIT && \
	$(BIN)/python -m grpc_tools.protoc -I protos --python_out=$$generated --pyi_out=$$generated --grpc_python_out=$$generated $(PROTO) && \
	for file in $$generated/envsound/v1/*; do \
		cmp "$$file" protos/envsound/v1/$$(basename $$file) || { echo "run: make proto"; exit 1; }; \
	done

buf-lint:
	@if command -v npx >/dev/null; then $(BUF) lint protos; else echo "buf lint is skipped: npx is not installed"; fi

bench: $(VENV)/.installed-dev ## measure the overhead of the stack, and the engines against real time
	@$(BIN)/python -m bench

hear: $(VENV)/.installed-hearing ## classify every kind of sound with an audio classifier: ENVSOUND_LISTENER=...
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.hearing

gallery: $(VENV)/.installed-hearing ## write a page with every kind of sound and its spectrogram: build/gallery/index.html
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.gallery

clean: ## remove everything that make installed; keep data/
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
