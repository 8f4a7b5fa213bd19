// The report: the cited characters are brought into view; on a phone the report lies over the page until closed.
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

const close = () => document.body.classList.remove("xw-reading");

element.addEventListener("click", (event) => {
  if (event.target.closest(".xw-close")) close();
  if (event.target.closest(".xw-back")) toQuote();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
// The same citation clicked again changes nothing in the text, so it is the click that asks for the place.
document.addEventListener("click", (event) => {
  const cited = event.target.closest("#xw-thread [data-doc]");
  const shown = element.querySelector(".xw-report");
  const same = cited && shown && ["doc", "start", "end"].every((key) => cited.dataset[key] === shown.dataset[key]);
  if (same) requestAnimationFrame(toQuote);
});

watch("value", () => requestAnimationFrame(toQuote));
