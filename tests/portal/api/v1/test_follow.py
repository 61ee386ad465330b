"""Public tracking answers status only."""

import pytest

from tests.factories import dossiers


def test_code_and_secret_tell_the_status_only(anybody):
    dossier = dossiers.a_submitted()
    answer = anybody.tell("track", {"code": dossier.code, "secret": dossier.secret.lower()})
    assert answer.json() == {
        "code": dossier.code,
        "procedure": dossier.procedure.name,
        "agency": "Ủy ban nhân dân phường Hồng Bàng",
        "national_code": 1,
        "status": "Mới đăng ký",
        "received_at": "2026-11-23T09:00:00+07:00",
        "due_at": None,
    }


@pytest.mark.parametrize(
    ("code", "secret"), [("{code}", "AAAAAAAA"), ("H24.21.22-261123-9999", "{secret}")]
)
def test_wrong_code_and_wrong_secret_look_alike(anybody, code, secret):
    dossier = dossiers.a_submitted()
    body = {
        "code": code.format(code=dossier.code),
        "secret": secret.format(secret=dossier.secret),
    }
    answer = anybody.tell("track", body)
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Không tìm thấy hồ sơ với mã hồ sơ và mã tra cứu này."
