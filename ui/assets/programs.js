// How programs call the page: a dialog, whose addresses are where this browser found the page.
const dialog = () => element.querySelector(".xw-programs");
const address = () => location.origin + location.pathname.replace(/\/+$/, "");

element.addEventListener("click", (event) => {
  if (event.target.closest(".xw-programs-open")) {
    dialog().querySelectorAll("code").forEach((code) => {
      code.textContent = code.textContent.replaceAll("{address}", address());
    });
    dialog().showModal();
  }
  // Outside of the sheet only the dialog itself is hit.
  if (event.target.closest(".xw-programs-close") || event.target === dialog()) dialog().close();
});
