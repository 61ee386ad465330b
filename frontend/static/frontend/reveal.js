// Hides questions that the present answers do not call for. Without it they stay shown, and the
// server leaves out what does not apply.
function sync() {
  for (const block of document.querySelectorAll("[data-shown-when]")) {
    const name = CSS.escape(block.dataset.shownWhen);
    const chosen = document.querySelector(`input[name="${name}"]:checked, select[name="${name}"]`);
    block.hidden = !(chosen && block.dataset.shownValues.split(" ").includes(chosen.value));
  }
}

document.addEventListener("change", sync);
sync();
