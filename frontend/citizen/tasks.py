"""The list of tasks of a draft: what is to be done, and what of it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from frontend.components.markup import Options
    from frontend.forms.filling import FilledForm
    from procedures.definition.forms import FormPage
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import PaperSlot

DONE: Options = {"text": "Đã xong"}
TO_DO: Options = {"tag": {"text": "Chưa làm", "classes": "govuk-tag--blue"}}
PARTLY: Options = {"tag": {"text": "Chưa đủ", "classes": "govuk-tag--yellow"}}
LATER: Options = {"text": "Chưa thể làm", "classes": "govuk-task-list__status--cannot-start-yet"}


def tasks_of(
    dossier: Dossier, form: FilledForm, slots: Sequence[PaperSlot]
) -> list[dict[str, Any]]:
    """The tasks in their order, as a task list shows them."""
    tasks = [_page_task(dossier, form, page) for page in form.pages]
    uploads = [slot for slot in slots if slot.need.uploadable]
    if uploads:
        missing = missing_papers(slots)
        some = any(slot.files for slot in uploads)
        status = (PARTLY if some else TO_DO) if missing else DONE
        tasks.append(
            {
                "title": {"text": "Giấy tờ kèm theo"},
                "href": reverse("frontend:draft_papers", args=[dossier.public_id]),
                "status": status,
            }
        )
    ready = all(task["status"] is DONE for task in tasks)
    last: dict[str, Any] = {
        "title": {"text": "Kiểm tra và nộp hồ sơ"},
        "status": TO_DO if ready else LATER,
    }
    if ready:
        last["href"] = reverse("frontend:draft_check", args=[dossier.public_id])
    return [*tasks, last]


def missing_papers(slots: Sequence[PaperSlot]) -> list[PaperSlot]:
    """The components that must be there and are not."""
    return [slot for slot in slots if slot.need.required and not slot.files]


def _page_task(dossier: Dossier, form: FilledForm, page: FormPage) -> dict[str, Any]:
    answered = any(field.value is not None for field in page.fields)
    status = DONE
    if form.errors_of(page):
        status = PARTLY if answered else TO_DO
    return {
        "title": {"text": page.title},
        "href": reverse("frontend:draft_page", args=[dossier.public_id, page.id]),
        "status": status,
    }
