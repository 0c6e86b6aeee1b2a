# Two commands matter: `make demo` and `make test`. Each does all set-up by itself.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
UV ?= uv
LOCK := $(UV) pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url \
  --universal --python-version 3.11

# Two workers on the two cores that the project promises to be quick on; `make test WORKERS=8`.
# `make test COVERAGE=1` also measures branch coverage, which takes twice the time.
WORKERS ?= 2
PYTEST := pytest --numprocesses $(WORKERS) --dist worksteal
TEST_PACKAGES := nfdump pmacct softflowd libfixbuf9 chromium postgresql fonts-noto-cjk bind9 bind9-utils knot knot-dnssecutils unbound bird2 exabgp gobgpd squid openssl tcpdump iproute2 tesseract-ocr tesseract-ocr-jpn chromium-headless-shell util-linux frr frr-rpki-rtrlib openbgpd rtr-tools opendkim opendmarc rspamd postfix knot-resolver zonemaster-cli dnsviz

# Containers often set this; without bytecode every one of the tests' commands would compile anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup setup-dev demo test test-slow test-alone check bench docs format lock clean

setup: $(READY)

setup-dev: $(READY_DEV)

$(READY): requirements.lock requirements-build.lock pyproject.toml
	@deploy/make-venv $@ requirements.lock requirements-build.lock

$(READY_DEV): requirements.lock requirements-dev.lock pyproject.toml
	@deploy/make-venv $@ requirements-dev.lock
	@touch $(READY)

demo: setup
	$(BIN)/noroshi --home demo-home demo

test: setup-dev
	@deploy/debian-packages $(TEST_PACKAGES)
ifdef COVERAGE
	$(BIN)/coverage erase
	$(BIN)/coverage run -m $(PYTEST) -m "not slow"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
else
	$(BIN)/python -m $(PYTEST) -m "not slow"
endif

test-slow: setup-dev
	@deploy/debian-packages $(TEST_PACKAGES)
	$(BIN)/python -m $(PYTEST) -m slow --durations=10 || [ $$? -eq 5 ] # 5: no test is marked slow

# What failed beside others, once more and one at a time; a test that fails now is at fault itself.
test-alone: setup-dev
	$(BIN)/python -m pytest --last-failed --last-failed-no-failures none

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup-dev
	$(BIN)/python docs/generate.py

bench: setup-dev
	$(BIN)/python -m bench

# Needs uv. The dev lock is held to the versions of the runtime lock.
lock:
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group build -o requirements-build.lock
	$(LOCK) -c requirements.lock -c requirements-build.lock --group dev pyproject.toml -o requirements-dev.lock
	@! grep -nE 'https?://|file://|^-' requirements*.lock || { echo "a lock names an index" >&2; exit 1; }

clean:
	rm -rf $(VENV) demo-home .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
