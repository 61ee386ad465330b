// A card reader types where the cursor stands: what it read before gives way to the next card, and
// a card that could not be read is simply scanned again.
for (const field of document.querySelectorAll("[data-reader]")) {
  field.addEventListener("focus", () => field.select());
}

const wrong = document.querySelectorAll(".govuk-error-summary a");
const first = wrong.length === 1 && document.getElementById(wrong[0].hash.slice(1));
if (first && "reader" in first.dataset) {
  first.focus();
}
