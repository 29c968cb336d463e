# Every target sets up what it needs; a fresh machine needs Python 3.11-3.13 and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test eval lint bench requirements

setup: .venv/.ready

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/.ready: requirements-test.txt .venv/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.txt
	touch $@

run: setup
	$(BIN)/python app.py

test: lint
	$(BIN)/python -m pytest --cov --cov-report=term

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python app.py kb check

eval: setup
	$(BIN)/python -m tests.questions.evaluate

bench: setup .venv-bench/.ready
	$(BIN)/python -m benchmarks $(BENCH)

.venv-bench/.ready: benchmarks/requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --require-hashes -r benchmarks/requirements.txt
	touch $@

requirements: .venv/bin/pip
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-test.txt requirements-test.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o benchmarks/requirements.txt benchmarks/requirements.in
