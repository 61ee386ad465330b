"""How the reader moves: back, up, to the next page, around the service."""

from django.utils.safestring import SafeString

from frontend.components.basics import tag
from frontend.components.markup import (
    NOTHING,
    Options,
    content,
    element,
    extra,
    join,
    names,
    option,
    trusted,
)
from frontend.components.words import word


def back_link(options: Options) -> SafeString:
    """To the page before."""
    classes = names("govuk-back-link", options.get("classes"))
    attributes = {"href": options.get("href") or "#", "class": classes, **extra(options)}
    return element("a", attributes, content(options) or word("Back"))


def breadcrumbs(options: Options) -> SafeString:
    """Where the page stands."""
    items = []
    for item in options.get("items") or ():
        said = content(item)
        current = None if item.get("href") else "page"
        if item.get("href"):
            link = {"class": "govuk-breadcrumbs__link", "href": item["href"], **extra(item)}
            said = element("a", link, said)
        attributes = {"class": "govuk-breadcrumbs__list-item", "aria-current": current}
        items.append(element("li", attributes, said))
    collapse = options.get("collapseOnMobile")
    frame = {
        "class": names(
            "govuk-breadcrumbs",
            options.get("classes"),
            "govuk-breadcrumbs--collapse-on-mobile" if collapse else None,
        ),
        **extra(options),
        "aria-label": options.get("labelText") or word("Breadcrumb"),
    }
    return element("nav", frame, element("ol", {"class": "govuk-breadcrumbs__list"}, *items))


def skip_link(options: Options) -> SafeString:
    """Straight to the matter, for the keyboard."""
    attributes = {
        "href": options.get("href") or "#content",
        "class": names("govuk-skip-link", options.get("classes")),
        **extra(options),
        "data-module": "govuk-skip-link",
    }
    return element("a", attributes, content(options))


def phase_banner(options: Options) -> SafeString:
    """A line that says what state the service is in."""
    own = option(options, "tag")
    mark = tag(
        {
            "text": own.get("text"),
            "html": own.get("html"),
            "classes": names("govuk-phase-banner__content__tag", own.get("classes")),
        }
    )
    said = element("span", {"class": "govuk-phase-banner__text"}, content(options))
    classes = names("govuk-phase-banner govuk-width-container", options.get("classes"))
    return element(
        "div",
        {"class": classes, **extra(options)},
        element("p", {"class": "govuk-phase-banner__content"}, mark, " ", said),
    )


def _arrow(kind: str, drawing: str) -> SafeString:
    return SafeString(
        f'<svg class="govuk-pagination__icon govuk-pagination__icon--{kind}"'
        ' xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true"'
        f' focusable="false" viewBox="0 0 15 13"><path d="{drawing}"></path></svg>'
    )


ARROWS = {
    "prev": _arrow(
        "prev",
        "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984"
        "l4.2931-4.293-1.414-1.414z",
    ),
    "next": _arrow(
        "next",
        "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492"
        " 6.7441-6.4062-6.7246-6.7266z",
    ),
}


def _arrow_link(link: Options, kind: str, english: str, *, block: bool) -> SafeString | None:
    if not link.get("href"):
        return None
    hidden = {"class": "govuk-visually-hidden"}
    said = content(link) or join(word(english), element("span", hidden, " ", word("page")))
    named = link.get("labelText")
    plain = block and not named
    title = names(
        "govuk-pagination__link-title",
        "govuk-pagination__link-title--decorated" if plain else None,
    )
    attributes = {
        "class": "govuk-link govuk-pagination__link",
        "href": link["href"],
        "rel": kind,
        **extra(link),
    }
    first = block or kind == "prev"
    made = element(
        "a",
        attributes,
        ARROWS[kind] if first else None,
        element("span", {"class": title}, said),
        element("span", hidden, ":") if named and block else None,
        element("span", {"class": "govuk-pagination__link-label"}, named)
        if named and block
        else None,
        None if first else ARROWS[kind],
    )
    return element("div", {"class": f"govuk-pagination__{kind}"}, made)


def _page(item: Options) -> SafeString:
    current, ellipsis = item.get("current"), item.get("ellipsis")
    classes = names(
        "govuk-pagination__item",
        "govuk-pagination__item--current" if current else None,
        "govuk-pagination__item--ellipsis" if ellipsis else None,
    )
    if ellipsis:
        return element("li", {"class": classes}, "\u22ef")
    number = item.get("number")
    attributes = {
        "class": "govuk-link govuk-pagination__link",
        "href": item.get("href"),
        "aria-label": item.get("visuallyHiddenText") or f"{word('Page')} {number}",
        "aria-current": "page" if current else None,
        **extra(item),
    }
    return element("li", {"class": classes}, element("a", attributes, number))


