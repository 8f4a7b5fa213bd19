// A run is chosen by its row, a wrong case opens in the reading pane; what is chosen is marked here, so that the focus stays.
element.addEventListener("click", (event) => {
  const wrong = event.target.closest("[data-case]");
  const chosen = wrong ?? event.target.closest("[data-run]");
  if (!chosen) return;
  element.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  chosen.setAttribute("aria-current", "true");
  if (!wrong) { trigger("select", { run: chosen.dataset.run }); return; }
  document.body.classList.add("xw-reading");
  trigger("select", { run: wrong.dataset.run, case: Number(wrong.dataset.case) });
});
