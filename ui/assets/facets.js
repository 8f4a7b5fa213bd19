// What is ticked is sent whole, so that two quick ticks cannot lose each other.
const ticks = () => [...element.querySelectorAll("input[type=checkbox]")];

element.addEventListener("change", (event) => {
  const { name, value, checked } = event.target;
  if (name === "places" && checked) {
    // A place stands for all below it: of two such the one that was ticked last counts.
    ticks().forEach((one) => {
      const related = one.value.startsWith(value) || value.startsWith(one.value);
      if (one.name === "places" && one.value !== value && related) one.checked = false;
    });
  }
  const chosen = {};
  ticks().forEach((one) => {
    chosen[one.name] ??= [];
    if (one.checked) chosen[one.name].push(one.value);
  });
  trigger("input", chosen);
});
