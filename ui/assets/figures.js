// The chart and the table of figures: a point or a row opens its report at the number, a change at the change.
element.addEventListener("click", (event) => {
  const cited = event.target.closest("[data-doc]");
  if (!cited) return;
  document.querySelectorAll("#xw-figures .xw-current").forEach((one) => one.classList.remove("xw-current"));
  (cited.closest("tr") ?? cited).classList.add("xw-current");
  const { doc, start, end } = cited.dataset;
  document.body.classList.add("xw-reading");
  trigger("select", { doc, start: Number(start), end: Number(end) });
});
