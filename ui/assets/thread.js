// The conversation: citations open the report, suggestions ask, and the newest question stays in sight.
const box = element.closest("#xw-thread");
let seen = 0;
let left = false;

element.addEventListener("click", (event) => {
  const cited = event.target.closest("[data-doc]");
  if (cited) {
    element.querySelectorAll(".xw-current").forEach((one) => one.classList.remove("xw-current"));
    const { doc, start, end } = cited.dataset;
    // The chip in the answer and the entry under it are the same citation.
    cited.closest(".xw-exchange").querySelectorAll(`[data-start="${start}"][data-end="${end}"]`).forEach((one) => {
      if (one.dataset.doc === doc) one.classList.add("xw-current");
    });
    document.body.classList.add("xw-reading");
    trigger("select", { doc, start: Number(start), end: Number(end) });
    return;
  }
  const suggested = event.target.closest("[data-ask]");
  if (suggested) trigger("submit", { question: suggested.dataset.ask });
  const tab = event.target.closest("[data-goto]");
  if (tab) document.querySelectorAll("#xw-tabs [role=tab]")[Number(tab.dataset.goto)]?.click();
});

// Who scrolls away while an answer grows wants to stay there.
["wheel", "touchmove"].forEach((name) => box.addEventListener(name, () => { left = true; }, { passive: true }));

watch("value", () => {
  const all = element.querySelectorAll(".xw-exchange");
  const last = all[all.length - 1];
  if (all.length !== seen) left = false;
  seen = all.length;
  if (!last) box.scrollTop = 0;
  else if (!left) box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
});
