// The report: the cited characters are brought into view, and what is known of it can be put right; on a phone the
// report lies over the page until closed.
const box = element.closest("#xw-reader");

function toQuote() {
  const mark = element.querySelector("#cited");
  if (!mark) { box.scrollTop = 0; return; }
  const table = mark.closest(".xw-table");
  if (table) table.scrollLeft += mark.getBoundingClientRect().left - table.getBoundingClientRect().left - 24;
  box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * 0.38;
  element.querySelectorAll("mark").forEach((one) => {
    one.classList.remove("xw-flash");
    void one.offsetWidth; // restarts the animation
    one.classList.add("xw-flash");
  });
}

// Which report is shown, with which characters marked.
function shown() {
  const { doc, start, end } = element.querySelector(".xw-report").dataset;
  return start === undefined ? { doc } : { doc, start: Number(start), end: Number(end) };
}

const close = () => document.body.classList.remove("xw-reading");

element.addEventListener("click", (event) => {
  if (event.target.closest(".xw-close")) close();
  if (event.target.closest(".xw-back")) toQuote();
  if (event.target.closest(".xw-more-about")) trigger("select", shown());
  const listed = event.target.closest("[data-open]");
  if (listed) trigger("select", { doc: listed.dataset.open });
  const only = event.target.closest("[data-only]");
  if (only) {
    trigger("apply", { doc: only.dataset.only });
    close();
    document.querySelector("#xw-tabs [role=tab]")?.click();
    setTimeout(() => document.querySelector("#xw-question textarea")?.focus(), 60); // hidden until the tab is drawn
  }
  const reset = event.target.closest(".xw-reset");
  if (reset) { busy(reset.form); trigger("submit", { ...shown(), reset: true }); }
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  trigger("submit", { ...Object.fromEntries(new FormData(event.target)), ...shown() });
  busy(event.target);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
function busy(form) {
  const save = form.querySelector("[type=submit]");
  save.textContent = save.dataset.busy;
  form.querySelectorAll("button").forEach((one) => { one.disabled = true; });
}

// The same citation clicked again changes nothing in the text, so it is the click that asks for the place.
document.addEventListener("click", (event) => {
  const cited = event.target.closest("#xw-thread [data-doc], #xw-figures [data-doc]");
  const shown = element.querySelector(".xw-report");
  const same = cited && shown && ["doc", "start", "end"].every((key) => cited.dataset[key] === shown.dataset[key]);
  if (same) requestAnimationFrame(toQuote);
});

watch("value", () => requestAnimationFrame(() => {
  // Who asked for the facts, or changed them, looks at them and not at the quote.
  const form = element.querySelector(".xw-correct[open]"); // something in it was refused
  if (form) box.scrollTop += form.getBoundingClientRect().top - box.getBoundingClientRect().top - 72;
  else if (element.querySelector(".xw-about")) box.scrollTop = 0;
  else toQuote();
}));
