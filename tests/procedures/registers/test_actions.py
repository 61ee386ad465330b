"""Asking a register: every outcome, the evidence, and that nothing outside can break us."""

from __future__ import annotations

import json
import re
from threading import Event as Signal
from threading import Semaphore
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.journal.models import Event
from procedures.registers import adapters, asking, questions
from procedures.registers.actions import keyed_hash, look_up
from procedures.registers.models import LookUp
from procedures.registers.port import Answer, Outcome, Unreachable
from tests.procedures.registers.conftest import Played

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper

    from procedures.registers.port import Request

    Play = Callable[[Callable[[Request], Any]], Played]

SUBJECT = "dossier:7"
AN = {
    "personal_number": "031085999001",
    "full_name": "Nguyễn Văn An",
    "birth_date": "1985-03-12",
}
KHANH = AN | {"personal_number": "031195999007", "full_name": "Đinh Thị Khánh"}
LAM = AN | {"personal_number": "031090999008", "full_name": "Bùi Văn Lâm"}
MAI = AN | {"personal_number": "031187999009", "full_name": "Ngô Thị Mai"}
RECORD = {"kind": "birth", "full_name": "Nguyễn Văn An", "birth_date": "1985-03-12"}
NOTICE = {"notice_number": "0412/GCS-2026", "mother_personal_number": "031192999002"}
CHILD = {"full_name": "Trần Bảo Minh", "birth_date": "2026-11-15", "gender": "male"}


def ask(register: str = "population.person", facts: dict[str, Any] = AN, **more: str) -> LookUp:
    return look_up(
        register,
        facts,
        subject=SUBJECT,
        purpose=more.pop("purpose", "paper:identity"),
        actor_code="person:3",
        **more,
    )


def answers(**changes: Any) -> Callable[[Request], Answer]:
    """A right answer about An, but for the changes."""
    known = {**AN, "gender": "male", "address": "Số 12 phố Minh Khai", "commune": "11311"}
    return lambda request: Answer({**known, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("register", "facts", "outcome", "reason", "differs"),
    [
        ("population.person", AN, "hit", "", []),
        ("population", AN, "hit", "", []),
        ("population", AN | {"full_name": "NGUYỄN  VĂN AN"}, "hit", "", []),
        ("population", AN | {"birth_date": "1985"}, "hit", "", []),
        ("population", AN | {"full_name": "Nguyễn Văn Ân"}, "wrong", "", ["full_name"]),
        (
            "population",
            AN | {"birth_date": "1985-12-03", "gender": "female"},
            "wrong",
            "",
            ["birth_date", "gender"],
        ),
        ("population", AN | {"personal_number": "031085000000"}, "miss", "nothing_found", []),
        ("population", AN | {"birth_date": None}, "miss", "incomplete", []),
        (
            "population",
            KHANH | {"birth_date": "1995-06-14"},
            "wrong",
            "",
            ["birth_date", "personal_number"],
        ),
        ("population", MAI, "down", "unreachable", []),
        ("civil_status", RECORD, "hit", "", []),
        ("civil_status", RECORD | {"number": "125/1985"}, "hit", "", []),
        ("civil_status", RECORD | {"number": "126/1985"}, "wrong", "", ["number"]),
        ("civil_status", RECORD | {"kind": "death"}, "miss", "nothing_found", []),
        ("birth_notice", NOTICE, "hit", "", []),
        ("birth_notice", NOTICE | {"gender": "female"}, "wrong", "", ["gender"]),
        (
            "birth_notice",
            NOTICE | {"mother_personal_number": "031085999001"},
            "wrong",
            "",
            ["mother_personal_number"],
        ),
        ("birth_notice", NOTICE | {"notice_number": "1/GCS"}, "miss", "nothing_found", []),
        ("population.new_number", CHILD, "hit", "", []),
        ("population.new_number", CHILD | {"birth_date": "2026"}, "miss", "nothing_found", []),
    ],
)
def test_look_up_ends_so(
    register: str, facts: dict[str, Any], outcome: str, reason: str, differs: list[str]
) -> None:
    row = ask(register, facts)
    assert (row.outcome, row.reason, row.differs) == (outcome, reason, differs)
    assert bool(row.facts) is (outcome == "hit")
    assert row.is_hit is (outcome == "hit")
    assert bool(row.answer_hash) is (outcome in {"hit", "wrong"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "question", "facts"),
    [
        (fault, question, facts)
        for fault in ("miss", "wrong", "down")
        for question, facts in [
            ("population.person", AN),
            ("population.new_number", CHILD),
            ("civil_status.record", RECORD),
            ("birth_notice.notice", NOTICE),
        ]
    ],
)
def test_fault_is_played(
    fault: str, question: str, facts: dict[str, Any], settings: SettingsWrapper
) -> None:
    settings.REGISTER_FAULTS = {question.partition(".")[0]: fault}
    assert ask(question, facts).outcome == fault
    settings.REGISTER_FAULTS = {question: fault}
    assert ask(question, facts).outcome == fault
    settings.REGISTER_FAULTS = {"elsewhere": fault}
    assert ask(question, facts).outcome == "hit"


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [AN, LAM])
def test_slow_register_is_not_waited_for(facts: dict[str, Any], settings: SettingsWrapper) -> None:
    settings.REGISTER_TIME_LIMIT = 0.05
    settings.REGISTER_FAULTS = {} if facts is LAM else {"population.person": "slow"}
    row = ask(facts=facts)
    assert (row.outcome, row.reason, row.elapsed_ms >= 50) == ("slow", "time_limit", True)


