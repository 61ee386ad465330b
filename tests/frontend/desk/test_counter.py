"""The counter's one screen: a card prefills it, one button hands in and accepts."""

import re
from pathlib import Path

import pytest

from frontend.context import home_of
from payments.models import PaymentIntent
from portal.accounts.actors import system
from procedures.catalogue import actions as catalogue
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as make
from tests.factories.dossiers import EXTRACT, THUY_NGUYEN
from tests.frontend.browsing import browser, words
from tests.frontend.desk.walk_in import (
    ANSWERS,
    ARRIVAL,
    CARD,
    FORM,
    PLACE,
    hidden,
    known_as_level_2,
)

pytestmark = pytest.mark.django_db


CAMP = Path(__file__).parents[2] / "packages" / "1.990002.yaml"


@pytest.fixture
def clerk(clock_at):
    clock_at("2026-11-23T09:00")
    return browser("clerk-hongbang")


def test_procedure_is_found_and_opened(clerk):
    assert "Người dân cần làm thủ tục gì?" in words(clerk.get(PLACE))
    assert clerk.get(PLACE, {"q": EXTRACT}).headers["Location"] == FORM
    assert "Không tìm thấy thủ tục nào" in words(clerk.get(PLACE, {"q": "qwerty"}))


def test_card_fills_the_form_in(clerk):
    page = clerk.post(FORM, {**ARRIVAL, "then": "read"})

    source = page.content.decode()
    assert page.status_code == 200
    assert 'name="requester.full_name" type="text" value="Nguyễn Thị Bích"' in source
    assert "sinh ngày 12/03/1985" in words(page)
    assert hidden(page)
    # Nothing is asked for yet: no fee is promised.
    assert "Phí, lệ phí:" not in words(page)
    # What is not asked for yet is no mistake.
    assert "Có lỗi cần sửa" not in words(page)


def test_card_of_the_owner_is_shown_before_the_power_is_chosen(clerk):
    owner = "031085999001|030085111|Nguyễn Văn An|12031985|Nam|Số 12 phố Minh Khai|01072021"
    typed = {**ARRIVAL, "arrival.whose": "person", "arrival.owner.card": owner, "then": "read"}
    page = clerk.post(FORM, typed)
    source = page.content.decode()
    for name in ("Nguyễn Thị Bích", "Nguyễn Văn An"):
        assert f"<strong>{name}</strong>, sinh ngày 12/03/1985" in source
    assert re.search(r'id="known-owner" tabindex="-1" autofocus', source)
    assert source.count(" autofocus") == 1
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("then", "place"), [("read", 'id="known"'), ("update", 'name="then" value="update"')]
)
def test_cursor_goes_on_where_the_clerk_is(clerk, then, place):
    source = clerk.post(FORM, {**ARRIVAL, "then": then}).content.decode()
    [tag] = re.findall(r"<[^>]* autofocus[^>]*>", source)
    assert place in tag


def test_walk_in_is_accepted_in_one_go(clerk):
    known_as_level_2()

    answer = clerk.post(FORM, {**ARRIVAL, **ANSWERS, "then": "accept"})

    dossier = Dossier.objects.get()
    assert answer.headers["Location"] == f"{PLACE}/xong/{dossier.code}"
    assert (dossier.stage, dossier.ticket) == ("accepted", "A017")
    done = clerk.get(f"{PLACE}/xong/{dossier.code}")
    assert "Đã tiếp nhận hồ sơ" in words(done)
    assert "In Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in words(done)


def test_form_sent_twice_makes_one_file(clerk):
    known_as_level_2()
    page = clerk.get(FORM).content.decode()
    key = re.search(r'name="key" value="([^"]+)"><input[^>]+value="(\d+)"', page)
    sent = {**ARRIVAL, **ANSWERS, "key": key[1], "version": key[2]}
    assert hidden(clerk.post(FORM, {**sent, "then": "read"}))
    first, again = (clerk.post(FORM, {**sent, "then": "accept"}) for _ in range(2))
    dossier = Dossier.objects.get()
    assert (str(dossier.public_id), dossier.stage) == (key[1], "accepted")
    assert first.headers["Location"] == again.headers["Location"]


