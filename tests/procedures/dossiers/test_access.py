"""Who sees a dossier: its owner and its agency; to everybody else it does not exist."""

import pytest

from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.accounts.models import Agency, Mandate, Post
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound
from procedures.dossiers import access, actions, beside, bulk, queues, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, THUY_NGUYEN
from tests.procedures.dossiers.situations import inspecting

pytestmark = pytest.mark.usefixtures("monday")

STAFF = ("clerk", "officer", "leader", "registry", "cashier")
HERE = tuple(f"{role}-hongbang" for role in STAFF)
ELSEWHERE = (
    *(f"{role}-thuynguyen" for role in STAFF),
    "inspector",
    "city-leader",
    "citizen-binh",
    "citizen-cuong",
)


def of_the_company() -> Dossier:
    """Submit for the company that citizen-cuong represents."""
    return factory.a_submitted(
        BERTH,
        by="citizen-cuong",
        on_behalf_of=factory.represented_by("citizen-cuong"),
        agency=THUY_NGUYEN,
        answers={"applicant": {"kind": "enterprise"}, "organisation": {"position": "Giám đốc"}},
    )


@pytest.mark.parametrize("account", ["citizen-an", *HERE])
def test_the_owner_and_the_agency_see_it(account):
    dossier = factory.a_submitted()
    assert selectors.get_dossier(dossier.code, viewer=factory.who(account)).pk == dossier.pk


@pytest.mark.parametrize("account", ELSEWHERE)
def test_to_everybody_else_it_does_not_exist(account):
    dossier = factory.a_submitted()
    for read in (
        lambda viewer: selectors.get_dossier(dossier.code, viewer=viewer),
        lambda viewer: selectors.get_by_public_id(dossier.public_id, viewer=viewer),
        lambda viewer: actions.act(
            dossier, "accept", actor=viewer, data={}, seen_version=dossier.version
        ),
    ):
        with pytest.raises(NotFound):
            read(factory.who(account))


@pytest.mark.parametrize("account", [*HERE, *ELSEWHERE])
def test_a_draft_is_its_owners_alone(account):
    draft = factory.a_draft()
    with pytest.raises(NotFound):
        selectors.get_by_public_id(draft.public_id, viewer=factory.who(account))
    assert access.kinds_for(draft, actors.system("payments")) == frozenset()


def test_a_cashier_sees_the_dossier_but_not_its_papers():
    dossier = factory.a_submitted()
    kinds = access.kinds_for(dossier, factory.who("cashier-hongbang"))
    assert "view" in kinds
    assert "view_papers" not in kinds


def test_an_organisations_dossier_follows_the_mandate_not_the_person():
    dossier = of_the_company()
    cuong = factory.who("citizen-cuong")
    assert selectors.get_dossier(dossier.code, viewer=cuong).pk == dossier.pk
    Mandate.objects.filter(person=cuong.person).update(valid_until="2026-11-22")
    with pytest.raises(NotFound):
        selectors.get_dossier(dossier.code, viewer=cuong)


@pytest.mark.parametrize(
    ("account", "seen"), [("citizen-an", 1), ("citizen-cuong", 1), ("citizen-binh", 0)]
)
def test_the_list_of_my_dossiers_holds_mine_and_my_organisations(account, seen):
    factory.a_submitted()
    of_the_company()
    assert selectors.my_dossiers(factory.who(account)).count() == seen


def test_somebody_elses_matter_is_seen_by_both():
    giang = factory.who("citizen-giang")
    assert giang.person is not None
    hien = Mandate.objects.get(person=giang.person).principal
    dossier = factory.a_submitted(by="citizen-giang", on_behalf_of=hien)
    assert (dossier.owner, dossier.submitter) == (hien, giang.person)
    for account in ("citizen-giang", "citizen-hien"):
        assert selectors.get_dossier(dossier.code, viewer=factory.who(account)) == dossier
        assert dossier in selectors.my_dossiers(factory.who(account))


def test_the_waiver_follows_whose_matter_it_is():
    assert factory.a_submitted(by="citizen-giang").fee_total == 0
    giang = factory.who("citizen-giang").person
    assert giang is not None
    hien = Mandate.objects.get(person=giang).principal
    assert factory.a_submitted(by="citizen-giang", on_behalf_of=hien).fee_total == 16_000
    company = factory.represented_by("citizen-cuong")
    for_company = factory.a_submitted(by="citizen-cuong", on_behalf_of=company)
    assert (giang.identity_level, for_company.submitter.identity_level) == (2, 2)
    assert for_company.fee_total == 16_000


@pytest.mark.parametrize(
    ("account", "read"),
    [
        ("citizen-an", ["Của An"]),
        ("clerk-hongbang", ["Bản chụp giấy tờ rõ nét hơn", "Của An"]),
        ("clerk-thuynguyen", []),
        ("citizen-cuong", []),
        ("inspector", []),
    ],
)
def test_what_people_wrote_is_read_by_the_desk_and_ones_own_by_oneself(account, read):
    dossier = factory.request_supplement(factory.a_submitted())
    dossier = factory.supplement(dossier, note="Của An")
    texts = {remark.text for remark in selectors.remarks(dossier, viewer=factory.who(account))}
    assert texts == set(read) if len(read) < 2 else {"Của An"} < texts


