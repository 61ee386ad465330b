"""Routes of those who hand in and follow dossiers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.citizen import (
    checking,
    dossiers,
    drafts,
    files,
    papers,
    paying,
    replies,
    roles,
    talking,
)

DRAFT = "ho-so/nhap/<uuid:public_id>"
DOSSIER = "ho-so/<str:code>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-tuc/<str:code>/nop", drafts.start, name="start"),
    path("vai-tro", roles.switch, name="switch"),
    path("ho-so", dossiers.my_dossiers, name="my_dossiers"),
    path("thong-bao/da-doc", dossiers.notices_read, name="notices_read"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}/giay-to", papers.draft_papers, name="draft_papers"),
    path(f"{DRAFT}/giay-to/<uuid:paper_id>", files.draft_paper_file, name="draft_paper_file"),
    path(f"{DRAFT}/kiem-tra", checking.draft_check, name="draft_check"),
    path(f"{DRAFT}/xoa", drafts.discard, name="draft_discard"),
    path(f"{DRAFT}/<slug:page_id>", drafts.draft_page, name="draft_page"),
    path(DOSSIER, dossiers.dossier, name="dossier"),
    path(f"{DOSSIER}/da-nop", dossiers.submitted, name="submitted"),
    path(f"{DOSSIER}/bo-sung", replies.supplement, name="supplement"),
    path(f"{DOSSIER}/xac-nhan", replies.confirm, name="confirm"),
    path(f"{DOSSIER}/tin-nhan", talking.messages, name="dossier_messages"),
    path(f"{DOSSIER}/rut", replies.withdraw, name="withdraw"),
    path(f"{DOSSIER}/thoi-rut", replies.take_back_withdrawal, name="take_back_withdrawal"),
    path(f"{DOSSIER}/nhan-ket-qua", replies.collect, name="collect"),
    path(f"{DOSSIER}/thanh-toan", paying.pay, name="pay"),
    path(f"{DOSSIER}/phieu/<uuid:public_id>", files.slip_file, name="slip_file"),
    path(f"{DOSSIER}/ket-qua/<uuid:public_id>", files.result_file, name="result_file"),
    path(f"{DOSSIER}/bien-lai/<uuid:public_id>", files.receipt_file, name="receipt_file"),
    path(f"{DOSSIER}/giay-to/<uuid:public_id>", files.paper_file, name="paper_file"),
    path("thanh-toan/chua-xac-minh", paying.payment_unverified, name="payment_unverified"),
    path("thanh-toan/<slug:public_code>", paying.payment_result, name="payment_result"),
]
