"""Traps stated, and traps quoted to refute them. The sentences were written before the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.domain import Language, Phase, Scenario, Take, Task, Transcript, Trap
from interviewer.scoring.traps import find_traps

TRAPS: dict[Language, tuple[Trap, ...]] = {
    "fr": (
        Trap(
            "t",
            (
                "est entraîné en temps réel",
                "apprend en temps réel",
                "IA c'est de l'automatisation",
                "je sais tout",
                "ne se trompe jamais",
                "avec zéro erreur",
                "je vous garantis",
            ),
            "Non.",
        ),
    ),
    "en": (
        Trap(
            "t",
            (
                "is trained in real time",
                "learns in real time",
                "AI is just automation",
                "I know everything",
                "is never wrong",
                "with zero errors",
                "guaranteed results",
            ),
            "No.",
        ),
    ),
}

STATED_FR = [
    "Un LLM est entraîné en temps réel sur internet.",
    "Franchement, l'IA c'est de l'automatisation.",
    "Je pense que l'IA c'est de l'automatisation.",
    "Comme on dit souvent, l'IA c'est de l'automatisation.",
    "Je n'ai pas peur de le dire, je sais tout.",
    "Je n'ai pas peur de dire que je sais tout.",
    "Je ne suis pas modeste, je sais tout.",
    "Notre modèle ne se trompe jamais, c'est vrai.",
    "Ce n'est pas faux de dire que l'IA c'est de l'automatisation.",
    "Il n'est pas faux de dire que le LLM apprend en temps réel.",
    "On ne comprend pas toujours, mais le LLM apprend en temps réel.",
    "Contrairement à ce qu'on croit, un LLM est entraîné en temps réel.",
    "L'IA, c'est de l'automatisation, non ?",
    "Je ne doute pas que l'IA c'est de l'automatisation.",
    "Le LLM apprend en temps réel. Il connaît donc les nouvelles.",
    "On entend souvent que le LLM apprend en temps réel, et c'est bien le cas.",
    "Beaucoup croient que c'est difficile. Le LLM apprend en temps réel.",
    "Les autres se trompent. Notre modèle ne se trompe jamais.",
    "On dit que le LLM est entraîné en temps réel : c'est faux. Et l'IA, c'est de l'automatisation.",
    "C'est faux de me croire timide, parce que je sais tout.",
    "Je vous garantis un retour en six mois, avec zéro erreur.",
    "Je n'hésite pas à dire que je sais tout.",
    "Si vous me laissez faire, je vous livre un modèle avec zéro erreur.",
    "C'est bien parce que je sais tout que l'on m'appelle.",
]
REFUTED_FR = [
    "On entend souvent que le LLM apprend en temps réel : c'est faux.",
    "On entend souvent que le LLM apprend en temps réel. C'est faux.",
    "Un LLM n'est pas entraîné en temps réel sur internet.",
    "Contrairement à ce qu'on croit, un LLM n'est pas entraîné en temps réel.",
    "Contrairement à l'idée que le LLM apprend en temps réel, il est figé.",
    "Beaucoup de gens pensent que l'IA, c'est de l'automatisation, mais elle apprend.",
    "Certains croient à tort que l'IA c'est de l'automatisation.",
    "Il est faux de dire que le LLM apprend en temps réel.",
    "Ce serait une erreur de croire que l'IA c'est de l'automatisation.",
    "L'idée reçue, c'est que l'IA c'est de l'automatisation.",
    "Je ne dirais jamais que je sais tout.",
    "Je ne prétends pas que je sais tout.",
    "Je ne suis pas de ceux qui disent : je sais tout.",
    "Je ne suis pas de ceux qui disent que je sais tout.",
    "Un modèle qui ne se trompe jamais, ça n'existe pas.",
    "Personne ne travaille avec zéro erreur.",
    "Aucun système ne tourne avec zéro erreur.",
    "Est-ce que le LLM apprend en temps réel ? Non.",
    "Le LLM apprend en temps réel ? Pas du tout, il est figé.",
    "Dire que l'IA c'est de l'automatisation serait réducteur.",
    "On imagine que le LLM apprend en temps réel. En réalité, il est figé.",
    "Je croyais que le LLM apprend en temps réel, mais non.",
    "L'IA, c'est de l'automatisation : voilà ce qu'on entend. Ce n'est pas vrai.",
    "Il ne faut pas croire que le LLM apprend en temps réel.",
    "J'évite de dire que notre modèle ne se trompe jamais.",
    "Le mythe selon lequel le LLM apprend en temps réel a la vie dure.",
    "Ce n'est pas vrai que le LLM apprend en temps réel.",
    "Je ne peux pas dire : je vous garantis un résultat.",
    "Ce n'est pas parce que j'ai dix ans de métier que je sais tout.",
    "Ce n'est pas parce qu'il cherche sur le web que le LLM apprend en temps réel.",
    "Si on vous dit que le LLM apprend en temps réel, méfiez-vous.",
    "Quand on me vante zéro erreur, je demande à voir.",
    "Si je vous disais que je sais tout, vous ne me croiriez pas.",
    "On me demande souvent si le LLM apprend en temps réel.",
    "J'ai connu un consultant qui se vantait de livrer avec zéro erreur.",
    "La plaquette parlait de zéro erreur, chez nous c'était autre chose.",
]
STATED_EN = [
    "An LLM is trained in real time on the internet.",
    "Honestly, AI is just automation.",
    "I think AI is just automation.",
    "As people say, AI is just automation.",
    "I'm not afraid to say it, I know everything.",
    "I am not afraid to say I know everything.",
    "I'm not modest, I know everything.",
    "Our model is never wrong, that's true.",
    "It is not wrong to say that AI is just automation.",
    "It isn't false that an LLM learns in real time.",
    "We don't always see it, but the LLM learns in real time.",
    "Contrary to what people think, an LLM is trained in real time.",
    "AI is just automation, no?",
    "I don't doubt that AI is just automation.",
    "The LLM learns in real time. So it knows the news.",
    "You often hear that an LLM learns in real time, and that is so.",
    "Many believe it is hard. The LLM learns in real time.",
    "The others are wrong. Our model is never wrong.",
    "We deliver with zero errors and guaranteed results.",
    "People say that an LLM is trained in real time: that is false. And AI is just automation.",
    "They are wrong to call me shy, because I know everything.",
    "If you let me, I deliver with zero errors.",
]
REFUTED_EN = [
    "People often say that an LLM learns in real time, but that is wrong.",
    "People say that an LLM learns in real time. That is false.",
    "An LLM is not trained in real time on the internet.",
    "Contrary to what people think, an LLM is not trained in real time.",
    "Contrary to the idea that an LLM learns in real time, it is frozen.",
    "Many think that AI is just automation, but it learns.",
    "Some wrongly believe that AI is just automation, which is a myth.",
    "It is false to say that an LLM learns in real time.",
    "It would be a mistake to believe that AI is just automation.",
    "The common misconception is that AI is just automation.",
    "I would never say that I know everything.",
    "I don't claim that I know everything.",
    "I'm not one of those who say I know everything.",
    "A model that is never wrong does not exist.",
    "Nobody works with zero errors.",
    "No system runs with zero errors.",
    "So the LLM learns in real time? No.",
    "The LLM learns in real time? Not at all, it is frozen.",
    "To say that AI is just automation would be simplistic.",
    "You might imagine that an LLM learns in real time. In reality, it is frozen.",
    "I used to think that an LLM learns in real time, but it doesn't.",
    "AI is just automation, they say. That's not true.",
    "You should not believe that an LLM learns in real time.",
    "I avoid saying that our model is never wrong.",
    "The myth that an LLM learns in real time dies hard.",
    "It isn't true that an LLM learns in real time.",
    "There are no guaranteed results.",
    "I can't promise guaranteed results.",
    "Just because it cites its sources doesn't mean our model is never wrong.",
    "If someone tells you that AI is just automation, be careful.",
    "It is not because it quotes a source that our model is never wrong.",
    "A supplier maintained that AI is just automation, but it learns.",
]


def _sprung(text: str, language: Language) -> bool:
    task = Task("q", 30.0)
    phase = Phase("p", "P", "pitch", 30.0, "Allez-y.", task)
    scenario = Scenario("s", "S", language, (phase,), traps=TRAPS[language])
    return bool(find_traps(scenario, Transcript.from_text(text, language)))


@pytest.mark.parametrize("text", STATED_FR)
def test_a_trap_is_stated_in_french(text: str) -> None:
    assert _sprung(text, "fr")


@pytest.mark.parametrize("text", REFUTED_FR)
def test_a_trap_is_refuted_in_french(text: str) -> None:
    assert not _sprung(text, "fr")


@pytest.mark.parametrize("text", STATED_EN)
def test_a_trap_is_stated_in_english(text: str) -> None:
    assert _sprung(text, "en")


@pytest.mark.parametrize("text", REFUTED_EN)
def test_a_trap_is_refuted_in_english(text: str) -> None:
    assert not _sprung(text, "en")


def test_there_are_forty_sentences_a_language() -> None:
    assert len(STATED_FR + REFUTED_FR) >= 40
    assert len(STATED_EN + REFUTED_EN) >= 40


def test_a_trap_stated_after_it_was_refuted_is_quoted_where_it_is_stated() -> None:
    task = Task("q", 30.0)
    phase = Phase("p", "P", "pitch", 30.0, "Allez-y.", task)
    scenario = Scenario("s", "S", "fr", (phase,), traps=TRAPS["fr"])
    text = "Il est faux que le modèle ne se trompe jamais. Pourtant je sais tout."
    (hit,) = find_traps(scenario, Transcript.from_text(text, "fr"))
    assert hit.quote == "trompe jamais. Pourtant je sais tout."


@pytest.mark.parametrize(("words", "stated"), [(10, False), (18, True)])
def test_an_answer_that_comes_long_after_is_to_something_else(words: int, stated: bool) -> None:
    between = " ".join(["mot"] * words)
    assert _sprung(f"Le modèle ne se trompe jamais. {between}, c'est faux.", "fr") is stated


TRAPS_TRAPS = (
    Trap("magie", ("c'est magique",), "Rien n'est magique."),
    Trap("temps-reel", ("entraîné … temps réel … internet",), "Il est figé."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il est entraîné en temps réel sur internet.", ["temps-reel"]),
        ("Entraînés en temps réel, donc, sur Internet, c'est magique", ["magie", "temps-reel"]),
        ("C'est magique, vraiment, c'est magique", ["magie"]),
        ("Il est entraîné sur internet, jamais à la volée.", []),
        ("C'est la magie", []),
    ],
)
def test_each_trap_is_found_once(
    make_take: Callable[..., Take],
    make_scenario: Callable[..., Scenario],
    text: str,
    found: list[str],
) -> None:
    scenario = make_scenario(Task("q", 10.0), traps=TRAPS_TRAPS)
    hits = find_traps(scenario, make_take(text).transcript)
    assert [hit.trap.id for hit in hits] == found


def test_a_trap_is_quoted_with_its_time(
    make_take: Callable[..., Take], make_scenario: Callable[..., Scenario]
) -> None:
    take = make_take("On dit parfois que oui, c'est magique.", pace=60.0)
    (hit,) = find_traps(make_scenario(Task("q", 10.0), traps=TRAPS_TRAPS), take.transcript)
    assert hit.quote == "parfois que oui, c'est magique."
    assert hit.start_s == 6.0