class TestTracking:
    def test_code_and_secret_show_the_status_and_nothing_else(self):
        dossier = factory.an_accepted()
        tracked = selectors.track(f" {dossier.code} ", dossier.secret.lower())
        assert (tracked.national_code, tracked.status) == (2, "Được tiếp nhận")
        assert tracked.due_at == dossier.due_at
        assert "Nguyễn Văn An" not in repr(tracked)

    @pytest.mark.parametrize(
        ("code", "secret"),
        [("{code}", "00000000"), ("{code}", ""), ("H24.21.22-261123-9999", "{secret}"), ("", "")],
    )
    def test_one_half_tells_nothing(self, code, secret):
        dossier = factory.an_accepted()
        facts = {"code": dossier.code, "secret": dossier.secret}
        with pytest.raises(NotFound):
            selectors.track(code.format(**facts), secret.format(**facts))

    def test_a_draft_is_not_tracked(self):
        factory.a_draft()
        with pytest.raises(NotFound):
            selectors.track("", "")


@pytest.mark.parametrize(
    ("account", "is_party"),
    [("officer-hongbang", True), ("officer-thuynguyen", False)],
)
def test_an_agency_that_is_only_asked_reads_answers_papers_and_its_own_task(account, is_party):
    dossier, viewer = inspecting(), factory.who(account)
    dossier.remarks.create(
        action="note", label="Ghi", text="Xem lại.", written_by="staff:1", written_at=clock.now()
    )
    assert "view_papers" in access.kinds_for(dossier, viewer)
    assert selectors.paper_slots(dossier)
    assert len(beside.tasks(dossier, viewer=viewer)) == (2 if is_party else 1)
    assert bool(selectors.slips(dossier, viewer=viewer)) is is_party
    assert bool(selectors.remarks(dossier, viewer=viewer)) is is_party
    assert selectors.has_results(dossier, viewer=viewer) is is_party
    assert access.is_only_asked(dossier, viewer) is not is_party
    if not is_party:
        with pytest.raises(NotAllowed):
            access.demand_party(dossier, viewer)


def test_the_control_slip_is_not_the_applicants():
    dossier = factory.a_submitted()
    dossier.slips.create(form="mau_06", number="1/06", created_at=clock.now(), created_by="system")
    forms = {
        account: "mau_06"
        in {slip.form for slip in selectors.slips(dossier, viewer=factory.who(account))}
        for account in ("citizen-an", "clerk-hongbang")
    }
    assert forms == {"citizen-an": False, "clerk-hongbang": True}


def received_elsewhere(**changes: object) -> Dossier:
    """Submit to Hồng Bàng what Thuỷ Nguyên takes in, so that it stands at Thuỷ Nguyên's counter."""
    dossier = factory.a_submitted()
    there = Agency.objects.get(code=THUY_NGUYEN)
    Dossier.objects.filter(pk=dossier.pk).update(
        receiving_agency=there, step_agency=there, **changes
    )
    return selectors.get_dossier(dossier.code or "", viewer=factory.who("citizen-an"))


def posted(account: str, *roles: str) -> Actor:
    """Give a member of staff these posts in the whole agency, and no other."""
    member = factory.who(account).staff
    assert member is not None
    member.posts.all().delete()
    Post.objects.bulk_create(Post(staff=member, role=role) for role in roles)
    return factory.who(account)


@pytest.mark.parametrize(
    ("account", "roles", "own", "through"),
    [
        ("officer-thuynguyen", ["clerk"], True, True),
        ("officer-thuynguyen", ["cashier"], True, True),
        ("officer-thuynguyen", ["officer"], True, False),
        ("officer-thuynguyen", ["leader", "registry"], True, False),
        ("officer-thuynguyen", ["leader", "clerk"], True, True),
        ("officer-thuynguyen", ["admin"], False, False),
        ("officer-thuynguyen", ["inspector"], False, False),
        ("officer-thuynguyen", [], False, False),
    ],
)
def test_lists_name_only_what_the_role_may_view(account, roles, own, through):
    """`own` stands at the agency's counter as the competent one's, `through` as the receiver's."""
    dossiers = {"own": factory.a_submitted(agency=THUY_NGUYEN), "through": received_elsewhere()}
    member = posted(account, *roles)
    expected = {name for name, is_seen in (("own", own), ("through", through)) if is_seen}
    codes = [dossier.code or "" for dossier in dossiers.values()]
    in_bulk = {dossier.pk for dossier in bulk.visible(codes, actor=member)}
    queued = {row.dossier.pk for row in queues.queue(member)}
    counted = queues.counts(member, queues.Filter()).clocks[""]
    wanted = {dossiers[name].pk for name in expected}
    assert (in_bulk, queued, counted) == (wanted, wanted, len(wanted))
    for name, dossier in dossiers.items():
        assert ("view" in access.kinds_for(dossier, member)) is (name in expected)
