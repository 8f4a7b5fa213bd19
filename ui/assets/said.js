// What came of a removal stays in sight above the table for a while, wherever it is scrolled to.
const SEEN = 8000; // milliseconds
let timer = 0;
element.setAttribute("role", "status");

watch("value", () => {
  document.dispatchEvent(new CustomEvent("xw-said"));
  const block = element.closest("#xw-said");
  block.classList.add("xw-fresh");
  clearTimeout(timer);
  timer = setTimeout(() => block.classList.remove("xw-fresh"), SEEN);
});
