"""Queues: each desk sees what waits for it, the most urgent first."""

import pytest

from portal.core.errors import NotAllowed
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues import Clocked, Filter, capped, counting, counts, find, lines, queue
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, THUY_NGUYEN
from tests.procedures.dossiers.situations import sent

pytestmark = pytest.mark.usefixtures("monday")


def codes(account: str, **asked: str) -> list[str]:
    """List the codes of a queue."""
    return [row.dossier.code or "" for row in queue(factory.who(account), Filter(**asked))]


@pytest.mark.parametrize(
    ("start", "account", "step"),
    [
        (factory.a_submitted, "clerk-hongbang", "Kiểm tra hồ sơ"),
        (factory.an_accepted, "clerk-hongbang", "Chuyển hồ sơ"),
        (factory.at_appraisal, "officer-hongbang", "Tra cứu, lập bản sao"),
        (factory.an_appraised, "leader-hongbang", "Phê duyệt"),
        (factory.a_signed, "registry-hongbang", "Phát hành kết quả"),
        (factory.a_settled, "clerk-hongbang", "Trả kết quả"),
    ],
)
def test_a_dossier_waits_at_one_desk(start, account, step):
    dossier = start()
    seen = {
        role: [(row.dossier.pk, row.step_name) for row in queue(factory.staff(role, dossier))]
        for role in ("clerk", "officer", "leader", "registry", "cashier")
    }
    role = account.partition("-")[0]
    assert seen.pop(role) == [(dossier.pk, step)]
    assert not any(seen.values())


def test_drafts_and_ended_dossiers_wait_nowhere():
    factory.a_draft()
    factory.a_delivered()
    assert codes("clerk-hongbang") == []


def test_another_agency_sees_nothing_of_it():
    factory.a_submitted()
    elsewhere = factory.a_submitted(agency=THUY_NGUYEN)
    assert codes("clerk-thuynguyen") == [elsewhere.code]


def test_citizens_have_no_queue():
    with pytest.raises(NotAllowed):
        queue(factory.who("citizen-an"))


def test_the_most_urgent_comes_first_and_a_stopped_clock_last(clock_at):
    waiting = factory.request_supplement(factory.a_submitted())
    berth = factory.a_submitted(BERTH)
    clock_at("2026-11-23T11:00")
    extract = factory.a_submitted()
    rows = queue(factory.who("clerk-hongbang"))
    assert [row.dossier for row in rows] == [extract, berth, waiting]
    assert [row.clock.state for row in rows][-1] == "paused"
    assert [hold.kind for hold in rows[-1].holds] == ["supplement"]


def test_a_late_dossier_says_so(clock_at):
    factory.a_submitted()
    clock_at("2026-11-27T09:00")
    (row,) = queue(factory.who("clerk-hongbang"))
    assert (row.clock.state, row.clock.words) == ("late", "Quá hạn 2 ngày làm việc")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "nguyen van"}, ["an"]),
        ({"search": "  BÌNH "}, ["binh"]),
        ({"search": "Nguyễn Thị"}, []),
        ({"search": "{an}"}, ["an"]),
        ({"search": "H24.21.22-261123-9999"}, []),
        ({"search": "%"}, []),
        ({"procedure": "2.000635"}, ["an", "binh"]),
        ({"procedure": "1.009454"}, []),
        ({"desk": "one_stop"}, ["an", "binh"]),
        ({"desk": "leadership"}, []),
    ],
)
def test_narrowing_the_queue(asked, found):
    dossiers = {
        name: factory.a_submitted(by=f"citizen-{name}").code or "" for name in ("an", "binh")
    }
    asked = {key: value.format(**dossiers) for key, value in asked.items()}
    assert sorted(codes("clerk-hongbang", **asked)) == sorted(dossiers[name] for name in found)


@pytest.mark.parametrize("size", [1, 4])
def test_a_queue_page_costs_the_same_however_long(size, django_assert_num_queries):
    for _ in range(size):
        factory.a_submitted()
    clerk = factory.who("clerk-hongbang")
    # Posts, dossiers, their open holds.
    with django_assert_num_queries(3):
        rows = queue(clerk)
    assert len(rows) == size


@pytest.mark.parametrize(("waiting", "has_more"), [(1, False), (2, False), (3, True)])
def test_a_queue_tells_whether_more_waits_than_it_shows(waiting, has_more, monkeypatch):
    monkeypatch.setattr(lines, "PAGE_SIZE", 2)
    for _ in range(waiting):
        factory.a_submitted()
    page = queue(factory.who("clerk-hongbang"))
    assert (len(page), page.has_more) == (min(waiting, 2), has_more)


