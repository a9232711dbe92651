# Everything on a machine with python3, its venv module, make and a PyPI index. `make` alone says what there is.
PYTHON ?= python3
DEMO := .venv
TEST := .venv-test
BIN := $(TEST)/bin
export HF_HUB_OFFLINE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test lint types package bench gate check-bench golden starter clean
help:
	@echo "make demo     translate the seed article into Chinese, Kazakh and English"
	@echo "make test     the whole test suite"
	@echo "make lint     ruff: style and errors"
	@echo "make types    mypy, strict"
	@echo "make package  build the wheel, install it elsewhere, run it"
	@echo "make bench    measure speed and segmentation; writes bench.json"
	@echo "make gate     the embedded model's scores against their floors, on every test set at hand"
	@echo "make check-bench  plant mistakes into good translations and count what the checks find"
	@echo "make starter  train the embedded model anew: CONFIG=cpu (two hours), gpu or smoke; goes on when interrupted"
	@echo "make golden   rewrite the golden files after a change that was meant"
	@echo "make clean    remove what the above made"

demo: $(DEMO)/.installed
	$(DEMO)/bin/audarma translate seeds/articles/000_4396ead57e8baf43.txt --out demo-out
	@ls demo-out

test: $(TEST)/.installed
	$(BIN)/pytest -n auto

lint: $(TEST)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST)/.installed
	$(BIN)/mypy

package: $(TEST)/.installed
	$(BIN)/python tests/packaging/check_wheel.py

bench: $(TEST)/.installed
	$(BIN)/python -m tests.bench

gate: $(TEST)/.installed
	$(BIN)/audarma evaluate --gate
check-bench: $(TEST)/.installed
	$(BIN)/python -m tests.bench.checks

golden: $(TEST)/.installed
	AUDARMA_UPDATE_GOLDEN=1 $(BIN)/pytest -q tests

# Training goes on where it stopped; a new pack is made only where there is none.
CONFIG ?= cpu
PREPARE_smoke := --rows 60 --vocabulary 3000 --hold-out 20
RECIPE := $(BIN)/python -m models.starter.recipe
STARTER := build/starter/$(CONFIG)
starter: $(STARTER)/pack/pack.npz
	$(RECIPE).train $(STARTER)/pack $(STARTER)/trained --config models/starter/recipe/$(CONFIG).toml
	$(RECIPE).export $(STARTER)/pack $(STARTER)/trained $(STARTER)/model --card $(STARTER)/cards/starter-candidate.toml
	for set in flores news; do \
	  AUDARMA_MODELS=$(STARTER) $(BIN)/audarma evaluate --suite $(STARTER)/pack/$$set.tsv --to zh,kk,en \
	    --model starter-candidate --model starter --metrics chrf++,bleu --out $(STARTER)/scores/$$set || exit 1; \
	done

$(STARTER)/pack/pack.npz: $(TEST)/.installed
	$(RECIPE).prepare $(STARTER)/pack $(PREPARE_$(CONFIG))

clean:
	rm -rf $(DEMO) $(TEST) demo-out build dist bench.json check-bench.json .pytest_cache .mypy_cache .ruff_cache .hypothesis

# An environment is whole only when its stamp is there: an interrupted install begins again.
$(DEMO)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/pip install --quiet --editable .
	touch $@

$(TEST)/.installed: pyproject.toml tests/constraints.txt
	$(PYTHON) -m venv $(TEST)
	$(BIN)/pip install --quiet --constraint tests/constraints.txt --editable '.[test,hf,llama]'
	touch $@
