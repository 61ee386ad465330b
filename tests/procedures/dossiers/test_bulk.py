"""One act on many dossiers: each through the one door, each with its own result."""

from __future__ import annotations

import pytest

from portal.core.errors import InvalidInput, NotAllowed, NotFound
from portal.core.jobs import running
from portal.core.jobs.models import JobRow
from procedures.definition.lifecycle import Stage
from procedures.dossiers import actions, bulk
from procedures.dossiers.models import BulkItem, BulkRun, Dossier
from tests.factories import dossiers as make

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def clerk():
    make.the_portal()
    return make.who("clerk-hongbang")


def seen(*dossiers: Dossier) -> dict[str, int]:
    return {dossier.code or "": dossier.version for dossier in dossiers}


def start(kind, *dossiers, actor, key="k", **data):
    return bulk.start(kind, seen(*dossiers), actor=actor, key=key, data=data)


def results(run: BulkRun) -> list[tuple[str, str]]:
    return [(item.state, item.message) for item in run.items.order_by("pk")]


def test_each_dossier_is_taken_through_the_door(clerk):
    dossiers = [make.a_submitted() for _ in range(3)]
    run = start("accept", *dossiers, actor=clerk)
    assert bulk.progress(run) == bulk.Progress(done=0, refused=0, pending=3)
    running.drain()
    assert bulk.progress(run) == bulk.Progress(done=3, refused=0, pending=0)
    for dossier in dossiers:
        dossier.refresh_from_db()
        assert (dossier.stage, dossier.version) == (Stage.ACCEPTED, 3)


def test_what_cannot_be_done_says_why_and_stops_nothing(clerk):
    unpaid = make.a_submitted(by="citizen-binh")
    moved, good, done = make.a_submitted(), make.a_submitted(), make.an_accepted()
    run = start("accept", unpaid, moved, good, done, actor=clerk)
    make.take(moved, "refuse_intake", "clerk", reason="Sai nơi tiếp nhận")
    running.drain()
    by_code = {item.dossier.code: item for item in bulk.items(run)}
    assert by_code[good.code].state == "done"
    assert "Chưa nộp phí" in by_code[unpaid.code].message
    assert "người khác xử lý" in by_code[moved.code].message
    assert [each["name"] for each in by_code[moved.code].changes] == ["dossier.refused_intake"]
    assert by_code[done.code].message == bulk.UNFIT
    assert bulk.progress(run) == bulk.Progress(done=1, refused=3, pending=0)
    assert next(iter(bulk.items(run))).state == "refused"


def test_asking_twice_makes_one_run(clerk):
    dossier = make.a_submitted()
    first = start("accept", dossier, actor=clerk, key="once")
    running.drain()
    assert start("accept", dossier, actor=clerk, key="once") == first
    assert BulkItem.objects.count() == 1
    assert JobRow.objects.filter(name="dossiers.bulk").count() == 1