def test_fee_leads_to_cash_then_to_acceptance(clerk):
    answer = clerk.post(FORM, {**ARRIVAL, **ANSWERS, "then": "accept"})

    dossier = Dossier.objects.get()
    done = clerk.get(answer.headers["Location"])
    assert "Hồ sơ được tiếp nhận sau khi thu đủ" in words(done)
    assert f"/can-bo/ho-so/{dossier.code}/thu-tien" in done.content.decode()
    make.pay(dossier)
    again = clerk.get(answer.headers["Location"])
    assert f'action="/can-bo/ho-so/{dossier.code}/accept"' in again.content.decode()


def test_wrong_form_keeps_what_was_typed_and_the_scan(clerk):
    known_as_level_2()
    typed = {**ARRIVAL, **ANSWERS, "record.whose": "other", "copies.quantity": "hai"}
    typed |= {"arrival.whose": "person", "arrival.relation_person": "guardian"}
    typed |= {"arrival.owner.personal_number": "031085999001"}
    page = clerk.post(
        FORM, {**typed, "paper.mandate": make.a_pdf("ủy quyền.pdf"), "then": "accept"}
    )

    assert page.status_code == 400
    said = words(page)
    assert "Có lỗi cần sửa" in said
    assert "ủy quyền.pdf" in said
    source = page.content.decode()
    assert 'value="hai"' in source
    assert 'value="A017"' in source
    assert 'href="#copies-quantity"' in source
    assert Dossier.objects.get().stage == "draft"

    mended = {**typed, "record.whose": "self", "copies.quantity": "2", **hidden(page)}
    mended |= {
        "requester.full_name": "Nguyễn Văn An",
        "requester.personal_number": "031085999001",
        "requester.birth_date.day": "12",
    }
    again = clerk.post(FORM, {**mended, "then": "accept"})
    assert again.status_code == 302, words(again)
    assert Dossier.objects.get().owner.full_name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("changes", "sentence", "place"),
    [
        ({"arrival.submitter.card": "abc"}, "Người nộp: Mã QR", "arrival-submitter-card"),
        ({"arrival.submitter.card": ""}, "12 chữ số", "arrival-submitter-personal_number"),
        ({"arrival.channel": "post", "arrival.ticket": ""}, "số hiệu bưu gửi", "arrival-ticket"),
        ({"arrival.whose": "person"}, "căn cứ nộp thay", "arrival-relation_person"),
        (
            {"arrival.whose": "organisation", "arrival.relation_organisation": "delegate"},
            "Tổ chức: Mã số thuế",
            "arrival-organisation-tax_code",
        ),
        ({"pledge": ""}, "lời cam đoan", "pledge"),
        ({"count.identity_copy.copies": "x", "arrival.channel": "post"}, "0 đến 99",
         "count-identity_copy-copies"),
    ],
)  # fmt: skip
def test_error_leads_to_its_field(clerk, changes, sentence, place):
    page = clerk.post(FORM, {**ARRIVAL, **ANSWERS, **changes, "then": "accept"})

    assert page.status_code == 400
    assert sentence in words(page)
    source = page.content.decode()
    assert f'href="#{place}"' in source
    assert f'id="{place}"' in source


def test_second_window_is_told_and_nothing_typed_is_lost(clerk):
    first = clerk.post(FORM, {**ARRIVAL, "then": "read"})
    clerk.post(FORM, {**ARRIVAL, **hidden(first), "then": "read"})

    stale = clerk.post(FORM, {**ARRIVAL, **ANSWERS, **hidden(first), "then": "accept"})

    assert stale.status_code == 409
    assert 'value="0912345678"' in stale.content.decode()
    newest = f"{FORM}?draft={Dossier.objects.get().public_id}"
    assert f'href="{newest}" target="_blank"' in stale.content.decode()
    assert "<strong>Nguyễn Thị Bích</strong>" in clerk.get(newest).content.decode()
    assert Dossier.objects.get().stage == "draft"


def test_card_that_differs_is_compared_first(clerk):
    person = known_as_level_2()
    other = CARD.replace("Nguyễn Thị Bích", "Nguyễn Thị Biếc")
    typed = {**ARRIVAL, **ANSWERS, "arrival.submitter.card": other}

    page = clerk.post(FORM, {**typed, "then": "accept"})

    assert "giấy tờ ghi “Nguyễn Thị Biếc”, hệ thống có “Nguyễn Thị Bích”" in words(page)
    done = clerk.post(FORM, {**typed, **hidden(page), "arrival.compared": "true", "then": "accept"})
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.full_name == "Nguyễn Thị Bích"


