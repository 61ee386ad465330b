"""Fields whose script needs words: choosing a file, showing a password."""

from collections.abc import Mapping

from django.utils.safestring import SafeString

from frontend.components.basics import button
from frontend.components.fields import (
    control_id,
    error_class,
    form_group,
    in_group,
    labelled,
    text_input,
)
from frontend.components.markup import Options, element, extra, i18n, join, names, option
from frontend.components.words import translation, word

UPLOAD_WORDS = {
    "choose-files-button": ("chooseFilesButtonText", "Choose file"),
    "no-file-chosen": ("noFileChosenText", "No file chosen"),
    "multiple-files-chosen": ("multipleFilesChosenText", "{count} files chosen"),
    "drop-instruction": ("dropInstructionText", "or drop file"),
    "entered-drop-zone": ("enteredDropZoneText", "Entered drop zone"),
    "left-drop-zone": ("leftDropZoneText", "Left drop zone"),
}


def _script_words(
    options: Options, words: Mapping[str, tuple[str, str]], *, plural: str = ""
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, (name, english) in words.items():
        own = translation(english)
        message = options.get(name) or ({"other": own} if own and key == plural else own)
        found |= i18n(key, message)
    return found


def file_upload(options: Options) -> SafeString:
    """A file from the reader's device."""
    top, ids = labelled(options)
    wrong = error_class(options, "govuk-file-upload--error")
    attributes = {
        "class": names("govuk-file-upload", options.get("classes"), wrong),
        "id": control_id(options),
        "name": options.get("name"),
        "type": "file",
        "disabled": bool(options.get("disabled")),
        "multiple": bool(options.get("multiple")),
        "aria-describedby": ids,
        **extra(options),
    }
    control = element("input", attributes)
    if options.get("javascript"):
        wrapper = {
            "class": names("govuk-file-upload-wrapper", options.get("wrapperClasses")),
            "data-module": "govuk-file-upload",
            **_script_words(options, UPLOAD_WORDS, plural="multiple-files-chosen"),
            **extra({"attributes": options.get("wrapperAttributes")}),
        }
        control = element("div", wrapper, control)
    before, after = in_group(options, "beforeInput"), in_group(options, "afterInput")
    return form_group(options, top, before, control, after)


PASSWORD_WORDS = {
    "show-password": ("showPasswordText", "Show"),
    "hide-password": ("hidePasswordText", "Hide"),
    "show-password-aria-label": ("showPasswordAriaLabelText", "Show password"),
    "hide-password-aria-label": ("hidePasswordAriaLabelText", "Hide password"),
    "password-shown-announcement": ("passwordShownAnnouncementText", "Your password is visible"),
    "password-hidden-announcement": ("passwordHiddenAnnouncementText", "Your password is hidden"),
}


def password_input(options: Options) -> SafeString:
    """A password that can be shown while typing."""
    group = option(options, "formGroup")
    toggle = button(
        {
            "type": "button",
            "classes": names(
                "govuk-button--secondary govuk-password-input__toggle",
                "govuk-js-password-input-toggle",
                option(options, "button").get("classes"),
            ),
            "text": options.get("showPasswordText", word("Show")),
            "attributes": {
                "aria-controls": control_id(options),
                "aria-label": options.get("showPasswordAriaLabelText", word("Show password")),
                "hidden": {"value": True, "optional": True},
            },
        }
    )
    attributes = {"data-module": "govuk-password-input", **_script_words(options, PASSWORD_WORDS)}
    after = join(toggle, in_group(options, "afterInput"))
    box = "govuk-password-input__input govuk-js-password-input-input"
    shown = {key: value for key, value in attributes.items() if value is not None}
    changes = {
        "formGroup": {
            **group,
            "classes": names("govuk-password-input", group.get("classes")),
            "attributes": shown | extra(group),
            "afterInput": {"html": after},
        },
        "inputWrapper": {"classes": "govuk-password-input__wrapper"},
        "classes": names(box, options.get("classes")),
        "type": "password",
        "spellcheck": False,
        "autocapitalize": "none",
        "autocomplete": options.get("autocomplete") or "current-password",
    }
    return text_input({**options, **changes})
