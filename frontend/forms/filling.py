"""A dossier's form as it stands: its pages, what is wrong on each, where to go next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontend.forms.communes import commune_names
from portal.core import clock
from portal.core.errors import InvalidInput, NotFound
from procedures.definition import forms
from procedures.dossiers import access, identity, selectors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from portal.core.errors import FieldError
    from procedures.definition.evaluate import Evaluation
    from procedures.definition.forms import FormPage
    from procedures.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The pages that the answers call for, with the verdict on them."""

    pages: Sequence[FormPage]
    verdict: Evaluation

    def page(self, page_id: str) -> FormPage:
        """The page of that id, if the answers call for it."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise NotFound("Hồ sơ của bạn không cần điền trang này.")

    def suggested(self, dossier: Dossier, page_id: str) -> FormPage:
        """A page that is not complete, with what the account knows filled in where it is empty."""
        page = self.page(page_id)
        if not self.errors_of(page):
            return page
        facts = identity.facts_for(dossier)
        pages = _pages(dossier, dossier.answers, facts=facts)
        return next(page for page in pages if page.id == page_id)

    def errors_of(self, page: FormPage) -> list[FieldError]:
        """What is missing or wrong on a page."""
        return [error for error in self.verdict.errors if error.pointer in page.pointers]

    def after(self, page_id: str) -> FormPage | None:
        """The page that follows."""
        return self._neighbour(page_id, 1)

    def before(self, page_id: str) -> FormPage | None:
        """The page before."""
        return self._neighbour(page_id, -1)

    def first_wrong(self) -> FormPage | None:
        """The first page that is not complete."""
        return next((page for page in self.pages if self.errors_of(page)), None)

    def page_of(self, pointer: str) -> FormPage | None:
        """The page that asks for a pointer."""
        for page in self.pages:
            if pointer in page.pointers:
                return page
        return None

    def _neighbour(self, page_id: str, step: int) -> FormPage | None:
        ids = [page.id for page in self.pages]
        place = ids.index(page_id) + step if page_id in ids else -1
        return self.pages[place] if 0 <= place < len(ids) else None


def filled(dossier: Dossier) -> FilledForm:
    """The form of a dossier with the answers that are kept."""
    return FilledForm(_pages(dossier, dossier.answers), selectors.evaluation(dossier))


def typed(
    dossier: Dossier, page_id: str, data: Mapping[str, str]
) -> tuple[FormPage, list[FieldError]]:
    """A page with what was posted to it, without keeping it."""
    answers, errors = forms.parse_page(
        selectors.package_of(dossier),
        page_id,
        data,
        dossier.answers,
        groups=access.groups_of(dossier),
        at=clock.now(),
    )
    for page in _pages(dossier, answers):
        if page.id == page_id:
            return page, list(errors)
    raise NotFound("Hồ sơ của bạn không cần điền trang này.")


def seen_version(request: HttpRequest) -> int:
    """The version token that every writing form carries."""
    token = request.POST.get("version", "")
    if not (token.isascii() and token.isdigit() and len(token) <= 9):
        raise InvalidInput("Biểu mẫu thiếu phiên bản hồ sơ. Hãy tải lại trang rồi thử lại.")
    return int(token)


def _pages(
    dossier: Dossier, answers: dict[str, Any], *, facts: Mapping[str, Any] | None = None
) -> list[FormPage]:
    return forms.page_model(
        selectors.package_of(dossier),
        answers,
        groups=access.groups_of(dossier),
        at=clock.now(),
        channel=dossier.channel,
        facts=facts,
        names=commune_names(),
    )
