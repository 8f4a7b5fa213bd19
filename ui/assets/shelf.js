// The library: a row opens its report; removing asks once more in place and forgets the request after a while.
const PATIENCE = 4000; // milliseconds
let current = "";

// The table is drawn anew when anything in it changes; the report that is open stays marked.
function mark() {
  element.querySelectorAll("tr[data-doc]").forEach((row) => {
    row.classList.toggle("xw-current", row.dataset.doc === current);
  });
}

function disarm(button) {
  button.classList.remove("xw-armed");
  button.textContent = button.dataset.plain;
}

element.addEventListener("click", (event) => {
  const row = event.target.closest("[data-doc]");
  if (!row || event.target.closest("a")) return;
  const button = event.target.closest(".xw-remove");
  if (!button) {
    current = row.dataset.doc;
    mark();
    document.body.classList.add("xw-reading");
    trigger("select", { doc: row.dataset.doc });
  } else if (button.classList.contains("xw-armed")) {
    disarm(button);
    trigger("delete", { doc: row.dataset.doc });
  } else {
    button.classList.add("xw-armed");
    button.textContent = button.dataset.confirm;
    setTimeout(() => disarm(button), PATIENCE);
  }
});

watch("value", () => requestAnimationFrame(mark));
