// The conversation: citations open the report, suggestions ask, and the newest question stays in sight.
const box = element.closest("#xw-thread");
let seen = 0;
let left = false;
let running = false;

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
  const whole = event.target.closest("[data-whole]");
  if (whole) {
    const question = document.querySelector("#xw-question textarea");
    question.value = whole.dataset.whole;
    question.dispatchEvent(new Event("input", { bubbles: true }));
    question.focus();
  }
  const suggested = event.target.closest("[data-ask]");
  // With every click goes the exchange that it comes after: should another question be before it, it is not meant any more.
  if (suggested) trigger("submit", { question: suggested.dataset.ask, after: suggested.dataset.after ?? "" });
  const tab = event.target.closest("[data-goto]");
  if (tab) document.querySelectorAll("#xw-tabs [role=tab]")[Number(tab.dataset.goto)]?.click();
});

// Who scrolls away while an answer grows wants to stay there.
["wheel", "touchmove"].forEach((name) => box.addEventListener(name, () => { left = true; }, { passive: true }));

watch("value", () => {
  const all = element.querySelectorAll(".xw-exchange");
  const last = all[all.length - 1];
  const grew = all.length !== seen || running;
  if (all.length !== seen) left = false;
  seen = all.length;
  running = last?.dataset.state === "running";
  if (!last) box.scrollTop = 0;
  else if (!left && (grew || running)) box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
});

// Below an answer: what is hidden opens in place, and closes with Escape.
const SAID = 2500; // milliseconds

function show(button, open) {
  const panel = document.getElementById(button.dataset.opens);
  if (!panel) return;
  if (open) {
    const others = button.closest(".xw-actions").querySelectorAll("[data-opens]");
    others.forEach((one) => { if (one !== button) show(one, false); });
  }
  panel.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) {
    panel.scrollIntoView({ block: "nearest" });
    panel.querySelector("input, button")?.focus({ preventScroll: true });
  }
}

const openerOf = (panel) => element.querySelector(`[data-opens="${panel.id}"]`);

// Pages of an intranet that come without https have no clipboard; there the old way still works.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    area.style.cssText = "position: fixed; top: 0; left: -999px; font-size: 16px;";
    document.body.append(area);
    area.select();
    area.setSelectionRange(0, text.length);
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

function tell(panel, words) {
  const line = openerOf(panel)?.closest(".xw-actions").querySelector(".xw-said");
  if (!line) return;
  const before = line.dataset.before ?? line.textContent;
  line.dataset.before = before;
  line.textContent = words;
  clearTimeout(line.timer);
  line.timer = setTimeout(() => {
    if (line.textContent === words) line.textContent = before;
    delete line.dataset.before;
  }, SAID);
}

element.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const key = button.closest("[data-key]")?.dataset.key;
  if (button.dataset.opens) show(button, button.getAttribute("aria-expanded") !== "true");
  else if (button.dataset.verdict) trigger("like", { key, verdict: button.dataset.verdict });
  else if ("again" in button.dataset) trigger("submit", { again: true, after: key });
  else if ("edit" in button.dataset) {
    trigger("edit", { after: key });
    document.querySelector("#xw-question textarea")?.focus();
  } else if (button.classList.contains("xw-cancel")) close(button.closest(".xw-panel"));
  else if (button.dataset.copy !== undefined) {
    const panel = button.closest(".xw-panel");
    tell(panel, (await copied(button.dataset.copy)) ? panel.dataset.done : panel.dataset.failed);
  }
});

function close(panel) {
  const opener = openerOf(panel);
  if (!opener) return;
  show(opener, false);
  opener.focus({ preventScroll: true });
}

element.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest(".xw-panel");
  if (panel) { event.stopPropagation(); close(panel); }
});

element.addEventListener("submit", (event) => {
  const form = event.target.closest(".xw-why");
  if (!form) return;
  event.preventDefault();
  const reason = form.querySelector("input:checked")?.value ?? "";
  const note = form.querySelector("textarea").value;
  trigger("like", { key: form.dataset.key, verdict: "down", reason, note });
  const opener = openerOf(form);
  form.reset();
  close(form);
  opener?.focus({ preventScroll: true });
});
