"""Acting on many dossiers from the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.core.jobs import running
from procedures.dossiers.models import BulkRun
from tests.factories import dossiers as make
from tests.frontend.browsing import browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
BEGIN = "/can-bo/hang-loat"


@pytest.fixture
def signed_in() -> Callable[[str], Client]:
    """Give each account a browser of its own: these stories have several people."""
    return browser


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    make.the_portal()


def test_what_was_picked_is_shown_then_done_then_watched(
    signed_in: Callable[[str], Client],
) -> None:
    good, stale = make.a_submitted(), make.a_submitted()
    client = signed_in("clerk-hongbang")
    shown = client.post(BEGIN, {"action": "accept", "codes": [good.code, stale.code]})
    assert "2 hồ sơ" in shown.content.decode()
    make.take(stale, "refuse_intake", "clerk", reason="Sai nơi")
    sent = {
        "action": "accept",
        "key": shown.context["key"],
        "codes": [f"{one.code}@{version}" for one, version, _ in shown.context["rows"]],
    }
    begun = client.post(BEGIN, sent)
    assert client.post(BEGIN, sent)["Location"] == begun["Location"]
    assert "Đang chờ: 2" in client.get(begun["Location"]).content.decode()
    running.drain()
    page = client.get(begun["Location"]).content.decode()
    for words in ("Đã thực hiện 1 trong 2", "Đã từ chối tiếp nhận hồ sơ", "người khác xử lý"):
        assert words in page
    assert signed_in("officer-hongbang").get(begun["Location"]).status_code == 404


def test_the_version_is_the_one_that_the_queue_showed(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.a_submitted()
    sent = {"action": "accept", "codes": [dossier.code], f"seen_{dossier.code}": "1"}
    shown = signed_in("clerk-hongbang").post(BEGIN, sent).content.decode()
    assert f'value="{dossier.code}@1"' in shown


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"action": "accept"}, "Hãy chọn từ 1 đến 500"),
        ({"action": "sign", "codes": ["one"]}, "Hãy chọn việc cần làm"),
        ({"action": "", "codes": ["one"]}, "Hãy chọn việc cần làm"),
        ({"action": "accept", "codes": [str(n) for n in range(501)]}, "Hãy chọn từ 1 đến 500"),
    ],
)
def test_what_is_missing_is_said(
    signed_in: Callable[[str], Client], sent: dict[str, object], words: str
) -> None:
    dossier = make.a_submitted()
    if sent.get("codes") == ["one"]:
        sent = sent | {"codes": [dossier.code]}
    answer = signed_in("clerk-hongbang").post(BEGIN, sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_assigning_needs_a_colleague(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    client = signed_in("head-hongbang")
    sent = {"action": "assign", "key": "k", "codes": [f"{dossier.code}@{dossier.version}"]}
    assert "Hãy chọn người xử lý" in client.post(BEGIN, sent).content.decode()
    assert client.post(BEGIN, sent | {"staff": "hp-hongbang-07"}).status_code == 302
    running.drain()
    dossier.refresh_from_db()
    assert str(dossier.assignee) == "Phạm Ngọc Diệp"


def test_a_run_is_begun_by_staff_with_whole_codes(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    sent = {"action": "accept", "key": "k", "codes": [f"{dossier.code}@x"]}
    assert signed_in("clerk-hongbang").post(BEGIN, sent).status_code == 400
    assert signed_in("citizen-an").post(BEGIN, sent).status_code == 403
    assert not BulkRun.objects.exists()
