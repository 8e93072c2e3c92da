"""Model answers against the questions, traps and topics of the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from interviewer.domain import (
    Language,
    Scenario,
    Task,
    Transcript,
    Trap,
    pattern_parts,
    pattern_ways,
)
from interviewer.scenario.library import load
from interviewer.scoring.answer import reply_to
from interviewer.scoring.coverage import occurrences, score_coverage
from interviewer.scoring.patterns import earliest
from interviewer.scoring.text import Text, read
from interviewer.scoring.traps import find_traps

Refuse = Callable[[Collection[object]], None]

GOOD = 90.0

SAME_PHASE = {
    ("entretien-ia/anecdote", "pitch-3min/anecdote"),
    ("entretien-ia/punchlines", "pitch-3min/punchlines"),
    ("entretien-ia/questions", "pitch-3min/questions"),
    ("pitch-3min/anecdote", "entretien-ia/anecdote"),
    ("pitch-3min/closing", "entretien-ia/closing"),
    ("pitch-3min/intro", "entretien-ia/intro"),
    ("pitch-3min/punchlines", "entretien-ia/punchlines"),
}
"""(answer, task): one phase on two clocks. Same subject, much the same answer."""

IN_PASSING: Mapping[str, Collection[str]] = {
    "glossaire-en/agents": {"genai-36-en/q30", "questions-ia-en/q11"},
    "glossaire-en/deep-learning": {"questions-ia-en/q2"},
    "glossaire-en/embeddings": {"genai-36-en/q2"},
    "glossaire-en/guardrails": {"genai-36-en/q31"},
    "glossaire-en/lora": {"genai-36-en/q18"},
    "glossaire-en/rag": {"genai-36-en/q11", "questions-ia-en/q10"},
    "glossaire/agents": {"genai-36/q30"},
    "glossaire/deep-learning": {"questions-ia/q2"},
    "glossaire/embeddings": {"genai-36/q2"},
    "glossaire/embeddings-exemple": {"questions-ia/q4"},
    "glossaire/guardrails": {"genai-36/q31", "projet-ia/p3"},
    "glossaire/inference-latence-exemple": {"projet-ia/q3"},
    "glossaire/lora": {"genai-36/q18"},
    "glossaire/rag": {"genai-36/q11", "questions-ia/q10"},
    "presentation-cv/outils": {"projet-ia/q2"},
    "punchlines/arrondir": {"genai-36/q27", "glossaire/quantification"},
    "punchlines/bonne-variable": {"glossaire/feature-engineering"},
    "punchlines/changer-la-porte": {"glossaire/lora"},
    "punchlines/concept-embedding": {"genai-36/q2", "glossaire/embeddings", "questions-ia/q4"},
    "punchlines/concept-fine-tuning": {
        "genai-36/q11",
        "genai-36/q25",
        "genai-36/q8",
        "glossaire/fine-tuning",
    },
    "punchlines/concept-llm": {"glossaire/llm"},
    "punchlines/concept-mlops": {"projet-ia/q2"},
    "punchlines/concept-prompt": {"glossaire/prompt-engineering"},
    "punchlines/concept-rag": {"glossaire/rag-exemple"},
    "punchlines/dix-secondes": {"projet-ia/q3"},
    "punchlines/documents-en-main": {"presentation-cv/projet"},
    "punchlines/documents-vectorises": {"genai-36/q35"},
    "punchlines/erreur-silencieuse": {"genai-36/q33", "presentation-cv/defi"},
    "punchlines/filtrer-les-deux-cotes": {"genai-36/q31", "projet-ia/p3", "questions-ia/q10"},
    "punchlines/gpu-qui-attend": {"glossaire/batching"},
    "punchlines/la-chaine": {"glossaire/pipeline-ia"},
    "punchlines/le-plus-dur": {"genai-36/q32"},
    "punchlines/lexpert-tranche": {"pitch-3min/punchlines"},
    "punchlines/memoire-vivante": {"schemas/recherche-semantique"},
    "punchlines/montrer-la-panne": {"genai-36/q23"},
    "punchlines/par-le-sens": {"genai-36/q2", "schemas/rag", "schemas/recherche-semantique"},
    "punchlines/pas-par-coeur": {"questions-ia/q3"},
    "punchlines/peu-de-photos": {"schemas/workflow-vision"},
    "punchlines/six-semaines": {"entretien-ia/closing", "pitch-3min/closing", "questions-ia/q6"},
    "punchlines/tableau-de-chiffres": {"glossaire/deep-learning", "questions-ia/q2"},
    "punchlines/une-maniere": {
        "genai-36/q11",
        "genai-36/q18",
        "glossaire/fine-tuning",
        "projet-ia/p2",
    },
    "punchlines/une-trace": {"projet-ia/p3"},
}
"""Task to answers: a line or a card is one idea, and a long answer on its subject says it too."""


REFUTATIONS: Mapping[Language, list[str]] = {
    "fr": [
        "Il est faux de dire que {said}.",
        "On entend souvent que {said} : c'est faux.",
        "Je ne dirais jamais que {said}.",
        "Beaucoup croient que {said}, mais ce n'est pas vrai.",
        "{said} ? Non.",
    ],
    "en": [
        "It is wrong to say that {said}.",
        "People say that {said}, but that is wrong.",
        "I would never say that {said}.",
        "Many believe that {said}. That's a myth.",
        "{said}? No.",
    ],
}

TRAPS_IN_SENTENCES: Mapping[tuple[Language, str], tuple[str, ...]] = {
    ("fr", "qualite-perfectionniste"): (
        "Comme défaut, je dirais que je suis trop perfectionniste.",
        "Je ne vais pas vous dire que je suis trop perfectionniste.",
    ),
    ("fr", "ancien-patron"): (
        "Je suis parti parce que mon ancien patron était incompétent.",
        "Je ne dirais jamais que mon ancien patron était incompétent.",
    ),
    ("fr", "aucun-defaut"): (
        "Franchement, je n'ai aucun défaut.",
        "Je ne dirais jamais que je n'ai aucun défaut.",
    ),
    ("fr", "faute-des-autres"): (
        "Pour ce projet, c'était entièrement la faute des autres.",
        "Il est faux de dire que c'était entièrement la faute des autres.",
    ),
    ("fr", "aucun-exemple"): (
        "Là, comme ça, je n'ai aucun exemple.",
        "Je ne dirais jamais que je n'ai aucun exemple.",
    ),
    ("fr", "argent-seul"): (
        "Pour être franche, je viens surtout pour l'argent.",
        "Il est faux de dire que je viens surtout pour l'argent.",
    ),
    ("en", "no-example"): (
        "Off the top of my head, I have no example at all.",
        "I would never say that I have no example at all.",
    ),
    ("en", "only-the-money"): (
        "To be frank, I mostly come for the money.",
        "It is wrong to say that I mostly come for the money.",
    ),
    ("en", "perfectionist"): (
        "As for weaknesses, I am too much of a perfectionist.",
        "I would never say that I am too much of a perfectionist.",
    ),
    ("en", "former-boss"): (
        "I left because my former boss was incompetent.",
        "I would never say that my former boss was incompetent.",
    ),
    ("fr", "llm-temps-reel"): (
        "Un LLM, c'est un modèle qui est entraîné en temps réel sur internet.",
        "Un LLM n'est pas entraîné en temps réel sur internet, il est figé.",
        "Beaucoup s'imaginent que ChatGPT est entraîné en temps réel, alors qu'il est figé.",
    ),
    ("fr", "ia-simple-automatisation"): (
        "Au fond, l'IA, c'est surtout de l'automatisation.",
        "L'IA, ce n'est pas de l'automatisation : elle apprend.",
        "On me dit parfois que l'IA c'est juste de l'automatisation ; je ne suis pas d'accord.",
    ),
    ("fr", "tout-savoir"): (
        "Sur ces outils, je connais tout.",
        "Je ne vais pas vous dire que je connais tout.",
        "Dire que je connais tout serait malhonnête.",
    ),
    ("fr", "promesse-sans-donnees"): (
        "Je vous garantis trente pour cent de gain.",
        "Je ne vous garantis rien avant d'avoir vu les données.",
        "Un prestataire qui vous dit que ça marche à tous les coups vous ment.",
    ),
    ("fr", "jamais-faux"): (
        "Avec le RAG, le modèle n'hallucine jamais.",
        "Je ne crois pas qu'un modèle n'hallucine plus jamais.",
        "Un modèle qui ne se trompe jamais, cela n'existe pas.",
    ),
    ("fr", "modele-parfait"): (
        "Chez nous, il ne se trompe jamais.",
        "Je n'ai jamais vu un modèle livré avec zéro erreur.",
        "Si l'on vous promet cent pour cent de précision, ce n'est pas sérieux.",
    ),
    ("fr", "jargon-gratuit"): (
        "Tout repose sur la descente de gradient.",
        "Je ne vais pas vous parler de descente de gradient.",
    ),
    ("fr", "jargon"): (
        "On passe par un softmax.",
        "Inutile d'en dire plus : je ne vous parlerai pas de softmax.",
    ),
    ("fr", "chiffre-trop-beau"): (
        "On arrive à 99 % de précision.",
        "Personne n'atteint 100 % de précision en production.",
    ),
    ("fr", "bluff"): (
        "Franchement, je le connais par cœur.",
        "Je ne dirais pas que je le connais par cœur.",
        "Aucun projet n'est sans aucun risque.",
    ),
    ("en", "llm-real-time"): (
        "An LLM is a model that is trained in real time on the internet.",
        "An LLM is not trained in real time, it is frozen.",
        "Many imagine that an LLM is trained in real time, whereas it is frozen.",
    ),
    ("en", "ai-just-automation"): (
        "In the end, AI is mostly automation.",
        "Some tell me that AI is just automation; I don't agree.",
        "I don't think AI is just automation.",
    ),
    ("en", "ai-is-automation"): (
        "In the end, AI is mostly automation.",
        "Some tell me that AI is just automation; I don't agree.",
        "I don't think AI is just automation.",
    ),
    ("en", "ai-plain-automation"): (
        "In the end, AI is just automation.",
        "Some tell me that AI is just automation; I don't agree.",
        "I don't think AI is just automation.",
    ),
    ("en", "know-it-all"): (
        "With these tools, I know everything.",
        "I won't tell you that I know everything.",
        "To say that I know everything would be dishonest.",
    ),
    ("en", "know-everything"): (
        "With these tools, I know everything.",
        "I won't tell you that I know everything.",
        "To say that I know everything would be dishonest.",
    ),
    ("en", "promise-without-data"): (
        "You will get guaranteed results.",
        "There are no guaranteed results without data.",
        "I can't promise guaranteed results.",
    ),
    ("en", "never-wrong"): (
        "With RAG, the model never hallucinates.",
        "I don't believe a model that never hallucinates is possible.",
        "A system that is never wrong does not exist.",
    ),
    ("en", "perfect-model"): (
        "Honestly, it is never wrong.",
        "I have never delivered a model with zero errors.",
        "If somebody promises you 99% accuracy, they are lying.",
    ),
    ("en", "jargon"): (
        "It all goes through a softmax.",
        "I won't talk about softmax here.",
    ),
}
"""A sentence that states the trap, then sentences that do not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A model answer, read once."""

    scenario: Scenario
    task: Task
    said: Transcript
    text: Text

    @property
    def address(self) -> str:
        return f"{self.scenario.id}/{self.task.id}"


def test_a_model_answer_covers_its_own_task(scenario: Scenario, refuse: Refuse) -> None:
    scores = {
        answer.task.id: score_coverage(scenario, answer.task, answer.said).score
        for answer in answers(scenario)
    }
    refuse([fault for fault in scores.items() if fault[1] is None or fault[1] < GOOD])


def test_a_model_answer_covers_no_other_task(shelf: tuple[Scenario, ...], refuse: Refuse) -> None:
    every = {answer.address: answer for scenario in shelf for answer in answers(scenario)}
    covered = {
        (address, other)
        for address, answer in every.items()
        for other in every
        if address != other and covers(answer, every[other])
    }
    declared = {pair for pair in twins() if pair[0] in every}
    refuse(sorted(covered - declared))
    refuse([("no twins any more", *pair) for pair in sorted(declared - covered)])


def test_what_is_said_in_passing_is_short(shelf: tuple[Scenario, ...], refuse: Refuse) -> None:
    targets = {answer.address: answer.task.target_s for s in shelf for answer in answers(s)}
    passing = [pair for pair in twins() - SAME_PHASE if pair[0] in targets]
    refuse([(said, task) for said, task in passing if targets[said] < 1.5 * targets[task]])


def test_model_answers_fall_into_no_trap(scenario: Scenario, refuse: Refuse) -> None:
    hits = [
        (answer.task.id, hit.trap.id, hit.quote)
        for answer in answers(scenario)
        for hit in find_traps(scenario, answer.said)
    ]
    refuse(hits)


def test_every_trap_closes_on_what_it_is_set_for(scenario: Scenario, refuse: Refuse) -> None:
    sprung = {
        trap.id: [hit.trap.id for hit in find_traps(scenario, as_said(trap.any[0], scenario))]
        for trap in scenario.traps
    }
    refuse([id_ for id_, hits in sprung.items() if id_ not in hits])


@pytest.mark.parametrize("frame", ["{said}.", "Oui, {said}, voilà.", "Yes, {said}, that is it."])
def test_a_trap_closes_whatever_its_wording(scenario: Scenario, frame: str, refuse: Refuse) -> None:
    refuse(
        [
            said
            for trap, pattern, said in wordings(scenario)
            if not sprung(scenario, frame, replace(trap, any=(pattern,)), said)
            and not sprung(scenario, frame, trap, said)
        ]
    )


@pytest.mark.parametrize("number", range(5))
def test_a_trap_quoted_to_be_refuted_is_none(
    scenario: Scenario, number: int, refuse: Refuse
) -> None:
    frame = REFUTATIONS[scenario.language][number]
    refuse(
        [
            said
            for trap, pattern, said in wordings(scenario)
            if sprung(scenario, frame, replace(trap, any=(pattern,)), said)
        ]
    )


def test_no_other_wording_of_a_trap_closes_on_one_that_is_refuted(
    scenario: Scenario, refuse: Refuse
) -> None:
    frame = REFUTATIONS[scenario.language][0]
    refuse([said for trap, _, said in wordings(scenario) if sprung(scenario, frame, trap, said)])


def test_each_trap_is_told_from_its_refutation(scenario: Scenario, refuse: Refuse) -> None:
    faults: list[object] = []
    for trap in scenario.traps:
        stated, *denials = TRAPS_IN_SENTENCES[scenario.language, trap.id]
        if not sprung(scenario, "{said}", trap, stated):
            faults.append(("not sprung", trap.id, stated))
        faults += [
            ("sprung", trap.id, denial)
            for denial in denials
            if sprung(scenario, "{said}", trap, denial)
        ]
    refuse(faults)


def test_every_topic_is_recognised_by_its_own_question(scenario: Scenario, refuse: Refuse) -> None:
    lost = [
        topic.id
        for phase in scenario.phases
        if phase.kind == "ask"
        for topic in phase.questions
        if topic.reply not in reply_to(phase, Transcript.from_text(topic.ask, scenario.language))
    ]
    refuse(lost)


def twins() -> set[tuple[str, str]]:
    """(answer, task) that may score 90 although the task is another's."""
    return SAME_PHASE | {(said, task) for task, every in IN_PASSING.items() for said in every}


