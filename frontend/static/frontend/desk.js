// Picks all dossiers of a page at once and says how many are picked. Without it one picks each.
const all = document.getElementById("pick-all");
const picks = [...document.querySelectorAll('input[name="codes"]')];
const said = document.getElementById("picked");

function tell() {
  const number = picks.filter((pick) => pick.checked).length;
  all.checked = number === picks.length;
  all.indeterminate = number > 0 && number < picks.length;
  said.textContent = number ? `Đã chọn ${number} hồ sơ` : "";
}

if (all && said && picks.length) {
  document.querySelector("[data-pick-all]").hidden = false;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
    tell();
  });
  for (const pick of picks) pick.addEventListener("change", tell);
  tell();
}
