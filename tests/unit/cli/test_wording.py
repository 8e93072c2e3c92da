"""Help and usage errors come in the language of the screens."""

from __future__ import annotations

import string
import sys
from collections.abc import Callable, Iterator

import pytest

from interviewer.cli import main
from interviewer.cli.program import COMMANDS, program
from interviewer.cli.wording import asked_command, asked_language, retold, speak
from interviewer.i18n import translator

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output and standard error of one command line, its language given."""

    def call(*arguments: str, language: str = "fr") -> tuple[int, str, str]:
        monkeypatch.setenv("LANGUAGE", language)
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys, "argv", ["interviewer", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        code = stop.value.code
        assert isinstance(code, int)
        return code, out, err

    return call


def commands(
    command: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """Each command with the words that lead to it."""
    yield path, command
    for name, inner in vars(command).get("commands", {}).items():
        yield from commands(inner, (*path, name))


def helps(command: object) -> list[str | None]:
    return [each.help for each in (command, *vars(command)["params"])]


EVERY = dict(commands(program(*COMMANDS)))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_and_option_has_help_in_french(path: tuple[str, ...]) -> None:
    for text in helps(EVERY[path]):
        assert text, path
        same_in_both = translator("fr")(text) == text
        assert not same_in_both, text


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_is_french_from_top_to_bottom(path: tuple[str, ...], run: Run) -> None:
    code, out, err = run("--lang", "fr", *path, "--help", language="en")
    assert (code, err) == (0, "")
    assert out.startswith("Usage\u00a0: interviewer")
    for english in ("Usage:", "Options:", "Commands:", "default:", "required", "Show ", " the "):
        assert english not in out


def test_the_locale_decides_where_nothing_else_does(run: Run) -> None:
    assert "Répéter au micro" in run("rehearse", "--help")[1]
    assert "Rehearse at the microphone" in run("rehearse", "--help", language="en")[1]
    assert "Rehearse at the microphone" in run("--lang=en", "rehearse", "--help")[1]


def test_without_arguments_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.startswith(run("--help")[1])
    assert "interviewer rehearse pitch-3min " in out.removeprefix(run("--help")[1])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rehearse", "Il manque l’argument 'SCENARIO'."),
        ("rehears a", "La commande 'rehears' n’existe pas. Pensiez-vous à 'rehearse'\u202f?"),
        ("fly", "La commande 'fly' n’existe pas."),
        ("history fly", "La commande 'fly' n’existe pas."),
        ("voices --unknown", "L’option --unknown n’existe pas."),
        ("history --limi 3", "L’option --limi n’existe pas. Pensiez-vous à --limit\u202f?"),
        ("devices more", "La commande n’attend pas\u00a0: more."),
        ("rehearse a --model", "L’option '--model' demande une valeur."),
        ("rehearse a --mute=3", "L’option '--mute' ne prend pas de valeur."),
        ("history --limit 0", "Valeur incorrecte pour '--limit'\u00a0: 1 au minimum."),
        ("history --limit x", "Valeur incorrecte pour '--limit'\u00a0: il faut un nombre entier."),
        (
            "rehearse a --audio x",
            "Valeur incorrecte pour '--audio'\u00a0: 'x' ne fait pas partie de 'embed', 'link', 'none'.",
        ),
        ("--lang de voices", "Valeur incorrecte pour '--lang'"),
    ],
)
def test_wrong_usage_is_told_in_french(line: str, said: str, run: Run) -> None:
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.endswith("Voir\u00a0: interviewer --help\n")


def test_wrong_usage_is_told_in_english(run: Run) -> None:
    assert run("history", "--limit", "x", language="en")[2].startswith(
        "Invalid value for '--limit': a whole number is needed. See: "
    )


def test_what_is_not_known_stays_as_it_is() -> None:
    def tell(message: str, **values: object) -> str:
        return string.Formatter().vformat(translator("fr")(message), (), values)

    assert retold("Something else.", tell) == "Something else."


def test_a_tree_is_translated_without_touching_the_next_one() -> None:
    command = program()
    speak(command, lambda message, **values: "X" * 3)
    assert helps(command)[0] == "XXX"
    assert helps(program())[0] != "XXX"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("--lang fr rehearse", "fr"),
        ("--lang=en --version", "en"),
        ("--debug --lang fr", "fr"),
        ("--lang de rehearse", None),
        ("rehearse --lang fr", None),
        ("--lang", None),
        ("", None),
    ],
)
def test_the_language_asked_for_stands_before_the_command(line: str, language: str | None) -> None:
    assert asked_language(line.split()) == language


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("--lang fr rehearse pitch", "rehearse"),
        ("--lang=en history show", "history"),
        ("--version --lang fr", None),
        ("-- models", "models"),
        ("", None),
    ],
)
def test_the_command_asked_for_is_the_first_word_that_is_no_option(
    line: str, command: str | None
) -> None:
    assert asked_command(line.split()) == command


def test_only_the_command_asked_for_is_loaded_and_the_help_lists_all() -> None:
    assert list(program("devices").commands) == list(COMMANDS)
    assert program("devices").commands["devices"].callback.__module__ == "interviewer.cli.devices"
    with pytest.raises(AssertionError, match="loaded before it is run"):
        program("devices").commands["rehearse"].callback()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_module_that_the_table_names(name: str) -> None:
    command = program(name).commands[name]
    assert command.callback.__module__ == f"interviewer.cli.{COMMANDS[name][0]}"
