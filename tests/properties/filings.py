"""What the walks file: a complete draft of every shipped procedure that applicants file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procedures.catalogue.models import ProcedureVersion
from procedures.dossiers import actions, selectors
from tests.factories import dossiers as factory

if TYPE_CHECKING:
    from procedures.dossiers.models import Dossier

PARENT = {
    "ethnicity": "Kinh",
    "residence": "Số 45 đường Tô Hiệu, phường Lê Chân, thành phố Hải Phòng",
    "residence_kind": "permanent",
}
BIRTH: dict[str, Any] = {
    "child": {
        "full_name": "Đỗ Minh Khôi",
        "birth_date": "2026-11-15",
        "birth_time": "07:40",
        "birth_place": "Bệnh viện Phụ sản Hải Phòng, thành phố Hải Phòng",
        "gender": "male",
        "ethnicity": "Kinh",
        "hometown": "Phường Lê Chân, thành phố Hải Phòng",
        "plurality": 1,
    },
    "mother": {
        "full_name": "Trần Thị Bình",
        "birth_date": "1992-08-25",
        "personal_number": "031192999002",
        **PARENT,
    },
    "father": {
        "full_name": "Đỗ Minh Nam",
        "birth_date": "1993-04-18",
        "personal_number": "031093999010",
        **PARENT,
    },
    "notice": {
        "kind": "notice",
        "number": "0412/GCS-2026",
        "issued_on": "2026-11-17",
        "issued_by": "Bệnh viện Phụ sản Hải Phòng",
        "surrogacy": False,
    },
    "registration": {"father_declared": True},
    "requester": {"relation": "relative", "phone": "+84900000102"},
    "copies": {"quantity": 1},
    "delivery": {"method": "online"},
    "pledge": True,
}
ANSWERS = {**factory.ANSWERS, "1.001193": BIRTH, "2.000986": BIRTH}
FILERS = (("citizen-an", factory.HONG_BANG), ("citizen-binh", factory.THUY_NGUYEN))


def drafts() -> list[tuple[Dossier, str]]:
    """Draft each procedure for two people at two agencies; gives the draft and whose it is."""
    shipped = ProcedureVersion.objects.values_list("procedure__code", flat=True)
    return [
        (_draft(procedure, account, agency), account)
        for procedure in sorted(set(shipped) & set(ANSWERS))
        for account, agency in FILERS
    ]


def _draft(procedure: str, account: str, agency: str) -> Dossier:
    actor = factory.who(account)
    started = actions.start_draft(procedure, actor=actor, agency_code=agency)
    filled = factory.merged(started.answers, ANSWERS[procedure])
    filed = actions.save_answers(started, filled, actor=actor, seen_version=started.version)
    factory.add_missing_papers(filed, actor=actor)
    wrong = selectors.evaluation(filed).errors
    assert not wrong, wrong
    filed.refresh_from_db()
    return filed
