"""Components as template tags: `{% load components %}{% input name="email" label="Thư điện tử" %}`.

Every published component is a tag of the same name with underscores. Options are written in snake
case; `label`, `hint`, `error` and `legend` take a plain sentence (see `published`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString

from frontend.components import BUILDERS, charts, question, render
from frontend.components.markup import element, join

register = template.Library()

BLOCKS = frozenset({"details", "fieldset", "inset-text", "notification-banner", "panel"})
SENTENCES = {"label": "label", "hint": "hint", "error": "errorMessage"}
CLOCK_ICONS = {
    "on_time": "clock",
    "due_soon": "alarm-clock",
    "late": "circle-alert",
    "paused": "circle-pause",
}


def camel(name: str) -> str:
    """`is_page_heading` as the published macros spell it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _sentence(value: object) -> object:
    if isinstance(value, SafeString):
        return {"html": value}
    return {"text": value} if value and not isinstance(value, Mapping) else value


def _asked(given: dict[str, Any], name: str, size: str) -> dict[str, object]:
    """The label or legend: its sentence, its mark as required or optional, its size."""
    asked = given.pop(name)
    if isinstance(asked, str):
        asked = question(asked, required=given.pop("required", None))
    found: dict[str, object] = dict(asked)
    classes = given.pop(f"{name}_classes", None)
    if given.pop("page_heading", False):
        found["isPageHeading"] = True
        classes = classes or f"{size}--l"
    return found | ({"classes": classes} if classes else {})


def published(given: dict[str, Any]) -> dict[str, object]:
    """A tag's arguments as the options of the published macro.

    `label=` / `legend=` "sentence" (with `required=` True for the red star, False for "không bắt
    buộc"; `page_heading=True` makes it the page's h1), `hint=`, `error=`, `colour=` for tags.
    """
    given = {name: value for name, value in given.items() if value is not None}
    options: dict[str, object] = {}
    if given.get("legend"):
        legend = _asked(given, "legend", "govuk-fieldset__legend")
        options["fieldset"] = {**given.pop("fieldset", {}), "legend": legend}
    if given.get("label"):
        options["label"] = _asked(given, "label", "govuk-label")
    if colour := given.pop("colour", None):
        options["classes"] = f"govuk-tag--{colour}"
    for name, value in given.items():
        if name in SENTENCES:
            options[SENTENCES[name]] = _sentence(value)
        else:
            options[camel(name)] = value
    return options


def _simple(name: str) -> Callable[..., SafeString]:
    def tag(**given: Any) -> SafeString:
        return render(name, published(given))

    return tag


def _block(name: str) -> Callable[..., SafeString]:
    def tag(content: str, **given: Any) -> SafeString:
        options = published(given)
        if name == "fieldset":
            frame = options.pop("fieldset", {})
            options |= frame if isinstance(frame, dict) else {}
        return render(name, {**options, "html": content.strip()})

    return tag


for _name in BUILDERS:
    _tag_name = _name.replace("-", "_")
    if _name in BLOCKS:
        register.simple_block_tag(_block(_name), name=_tag_name)
    elif _name != "error-summary":
        register.simple_tag(_simple(_name), name=_tag_name)


@register.simple_tag
def error_summary(
    *, errors: Iterable[Mapping[str, object]] = (), title: str = "Có lỗi cần sửa"
) -> SafeString:
    """All errors of the page (`text`, `href` "#field"), or nothing when there are none."""
    listed = list(errors)
    return render("error-summary", {"titleText": title, "errorList": listed}) if listed else join()


@register.simple_tag
def icon(*, name: str) -> SafeString:
    """A drawing beside a word, silent to screen readers."""
    attributes = {"class": "app-icon", "aria-hidden": "true", "focusable": "false"}
    return element(
        "svg", attributes, element("use", {"href": f"{static('frontend/icons.svg')}#{name}"})
    )


@register.simple_tag
def clock(*, state: str, text: str) -> SafeString:
    """The legal clock in a word, a drawing and a colour: on_time, due_soon, late or paused."""
    classes = f"app-clock app-clock--{state.replace('_', '-')}"
    return element("span", {"class": classes}, icon(name=CLOCK_ICONS[state]), text)


@register.simple_tag
def demo_banner() -> SafeString:
    """The line that says that nothing here is real."""
    said = "Mọi người, hồ sơ và khoản tiền ở đây đều không có thật."
    banner = render("phase-banner", {"tag": {"text": "Dữ liệu thử nghiệm"}, "text": said})
    return element("div", {"class": "app-demo"}, banner)


@register.inclusion_tag("frontend/components/timeline.html")
def timeline(*, entries: Iterable[object]) -> dict[str, object]:
    """What happened, each with `title`, `at`, `unit` and, where wanted, `text` and `current`."""
    return {"entries": entries}


@register.inclusion_tag("frontend/components/stat_tiles.html")
def stat_tiles(*, tiles: Iterable[object]) -> dict[str, object]:
    """Figures at a glance, each with `label`, `value` and, where wanted, `note` and `href`."""
    return {"tiles": tiles}


register.simple_tag(charts.bar_chart)
register.simple_tag(charts.sparkline)
