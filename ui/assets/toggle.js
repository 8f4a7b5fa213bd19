// A button that opens a panel above the question; one is open at a time, and Escape closes it.
const own = () => element.querySelector(".xw-toggle");
const panel = () => document.getElementById(own().getAttribute("aria-controls"));

function set(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls"))?.toggleAttribute("data-shown", open);
}

element.addEventListener("click", (event) => {
  const button = event.target.closest(".xw-toggle");
  if (!button) return;
  const open = button.getAttribute("aria-expanded") !== "true";
  document.querySelectorAll(".xw-toggle").forEach((one) => set(one, one === button && open));
  if (open) trigger("select");
});

document.addEventListener("keydown", (event) => {
  const button = own();
  if (event.key !== "Escape" || button?.getAttribute("aria-expanded") !== "true") return;
  const inside = panel()?.contains(document.activeElement) || element.contains(document.activeElement);
  set(button, false);
  if (inside) button.focus();
});
