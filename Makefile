# Every command works on a fresh machine with make, git and Python 3.11 or newer, as root or not.
# PYTHON=/path/to/python3.12 chooses another interpreter for the virtual environments.

PYTHON =
PORT ?= 8000
FRESH ?=
FILE =
ARGS =
CORPUS = ../shared/corpus
ONLY =
UPGRADE =

VENV = .venv
VENV_TEST = .venv-test

.DEFAULT_GOAL := help
.PHONY: help demo test faults pictures check bench bench-extract bench-reminders lock backup clean venv venv-test

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: venv ## start the demo; PORT=8000 chooses the port, FRESH=1 starts over with new data
	@exec $(VENV)/bin/python -u -m tracker.demo --port '$(PORT)' $(if $(FRESH),--fresh)

test: venv-test ## run all tests; ARGS="tests/tasks -k extension" runs some
	@VENV=$(VENV_TEST) sh tools/test.sh $(ARGS)

faults: venv-test ## run the fault tests at full size, 200 rounds of each race, 200 random lives of a task; ARGS="-k fault_47" runs some
	@ROUNDS=200 VENV=$(VENV_TEST) sh tools/test.sh tests/faults tests/tasks/test_machine.py $(ARGS)

pictures: venv-test ## take the pictures of docs/ anew from the sample office, at 1280 and 390 pixels
	@PICTURES=docs/pictures VENV=$(VENV_TEST) sh tools/test.sh tests/journeys/test_pictures.py

check: venv-test ## format, lint, types, imports, migrations, translations, security; ONLY="types lint" runs some
	@$(VENV_TEST)/bin/python -m tools.check $(ONLY)

bench: venv-test ## measure speed and memory; ARGS is passed on
	@$(VENV_TEST)/bin/python -m bench $(ARGS)

bench-reminders: venv-test ## plan the reminders of 100,000 and 1,000,000 open tasks, deliver 1,000 digests; ARGS="--db sqlite --open 10000" measures less
	@$(VENV_TEST)/bin/python -m bench.reminders $(ARGS)

bench-extract: venv-test ## score the extraction on marked texts; CORPUS=../shared/corpus names the folder
	@$(VENV_TEST)/bin/python -m bench.extract '$(CORPUS)'

lock: venv-test ## pin the requirements again after a change of requirements/*.in; UPGRADE=1 takes newer versions
	@VENV=$(VENV_TEST) UPGRADE=$(UPGRADE) sh tools/lock.sh

backup: venv ## back up database and files while running: make backup FILE=/path/to/backup.tar.gz
	@test -n '$(FILE)' || { echo 'Name the archive: make backup FILE=/path/to/backup.tar.gz' >&2; exit 2; }
	@$(VENV)/bin/flask --app wsgi backup '$(FILE)'

clean: ## remove environments and caches; data in instance/ stays
	@rm -rf $(VENV) $(VENV_TEST) .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find config.py wsgi.py tracker tools tests bench migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || :
	@rm -rf tracker/translations/*/LC_MESSAGES

# Both do nothing, in a few milliseconds, when the environment already holds what the lock says.
venv:
	@PYTHON='$(PYTHON)' sh tools/venv.sh $(VENV) requirements/demo.txt
	@$(VENV)/bin/python -m tools.translations compile

venv-test:
	@PYTHON='$(PYTHON)' sh tools/venv.sh $(VENV_TEST) requirements/test.txt
	@$(VENV_TEST)/bin/python -m tools.translations compile