def answers(scenario: Scenario) -> Iterator[Answer]:
    for _, task in scenario.tasks():
        said = Transcript.from_text(task.model_answer, scenario.language)
        yield Answer(scenario, task, said, read(said))


def covers(answer: Answer, other: Answer) -> bool:
    """Whether ``answer`` would score 90 for the task of ``other``."""
    if out_of_reach(other.scenario, other.task, answer.text):
        return False
    score = score_coverage(other.scenario, other.task, answer.said).score
    return score is not None and score >= GOOD


def out_of_reach(scenario: Scenario, task: Task, text: Text) -> bool:
    """Whether too much is missing for 90. Stops at the first miss that decides it.

    The whole matrix is some hundred thousand pairs; nearly all are settled by one or two terms.
    """
    required = [term for term in task.terms if term.required]
    ideas = [*(point.any for point in task.points), *(step.any for step in task.steps)]
    whole = sum(term.weight for term in required) + len(ideas)
    spare = (whole + len(scenario.moves) + len(scenario.rules)) * (1 - GOOD / 100) + 1e-9
    for term in required:
        spare -= 0.0 if occurrences(term, text) else term.weight
        if spare < 0:
            return True
    for phrasings in ideas:
        spare -= 0.0 if earliest(phrasings, text) else 1.0
        if spare < 0:
            return True
    return False