def test_a_killed_run_goes_on_where_it_ended(clerk, monkeypatch):
    dossiers = [make.a_submitted() for _ in range(3)]
    run = start("accept", *dossiers, actor=clerk)
    act, count = actions.act, iter(range(9))

    def dies_on_the_second(*args, **kwargs):
        if next(count) == 1:
            raise KeyboardInterrupt
        return act(*args, **kwargs)

    monkeypatch.setattr(actions, "act", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        bulk.advance(run=run.pk, helping=0)
    assert bulk.progress(run) == bulk.Progress(done=1, refused=0, pending=2)
    bulk.advance(run=run.pk, helping=0)
    bulk.advance(run=run.pk, helping=0)
    assert bulk.progress(run) == bulk.Progress(done=3, refused=0, pending=0)
    assert sorted(run.items.values_list("tries", flat=True)) == [1, 1, 2]
    assert {one.version for one in Dossier.objects.all()} == {3}


def test_a_dossier_that_kills_its_worker_is_given_up(clerk, monkeypatch):
    bad, good = make.a_submitted(), make.a_submitted()
    run = start("accept", bad, good, actor=clerk)
    act = actions.act

    def dies_on_the_bad_one(dossier, *args, **kwargs):
        if dossier.pk == bad.pk:
            raise MemoryError
        return act(dossier, *args, **kwargs)

    monkeypatch.setattr(actions, "act", dies_on_the_bad_one)
    for _ in range(bulk.TRIES):
        with pytest.raises(MemoryError):
            bulk.advance(run=run.pk, helping=0)
    bulk.advance(run=run.pk, helping=0)
    assert dict(results(run)) == {"done": "", "refused": bulk.CRASHED}


def test_a_large_run_is_taken_in_helpings(clerk, monkeypatch):
    monkeypatch.setattr(bulk, "HELPING", 2)
    run = start("accept", *(make.a_submitted() for _ in range(5)), actor=clerk)
    running.drain()
    assert bulk.progress(run).done == 5
    assert JobRow.objects.filter(name="dossiers.bulk").count() == 3


def test_a_head_assigns_many_to_one_officer(clerk):
    dossiers = [make.at_appraisal() for _ in range(2)]
    head = make.who("head-hongbang")
    run = start("assign", *dossiers, actor=head, staff="hp-hongbang-02")
    wrong = start("assign", *dossiers, actor=head, key="wrong", staff="hp-hongbang-01")
    running.drain()
    assert bulk.progress(run).done == 2
    assert {one.assignee.code for one in Dossier.objects.all() if one.assignee} == {
        "hp-hongbang-02"
    }
    assert bulk.progress(wrong).refused == 2


@pytest.mark.parametrize(
    ("kind", "key", "data", "pointer"),
    [
        ("refuse_intake", "k", {}, "/action"),
        ("accept", "", {}, "/key"),
        ("accept", "k" * 65, {}, "/key"),
        ("assign", "k", {}, "/data/staff"),
        ("assign", "k", {"staff": 7}, "/data/staff"),
    ],
)
def test_what_makes_no_sense_is_named(clerk, kind, key, data, pointer):
    with pytest.raises(InvalidInput) as refused:
        bulk.start(kind, seen(make.a_submitted()), actor=clerk, key=key, data=data)
    assert [error.pointer for error in refused.value.errors] == [pointer]


@pytest.mark.parametrize("codes", [[], ["H24.21.22-261123-9999"], [str(n) for n in range(501)]])
def test_the_dossiers_must_be_there_and_not_too_many(clerk, codes):
    with pytest.raises(InvalidInput) as refused:
        bulk.start("accept", dict.fromkeys(codes, 1), actor=clerk, key="k")
    assert [error.pointer for error in refused.value.errors] == ["/dossiers"]


@pytest.mark.parametrize("version", [-1, bulk.NEWEST + 1, 10**30])
def test_a_version_that_no_dossier_has_is_refused(clerk, version):
    with pytest.raises(InvalidInput) as refused:
        bulk.start("accept", {make.a_submitted().code: version}, actor=clerk, key="k")
    assert [error.pointer for error in refused.value.errors] == ["/dossiers"]


def test_another_communes_dossier_is_not_there(clerk):
    with pytest.raises(InvalidInput, match=r"hàng loạt"):
        start("accept", make.a_submitted(agency=make.THUY_NGUYEN), actor=clerk)
    with pytest.raises(NotAllowed):
        start("accept", make.a_submitted(), actor=make.who("citizen-an"))


def test_a_run_is_its_askers_alone(clerk):
    run = start("accept", make.a_submitted(), actor=clerk)
    assert bulk.get_run(run.public_id, actor=clerk) == run
    for account in ("officer-hongbang", "citizen-an"):
        with pytest.raises(NotFound):
            bulk.get_run(run.public_id, actor=make.who(account))


@pytest.mark.parametrize(
    ("account", "kinds"),
    [
        ("clerk-hongbang", ["accept", "hand_over", "claim", "let_go", "archive"]),
        ("leader-hongbang", ["assign", "sign"]),
        ("registry-hongbang", ["settle"]),
        ("citizen-an", []),
    ],
)
def test_the_choice_holds_what_ones_posts_allow(clerk, account, kinds):
    assert list(bulk.kinds_of(make.who(account))) == kinds


def test_no_act_of_a_stranger_slips_through(clerk):
    dossier = make.a_submitted()
    run = start("accept", dossier, actor=make.who("officer-hongbang"))
    running.drain()
    assert [state for state, _ in results(run)] == ["refused"]
    dossier.refresh_from_db()
    assert dossier.stage == Stage.SUBMITTED
