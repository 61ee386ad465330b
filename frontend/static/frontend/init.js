// Switches on the components' behaviour. Pages work without it.
import {
  Button, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, createAll,
} from "./govuk-frontend.min.js";

// ARIA knows no `aria-expanded` on a radio; what it reveals follows it in reading order anyway.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [
  Button, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, PlainRadios,
  ServiceNavigation, SkipLink,
]) {
  createAll(component);
}
