# Two commands set everything up: `make demo` and `make test`.
# On Windows, or without make, see "Without make" in README.md.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check format messages torture sbom audit clean

demo: .venv/.demo ## Install, get the Whisper model, score the recorded pitch
	@$(BIN)/interviewer replay pitch-3min audio_fixtures/pitch-3min --no-history

# The tests of the sound stack need a sound server of their own, those of the report a browser:
# on Debian, apt install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins chromium
# Without them they are left out, said aloud, except in CI, where they must run.
# Three runs, each on all cores: what computes; what loads Whisper, one thread each, for threads that
# wait for each other on a busy core cost ten times as much; what must wait in real time, several at
# once, each on a sound server of its own.
test: .venv/.dev ## Install what the tests need and run them all
	@browser=""; device=yes; \
	if [ -z "$$CI" ]; then \
		{ command -v pulseaudio && command -v paplay; } >/dev/null || device=""; \
		{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
			|| browser=" and not browser"; \
	fi; \
	$(BIN)/python -m pytest -n auto -m "not model and not device$$browser" \
	&& OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile -m "model and not device" \
	&& { [ -z "$$device" ] || $(BIN)/python -m pytest -n 3 --dist loadfile -m device; } || exit 1; \
	[ -n "$$device" ] || echo "Left out: the tests of the sound stack (tests/device). To run them too, on Debian: apt install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"; \
	[ -z "$$browser" ] || echo "Left out: the tests of the HTML report (tests/browser). To run them too, on Debian: apt install chromium"

check: .venv/.dev ## Formatting, lint, security, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive interviewer benchmarks
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: .venv/.dev ## Compile the French catalogue after editing its .po
	$(BIN)/pybabel compile -D interviewer -d interviewer/locale

torture: .venv/.dev ## The long forms of the fault tests: kills, damaged files, full disks, endurance
	@$(BIN)/python -m benchmarks.torture

sbom: .venv/.audit ## What the program needs at run time, as CycloneDX JSON in sbom.json
	@$(BIN)/python .ci/components.py sbom sbom.json

audit: .venv/.audit ## Known vulnerabilities of the versions in constraints.txt
	@$(BIN)/python .ci/components.py audit

.venv/.demo: .venv/.made pyproject.toml constraints.txt
	@echo "Installing into .venv (a few minutes the first time)..."
	@$(PIP) install --quiet -c constraints.txt -e '.[fast]'
	@touch $@

.venv/.dev: .venv/.made pyproject.toml constraints.txt
	@echo "Installing into .venv (a few minutes the first time)..."
	@$(PIP) install --quiet -c constraints.txt -e '.[fast,dev]'
	@touch $@

.venv/.audit: .venv/.made pyproject.toml constraints.txt
	@echo "Installing into .venv (a few minutes the first time)..."
	@$(PIP) install --quiet -c constraints.txt -e '.[fast,audit]'
	@touch $@

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 3; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "This Python cannot make virtual environments; on Debian: apt install python3-venv" >&2; exit 3; }
	@$(PYTHON) -m venv .venv
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