@pytest.fixture
def varied(monday, clock_at):
    """Four files at the counter of Hồng Bàng: late, soon, paused and settled."""
    clock_at("2026-11-20T09:00")
    late = factory.a_submitted()
    settled = factory.a_settled(by="citizen-binh")
    clock_at("2026-11-25T08:00")
    soon = factory.pay(factory.a_submitted(by="citizen-binh"))
    paused = factory.request_supplement(factory.a_submitted())
    return {"late": late, "soon": soon, "paused": paused, "settled": settled}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"late", "soon", "paused", "settled"}),
        ({"clock": "late"}, {"late"}),
        ({"clock": "soon"}, {"soon"}),
        ({"clock": "ok"}, set()),
        ({"clock": "paused"}, {"paused"}),
        ({"clock": "none"}, {"settled"}),
        ({"waiting": "supplement"}, {"paused"}),
        ({"waiting": "fee"}, set()),
        ({"waiting": "ready"}, {"late", "soon", "settled"}),
        ({"waiting": "check"}, {"late", "soon", "paused"}),
        ({"waiting": "hand_out"}, {"settled"}),
        ({"waiting": "task"}, set()),
        ({"who": "nobody", "clock": "late"}, {"late"}),
        ({"who": "me"}, set()),
        ({"channel": "online"}, {"late", "soon", "paused", "settled"}),
        ({"channel": "post"}, set()),
        ({"part": "competent"}, {"late", "soon", "paused", "settled"}),
        ({"part": "receiver"}, set()),
        ({"search": "031085000101"}, {"late", "paused"}),
        ({"search": "031085999999"}, set()),
        ({"search": "guy an"}, {"late", "paused"}),
        ({"search": "Trần thị"}, {"soon", "settled"}),
        ({"clock": "late", "search": "binh"}, set()),
    ],
    # Sets have no order of their own, and every worker must give a test one name.
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_each_condition_narrows_the_queue(varied, asked, found):
    number = varied["late"].submitter.personal_number
    if asked.get("search") == "031085000101":
        asked = {"search": number}
    expected = {varied[name].code for name in found}
    assert set(codes("clerk-hongbang", **asked)) == expected


def test_colours_are_the_words_that_the_lines_say(varied):
    clerk = factory.who("clerk-hongbang")
    for state in Clocked:
        shown = {row.clock.state for row in queue(clerk, Filter(clock=state.value))}
        assert shown <= {state.value}


def test_every_dossier_has_exactly_one_colour(varied):
    found = counts(factory.who("clerk-hongbang"), Filter())
    assert found.clocks[""] == 4
    assert sum(found.clocks[state.value] for state in Clocked) == 4


def test_counts_stop_one_beyond_the_limit(varied, monkeypatch):
    monkeypatch.setattr(counting, "MANY", 2)
    found = counts(factory.who("clerk-hongbang"), Filter(), {7: Filter(clock="late")})
    assert (found.clocks[""], found.views) == (3, {7: 1})
    assert [capped(number) for number in (2, 3)] == ["2", "2+"]


def test_counts_are_one_query(varied, django_assert_num_queries):
    clerk = factory.who("clerk-hongbang")
    queue(clerk)
    with django_assert_num_queries(1):
        counts(clerk, Filter(), {1: Filter(who="me"), 2: Filter(desk="registry")})


def test_whoever_reaches_every_desk_is_asked_for_them_once(varied, django_assert_num_queries):
    clerk = factory.who("clerk-hongbang")
    clerk.staff.posts.update(desk=None)
    queue(clerk)
    with django_assert_num_queries(1):
        counts(clerk, Filter(), {1: Filter(who="me"), 2: Filter(desk="registry")})


def test_archived_result_waits_for_nobody(varied):
    settled = varied["settled"]
    Dossier.objects.filter(pk=settled.pk).update(archived_at=settled.settled_at)
    assert settled.code not in codes("clerk-hongbang")


def test_queue_by_age_shows_the_oldest_first(varied):
    by_age = codes("clerk-hongbang", sort="received")
    assert by_age[-1] == varied["paused"].code
    assert set(by_age[:2]) == {varied["late"].code, varied["settled"].code}


def test_found_name_is_of_the_agency_alone_and_of_any_stage(monday):
    ended = factory.a_delivered()
    factory.a_submitted(agency=THUY_NGUYEN)
    assert find(factory.who("clerk-hongbang"), "NGUYỄN an") == [ended]
    assert find(factory.who("clerk-hongbang"), (ended.code or "").lower()) == [ended]
    with pytest.raises(NotAllowed):
        find(factory.who("inspector"), "an")


@pytest.mark.parametrize(
    "said", [{"clock": "x"}, {"who": "admin"}, {"sort": "name"}, {"unknown": "1"}, {"who": "²"}]
)
def test_filter_leaves_out_what_it_does_not_know(said):
    assert Filter.of(said) == Filter()


def test_filter_says_again_what_it_read():
    said = {"clock": "late", "who": "12", "search": "an", "sort": "received"}
    assert Filter.of(said).as_dict() == said


@pytest.mark.parametrize("who", ["9" * 19, "9" * 60, "²", "-1"])
def test_who_is_no_key_narrows_nothing(who):
    dossier = factory.a_submitted()
    assert codes("clerk-hongbang", who=Filter.of({"who": who}).who) == [dossier.code]


def test_a_stopped_dossier_stands_still_and_waits_for_no_hand_out(monday):
    dossier = sent(factory.at_appraisal(), "stop", "leader", reason="Có tranh chấp.")
    officer = factory.who("officer-hongbang")
    (row,) = queue(officer, Filter(clock=Clocked.PAUSED.value))
    assert (row.dossier, row.clock.words) == (dossier, "Dừng giải quyết")
    assert not queue(officer, Filter(clock=Clocked.NONE.value))
