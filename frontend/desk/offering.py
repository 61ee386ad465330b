"""What may be done with a case: the plan's acts, other acts, and those about one open thing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from frontend.components import render as render_component
from portal.accounts.permissions import Role
from procedures.dossiers import access, guides, offers, selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from portal.accounts.actors import Actor
    from procedures.definition.package import Action
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.selectors import AvailableAction

REQUEST_KINDS = {"release_request", "return_request", "send_request", "drop_request"}
TASK_KINDS = {"report_task", "cancel_task"}
# What the dossier waits for is next to do, also where the applicant comes to the counter with it.
ANSWERS_BROUGHT = {"supplement_at_counter", "confirm_at_counter"}
MINOR_KINDS = {"drop_request", "claim", "let_go", "archive"}
# What an open thing's own card already says; the button says only what to do with it.
SHORT = {
    "release_request": "Duyệt",
    "return_request": "Không duyệt",
    "send_request": "Gửi",
    "drop_request": "Bỏ dự thảo",
    "report_task": "Ghi kết quả",
    "cancel_task": "Hủy",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be done: by a button of its own form, or on a page that asks."""

    offer: AvailableAction
    label: str
    button: SafeString | None  # None: the act asks something first
    spoken: str = ""  # what a short label is about, for those who hear the page


@dataclass(slots=True)
class Offering:
    """All that may be done, by where it stands on the page."""

    planned: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)
    about_requests: dict[int, list[Choice]] = field(default_factory=dict)
    about_tasks: dict[int, list[Choice]] = field(default_factory=dict)
    blocked: list[tuple[str, str]] = field(default_factory=list)
    offers: list[AvailableAction] = field(default_factory=list)

    @property
    def forms(self) -> list[AvailableAction]:
        """The acts of one click, whose forms stand apart from their buttons."""
        about = [*self.about_requests.values(), *self.about_tasks.values()]
        groups = [self.planned, self.others, *about]
        return [choice.offer for group in groups for choice in group if choice.button]


def offering(dossier: Dossier, *, actor: Actor, said: Mapping[str, str]) -> Offering:
    """Sort what the actor may do; `said` has better words for what an act waits for."""
    step = selectors.step_of(dossier)
    planned = {action.id for action in step.actions} if step else set()
    found = Offering(offers=selectors.available_actions(dossier, actor=actor))
    for offer in found.offers:
        label = button_label(offer, dossier, actor)
        if offer.blocked_by:
            found.blocked.append((label, said.get(offer.blocked_by, offer.blocked_by)))
        elif offer.kind in REQUEST_KINDS:
            row = offers.pk_of(offer.id)
            found.about_requests.setdefault(row, []).append(_choice(offer, SHORT[offer.kind]))
        elif offer.kind in TASK_KINDS:
            row = offers.pk_of(offer.id)
            found.about_tasks.setdefault(row, []).append(_choice(offer, SHORT[offer.kind]))
        elif offer.id in planned or offer.id in ANSWERS_BROUGHT:
            found.planned.append(_choice(offer, label))
        else:
            found.others.append(_choice(offer, label))
    _focus_on_acceptance(found, dossier)
    return found


def _focus_on_acceptance(found: Offering, dossier: Dossier) -> None:
    """Let Enter accept a file in which the guide finds no fault: the second of two keystrokes."""
    for number, choice in enumerate(found.planned):
        if choice.offer.kind == "accept" and choice.button and not guides.findings(dossier):
            button = _button(choice.offer, choice.label, has_focus=True)
            found.planned[number] = replace(choice, button=button)


def button_label(offer: AvailableAction | Action, dossier: Dossier, actor: Actor) -> str:
    """What a button says: an act that somebody must release is only laid before them."""
    approver = offer.approver
    if not approver or offer.kind in REQUEST_KINDS:
        return offer.label
    if access.releases(approver, dossier, actor):
        return f"Duyệt: {offer.label}"
    return f"Trình {Role(approver).label.lower()} duyệt: {offer.label}"


def _choice(offer: AvailableAction, label: str) -> Choice:
    spoken = offer.label if label != offer.label else ""
    return Choice(offer, label, None if offer.inputs else _button(offer, label), spoken)


def _button(offer: AvailableAction, label: str, *, has_focus: bool = False) -> SafeString:
    attributes: dict[str, Any] = {"form": f"act-{offer.id}"}
    if has_focus:
        attributes["autofocus"] = True
    if label != offer.label:
        attributes["aria-label"] = offer.label
    # Giving up what somebody wrote is never the first thing to press.
    look = "govuk-button--secondary" if offer.kind in MINOR_KINDS else None
    options = {"text": label, "preventDoubleClick": True, "attributes": attributes}
    return render_component("button", {**options, "classes": look})
