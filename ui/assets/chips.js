// The filters that are on: a chip takes its own away. The focus stays among them, or goes to the question. What the
// server says is on is what this browser keeps for the person.
let refocus = false;

element.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-facet]");
  if (!chip) return;
  refocus = true;
  trigger("delete", { facet: chip.dataset.facet, value: chip.dataset.value ?? "" });
});

watch("value", () => {
  const kept = element.querySelector("[data-kept]");
  if (kept) xwFilters.put(kept.dataset.owner, kept.dataset.kept);
  if (refocus) (element.querySelector(".xw-on") ?? document.querySelector("#xw-question textarea"))?.focus();
  refocus = false;
});
