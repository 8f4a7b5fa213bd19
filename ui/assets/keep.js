// A conversation that the server hands over is put into the browser's store.
watch("value", () => {
  const text = element.textContent;
  if (!text) return;
  xwStore.put(text);
  trigger("input");
});
