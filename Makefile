# «make run» extracts the bundled articles, «make test» runs the tests; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test setup clean

run: $(READY)
	$(BIN)/extractor run golden/trade
	@echo && echo "== The figures"
	@$(BIN)/extractor show last
	@echo && echo "== The findings"
	@$(BIN)/extractor check last || test $$? -eq 1
	@echo && echo "== The difference to golden"
	@$(BIN)/extractor diff last

test: $(READY)
	$(BIN)/python -m pytest -n 3 --dist worksteal

setup: $(READY)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "extractor needs Python 3.11 or newer, $(PYTHON) is older or not there:" \
	    "make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
