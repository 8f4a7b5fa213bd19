// What this browser keeps of conversations, an entry of its store for each. The server stores nothing of it.
window.xwStore ??= (() => {
  const PREFIX = "xianwen.conversation.";
  const CURRENT = "xianwen.current"; // of this tab
  const KEPT = 20;
  const KEY = /^[0-9a-f]{16}$/;

  function parsed(text) {
    try { return JSON.parse(text); } catch { return null; }
  }

  // A store that is switched off holds nothing and takes nothing.
  function quietly(work, otherwise) {
    try { return work(); } catch { return otherwise; }
  }

  // The newest first. What is no conversation is passed over; the server looks closely at what it is sent.
  function all() {
    const keys = quietly(() => Object.keys(localStorage), []).filter((key) => key.startsWith(PREFIX));
    const found = keys.map((key) => {
      const text = localStorage.getItem(key);
      const one = parsed(text);
      const id = key.slice(PREFIX.length);
      const sound = KEY.test(id) && one && one.id === id && Array.isArray(one.exchanges) && one.exchanges.length;
      return { id, text, at: sound ? Number(one.at) || 0 : 0, one: sound ? one : null };
    });
    return found.filter((entry) => entry.one).sort((first, second) => second.at - first.at);
  }

  function head({ id, at, one }) {
    const when = new Date(at);
    const day = { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
    const written = at && !Number.isNaN(when.getTime()) ? when.toLocaleString(navigator.language, day) : "";
    return { id, when: written, title: String(one.exchanges[0]?.question ?? "").slice(0, 80), owner: one.owner };
  }

  function drop(id) { quietly(() => localStorage.removeItem(PREFIX + id)); }
  function current() { return quietly(() => sessionStorage.getItem(CURRENT), null); }
  function show(id) { quietly(() => sessionStorage.setItem(CURRENT, id)); }
  function get(id) { return quietly(() => localStorage.getItem(PREFIX + id), null) ?? ""; }

  function put(text) {
    const one = parsed(text);
    if (!one) return;
    one.at = Date.now();
    show(one.id);
    const others = all().filter((entry) => entry.id !== one.id);
    others.splice(KEPT - 1).forEach((entry) => drop(entry.id));
    const written = JSON.stringify(one);
    for (;;) {
      if (quietly(() => { localStorage.setItem(PREFIX + one.id, written); return true; }, false)) return;
      const oldest = others.pop(); // the store is full
      if (!oldest) return;
      drop(oldest.id);
    }
  }

  return {
    current, show, get, put, drop,
    leave: () => show(""),
    heads: () => JSON.stringify(all().slice(0, KEPT).map(head)),
    opening: () => {
      const kept = all().slice(0, KEPT);
      const named = current();
      const shown = named === null ? kept[0] : kept.find((entry) => entry.id === named);
      return JSON.stringify({ shown: shown?.text ?? "", heads: kept.map(head) });
    },
  };
})();
