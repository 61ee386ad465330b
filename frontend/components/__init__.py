"""GOV.UK Frontend's components, rendered here with the options of the published macros."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from frontend.components import basics, choices, fields, lists, navigation, scripted
from frontend.components.markup import Options, element, join

BUILDERS: dict[str, Callable[[Options], SafeString | None]] = {
    "back-link": navigation.back_link,
    "breadcrumbs": navigation.breadcrumbs,
    "button": basics.button,
    "checkboxes": choices.checkboxes,
    "date-input": choices.date_input,
    "details": basics.details,
    "error-message": fields.error_message,
    "error-summary": basics.error_summary,
    "fieldset": fields.fieldset,
    "file-upload": scripted.file_upload,
    "hint": fields.hint,
    "input": fields.text_input,
    "inset-text": basics.inset_text,
    "label": fields.label,
    "notification-banner": basics.notification_banner,
    "pagination": navigation.pagination,
    "panel": basics.panel,
    "password-input": scripted.password_input,
    "phase-banner": navigation.phase_banner,
    "radios": choices.radios,
    "select": fields.select,
    "service-navigation": navigation.service_navigation,
    "skip-link": navigation.skip_link,
    "summary-list": lists.summary_list,
    "table": lists.table,
    "tag": basics.tag,
    "task-list": lists.task_list,
    "textarea": fields.textarea,
    "warning-text": basics.warning_text,
}


def render(name: str, options: Options) -> SafeString:
    """Render a component by its published name, e.g. `render("date-input", {"id": "born"})`."""
    return join(BUILDERS[name](options))


def question(text: str, *, required: bool | None = None) -> Options:
    """A label's options: a red star when an answer is required, a word when it is not."""
    if required is None:
        return {"text": text}
    if not required:
        return {"text": f"{text} (không bắt buộc)"}
    star = element("span", {"class": "app-required", "aria-hidden": "true"}, "*")
    spoken = element("span", {"class": "govuk-visually-hidden"}, "(bắt buộc)")
    return {"html": join(text, " ", star, spoken)}


def summary_row(
    key: str, value: object, *, href: str = "", action: str = "Sửa", spoken: str = ""
) -> Options:
    """A row of a summary list, with a link to change it when `href` is given."""
    row: dict[str, object] = {"key": {"text": key}, "value": {"html": join(value)}}
    if href:
        link = {"href": href, "text": action, "visuallyHiddenText": spoken or key.lower()}
        row["actions"] = {"items": [link]}
    return row
