# make demo: set up and compare three regimes.  make test: set up and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Of ten thousand files a third is ever imported: Python keeps the bytecode of those, once it may.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
export PYTHONDONTWRITEBYTECODE :=

# make quick: the tests of a minute.
.PHONY: demo test setup lint types unit quick tables docs page benchmark clean

demo: $(VENV)/run.stamp
	$(BIN)/mutua compare

test: lint types unit

setup: $(VENV)/dev.stamp

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# The inner loop: rules, measures, golden numbers, structure. Compiles nothing if the kernel is there.
QUICK := $(addprefix tests/, model/rules model/measures model/test_declare.py engines/test_golden.py \
	scenarios/test_config.py scenarios/test_arms.py storage/test_store.py project)
SLOW := $(addprefix --ignore=tests/project/, test_wheel.py test_notebooks.py)

quick: $(VENV)/dev.stamp
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q -n 2 $(QUICK) $(SLOW)

# The tables of the pages, from the declarations.
tables: $(VENV)/dev.stamp
	$(BIN)/python docs/tables.py

# The page in a real browser: Debian's `chromium` has to be there.
page: $(VENV)/dev.stamp
	$(PIP) -e '.[browser]'
	$(BIN)/python -m pytest tests/app

# The site, in site/: no server and no network is needed to read it.
docs: tables $(VENV)/docs.stamp
	$(BIN)/python -m docs.site.build

benchmark: $(VENV)/dev.stamp
	$(BIN)/python benchmarks/run.py

$(VENV)/run.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[dev]'
	touch $@ $(VENV)/run.stamp

$(VENV)/docs.stamp: pyproject.toml constraints.txt $(VENV)/dev.stamp
	$(PIP) -e '.[docs]'
	touch $@

clean:
	rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis
