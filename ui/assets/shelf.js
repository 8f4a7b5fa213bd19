// The library: a row opens its report; removing asks once more in place and forgets the request after a while.
const PATIENCE = 4000; // milliseconds

function disarm(button) {
  button.classList.remove("xw-armed");
  button.textContent = button.dataset.plain;
}

element.addEventListener("click", (event) => {
  const row = event.target.closest("[data-doc]");
  if (!row || event.target.closest("a")) return;
  const button = event.target.closest(".xw-remove");
  if (!button) {
    element.querySelectorAll(".xw-current").forEach((one) => one.classList.remove("xw-current"));
    row.classList.add("xw-current");
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