def test_file_for_another_commune_is_taken_in_here(clerk):
    known_as_level_2()
    clerk.post(FORM, {**ARRIVAL, **ANSWERS, "arrival.agency": THUY_NGUYEN, "then": "accept"})

    dossier = Dossier.objects.get()
    done = words(clerk.get(f"{PLACE}/xong/{dossier.code}"))
    assert "Nơi tiếp nhận chuyển hồ sơ đến cơ quan có thẩm quyền chậm nhất lúc" in done


def test_fee_of_another_commune_is_taken_where_the_file_is_handed_in(clerk):
    answer = clerk.post(
        FORM, {**ARRIVAL, **ANSWERS, "arrival.agency": THUY_NGUYEN, "then": "accept"}
    )
    dossier = Dossier.objects.get()
    cash = f"/can-bo/ho-so/{dossier.code}/thu-tien"

    assert f'href="{cash}?back=counter' in clerk.get(answer.headers["Location"]).content.decode()
    assert f'href="{cash}"' in clerk.get(f"/can-bo/ho-so/{dossier.code}").content.decode()
    assert dossier.code in words(clerk.get("/can-bo/thu-phi"))
    clerk.post(cash, {"seen_amount": "16000", "way": "cash"})
    assert PaymentIntent.objects.get().state == "paid"


def test_case_tells_the_way_in(clerk):
    known_as_level_2()
    changes = {"arrival.agency": THUY_NGUYEN, "arrival.support_point": THUY_NGUYEN}
    clerk.post(FORM, {**ARRIVAL, **ANSWERS, **changes, "then": "accept"})
    page = words(clerk.get(f"/can-bo/ho-so/{Dossier.objects.get().code}"))

    assert "Nơi tiếp nhận Ủy ban nhân dân phường Hồng Bàng" in page
    assert "Số thứ tự tại quầy A017" in page
    assert "Điểm hỗ trợ Ủy ban nhân dân phường Thuỷ Nguyên" in page


def test_case_tells_by_what_power_somebody_else_came(clerk):
    typed = {**ARRIVAL, **ANSWERS, "arrival.whose": "person", "record.whose": "self"}
    typed |= {
        "arrival.relation_person": "guardian",
        "arrival.owner.personal_number": "031085999001",
        "requester.full_name": "Nguyễn Văn An",
        "requester.personal_number": "031085999001",
    }
    answer = clerk.post(FORM, {**typed, "paper.mandate": make.a_pdf(), "then": "submit"})
    assert answer.status_code == 302, words(answer)
    page = words(clerk.get(f"/can-bo/ho-so/{Dossier.objects.get().code}"))
    assert "Căn cứ nộp thay Cha, mẹ, người giám hộ" in page


def test_draft_left_lying_is_taken_up_again(clerk):
    owner = {"arrival.whose": "person", "arrival.owner.personal_number": "031085999001"}
    owner |= {"arrival.relation_person": "guardian"}
    clerk.post(FORM, {**ARRIVAL, **ANSWERS, **owner, "arrival.channel": "post", "then": "read"})
    draft = Dossier.objects.get()

    place = clerk.get(PLACE)
    assert "Hồ sơ đang nhập dở tại quầy" in words(place)
    onward = f"{FORM}?draft={draft.public_id}"
    assert f'href="{onward}"' in place.content.decode()
    page = clerk.get(onward)
    source = page.content.decode()
    assert hidden(page) == {"draft": str(draft.public_id), "version": str(draft.version)}
    for value in ("A017", "031185000999", "031085999001", "0912345678"):
        assert f'value="{value}"' in source
    for chosen in ('value="post" checked', 'value="person" checked', 'value="guardian" checked'):
        assert chosen in source
    assert "Có lỗi cần sửa" not in words(page)


def test_draft_left_lying_is_thrown_away_by_its_counter_alone(clerk):
    clerk.post(FORM, {**ARRIVAL, "then": "read"})
    away = f"{PLACE}/ban-nhap/{Dossier.objects.get().public_id}/xoa"

    assert clerk.get(away).status_code == 405
    assert browser("clerk-thuynguyen").post(away).status_code == 404
    assert "Đã xóa bản nháp" in words(clerk.post(away, follow=True))
    assert not Dossier.objects.exists()
    assert "nhập dở" not in words(clerk.get(PLACE))