@pytest.mark.django_db
def test_hit_carries_what_the_question_gives(played: Play) -> None:
    adapter = played(answers(salary="1"))
    row = ask(facts=AN | {"gender": "male", "phone": "+84900000101"})
    assert tuple(row.facts) == questions.QUESTIONS["population.person"].gives
    # Nothing that the question does not take left the house.
    assert set(adapter.asked[0].facts) == {"personal_number", "full_name", "birth_date", "gender"}
    assert row.keys == ["birth_date", "full_name", "gender", "personal_number"]
    assert not LookUp.objects.get().facts


@pytest.mark.django_db
def test_evidence_holds_no_personal_data(played: Play) -> None:
    played(answers())
    row = ask(agency="H24.21.22", procedure="2.000635")
    stored = json.dumps(LookUp.objects.values().get(), default=str, ensure_ascii=False)
    event = Event.objects.get()
    written = stored + json.dumps(event.data) + event.subject + event.actor
    assert not [value for value in {**AN, **row.facts}.values() if value in written]
    assert row.facts_hash == keyed_hash(AN)
    assert event.data == {
        "register": "population.person",
        "purpose": "paper:identity",
        "outcome": "hit",
    }
    assert (event.subject, event.name, event.actor) == (SUBJECT, "register.looked_up", "person:3")
    assert (event.agency, event.procedure) == ("H24.21.22", "2.000635")


def test_hash_needs_the_key(settings: SettingsWrapper) -> None:
    first = keyed_hash(AN)
    settings.SECRET_KEY = "another"
    assert keyed_hash(AN) != first
    assert re.fullmatch("[0-9a-f]{64}", first)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_evidence_stands(change: str) -> None:
    ask()
    rows = LookUp.objects.all()
    changes = {"update": lambda: rows.update(outcome="miss"), "delete": rows.delete}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()


@pytest.mark.django_db(transaction=True)
def test_register_is_not_asked_inside_a_transaction(played: Play) -> None:
    adapter = played(answers())
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside any transaction"):
        ask()
    assert not adapter.asked
    assert ask().is_hit


@pytest.mark.django_db
def test_transaction_within_a_test_is_seen() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside any transaction"):
        ask()
    assert connection.in_atomic_block


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "taxes", "population.", "population.salary"])
def test_unknown_register_is_our_mistake(name: str) -> None:
    assert not questions.is_known(name)
    with pytest.raises(ValueError, match="no register answers"):
        ask(name)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["", "Nguyễn Văn An", "for 031085999001", "id:031085999001"])
def test_purpose_is_a_code(purpose: str) -> None:
    with pytest.raises(ValueError, match="is a code"):
        ask(purpose=purpose)


@pytest.mark.django_db
def test_nobody_named_is_down(settings: SettingsWrapper) -> None:
    settings.REGISTER_ADAPTERS = {}
    row = ask()
    assert (row.outcome, row.reason, row.elapsed_ms) == ("down", "no_adapter", 0)


@pytest.mark.django_db
def test_adapter_that_cannot_be_made_is_down(settings: SettingsWrapper) -> None:
    settings.REGISTER_ADAPTERS = {"population": "nowhere.Population", "taxes": "builtins.dict"}
    assert ask().reason == "fault"
    assert sorted(finding.id or "" for finding in adapters.findings()) == [
        "registers.E001",
        "registers.E002",
    ]


def _raise(error: BaseException) -> Callable[[Request], Any]:
    def act(request: Request) -> Any:
        raise error

    return act


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "outcome", "reason"),
    [
        (_raise(Unreachable("An")), "down", "unreachable"),
        (_raise(TimeoutError()), "slow", "time_limit"),
        (_raise(ValueError()), "down", "fault"),
        (_raise(SystemExit()), "down", "fault"),
        (lambda request: None, "down", "unreadable"),
        (lambda request: dict(AN), "down", "unreadable"),
        (lambda request: Answer({}), "down", "unreadable"),
        (answers(address=""), "down", "unreadable"),
        (answers(address="\x00"), "down", "unreadable"),
        (answers(extra=7), "down", "unreadable"),
        (lambda request: Answer(None), "miss", "nothing_found"),
    ],
)
def test_fault_has_its_reason(act: Any, outcome: str, reason: str, played: Play) -> None:
    played(act)
    row = ask()
    assert (row.outcome, row.reason) == (outcome, reason)