def pagination(options: Options) -> SafeString:
    """To the other pages of a list."""
    items = options.get("items")
    before, after = option(options, "previous"), option(options, "next")
    block = not items and bool(before or after)
    pages = [_page(item) for item in items or () if item]
    attributes = {
        "class": names(
            "govuk-pagination",
            "govuk-pagination--block" if block else None,
            options.get("classes"),
        ),
        "aria-label": options.get("landmarkLabel") or word("Pagination"),
        **extra(options),
    }
    return element(
        "nav",
        attributes,
        _arrow_link(before, "prev", "Previous", block=block),
        element("ul", {"class": "govuk-pagination__list"}, *pages) if items else None,
        _arrow_link(after, "next", "Next", block=block),
    )


def _service_name(options: Options) -> SafeString | None:
    name = options.get("serviceName")
    if not name:
        return None
    if options.get("serviceUrl"):
        link = {"href": options["serviceUrl"], "class": "govuk-service-navigation__link"}
        said = element("a", link, name)
    else:
        said = element("span", {"class": "govuk-service-navigation__text"}, name)
    return element("span", {"class": "govuk-service-navigation__service-name"}, said)


def _service_item(item: Options) -> SafeString:
    here = item.get("active") or item.get("current")
    said = content(item)
    shown = said
    if here:
        shown = element("strong", {"class": "govuk-service-navigation__active-fallback"}, said)
    current = ("page" if item.get("current") else "true") if here else None
    inner: SafeString | None = None
    if item.get("href"):
        link = {"class": "govuk-service-navigation__link", "href": item["href"]}
        inner = element("a", {**link, "aria-current": current, **extra(item)}, shown)
    elif said:
        text = {"class": "govuk-service-navigation__text", "aria-current": current}
        inner = element("span", text, shown)
    active = "govuk-service-navigation__item--active" if here else None
    return element("li", {"class": names("govuk-service-navigation__item", active)}, inner)


def _menu(options: Options) -> SafeString | None:
    slots = option(options, "slots")
    items = [item for item in options.get("navigation") or () if item]
    if not (items or slots.get("navigationStart") or slots.get("navigationEnd")):
        return None
    button_text = options.get("menuButtonText") or word("Menu")
    list_id = options.get("navigationId") or "navigation"
    spoken = options.get("menuButtonLabel")
    toggle = element(
        "button",
        {
            "type": "button",
            "class": "govuk-service-navigation__toggle govuk-js-service-navigation-toggle",
            "aria-controls": list_id,
            "aria-label": spoken if spoken and spoken != button_text else None,
            "hidden": True,
            "aria-hidden": "true",
        },
        button_text,
    )
    listed = element(
        "ul",
        {"class": "govuk-service-navigation__list", "id": list_id},
        trusted(slots.get("navigationStart") or ""),
        *[_service_item(item) for item in items],
        trusted(slots.get("navigationEnd") or ""),
    )
    attributes = {
        "aria-label": options.get("navigationLabel") or button_text,
        "class": names("govuk-service-navigation__wrapper", options.get("navigationClasses")),
    }
    collapses = options.get("collapseNavigationOnMobile", len(items) > 1)
    return element("nav", attributes, toggle if collapses else None, listed)


def service_navigation(options: Options) -> SafeString:
    """The service's own menu."""
    slots = option(options, "slots")
    end = slots.get("end")
    placed = end if isinstance(end, dict) else NOTHING
    end_html = placed.get("html") if placed else end
    inline = placed.get("align") == "inline"
    width = names(
        "govuk-width-container",
        "govuk-service-navigation__inlining-container" if inline else None,
    )
    inner = element(
        "div",
        {"class": width},
        trusted(slots.get("start") or ""),
        element(
            "div",
            {"class": "govuk-service-navigation__container"},
            _service_name(options),
            _menu(options),
        ),
        trusted(end_html or ""),
    )
    common = {
        "class": names("govuk-service-navigation", options.get("classes")),
        "data-module": "govuk-service-navigation",
        **extra(options),
    }
    if options.get("serviceName") or slots.get("start") or end_html:
        spoken = options.get("ariaLabel") or word("Service information")
        return element("section", {"aria-label": spoken, **common}, inner)
    return element("div", common, inner)
