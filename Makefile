# Every target sets up what it needs; a fresh machine needs Python 3.11-3.13 and make, and Node.js for the chat window.
PYTHON ?= python3
BIN := .venv/bin
PLAYGROUND := bot/teams/playground
NPM := $(shell command -v npm)
WORKERS := --numprocesses auto --maxprocesses 4 --no-loadscope-reorder

.PHONY: setup playground run test coverage faults eval screenshots lint bench requirements

setup: .venv/.ready playground

.venv/bin/pip:
	$(PYTHON) -m venv .venv

# What the bot runs on, then what tests it as well: `make run` does not wait for the second.
.venv/.run: requirements.txt .venv/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/.ready: requirements-test.txt .venv/.run
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.txt
	touch $@

# The bot does without it, so nothing stops where npm is missing or cannot fetch it.
playground: $(if $(NPM),$(PLAYGROUND)/node_modules/.ready)

$(PLAYGROUND)/node_modules/.ready: $(PLAYGROUND)/package-lock.json
	@echo "Fetching Microsoft 365 Agents Playground; its licence is $(@D)/@microsoft/m365agentsplayground/LICENSE"
	-$(NPM) ci --prefix $(PLAYGROUND) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@

run: .venv/.run playground
	$(BIN)/python app.py serve --playground

test: lint playground
	$(BIN)/python -m pytest $(WORKERS)

# As `make test`, but slower, since each line is noted: which ones no test ran.
coverage: .venv/.ready playground
	$(BIN)/python -m pytest $(WORKERS) --cov --cov-report=term

# In full what `make test` does in short: killed 50 times, with SQLite and with PostgreSQL.
faults: .venv/.ready
	$(BIN)/python -m pytest tests/faults --rounds 50

lint: .venv/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python app.py kb check

eval: .venv/.ready
	$(BIN)/python -m tests.questions.evaluate

screenshots: setup
	$(BIN)/python -m tests.e2e.screenshots
	$(BIN)/python -m tests.e2e.memo_picture

bench: .venv/.ready .venv-bench/.ready
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