def test_online_result_is_refused_to_whoever_cannot_sign_in(clerk):
    page = clerk.post(FORM, {**ARRIVAL, **ANSWERS, "delivery.method": "online", "then": "accept"})
    assert page.status_code == 400
    assert "chưa có tài khoản định danh điện tử" in words(page)
    assert 'href="#delivery-method"' in page.content.decode()


def test_supplement_is_put_down_with_its_scans(clerk):
    clerk.post(FORM, {**ARRIVAL, **ANSWERS, "then": "submit"})
    dossier = make.request_supplement(make.pay(Dossier.objects.get()))
    case = f"/can-bo/ho-so/{dossier.code}"
    address = f"{case}/supplement_at_counter"
    assert f'href="{address}"' in clerk.get(case).content.decode()

    page = clerk.get(address)
    assert "Bản chụp giấy tờ rõ nét hơn" in words(page)
    typed = {"version": dossier.version, "brought_by": "", "note": "Nộp lại", "then": "send"}
    wrong = clerk.post(address, {**typed, "paper.requested": make.a_pdf("lại.pdf")})
    assert wrong.status_code == 400
    assert 'href="#input-brought_by"' in wrong.content.decode()
    assert "lại.pdf" in words(wrong)
    assert "Nộp lại" in wrong.content.decode()
    done = clerk.post(address, {**typed, "brought_by": "Nguyễn Thị Bích"}, follow=True)
    assert done.redirect_chain == [(case, 302)]
    assert "lại.pdf" in words(done)
    assert clerk.get(address).status_code == 409


def test_supplement_of_an_online_dossier_is_not_the_clerks(clerk):
    dossier = make.request_supplement(make.a_submitted())
    address = f"/can-bo/ho-so/{dossier.code}/supplement_at_counter"
    assert address not in clerk.get(f"/can-bo/ho-so/{dossier.code}").content.decode()
    assert clerk.get(address).status_code == 403
    assert clerk.post(address, {"version": dossier.version}).status_code == 403


@pytest.mark.parametrize("account", ["officer-hongbang", "citizen-an", "city-leader"])
@pytest.mark.parametrize("address", [PLACE, FORM])
def test_nobody_else_has_a_counter(clock_at, account, address):
    clock_at("2026-11-23T09:00")
    assert browser(account).get(address).status_code == 403


def test_clerk_begins_at_the_queue_and_finds_the_counter(clerk):
    assert home_of(make.who("clerk-hongbang")) == "/can-bo/hang-doi"
    assert "Tiếp nhận tại quầy" in words(clerk.get("/can-bo/hang-doi"))


def test_screen_asks_a_modest_number_of_times(clerk, django_assert_max_num_queries):
    page = clerk.post(FORM, {**ARRIVAL, "then": "read"})
    with django_assert_max_num_queries(10):
        clerk.get(FORM)
    with django_assert_max_num_queries(30):
        clerk.post(FORM, {**ARRIVAL, **ANSWERS, **hidden(page), "then": "read"})


def test_hand_out_by_post_asks_for_its_code(clerk):
    delivery = {"method": "post", "address": "Số 12 phố Minh Khai, Hồng Bàng"}
    settled = make.a_settled(answers={"delivery": delivery})
    address = f"/can-bo/ho-so/{settled.code}/deliver"

    assert "Số hiệu bưu gửi" in words(clerk.get(address))
    body = {"version": settled.version, "postal_code": ""}
    assert clerk.post(address, body).status_code == 400
    clerk.post(address, {**body, "postal_code": "EB987654321VN"})

    settled.refresh_from_db()
    assert settled.stage == "delivered"
    assert settled.remarks.get(label="Số hiệu bưu gửi").text == "EB987654321VN"


def test_list_grows_and_shrinks_on_the_screen_and_hands_nothing_in(clerk):
    catalogue.publish(CAMP.read_text(encoding="utf-8"), actor=system("seed"))
    form = FORM.replace(EXTRACT, "1.990002")
    typed = {
        **ARRIVAL,
        "children": "2",
        "children.0.full_name": "Lê An",
        "children.1.full_name": "Lê Bình",
        "then": "accept",
    }
    longer = clerk.post(form, {**typed, "add": "/children"})
    assert longer.status_code == 200
    assert "Trẻ thứ 3" in words(longer)
    shorter = clerk.post(form, {**typed, "remove": "/children/0"})
    assert shorter.status_code == 200
    assert 'name="children.0.full_name" type="text" value="Lê Bình"' in shorter.content.decode()
    assert not Dossier.objects.exclude(stage="draft").exists()
