// Narrows the cases to a type and a stage. Without it everything is shown, and the links of the table lead to each group.
const bar = document.getElementById("filter");
const narrow = () => {
  const { type, stage } = bar.elements;
  let shown = 0;
  for (const one of document.querySelectorAll(".case")) {
    one.hidden = !((!type.value || one.dataset.type === type.value) && (!stage.value || one.dataset.stage === stage.value));
    shown += !one.hidden;
  }
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".case:not([hidden])");
  bar.querySelector("output").textContent = `${shown} shown`;
};
if (bar) {
  bar.hidden = false;
  bar.addEventListener("change", narrow);
  bar.addEventListener("reset", () => setTimeout(narrow));
  addEventListener("hashchange", () => {  // a link may lead to a case that is hidden
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest("[hidden]")) { bar.reset(); setTimeout(() => target.scrollIntoView()); }
  });
  narrow();
}
