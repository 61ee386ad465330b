"""Papers in; slips, results and receipts out."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core import clock
from tests.factories import dossiers
from tests.factories.dossiers import BERTH, BIRTH, a_pdf, a_picture


@pytest.fixture
def draft(portal):
    """Mr An's draft for a berth, without papers."""
    return dossiers.a_draft(BERTH, papers=False)


def test_paper_goes_up_comes_down_and_goes_away(signed_in, draft):
    an = signed_in("citizen-an")
    papers = f"dossiers/{draft.public_id}/papers"
    paper = an.upload(papers, code="land_papers", file=a_pdf("sổ đỏ.pdf")).json()
    assert (paper["name"], paper["kind"]) == ("sổ đỏ.pdf", "pdf")

    file = an.ask(f"{papers}/{paper['id']}/file")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''s%E1")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")

    assert an.remove(f"{papers}/{paper['id']}").status_code == 204
    assert an.ask(f"{papers}/{paper['id']}/file").status_code == 404
    assert an.remove(f"{papers}/{paper['id']}").status_code == 404


@pytest.mark.parametrize(
    ("upload", "status"),
    [
        (lambda: a_picture("ảnh.png"), 201),
        (lambda: SimpleUploadedFile("giay-to.pdf", b"MZ\x90 not a PDF"), 400),
        (lambda: SimpleUploadedFile("rong.pdf", b""), 400),
        (lambda: SimpleUploadedFile("lon.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)), 413),
        (lambda: "a text", 400),
    ],
    ids=["picture", "by name only", "empty", "too large", "no file"],
)
def test_upload_is_judged_by_its_content(signed_in, draft, upload, status):
    an = signed_in("citizen-an")
    answer = an.upload(f"dossiers/{draft.public_id}/papers", code="land_papers", file=upload())
    assert answer.status_code == status, answer.content


def test_paper_that_nobody_asked_for_is_refused(signed_in, draft):
    an = signed_in("citizen-an")
    answer = an.upload(f"dossiers/{draft.public_id}/papers", code="poem", file=a_pdf())
    assert answer.status_code == 400


def test_draft_can_be_thrown_away(signed_in, draft):
    an = signed_in("citizen-an")
    assert an.remove(f"dossiers/{draft.public_id}").status_code == 204
    assert an.ask(f"dossiers/{draft.public_id}").status_code == 404


def test_submitted_dossier_cannot_be_thrown_away(signed_in):
    dossier = dossiers.a_submitted()
    assert signed_in("citizen-an").remove(f"dossiers/{dossier.code}").status_code == 409


def test_slip_is_awaited_then_downloaded(signed_in):
    dossier = dossiers.an_accepted()
    an = signed_in("citizen-an")
    slip = an.ask(f"dossiers/{dossier.code}/slips").json()["data"][0]
    assert (slip["form"], slip["ready_at"]) == ("mau_01", None)

    waiting = an.ask(f"dossiers/{dossier.code}/slips/{slip['id']}/file")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "2")

    row = dossier.slips.get(form="mau_01")
    row.ready_at = clock.now()
    row.file.save("a.pdf", ContentFile(b"%PDF-1.7"))
    ready = an.ask(f"dossiers/{dossier.code}/slips/{slip['id']}/file")
    assert b"".join(ready.streaming_content) == b"%PDF-1.7"
    assert ready.headers["Content-Type"] == "application/pdf"
    name = f"mau_01-{dossier.code}-01.pdf"
    assert ready.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_result_is_listed_with_its_signer(signed_in):
    dossier = dossiers.a_delivered()
    result = signed_in("citizen-an").ask(f"dossiers/{dossier.code}/results").json()["data"][0]
    assert (result["outcome"], result["signer_name"]) == ("grant", "Nguyễn Hồng Sơn")


@pytest.mark.parametrize(("account", "seen"), [("citizen-an", 0), ("clerk-hongbang", 1)])
def test_result_is_the_applicants_once_it_is_handed_out(signed_in, account, seen):
    dossier = dossiers.a_settled()
    reader = signed_in(account)
    assert len(reader.ask(f"dossiers/{dossier.code}/results").json()["data"]) == seen
    result = dossier.results.get().public_id
    answer = reader.ask(f"dossiers/{dossier.code}/results/{result}/file")
    assert answer.status_code == (202 if seen else 404)


def test_file_of_another_dossier_is_not_found(signed_in):
    mine, other = dossiers.an_accepted(), dossiers.an_accepted(by="citizen-binh")
    an = signed_in("citizen-an")
    slip = other.slips.get(form="mau_01").public_id
    assert an.ask(f"dossiers/{mine.code}/slips/{slip}/file").status_code == 404


def test_cashier_reads_no_papers(signed_in):
    dossier = dossiers.an_accepted()
    cashier = signed_in("cashier-hongbang")
    for leaf in ("slips", "results"):
        assert cashier.ask(f"dossiers/{dossier.code}/{leaf}").status_code == 403
    assert cashier.ask(f"dossiers/{dossier.code}/receipts").status_code == 200


@pytest.mark.parametrize(
    ("faults", "outcome", "source"),
    [({}, "hit", ["register:birth_notice"]), ({"birth_notice": "down"}, "down", [])],
)
def test_registers_are_asked_before_an_upload(signed_in, portal, settings, faults, outcome, source):
    settings.REGISTER_FAULTS = faults
    draft = dossiers.a_draft(BIRTH, papers=False)
    an = signed_in("citizen-an")
    (answer,) = an.tell(f"dossiers/{draft.public_id}/papers/look-up", {}).json()["data"]
    assert (answer["code"], answer["outcome"]) == ("birth_notice", outcome)
    assert answer["found"] is bool(source)
    slots = an.ask(f"dossiers/{draft.public_id}").json()["papers"]
    (slot,) = [slot for slot in slots if slot["code"] == "birth_notice"]
    assert [file["source"] for file in slot["files"]] == source


def test_nobody_looks_up_papers_of_another_persons_draft(signed_in, portal):
    draft = dossiers.a_draft(BIRTH, papers=False)
    cuong = signed_in("citizen-cuong")
    assert cuong.tell(f"dossiers/{draft.public_id}/papers/look-up", {}).status_code == 404
