"""Facts in rows: summary lists, tables, task lists."""

from django.utils.safestring import SafeString

from frontend.components.basics import tag
from frontend.components.markup import Options, content, element, extra, join, names, option


def _action(action: Options, card_title: Options) -> SafeString:
    hidden = action.get("visuallyHiddenText")
    spoken = join(
        f" {hidden}" if hidden else None,
        join(" (", content(card_title), ")") if card_title else None,
    )
    return element(
        "a",
        {
            "class": names("govuk-link", action.get("classes")),
            "href": action.get("href", ""),
            **extra(action),
        },
        content(action),
        element("span", {"class": "govuk-visually-hidden"}, spoken) if spoken else None,
    )


def _actions(
    actions: Options, card_title: Options, *, block: str, many: str, one: str
) -> SafeString | None:
    items = actions.get("items") or ()
    classes = names(block, actions.get("classes"))
    made = [_action(item, card_title) for item in items]
    if not made:
        return None
    if len(made) == 1:
        return element(one, {"class": classes}, *made)
    if one == "div":
        listed = [element("li", {"class": many}, action) for action in made]
        return element("ul", {"class": classes}, *listed)
    listed = [element("li", {"class": f"{many}-item"}, action) for action in made]
    return element(one, {"class": classes}, element("ul", {"class": many}, *listed))


def _summary_row(row: Options, card_title: Options, *, any_actions: bool) -> SafeString:
    key, value, actions = (option(row, name) for name in ("key", "value", "actions"))
    without = any_actions and not actions.get("items")
    classes = names(
        "govuk-summary-list__row",
        "govuk-summary-list__row--no-actions" if without else None,
        row.get("classes"),
    )
    return element(
        "div",
        {"class": classes},
        element(
            "dt", {"class": names("govuk-summary-list__key", key.get("classes"))}, content(key)
        ),
        element(
            "dd",
            {"class": names("govuk-summary-list__value", value.get("classes"))},
            content(value),
        ),
        _actions(
            actions,
            card_title,
            block="govuk-summary-list__actions",
            many="govuk-summary-list__actions-list",
            one="dd",
        ),
    )


def _summary_card(card: Options, inner: SafeString) -> SafeString:
    title = option(card, "title")
    heading: SafeString | None = None
    if title:
        classes = names("govuk-summary-card__title", title.get("classes"))
        heading = element(f"h{title.get('headingLevel') or 2}", {"class": classes}, content(title))
    actions = _actions(
        option(card, "actions"),
        title,
        block="govuk-summary-card__actions",
        many="govuk-summary-card__action",
        one="div",
    )
    return element(
        "div",
        {"class": names("govuk-summary-card", card.get("classes")), **extra(card)},
        element("div", {"class": "govuk-summary-card__title-wrapper"}, heading, actions),
        element("div", {"class": "govuk-summary-card__content"}, inner),
    )


def summary_list(options: Options) -> SafeString:
    """Answers and facts as key and value, each with what can be done about it."""
    rows = [row for row in options.get("rows") or () if row]
    any_actions = any(option(row, "actions").get("items") for row in rows)
    card = option(options, "card")
    title = option(card, "title")
    made = element(
        "dl",
        {"class": names("govuk-summary-list", options.get("classes")), **extra(options)},
        *[_summary_row(row, title, any_actions=any_actions) for row in rows],
    )
    return _summary_card(card, made) if card else made


def _cell(cell: Options, tag_name: str, block: str, **attributes: object) -> SafeString:
    form = cell.get("format")
    with_format = f"{block}--{form}" if form and attributes.get("scope") != "row" else None
    shape = {
        "class": names(block, with_format, cell.get("classes")),
        "colspan": cell.get("colspan") or None,
        "rowspan": cell.get("rowspan") or None,
        **extra(cell),
    }
    return element(tag_name, {**attributes, **shape}, content(cell))


def table(options: Options) -> SafeString:
    """Facts in rows and columns."""
    row_class = {"class": "govuk-table__row"}
    caption: SafeString | None = None
    if options.get("caption"):
        classes = names("govuk-table__caption", options.get("captionClasses"))
        caption = element("caption", {"class": classes}, options["caption"])
    head: SafeString | None = None
    if options.get("head") is not None:
        cells = [_cell(c, "th", "govuk-table__header", scope="col") for c in options["head"]]
        head = element("thead", {"class": "govuk-table__head"}, element("tr", row_class, *cells))
    rows = []
    for row in options.get("rows") or ():
        if row is None or row is False:
            continue
        cells = [
            _cell(cell, "th", "govuk-table__header", scope="row")
            if place == 0 and options.get("firstCellIsHeader")
            else _cell(cell, "td", "govuk-table__cell")
            for place, cell in enumerate(row)
        ]
        rows.append(element("tr", row_class, *cells))
    attributes = {"class": names("govuk-table", options.get("classes")), **extra(options)}
    body = element("tbody", {"class": "govuk-table__body"}, *rows)
    return element("table", attributes, caption, head, body)


def _task(item: Options, prefix: str) -> SafeString:
    title, told, status = (option(item, name) for name in ("title", "hint", "status"))
    hint_id, status_id = f"{prefix}-hint", f"{prefix}-status"
    href = item.get("href")
    if href:
        link = {
            "class": names("govuk-link govuk-task-list__link", title.get("classes")),
            "href": href,
            "aria-describedby": names(hint_id if told else None, status_id),
        }
        name = element("a", link, content(title))
    else:
        name = element("div", {"class": names(title.get("classes"))}, content(title))
    hint = {"id": hint_id, "class": "govuk-task-list__hint"}
    shown = tag(option(status, "tag")) if status.get("tag") else content(status)
    with_link = "govuk-task-list__item--with-link" if href else None
    return element(
        "li",
        {"class": names("govuk-task-list__item", with_link, item.get("classes"))},
        element(
            "div",
            {"class": "govuk-task-list__name-and-hint"},
            name,
            element("div", hint, content(told)) if told else None,
        ),
        element(
            "div",
            {"class": names("govuk-task-list__status", status.get("classes")), "id": status_id},
            shown,
        ),
    )


def task_list(options: Options) -> SafeString:
    """What is to be done, and what of it is done."""
    prefix = options.get("idPrefix") or "task-list"
    items = [
        _task(item, f"{prefix}-{number}")
        for number, item in enumerate(options.get("items") or (), start=1)
        if item
    ]
    attributes = {"class": names("govuk-task-list", options.get("classes")), **extra(options)}
    return element("ul", attributes, *items)
