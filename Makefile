# Two commands matter: `make run` starts the portal, `make test` proves it. README says the rest.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
# e.g. make test ARGS="tests/raci -x"; make manage DO="export_history --out out"
ARGS ?=
# processes of `make test`: one more than two cores, since some tests wait for servers that were killed
JOBS ?= 3
DO ?= help

.PHONY: run own-city install test lint format bench manage lock install-dev chaos walk machine fuzz statistics backup restore deploy-trial attack

run: install
	@exec $(VENV_PYTHON) -m equity_portal.launcher run

# a portal for one's own city, in its own data folder (.own-city); asks who founds it, or takes OWN_CITY_EMAIL and OWN_CITY_NAME
own-city: install
	@exec $(VENV_PYTHON) -m equity_portal.launcher own-city

install:
	@$(PYTHON) equity_portal/launcher/install.py

install-dev:
	@$(PYTHON) equity_portal/launcher/install.py --dev

test: install-dev
	@exec $(VENV_PYTHON) -m equity_portal.launcher test -- -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

bench: install-dev
	@exec $(VENV_PYTHON) -m equity_portal.launcher test -- -o python_files='bench_*.py' tests/benchmarks -s $(ARGS)

manage: install
	@exec $(VENV_PYTHON) -m equity_portal.launcher manage -- $(DO)

# everything but the secrets, in one archive (PORTAL_BACKUPS, else backups/); while the portal runs or not
backup: install
	@exec $(VENV_PYTHON) -m equity_portal.launcher backup $(ARGS)

# make restore FILE=backups/....tar, with OVER=1 over a portal that holds something
restore: install
	@exec $(VENV_PYTHON) -m equity_portal.launcher restore $(ARGS) $(if $(OVER),--over) -- $(FILE)

lint: install-dev
	@exec $(VENV_PYTHON) -m equity_portal.launcher lint

format: install-dev
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock

# the commands of docker-compose.yml and of the systemd units, as plain processes in a temporary folder (docs/deploying.md)
deploy-trial: install-dev
	@exec $(VENV_PYTHON) -m tests.deployment.trial $(ARGS)

# the whole product of persona, activity, move, state, unit and part at every door, not one of each distinct standing
walk: install-dev
	@WALK=full $(VENV_PYTHON) -m equity_portal.launcher test -- -n $(JOBS) --dist loadfile --no-loadscope-reorder tests/walk $(ARGS)

# holdings, delegations, publications and decisions against a model in memory: MACHINE steps, and planted faults
machine: install-dev
	@MACHINE=$${MACHINE:-2000} $(VENV_PYTHON) -m equity_portal.launcher test -- tests/machine -s $(ARGS)

# 300 two-way tables and 30 linked releases, before and after a second period, and 300 cities' audits of three years, each
# against an attacker of its own; minutes
attack: install-dev
	@ATTACK=full $(VENV_PYTHON) -m equity_portal.launcher test -- tests/metrics/test_attack.py tests/boards/test_disclosure.py -s $(ARGS)

# schemathesis for longer than the suite has time for: FUZZ times as many requests, from FUZZ_SEED
fuzz: install-dev
	@FUZZ=$${FUZZ:-20} $(VENV_PYTHON) -m equity_portal.launcher test -- tests/api/test_fuzz.py -s $(ARGS)

# what holds of every table, on STATISTICS times as many tables as the suite has time for
statistics: install-dev
	@STATISTICS=$${STATISTICS:-20} $(VENV_PYTHON) -m equity_portal.launcher test -- tests/metrics/test_properties.py $(ARGS)

# the races and the kills, longer than the suite has time for: CHAOS_TRIALS, CHAOS_ROUNDS, CHAOS_SEEDS, CHAOS_WRITES
chaos: install-dev
	@CHAOS_TRIALS=$${CHAOS_TRIALS:-50} CHAOS_ROUNDS=$${CHAOS_ROUNDS:-12} CHAOS_SEEDS=$${CHAOS_SEEDS:-12} \
	 CHAOS_WRITES=$${CHAOS_WRITES:-400} $(VENV_PYTHON) -m equity_portal.launcher test -- tests/chaos -s $(ARGS)
