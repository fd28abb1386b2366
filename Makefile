# Hatef. `make demo` phones it, `make test` tests it; each does all its own set-up on a fresh clone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -q
TRAINING_PY ?= .venv-training/bin/python

.PHONY: help setup train demo test test-long test-training check style interop interop-asterisk serve lock clean

help:    ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup:   ## both environments and the SIP library
	@bash deploy/setup.sh

train: setup   ## the Rasa model and the decoding graphs, from data/
	@$(PY) -m bot train

demo: train    ## phone Hatef, hear it answer, be handed to an agent; writes demo/
	@$(PY) -m bot demo

test: train    ## the whole test suite: units and real calls on loopback
	@# Real calls mostly wait for sound to be played; the other tests run beside them.
	@mkdir -p var/log; $(PYTEST) tests/calls -m "not long" > var/log/test-calls.log 2>&1 & calls=$$!; \
	$(PYTEST) --ignore tests/calls --ignore tests/interop/asterisk; others=$$?; wait $$calls; calls=$$?; \
	cat var/log/test-calls.log; exit $$((others | calls))

test-long: train ## whole calls of minutes: kills, locked databases, crowds, machines that talk
	@$(PYTEST) tests/calls -m long

test-training: ## the tests of the training code, with TRAINING_PY (voice/models/README.md)
	@$(TRAINING_PY) -m pytest -q -c /dev/null --rootdir . --noconftest --import-mode=importlib tests/voice/models/training

check: setup   ## lint and types; changes nothing
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

style: setup   ## format and mend what can be mended
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

interop: train ## calls by other SIP clients (sipp, baresip)
	@HATEF_INTEROP=1 $(PYTEST) -m "interop and not asterisk"

interop-asterisk: train ## the queues of a real Asterisk 22, which is fetched once a machine (as root: debootstrap)
	@bash deploy/asterisk_for_tests.sh install > /dev/null
	@HATEF_INTEROP=1 $(PYTEST) -m asterisk tests/interop/asterisk

serve: train   ## run Hatef with config.yml
	@$(PY) -m bot serve

lock: setup    ## resolve the lock files again (no other command changes them)
	@bash deploy/lock.sh

clean:   ## everything that was made, but not the machine's cache
	rm -rf .venv .venv-rasa var demo hatef
