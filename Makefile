# Everything sets itself up in .venv: with uv if it is there, else with Python's own venv and pip.
# Needs make and Python 3.11 or newer (Debian: apt-get install make python3 python3-venv).

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help demo test browser pictures lint types eval bench bench-peers reports docs wheel clean

help:
	@echo "make demo   read the articles of examples/ into demo.db and show what is in it"
	@echo "make test   run the tests"
	@echo "make browser      install Chromium for the tests of the reading room (Debian, as root)"
	@echo "make pictures     make the pictures of the reading room in docs/pictures"
	@echo "make lint   ruff            make types  mypy"
	@echo "make eval   hold all scores against the floors of eval/floors.json (needs annotated texts)"
	@echo "make bench  measure scores and speed, write docs/benchmarks.md and the figures of README.md"
	@echo "make bench-peers  measure the language layer beside other toolkits, write their tables into docs/benchmarks.md"
	@echo "make reports      write the language layer's errors by class into eval/reports"
	@echo "make docs   write docs/data-dictionary.md, docs/codebook/ and the outputs shown in the docs"
	@echo "make wheel  build the wheel  make clean  remove what was made"

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or give make PYTHON=/path/to/python3"; exit 1; }
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && uv pip install --quiet --python $(BIN)/python -e '.[dev]'; \
	else \
		$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; \
	fi
	@touch $@

demo: $(STAMP)
	@rm -f demo.db demo.db-wal demo.db-shm
	$(BIN)/vaqaye build examples --published 2022-07-19 --record demo.db
	$(BIN)/vaqaye timeline IRN --limit 12 --record demo.db
	$(BIN)/vaqaye dossier IRN RUS --record demo.db
	$(BIN)/vaqaye quotes --by پوتین --limit 1 --record demo.db
	@echo "demo.db is yours to ask. Go on with:"
	@echo "  $(BIN)/vaqaye quotes --by IRN --about USA --record demo.db   who said what about whom"
	@echo "  $(BIN)/vaqaye find 'توافق هسته*' --record demo.db            articles by their words"
	@echo "  $(BIN)/vaqaye explain examples/tehran-2022.txt               why the reader says what it says"
	@echo "  $(BIN)/vaqaye export events.parquet --record demo.db         for pandas, polars, R, DuckDB"
	@echo "  $(BIN)/vaqaye serve demo.db                                  the reading room, in a browser"
	@echo "  $(BIN)/vaqaye --help                                         all commands"

test: $(STAMP)
	$(BIN)/pytest

# The tests of the reading room's pages are left out where no browser is found: only Debian's can be had without asking.
browser:
	@if command -v chromium >/dev/null || [ -n "$$VAQAYE_CHROMIUM" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get install -qq -y --no-install-recommends chromium || { \
			apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; }) >/dev/null; \
	else \
		echo "no chromium: install it, or set VAQAYE_CHROMIUM to one (Chrome will do); its tests are left out"; \
	fi

pictures: $(STAMP)
	$(BIN)/python bench/screenshots.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

eval: $(STAMP)
	$(BIN)/python bench/eval.py

bench: $(STAMP)
	$(BIN)/python bench/report.py

# Other toolkits for bench/language.py, in an environment of their own; hazm wants Python 3.12. One that cannot be had is
# named in docs/benchmarks.md with the reason.
PEERS := .venv-peers/bin/python
PEERS_PYTHON ?= $(shell for p in python3.12 python3.13 $(wildcard $(HOME)/.pyenv/versions/3.12*/bin/python) $(PYTHON); do \
	$$p -c '' 2>/dev/null && echo $$p && break; done)

bench-peers: $(STAMP)
	test -x $(PEERS) || $(PEERS_PYTHON) -m venv .venv-peers
	@grep -v '^#' bench/peers.txt | while read -r wanted; do \
		$(PEERS) -m pip install --quiet --disable-pip-version-check $$wanted || echo "not installed: $$wanted"; done
	$(BIN)/python bench/language.py --write

# What a change moves: the language layer's errors by class, in eval/reports.
reports: $(STAMP)
	$(BIN)/python bench/language.py --report

docs: $(STAMP)
	$(BIN)/python bench/dictionary.py
	$(BIN)/python bench/codebook.py
	$(BIN)/python bench/consoles.py

wheel: $(STAMP)
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis demo.db demo.db-wal demo.db-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
