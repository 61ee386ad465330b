"""Side tasks: what time does to them."""

import pytest

from portal.core.errors import Refused
from portal.core.jobs import running
from procedures.dossiers import duties, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.procedures.dossiers import situations

pytestmark = pytest.mark.usefixtures("monday")


def test_time_ends_no_task_but_a_consultation_whose_silence_is_consent(clock_at):
    dossier = situations.inspecting()
    clock_at("2026-11-30T08:00")
    running.drain()
    visit = dossier.tasks.get(kind="inspect")
    duties.lapse_task(dossier=dossier.pk, task=visit.pk)
    visit.refresh_from_db()
    assert (visit.closed_at, visit.blocking, visit.assignee is not None) == (None, True, True)
    assert dossier.tasks.get(kind="consult").outcome == "silence"
    dossier = Dossier.objects.get(pk=dossier.pk)
    officer = factory.staff("officer", dossier)
    offers = {row.id: row for row in selectors.available_actions(dossier, actor=officer)}
    assert "Kiểm tra thực tế" in offers["propose_grant"].blocked_by
    with pytest.raises(Refused):
        factory.take(dossier, "propose_grant", "officer")
