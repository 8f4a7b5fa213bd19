// The library: a row opens its report, a head sorts, ticked rows can be removed together. Removing asks once more in
// place and forgets the request after a while. The table is drawn anew when anything in it changes: the report that is
// open stays marked, rows that are still there stay ticked, and the focus stays where it was.
const PATIENCE = 4000; // milliseconds
let current = "";
let chosen = new Set();
let refocus = "";

const ticks = () => [...element.querySelectorAll(".xw-choose")];
const idOf = (part) => part.closest("[data-doc]").dataset.doc;
const openOf = (id) => `[data-doc="${CSS.escape(id)}"] .xw-open`;

function mark() {
  element.querySelectorAll("[data-doc]").forEach((row) => row.classList.toggle("xw-current", row.dataset.doc === current));
}

function worded(button, words) {
  button.textContent = words.replace("{n}", chosen.size);
}

function disarm(button) {
  clearTimeout(button.timer);
  button.classList.remove("xw-armed");
  worded(button, button.dataset.plain);
}

function armed(button) {
  if (button.classList.contains("xw-armed")) return true;
  button.classList.add("xw-armed");
  worded(button, button.dataset.confirm);
  button.timer = setTimeout(() => disarm(button), PATIENCE);
  return false;
}

// What is not in sight must not be removed with what is: only rows of the page that is shown count as ticked.
function tally() {
  const all = ticks();
  chosen = new Set(all.filter((tick) => tick.checked).map(idOf));
  all.forEach((tick) => tick.closest("tr").classList.toggle("xw-chosen", tick.checked));
  const every = element.querySelector(".xw-choose-all");
  const button = element.querySelector(".xw-remove-chosen");
  if (!every || !button) return;
  every.checked = chosen.size > 0 && chosen.size === all.length;
  every.indeterminate = chosen.size > 0 && chosen.size < all.length;
  button.hidden = chosen.size === 0;
  disarm(button);
}

// What is to have the focus when a row or a source in a row goes: the report after it, or before it, or its own.
function beside(part) {
  const rows = [...element.querySelectorAll("tr[data-doc]")];
  const at = rows.indexOf(part.closest("tr"));
  const next = at < 0 ? part.closest("tr").previousElementSibling : rows[at + 1] ?? rows[at - 1];
  return next ? openOf(next.dataset.doc) : ".xw-open";
}

// The questions, which are hidden until their tab is drawn.
function toQuestion() {
  document.querySelector("#xw-tabs [role=tab]")?.click();
  setTimeout(() => document.querySelector("#xw-question textarea")?.focus(), 60);
}

function remove(docs, button) {
  button.textContent = button.dataset.busy ?? button.textContent; // many take a while
  trigger("delete", { docs, shown: document.querySelector("#xw-reader .xw-report")?.dataset.doc ?? "" });
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const doc = event.target.closest("[data-doc]")?.dataset.doc;
  if (event.target.closest("a, summary, .xw-choice")) return;
  if (button?.dataset.sort) {
    refocus = `[data-sort=${button.dataset.sort}]`;
    trigger("input", { sort: button.dataset.sort });
  } else if (button?.dataset.page) {
    refocus = "tbody .xw-open";
    trigger("input", { page: Number(button.dataset.page) });
  } else if (button?.matches(".xw-remove-chosen")) {
    if (!armed(button)) return;
    refocus = ".xw-choose-all";
    remove([...chosen], button);
  } else if (button?.matches(".xw-remove")) {
    if (!armed(button)) return;
    refocus = beside(button);
    disarm(button);
    remove([doc], button);
  } else if (button?.matches(".xw-only")) {
    trigger("apply", { doc });
    toQuestion();
  } else if (doc) {
    current = doc;
    mark();
    document.body.classList.add("xw-reading");
    trigger("select", { doc });
  }
});

element.addEventListener("change", (event) => {
  if (event.target.matches(".xw-choose-all")) ticks().forEach((tick) => { tick.checked = event.target.checked; });
  tally();
});

// Where nothing could be removed, the table is not drawn anew.
document.addEventListener("xw-said", tally);

watch("value", () => requestAnimationFrame(() => {
  ticks().forEach((tick) => { tick.checked = chosen.has(idOf(tick)); });
  mark();
  tally();
  if (refocus) (element.querySelector(refocus) ?? document.querySelector("#xw-filter :is(input, textarea)"))?.focus();
  refocus = "";
}));
