// The list of kept conversations: reopen one, delete one or all; deleting asks once more in place.
const PATIENCE = 4000; // milliseconds

function disarm(button) {
  button.classList.remove("xw-armed");
  button.textContent = button.dataset.plain;
}

function armed(button) {
  if (button.classList.contains("xw-armed")) return true;
  button.classList.add("xw-armed");
  button.textContent = button.dataset.confirm;
  setTimeout(() => disarm(button), PATIENCE);
  return false;
}

// Without the conversation that is shown the page begins anew.
function dropped(ids) {
  const shown = element.querySelector("[aria-current]")?.closest("[data-id]")?.dataset.id;
  ids.forEach(xwStore.drop);
  if (!ids.includes(shown)) return trigger("delete");
  xwStore.leave();
  return trigger("clear");
}

element.addEventListener("click", (event) => {
  const id = event.target.closest("[data-id]")?.dataset.id;
  const one = event.target.closest(".xw-drop");
  const every = event.target.closest(".xw-drop-all");
  if (event.target.closest(".xw-reopen")) {
    xwStore.show(id);
    trigger("select", { text: xwStore.get(id) });
    document.querySelector("[aria-controls=xw-history][aria-expanded=true]")?.click();
  } else if (one && armed(one)) dropped([id]);
  else if (every && armed(every)) dropped([...element.querySelectorAll("[data-id]")].map((row) => row.dataset.id));
});
