/* The status of a service in one line, for other pages, where this script stands or in the element that data-in names.
   With data-hide="well" it is there only while something is wrong, or while nobody knows. */
(() => {
  "use strict";
  const own = document.currentScript;
  if (!own) return;
  const source = new URL("now.json", own.src);
  const marks = {
    operational: ["●", "#2e9e6b"],
    maintenance: ["◆", "#5b86d6"],
    degraded: ["▲", "#c47a12"],
    "partial-outage": ["◐", "#d9652b"],
    "major-outage": ["■", "#d6323f"],
  };
  let line = document.getElementById(own.dataset.in ?? "");
  let known = null;

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  function long(milliseconds) {
    const minutes = Math.abs(Math.ceil(milliseconds / 60_000));
    const parts = [["d", Math.floor(minutes / 1440)], ["h", Math.floor(minutes / 60) % 24], ["min", minutes % 60]];
    const found = parts.filter(([, number]) => number).slice(0, 2);
    return found.map(([unit, num]) => fill(known.say[unit], { num })).join(" ") || known.say.moment;
  }

  function piece(text, style, link) {
    const element = document.createElement("span");
    element.textContent = text;
    Object.assign(element.style, style);
    link.append(element, " ");
  }

  function show() {
    const now = Date.now();
    const old = known.set || now - Date.parse(known.built) > known.stale * 1000;
    line.hidden = own.dataset.hide === "well" && known.well && !old;
    line.lang = known.lang;
    line.dir = known.dir;
    const link = document.createElement("a");
    link.href = new URL(`../../${known.page}`, source);
    link.style.color = "inherit";
    const [shape, color] = (!old && marks[known.state]) || ["?", "#8d7fa8"];
    piece(shape, { color }, link);
    piece(old ? fill(known.say.asOf, known) : known.word, {}, link);
    piece(known.headline, { fontWeight: old ? 400 : 600 }, link);
    for (const each of known.times) {
      const left = Date.parse(each.at) - now;
      const late = left < 0 && !old;
      const how = old || !each.at ? "" : ` (${fill(late ? each.late : each.ahead, { length: long(left) })})`;
      piece(`${each.question}: ${each.said}${how}`, { fontWeight: late ? 700 : 400 }, link);
    }
    line.replaceChildren(link);
  }

  async function ask() {
    try {
      const answer = await fetch(source, { cache: "no-cache", credentials: "omit" });
      if (answer.ok) known = await answer.json();
    } catch {
      /* What is known already grows old, and says so. */
    }
    if (!known) return;
    if (!line) {
      line = document.createElement("p");
      own.after(line);
    }
    show();
  }

  ask();
  setInterval(ask, 60_000);
  setInterval(() => known && show(), 10_000);
})();