def wordings(scenario: Scenario) -> Iterator[tuple[Trap, str, str]]:
    """Each trap, each of its patterns, and that in words: marks left out, of parts the first way."""
    for trap in scenario.traps:
        for pattern in trap.any:
            said = " ".join(pattern_ways(part)[0] for part in pattern_parts(pattern))
            yield trap, pattern, re.sub(r"[*…]", " ", said)


def sprung(scenario: Scenario, frame: str, trap: Trap, said: str) -> bool:
    """Whether ``trap`` is; scenarios share traps, so that each is tried once."""
    # Not the trap itself: to compare hundreds of patterns at each look takes longer than to try it.
    text = frame.format(said=said)
    key = (scenario.language, trap.id, hash(trap.any), text)
    if key not in TRIED:
        transcript = Transcript.from_text(text, scenario.language)
        TRIED[key] = bool(find_traps(replace(scenario, traps=(trap,)), transcript))
    return TRIED[key]


TRIED: dict[tuple[Language, str, int, str], bool] = {}


def as_said(pattern: str, scenario: Scenario) -> Transcript:
    """The words of ``pattern`` without its marks."""
    return Transcript.from_text(re.sub(r"[*…]", " ", pattern), scenario.language)


MOTIVATED: Mapping[Language, str] = {
    "fr": "Je suis quelqu'un de très motivé et très dynamique. J'aime le contact, je suis ponctuel et"
    " je m'entends bien avec tout le monde. Je pense que ce poste correspond à mon profil, et je suis"
    " prêt à m'investir à fond dans votre belle entreprise.",
    "en": "I am a very motivated and dynamic person. I like people, I am always on time and I get along"
    " with everybody. I think this job fits my profile, and I am ready to give my best for your great"
    " company.",
}
"""What anybody says to anything."""

