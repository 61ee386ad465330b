"""Links, buttons, tags and boxes of text."""

from django.utils.safestring import SafeString

from frontend.components.markup import Options, content, element, extra, join, names, option
from frontend.components.words import word

START_ICON = SafeString(
    '<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5"'
    ' height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false">'
    '<path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>'
)


def button(options: Options) -> SafeString:
    """A button, or a link that looks like one when `href` is given."""
    start = options.get("isStartButton")
    said = content(options)
    if start:
        said = join(element("span", {}, said) if options.get("html") else said, START_ICON)
    common = {
        "class": names(
            "govuk-button", options.get("classes"), "govuk-button--start" if start else None
        ),
        "data-module": "govuk-button",
        **extra(options),
        "id": options.get("id") or None,
    }
    if options.get("href"):
        link = {"href": options["href"], "role": "button", "draggable": "false"}
        return element("a", link | common, said)
    once = options.get("preventDoubleClick")
    attributes = {
        "type": options.get("type") or "submit",
        "value": options.get("value") or None,
        "name": options.get("name") or None,
        "disabled": bool(options.get("disabled")),
        "aria-disabled": "true" if options.get("disabled") else None,
        "data-prevent-double-click": None if once is None else str(once).lower(),
    }
    return element("button", attributes | common, said)


def tag(options: Options) -> SafeString:
    """A state in a word and a colour."""
    classes = names("govuk-tag", options.get("classes"))
    return element("strong", {"class": classes, **extra(options)}, content(options))


def inset_text(options: Options) -> SafeString:
    """A passage set apart."""
    classes = names("govuk-inset-text", options.get("classes"))
    attributes = {"id": options.get("id") or None, "class": classes, **extra(options)}
    return element("div", attributes, content(options))


def warning_text(options: Options) -> SafeString:
    """A consequence the reader must know before going on."""
    spoken = options.get("iconFallbackText") or word("Warning")
    classes = names("govuk-warning-text", options.get("classes"))
    return element(
        "div",
        {"class": classes, **extra(options)},
        element("span", {"class": "govuk-warning-text__icon", "aria-hidden": "true"}, "!"),
        element(
            "strong",
            {"class": "govuk-warning-text__text"},
            element("span", {"class": "govuk-visually-hidden"}, spoken),
            " ",
            content(options),
        ),
    )


def details(options: Options) -> SafeString:
    """More, for those who open it."""
    summary = content(options, html="summaryHtml", text="summaryText")
    attributes = {
        "id": options.get("id") or None,
        "class": names("govuk-details", options.get("classes")),
        **extra(options),
        "open": bool(options.get("open")),
    }
    return element(
        "details",
        attributes,
        element(
            "summary",
            {"class": "govuk-details__summary"},
            element("span", {"class": "govuk-details__summary-text"}, summary),
        ),
        element("div", {"class": "govuk-details__text"}, content(options)),
    )


def _panel_action(action: Options) -> SafeString:
    if not action.get("href") or action.get("type") == "button":
        classes = names("govuk-button--inverse", action.get("classes"))
        return button({**action, "type": action.get("type") or "button", "classes": classes})
    classes = names("govuk-link govuk-link--inverse", action.get("classes"))
    attributes = {"class": classes, "href": action["href"], **extra(action)}
    return element("a", attributes, action.get("text"))


def panel(options: Options) -> SafeString:
    """What was done, at the end of a journey."""
    interrupts = "govuk-panel--interruption" in (options.get("classes") or "")
    kind = None if interrupts else "govuk-panel--confirmation"
    title = content(options, html="titleHtml", text="titleText")
    said = content(options)
    actions = option(options, "actions")
    buttons = [_panel_action(action) for action in actions.get("items") or ()]
    return element(
        "div",
        {"class": names("govuk-panel", kind, options.get("classes")), **extra(options)},
        element(f"h{options.get('headingLevel') or 1}", {"class": "govuk-panel__title"}, title),
        element("div", {"class": "govuk-panel__body"}, said) if said else None,
        element(
            "div",
            {"class": names("govuk-panel__actions", actions.get("classes")), **extra(actions)},
            element("div", {"class": "govuk-button-group"}, *buttons) if buttons else None,
        )
        if interrupts and options.get("actions")
        else None,
    )


def _banner_title(options: Options, *, success: bool) -> SafeString:
    given = content(options, html="titleHtml", text="titleText")
    return given or join(word("Success") if success else word("Important"))


def notification_banner(options: Options) -> SafeString:
    """News for this reader; `type` "success" says that something was done."""
    success = options.get("type") == "success"
    title_id = options.get("titleId") or "govuk-notification-banner-title"
    quiet = options.get("disableAutoFocus")
    said = content(options, text="")
    if not said and options.get("text"):
        heading = {"class": "govuk-notification-banner__heading"}
        said = element("p", heading, options["text"])
    attributes = {
        "class": names(
            "govuk-notification-banner",
            "govuk-notification-banner--success" if success else None,
            options.get("classes"),
        ),
        "role": options.get("role") or ("alert" if success else "region"),
        "aria-labelledby": title_id,
        "data-module": "govuk-notification-banner",
        "data-disable-auto-focus": None if quiet is None else str(quiet).lower(),
        **extra(options),
    }
    title = element(
        f"h{options.get('titleHeadingLevel') or 2}",
        {"class": "govuk-notification-banner__title", "id": title_id},
        _banner_title(options, success=success),
    )
    return element(
        "div",
        attributes,
        element("div", {"class": "govuk-notification-banner__header"}, title),
        element("div", {"class": "govuk-notification-banner__content"}, said),
    )


def _error_link(item: Options) -> SafeString:
    said = content(item)
    if item.get("href"):
        said = element("a", {"href": item["href"], **extra(item)}, said)
    return element("li", {}, said)


def error_summary(options: Options) -> SafeString:
    """All that is wrong on the page, each linked to its field."""
    quiet = options.get("disableAutoFocus")
    title = content(options, html="titleHtml", text="titleText")
    said = content(options, html="descriptionHtml", text="descriptionText")
    items = [_error_link(item) for item in options.get("errorList") or ()]
    attributes = {
        "class": names("govuk-error-summary", options.get("classes")),
        "data-disable-auto-focus": None if quiet is None else str(quiet).lower(),
        **extra(options),
        "data-module": "govuk-error-summary",
    }
    listed = {"class": "govuk-list govuk-error-summary__list"}
    alert = element(
        "div",
        {"role": "alert"},
        element("h2", {"class": "govuk-error-summary__title"}, title),
        element(
            "div",
            {"class": "govuk-error-summary__body"},
            element("p", {}, said) if said else None,
            element("ul", listed, *items) if items else None,
        ),
    )
    return element("div", attributes, alert)
