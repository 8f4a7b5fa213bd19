// The filters of each person who uses this browser, an entry of its store for each. The server stores nothing of them.
window.xwFilters ??= (() => {
  const PREFIX = "xianwen.filters.";

  // A store that is switched off holds nothing and takes nothing.
  function quietly(work, otherwise) {
    try { return work(); } catch { return otherwise; }
  }

  return {
    put: (owner, text) => quietly(() => (
      text ? localStorage.setItem(PREFIX + owner, text) : localStorage.removeItem(PREFIX + owner)
    )),
    everybody: () => quietly(() => {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).slice(0, 50);
      return JSON.stringify(Object.fromEntries(keys.map((key) => [key.slice(PREFIX.length), localStorage.getItem(key)])));
    }, "{}"),
  };
})();
