# Two commands set everything up: `make demo` and `make test`.
# Without make, as on Windows: the three commands at the top of README.md.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# Not in the make of macOS, whose runs then write between each other's lines.
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# What an environment that forbids it would have each of hundreds of processes compile anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-device test-sessions test-computed test-model check format messages bench torture sbom audit clean

demo: .venv/.demo ## Install, get the Whisper model, score the recorded pitch
	@$(BIN)/interviewer replay pitch-3min audio_fixtures/pitch-3min --no-history
	@printf '%s\n' "" "Et maintenant, ici même / And now, from here:" "" \
		"  $(BIN)/interviewer                                ce qui manque, puis que faire / what is missing, then what to do" \
		"  $(BIN)/interviewer doctor                         essayer micro et voix / try microphone and voice" \
		"  $(BIN)/interviewer rehearse pitch-3min            répéter au micro / rehearse at the microphone" \
		"  $(BIN)/interviewer web                            la même chose dans le navigateur / the same in your browser" \
		"  $(BIN)/interviewer drill glossaire --typed        réviser des fiches / drill cards" \
		"  $(BIN)/interviewer replay pitch-3min audio_fixtures/pitch-3min --html report.html"

# The tests of the sound stack need a sound server of their own, those of the report a browser:
# on Debian, apt install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins chromium
# Without them they are left out, said aloud, except in CI, where they must run.
# First, by themselves, those that compare what is played with what is recorded, sample by sample. Then two
# runs at once: whole sessions, which wait in real time, each on a sound server of its own, and behind
# them, on what they leave of the cores, what computes. Then what reads with Whisper, a process a core: its
# weights do not fit a cache, and beside sessions openai-whisper took 2.6 times the processor time for the
# same readings. A file is in exactly one run. Each run is printed when it is over.
SESSIONS := $(addprefix tests/device/,test_resume.py test_screen.py test_session_faults.py test_sessions.py)

test: .venv/.dev ## Install what the tests need and run them all
	@browser=""; device=test-sessions; \
	if [ -z "$$CI" ]; then \
		{ command -v pulseaudio && command -v paplay; } >/dev/null || device=""; \
		{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
			|| browser="not browser"; \
	fi; \
	[ -z "$$device" ] || $(MAKE) --no-print-directory test-device || exit 1; \
	echo "Two runs at once, each printed when it is over."; \
	$(MAKE) --no-print-directory -j2 $(SYNC) $$device test-computed BROWSER="$$browser" || exit 1; \
	$(MAKE) --no-print-directory test-model || exit 1; \
	[ -n "$$device" ] || echo "Left out: the tests of the sound stack (tests/device). To run them too, on Debian: apt install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"; \
	[ -z "$$browser" ] || echo "Left out: the tests of the HTML report (tests/browser). To run them too, on Debian: apt install chromium"

test-device:
	@$(BIN)/python -m pytest -n 3 --dist loadfile $(addprefix --ignore=,$(SESSIONS)) tests/device

test-sessions:
	@$(BIN)/python -m pytest -n 3 --dist loadfile $(SESSIONS)

test-computed:
	@nice $(BIN)/python -m pytest -n 2 --dist worksteal -m "$(BROWSER)" --ignore=tests/device --ignore=tests/model

test-model:
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/model

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

bench: .venv/.demo ## What start, replay, scoring and history cost here, in three minutes on a quiet machine
	@$(BIN)/python -m benchmarks.speed --quick
	@$(BIN)/python -m benchmarks.scoring --rounds 5
	@$(BIN)/python -m benchmarks.history

torture: .venv/.dev ## The long forms of the fault tests: kills, damaged files, full disks, endurance
	@$(BIN)/python -m pytest -n 2 --hypothesis-profile long tests/unit
	@$(BIN)/python -m benchmarks.torture

sbom: .venv/.audit ## What the program needs at run time, as CycloneDX JSON in sbom.json
	@$(BIN)/python .ci/components.py sbom sbom.json

audit: .venv/.audit ## Known vulnerabilities of the versions in constraints.txt
	@$(BIN)/python .ci/components.py audit

.venv/.demo: .venv/.made pyproject.toml constraints.txt
	@echo "Installing into .venv (a few minutes the first time)..."
	@$(PIP) install --quiet -c constraints.txt -e '.[fast,meaning,web]'
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
