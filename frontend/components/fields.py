"""Form controls with their label, hint and error message."""

from django.utils.safestring import SafeString

from frontend.components.markup import (
    Options,
    content,
    element,
    extra,
    join,
    names,
    option,
    present,
)
from frontend.components.words import word


def label(options: Options) -> SafeString | None:
    """What a control asks for; nothing without a text."""
    if not (options.get("html") or options.get("text")):
        return None
    attributes = {"class": names("govuk-label", options.get("classes")), **extra(options)}
    made = element("label", attributes | {"for": options.get("for") or None}, content(options))
    if options.get("isPageHeading"):
        return element("h1", {"class": "govuk-label-wrapper"}, made)
    return made


def hint(options: Options) -> SafeString:
    """Help beside a control."""
    attributes = {
        "id": options.get("id") or None,
        "class": names("govuk-hint", options.get("classes")),
        **extra(options),
    }
    return element("div", attributes, content(options))


def error_message(options: Options) -> SafeString:
    """What is wrong with an answer, beside it."""
    hidden = options.get("visuallyHiddenText", word("Error"))
    attributes = {
        "id": options.get("id") or None,
        "class": names("govuk-error-message", options.get("classes")),
        **extra(options),
    }
    spoken = (
        join(element("span", {"class": "govuk-visually-hidden"}, hidden, ":"), " ")
        if hidden
        else None
    )
    return element("p", attributes, spoken, content(options))


def fieldset(options: Options) -> SafeString:
    """A group of controls under one legend."""
    legend = option(options, "legend")
    heading: SafeString | None = None
    if legend.get("html") or legend.get("text"):
        said = content(legend)
        if legend.get("isPageHeading"):
            said = element("h1", {"class": "govuk-fieldset__heading"}, said)
        classes = names("govuk-fieldset__legend", legend.get("classes"))
        heading = element("legend", {"class": classes}, said)
    attributes = {
        "class": names("govuk-fieldset", options.get("classes")),
        "role": options.get("role") or None,
        "aria-describedby": options.get("describedBy") or None,
        **extra(options),
    }
    return element("fieldset", attributes, heading, content(options, text=""))


def described(
    options: Options, base_id: object, described_by: object
) -> tuple[SafeString, str | None]:
    """The hint and error message of a control, and the ids that describe it."""
    parts: list[SafeString] = []
    ids = [described_by]
    for key, build, suffix in (("hint", hint, "hint"), ("errorMessage", error_message, "error")):
        if present(options.get(key)):
            ids.append(f"{base_id}-{suffix}")
            parts.append(build({**option(options, key), "id": ids[-1]}))
    return join(*parts), names(*ids)


def form_group(options: Options, *children: object) -> SafeString:
    """The frame of one question."""
    group = option(options, "formGroup")
    wrong = "govuk-form-group--error" if present(options.get("errorMessage")) else None
    classes = names("govuk-form-group", wrong, group.get("classes"))
    return element("div", {"class": classes, **extra(group)}, *children)


def in_group(options: Options, place: str) -> SafeString:
    """What the caller puts before or after the controls."""
    return content(option(option(options, "formGroup"), place))


def control_id(options: Options) -> object:
    """The id of the control, which is its name unless the caller says otherwise."""
    return options.get("id") or options.get("name")


def labelled(options: Options) -> tuple[SafeString, str | None]:
    """Label, hint and error of a control that has one label."""
    base_id = control_id(options)
    about, ids = described(options, base_id, options.get("describedBy"))
    return join(label({**option(options, "label"), "for": base_id}), about), ids


def error_class(options: Options, name: str) -> str | None:
    """That class when the answer is wrong."""
    return name if present(options.get("errorMessage")) else None


def _spellcheck(options: Options) -> str | None:
    value = options.get("spellcheck")
    return str(value).lower() if isinstance(value, bool) else None


def _affix(options: Options, kind: str) -> SafeString | None:
    affix = option(options, kind)
    if not (affix.get("text") or affix.get("html")):
        return None
    classes = names(f"govuk-input__{kind}", affix.get("classes"))
    attributes = {"class": classes, "aria-hidden": "true", **extra(affix)}
    return element("div", attributes, content(affix))


def text_input(options: Options) -> SafeString:
    """A line of text."""
    top, ids = labelled(options)
    wrong = error_class(options, "govuk-input--error")
    attributes = {
        "class": names("govuk-input", options.get("classes"), wrong),
        "id": control_id(options),
        "name": options.get("name"),
        "type": options.get("type") or "text",
        "spellcheck": _spellcheck(options),
        "value": options.get("value"),
        "disabled": options.get("disabled"),
        "aria-describedby": ids,
        "autocomplete": options.get("autocomplete"),
        "autocapitalize": options.get("autocapitalize"),
        "pattern": options.get("pattern"),
        "inputmode": options.get("inputmode"),
        **extra(options),
    }
    before = [in_group(options, "beforeInput"), _affix(options, "prefix")]
    after = [_affix(options, "suffix"), in_group(options, "afterInput")]
    control = element("input", attributes)
    if any([*before, *after]):
        wrapper = option(options, "inputWrapper")
        classes = names("govuk-input__wrapper", wrapper.get("classes"))
        control = element("div", {"class": classes, **extra(wrapper)}, *before, control, *after)
    return form_group(options, top, control)


def textarea(options: Options) -> SafeString:
    """Several lines of text."""
    top, ids = labelled(options)
    wrong = error_class(options, "govuk-textarea--error")
    attributes = {
        "class": names("govuk-textarea", wrong, options.get("classes")),
        "id": control_id(options),
        "name": options.get("name"),
        "rows": options.get("rows") or 5,
        "spellcheck": _spellcheck(options),
        "disabled": options.get("disabled"),
        "aria-describedby": ids,
        "autocomplete": options.get("autocomplete") or None,
        **extra(options),
    }
    # Browsers drop a line feed right after the tag, so the answer's own gets another before it.
    value = str(options.get("value") or "")
    control = element("textarea", attributes, "\n" if value.startswith("\n") else None, value)
    before, after = in_group(options, "beforeInput"), in_group(options, "afterInput")
    return form_group(options, top, before, control, after)


def _choice(item: Options, chosen: object) -> SafeString:
    value = item.get("value", item.get("text"))
    selected = item.get("selected")
    if not selected:
        selected = present(chosen) and value == chosen and selected is not False
    attributes = {
        "value": str(value).lower() if isinstance(value, bool) else item.get("value"),
        "selected": bool(selected),
        "disabled": bool(item.get("disabled")),
        **extra(item),
    }
    return element("option", attributes, item.get("text"))


def select(options: Options) -> SafeString:
    """One of a list."""
    top, ids = labelled(options)
    wrong = error_class(options, "govuk-select--error")
    attributes = {
        "class": names("govuk-select", options.get("classes"), wrong),
        "id": control_id(options),
        "name": options.get("name"),
        "disabled": bool(options.get("disabled")),
        "aria-describedby": ids,
        **extra(options),
    }
    items = [_choice(item, options.get("value")) for item in options.get("items") or () if item]
    before, after = in_group(options, "beforeInput"), in_group(options, "afterInput")
    return form_group(options, top, before, element("select", attributes, *items), after)
