// The table of figures: a row opens its report at the number, a change at the change.
element.addEventListener("click", (event) => {
  const cited = event.target.closest("[data-doc]");
  if (!cited) return;
  element.querySelectorAll(".xw-current").forEach((one) => one.classList.remove("xw-current"));
  cited.closest("tr").classList.add("xw-current");
  const { doc, start, end } = cited.dataset;
  document.body.classList.add("xw-reading");
  trigger("select", { doc, start: Number(start), end: Number(end) });
});