@pytest.mark.django_db
def test_answer_is_stored_text(played: Play) -> None:
    played(answers(address=" Số 12\x00 phố Minh Khai"))
    assert ask().facts["address"] == "Số 12 phố Minh Khai"


@pytest.mark.django_db
def test_crowd_does_not_pile_up(
    played: Play, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGISTER_TIME_LIMIT = 0.05
    monkeypatch.setattr(asking, "_places", type(asking._places)(asking._places.default_factory))
    opened, ended = Signal(), []

    def hang(request: Request) -> Answer:
        opened.wait(20)
        ended.append(request)
        return Answer(None)

    adapter = played(hang)
    reasons = [ask().reason for _ in range(asking.AT_ONCE + 2)]
    opened.set()
    assert reasons == ["time_limit"] * asking.AT_ONCE + ["busy"] * 2
    assert len(adapter.asked) == asking.AT_ONCE


@pytest.mark.django_db
def test_our_own_crowd_is_no_answer(
    played: Play, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGISTER_BREAKER_FAULTS = 2
    played(_raise(Unreachable()))
    reasons = [ask().reason]
    with monkeypatch.context() as full:
        full.setattr(asking, "_places", {"population": Semaphore(0)})
        reasons.append(ask().reason)
    reasons += [ask().reason, ask().reason]
    assert reasons == ["unreachable", "busy", "unreachable", "resting"]


@pytest.mark.django_db
def test_failing_register_rests(
    played: Play, settings: SettingsWrapper, clock_at: Callable[[str], Any]
) -> None:
    settings.REGISTER_BREAKER_FAULTS = 3
    clock_at("2026-11-23T09:00:00")
    adapter = played(_raise(Unreachable()))
    assert [ask().reason for _ in range(5)] == ["unreachable"] * 3 + ["resting"] * 2
    assert ask("civil_status", RECORD).reason == "unreachable"
    clock_at("2026-11-23T09:00:31")
    adapter.act = answers()
    assert [ask().outcome for _ in range(2)] == ["hit", "hit"]
    assert LookUp.objects.count() == Event.objects.count() == 8


SCRAPS = st.one_of(
    st.none(), st.text(), st.integers(), st.dictionaries(st.text(), st.text(), max_size=3)
)
ANSWERS = st.one_of(
    SCRAPS,
    st.builds(Answer, SCRAPS),
    st.builds(
        Answer,
        st.fixed_dictionaries(
            {
                name: st.one_of(st.text(max_size=8), st.just(AN.get(name, "x")), SCRAPS)
                for name in ("personal_number", "full_name", "birth_date", "gender", "address")
            }
            | {"commune": st.just("11311")}
        ),
    ),
)
ERRORS = st.sampled_from(
    [Unreachable(), TimeoutError(), ValueError("x"), SystemExit(1), KeyboardInterrupt(), OSError()]
)
ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=20)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.sampled_from(sorted(questions.QUESTIONS)),
    facts=st.dictionaries(
        st.sampled_from(["personal_number", "full_name", "birth_date", "gender", "kind", "other"]),
        st.one_of(ANY_TEXT, st.none(), st.integers(), st.dates()),
    ),
    known=st.booleans(),
    act=st.one_of(ANSWERS.map(lambda answer: lambda request: answer), ERRORS.map(_raise)),
)
def test_whatever_comes_is_one_row(
    question: str, facts: dict[str, Any], known: bool, act: Any, played: Play
) -> None:
    played(act)
    before = (LookUp.objects.count(), Event.objects.count())
    row = ask(question, {**facts, **AN} if known else facts)
    assert row.outcome in set(Outcome)
    assert (LookUp.objects.count(), Event.objects.count()) == (before[0] + 1, before[1] + 1)
    assert bool(row.facts) is row.is_hit
    assert bool(row.differs) is (row.outcome == Outcome.WRONG)


@pytest.mark.django_db
@given(
    facts=st.fixed_dictionaries(dict.fromkeys((*AN, *RECORD, *NOTICE, "gender"), ANY_TEXT)),
    question=st.sampled_from(sorted(questions.QUESTIONS)),
)
def test_stand_ins_take_anything(facts: dict[str, str], question: str) -> None:
    assert ask(question, facts).outcome in {"miss", "hit"}