WRONG: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "recits": {
        "probleme": (
            "Chercher la cause avant d’agir",
            "Franchement, on a foncé sans chercher pourquoi.",
        ),
        "but-manque": (
            "Reconnaître votre part",
            "Ce n'était pas ma faute, c'était la faute de mes collègues.",
        ),
        "conflit": ("Écouter chacun d’abord", "J'ai tranché tout de suite, sans écouter personne."),
        "initiative": (
            "Demander un accord avant d’agir",
            "Je me suis lancée sans demander à personne.",
        ),
        "pretentions": ("Donner une fourchette", "Ce sera comme vous voudrez."),
    },
    "tell-me-about-a-time": {
        "problem": ("Look for the cause before you act", "We went ahead without asking why."),
        "missed-goal": (
            "Own your part",
            "It was not my fault, it was the fault of my colleagues.",
        ),
        "conflict": (
            "Listen to each side first",
            "I decided at once, without listening to anybody.",
        ),
        "initiative": ("Ask before you act", "I just did it without asking anybody."),
        "salary": ("Give a range", "I will take whatever you offer."),
    },
}
"""By scenario and task: a point, and a sentence that says its contrary."""


@pytest.mark.parametrize("id_", WRONG)
def test_an_answer_that_fits_any_question_covers_none(id_: str, refuse: Refuse) -> None:
    scenario = load(id_)
    said = Transcript.from_text(MOTIVATED[scenario.language], scenario.language)
    scores = {task.id: score_coverage(scenario, task, said).score for _, task in scenario.tasks()}
    refuse([fault for fault in scores.items() if (fault[1] or 0.0) > 30.0])


@pytest.mark.parametrize(
    ("id_", "task_id"), [(id_, task_id) for id_, tasks in WRONG.items() for task_id in tasks]
)
def test_the_contrary_of_a_point_is_told(id_: str, task_id: str) -> None:
    scenario = load(id_)
    task = next(task for _, task in scenario.tasks() if task.id == task_id)
    point, said = WRONG[id_][task_id]
    hits = score_coverage(scenario, task, Transcript.from_text(said, scenario.language)).points
    assert [hit.status for hit in hits if hit.point == point] == ["contradicted"]
