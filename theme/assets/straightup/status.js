/*
  Keeps a page true that nobody rebuilds, and puts its times into the reader's own zone and language.

  Everything it says comes from the page: the moments in <time> and data-su-due, the parts for later moments in
  <template data-su-from>, the sentences in #su-page. Without it the page stays complete and true.
*/
(() => {
  "use strict";

  let stop = () => {};
  // Read at once: later there is no current script any more.
  const present = new URL("now.json", document.currentScript?.src || location.href);

  /* Where the theme puts the next page into the open document, this runs again for each. */
  function start() {
    stop();
    stop = () => {};
    const root = document.querySelector(".straightup");
    const data = document.getElementById("su-page");
    if (root && data) stop = keep(root, data);
  }

  function keep(root, data) {
    const page = JSON.parse(data.dataset.suPage);
    const say = page.words;
    const MINUTE = 60_000;
    const opened = Date.now();
    const settled = !page.built; // nothing on the page waits for the clock, so it does not know when it was built
    const built = settled ? 0 : Date.parse(page.built);
    let skew = 0; // what the host's clock is ahead of the reader's, in milliseconds
    let wanted = Date.now() < built - 2 * MINUTE; // worth a look at the host: something is late or old, or a clock wrong

    /* A clock that was set by hand goes on from there. A reader's clock before the build is wrong. */
    const clock = () => (page.set ? built + (Date.now() - opened) : Math.max(Date.now() + skew, built));

    const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all).replaceAll("%%", "%");

    const plural = new Intl.PluralRules(document.documentElement.lang || "en");
    const many = (num) => fill(say.days[plural.select(num)] ?? say.days.other ?? say.d, { num });

    /* As the pages say lengths: two units, cut; from three days on whole days alone, the nearest. */
    function length(milliseconds) {
      const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
      const hours = Math.floor(minutes / 60);
      const days = Math.floor(hours / 24);
      if (days >= 3) return many(Math.round(minutes / 1440));
      const parts = days ? [[days, "d"], [hours % 24, "h"]] : [[hours, "h"], [minutes % 60, "min"]];
      const said = parts.filter(([number]) => number).map(([number, unit]) => fill(say[unit], { num: number }));
      return said.join(" ") || say.moment;
    }

    /* ---- The reader's own time ---- */

    let inUtc = remembered() === "utc";
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const isUtc = /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich)$/.test(zone);

    function remembered() {
      try {
        return localStorage.getItem("straightup.times");
      } catch {
        return null; // storage may be forbidden
      }
    }

    function remember(value) {
      try {
        localStorage.setItem("straightup.times", value);
      } catch {
        /* then it holds for this page */
      }
    }

    const formats = new Map();
    function format(options) {
      const key = JSON.stringify(options);
      // The digits of the page, whose other numbers are not the script's.
      if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(undefined, { ...options, numberingSystem: "latn" }));
      return formats.get(key);
    }

    const dayOf = (date) => format({ year: "numeric", month: "numeric", day: "numeric" }).format(date);
    const utcDayOf = (date) => format({ year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" }).format(date);

    /* The text that was pressed says what to show: a time of day always names UTC, a year stands where it matters. */
    function localised(element, text) {
      const begin = new Date(element.dateTime);
      const end = element.dataset.suUntil ? new Date(element.dataset.suUntil) : begin;
      const rest = text.replace(/\d{1,2}:\d\d/g, "");
      // Without a day it was meant as today, or as the day that the page speaks of.
      const today = !settled && element.closest(".su-answers, .su-band, .su-lead, .su-latest, .su-component");
      const meant = today ? dayOf(new Date(clock())) : utcDayOf(begin);
      const options = {};
      if (rest !== text) Object.assign(options, { hour: "numeric", minute: "2-digit", timeZoneName: "short" });
      if (/\d/.test(rest) || dayOf(begin) !== meant || dayOf(begin) !== dayOf(end)) {
        Object.assign(options, { day: "numeric", month: "short" });
      }
      if (/\d{4}/.test(rest)) options.year = "numeric";
      const made = format(options);
      const zoneName = made.formatToParts(begin).find((part) => part.type === "timeZoneName")?.value;
      if (!(end > begin)) return [made.format(begin), zoneName];
      return [made.formatRange ? made.formatRange(begin, end) : `${made.format(begin)} – ${made.format(end)}`, zoneName];
    }

    /* Where the zone has a place of its own, beside large figures, that of the reader gets it. */
    function write(element, text, zoneName) {
      const figures = element.querySelector(".su-figures");
      if (!figures) element.textContent = text;
      else {
        const apart = zoneName && text.endsWith(` ${zoneName}`) ? zoneName : "";
        figures.textContent = apart ? text.slice(0, -apart.length - 1) : text;
        element.querySelector(".su-zone-name").textContent = apart;
      }
    }

    function showTimes(within = root) {
      for (const element of within.querySelectorAll("time[datetime]")) {
        if (element.dataset.suUtc === undefined) {
          element.dataset.suUtc = element.textContent;
          element.dataset.suWritten = element.title;
        }
        const utc = element.dataset.suUtc;
        const [own, zoneName] = isUtc || inUtc ? [utc, "UTC"] : localised(element, utc);
        write(element, own, zoneName);
        element.title = own === utc ? element.dataset.suWritten : [utc, element.dataset.suWritten].filter(Boolean).join(" · ");
      }
      for (const element of within.querySelectorAll("[data-su-clock]")) {
        element.dataset.suUtc ??= element.textContent;
        const when = new Date(element.dataset.suClock);
        element.textContent =
          isUtc || inUtc ? element.dataset.suUtc : format({ hour: "numeric", minute: "2-digit" }).format(when);
      }
      for (const element of within.querySelectorAll("[data-su-zone]")) element.textContent = isUtc || inUtc ? "UTC" : zone;
    }

    /* ---- What was promised ---- */

    function showDues(now) {
      for (const element of root.querySelectorAll("[data-su-due]")) {
        const left = Date.parse(element.dataset.suDue) - now;
        const words = say[element.dataset.suKind];
        const late = left < 0;
        const text = late ? words.late : words.ahead;
        // What is left is rounded up and lateness is cut: neither is ever said to be more than it is.
        // A promise that is broken for long is told by how long: that is the largest text of its tile.
        const tile = late && left <= -60 * MINUTE && element.dataset.suKind === "promise" && element.closest(".su-tile");
        showPromised(element.closest(".su-tile"), Boolean(tile));
        set(element, text ? fill(text, { length: length(late ? left : left + MINUTE - 1) }) : "");
        element.classList.toggle("su-late", late && Boolean(text));
        if (late && !page.set) wanted = true;
      }
    }

    function showPromised(tile, long) {
      if (!tile || tile.classList.contains("su-long") === long) return;
      tile.classList.toggle("su-long", long);
      tile.querySelector(".su-promised")?.remove();
      const time = tile.querySelector(".su-said");
      if (!long || !time) return;
      const made = document.createElement("p");
      made.className = "su-promised";
      made.textContent = fill(say.promised, { time: time.textContent.trim() });
      tile.querySelector("dd").append(made);
    }

    /* ---- What begins and ends by the clock alone ---- */

    const pressed = new Map();
    function showLater(now) {
      for (const live of root.querySelectorAll(".su-live")) {
        let chosen = null;
        for (let next = live.nextElementSibling; next?.matches("template[data-su-from]"); next = next.nextElementSibling) {
          if (Date.parse(next.dataset.suFrom) <= now) chosen = next;
        }
        const from = chosen?.dataset.suFrom ?? "";
        if ((live.dataset.suShown ?? "") === from) continue;
        const before = live.querySelector("[data-su-title]")?.dataset.suTitle;
        if (!pressed.has(live)) pressed.set(live, [...live.childNodes]);
        // A clock that is corrected may also go back, to what was pressed.
        live.replaceChildren(...(chosen ? [chosen.content.cloneNode(true)] : pressed.get(live)));
        live.dataset.suShown = from;
        showTimes(live);
        const after = live.querySelector("[data-su-title]");
        if (after) showState(after.dataset.suState);
        if (before && after) document.title = document.title.replace(before, () => after.dataset.suTitle);
      }
    }

    function showState(state) {
      const icon = document.getElementById("su-favicon");
      if (icon && state) icon.href = icon.href.replace(/[a-z-]+(\.svg)$/, `${state}$1`);
    }

    /* ---- How old the page is ---- */

    let warning = null;
    function showAge(now) {
      if (page.set) return;
      const age = now - built;
      for (const element of root.querySelectorAll(".su-built")) {
        let said = element.querySelector(".su-ago");
        if (!said) {
          said = document.createElement("span");
          said.className = "su-ago";
          // Before the full stop, which is all that follows the time.
          const tail = element.lastChild;
          element.insertBefore(said, tail.nodeType === Node.TEXT_NODE && tail.textContent.trim().length < 2 ? tail : null);
          said.before(" ");
        }
        set(said, fill(say.ago, { length: length(age) }));
      }
      const old = age > page.stale * 1000;
      if (old && !warning) {
        warning = document.createElement("div");
        warning.className = "su-banner su-stale";
        warning.setAttribute("role", "status");
        warning.append(document.createElement("p"));
        root.prepend(warning);
      }
      if (!old) {
        warning?.remove();
        root.querySelector(".su-as-of")?.remove();
        warning = null;
      } else {
        set(warning.firstChild, fill(say.stale, { length: length(age) }));
        dateSentence();
        wanted = true;
      }
    }

    /* Each time anew: the sentence may have been exchanged, and the zone changed. */
    function dateSentence() {
      const sentence = root.querySelector(".su-band .su-headline");
      const time = root.querySelector(".su-built time");
      if (!sentence || !time) return;
      let dated = sentence.querySelector(".su-as-of");
      if (!dated) {
        dated = document.createElement("span");
        dated.className = "su-rest su-as-of";
        sentence.prepend(dated, " ");
      }
      set(dated, fill(say.asOf, { time: time.textContent }));
      sentence.querySelectorAll("[data-su-then]").forEach((part) => set(part, part.dataset.suThen));
    }

    /* A settled page does not know how the site is now, and asks: for the picture in the tab, and for what is wrong. */
    async function askPresent() {
      try {
        const answer = await fetch(present, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(15_000) });
        const now = await answer.json();
        showState(now.state);
        const age = Date.now() - Date.parse(now.built);
        if (!now.live || now.set || age > now.stale * 1000 || root.querySelector(".su-elsewhere")) return;
        const line = document.createElement("p");
        line.className = "su-note su-elsewhere";
        const link = document.createElement("a");
        link.href = new URL(`../../${now.page}`, present).href;
        link.textContent = fill(say.now, { sentence: now.headline });
        line.append(link);
        root.prepend(line);
      } catch {
        /* offline, or opened from a file: what the page says is true all the same */
      }
    }

    function set(element, text) {
      if (element.textContent !== text) element.textContent = text;
    }

    /* ---- A newer page, and the host's clock ---- */

    let looked = opened;
    let asking = false;

    async function look() {
      asking = true;
      looked = Date.now();
      try {
        const answer = await fetch(location.pathname, {
          cache: "no-cache",
          credentials: "omit",
          signal: AbortSignal.timeout(15_000),
        });
        if (answer.ok) correct(answer.headers);
        if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        /* offline, or opened from a file: the page tells how old it is */
      }
      asking = false;
      wanted = false;
      tick();
    }

    /* Hosts in a row count the age of an answer from its date, or write a new date into it: the nearer one is believed. */
    function correct(headers) {
      const dated = Date.parse(headers.get("date")) - Date.now();
      const aged = dated + 1000 * Number(headers.get("age") ?? 0);
      const ahead = Math.abs(aged) < Math.abs(dated) ? aged : dated;
      // A host whose clock is before the build is wrong itself.
      if (Date.now() + ahead > built - 2 * MINUTE) skew = Math.abs(ahead) > 2 * MINUTE ? ahead : 0;
    }

    function renew(other) {
      const newer = other.getElementById("su-page");
      const body = other.querySelector(".straightup");
      const moment = newer && JSON.parse(newer.dataset.suPage).built;
      if (!body || !(Date.parse(moment) > built)) return;
      // A reader in the middle of the page keeps their place: what is new is offered, and the top is simply new. A host
      // that goes on to send the old page is not asked again and again.
      const reading =
        window.scrollY > 200 ||
        document.activeElement?.matches("input, button, summary") ||
        root.querySelector("details[open]") ||
        String(getSelection());
      if (reading || !firstTime(moment)) offer();
      else location.reload();
    }

    function firstTime(moment) {
      try {
        if (sessionStorage.getItem("straightup.news") === moment) return false;
        sessionStorage.setItem("straightup.news", moment);
        return true;
      } catch {
        return false;
      }
    }

    let offered = null;
    function offer() {
      if (offered) return;
      offered = document.createElement("button");
      offered.type = "button";
      offered.className = "su-news";
      offered.textContent = say.news;
      offered.addEventListener("click", () => location.reload());
      root.append(offered);
    }

    /* ---- Small helps ---- */

    function button(text, act, label) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "su-button";
      made.textContent = text;
      if (label) made.setAttribute("aria-label", label);
      made.addEventListener("click", () => act(made));
      return made;
    }

    function offerZone() {
      if (isUtc || !root.querySelector("time")) return;
      const line = document.createElement("p");
      line.className = "su-note su-zone";
      const words = document.createElement("span");
      const told = () => (inUtc ? say.utc : fill(say.zone, { zone }));
      words.textContent = told();
      line.append(
        words,
        " ",
        button(inUtc ? say.toZone : say.toUtc, (made) => {
          inUtc = !inUtc;
          remember(inUtc ? "utc" : "own");
          words.textContent = told();
          made.textContent = inUtc ? say.toZone : say.toUtc;
          for (const tile of root.querySelectorAll(".su-long.su-tile")) showPromised(tile, false);
          showTimes();
          tick();
        }),
      );
      (root.querySelector(".su-follow") ?? root).append(line);
    }

    function offerCopies() {
      for (const element of root.querySelectorAll("[data-su-copy]")) {
        element.after(" ", button(say.copy, (made) => copy(element.textContent.trim(), made), fill(say.copyWhat, { text: element.textContent.trim() })));
      }
      for (const link of root.querySelectorAll("a[data-su-share]")) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          if (navigator.share) navigator.share({ title: document.title, url: link.href }).catch(() => {});
          else copy(link.href, link);
        });
      }
    }

    /* Every address on the page becomes that of what was chosen. */
    function offerChoice() {
      const place = root.querySelector(".su-choose");
      const links = [...root.querySelectorAll("a[data-su-choice]")];
      if (!place || !links.length) return;
      const all = place.dataset.suFeed;
      const select = document.createElement("select");
      select.append(new Option(place.dataset.suAll, all));
      for (const link of links) select.append(new Option(link.textContent.trim(), link.dataset.suAddress));
      const asked = new URLSearchParams(location.search).get("c");
      const chosen = links.find((link) => link.dataset.suChoice === asked);
      if (chosen) select.value = chosen.dataset.suAddress;
      const show = () => {
        for (const element of root.querySelectorAll("[data-su-follow]")) {
          element.textContent = element.dataset.suFollow.replace(all, () => select.value);
        }
      };
      const label = document.createElement("label");
      label.append(place.dataset.suQuestion, " ", select);
      place.append(label);
      select.addEventListener("change", show);
      show();
    }

    /* A list of many names, by a part of one. */
    function offerFilter() {
      const place = root.querySelector(".su-filter");
      if (!place) return;
      const field = document.createElement("input");
      field.type = "search";
      const label = document.createElement("label");
      label.append(place.dataset.suQuestion, " ", field);
      place.append(label);
      field.addEventListener("input", () => {
        const part = field.value.trim().toLowerCase();
        for (const row of root.querySelectorAll("[data-su-name]")) row.hidden = !row.dataset.suName.includes(part);
        for (const group of root.querySelectorAll(".su-group")) {
          const rows = group.querySelectorAll("[data-su-name]");
          group.hidden = rows.length > 0 && [...rows].every((row) => row.hidden);
        }
      });
    }

    const copying = new Map();
    async function copy(text, where) {
      where.dataset.suLabel ??= where.textContent;
      clearTimeout(copying.get(where));
      try {
        await navigator.clipboard.writeText(text);
        where.textContent = say.copied;
      } catch {
        where.textContent = text; // to be copied by hand
      }
      copying.set(where, setTimeout(() => (where.textContent = where.dataset.suLabel), 3000));
    }

    /* ---- Its own clock ---- */

    function tick() {
      const now = clock();
      showLater(now);
      showDues(now);
      if (settled) return;
      showAge(now);
      const first = wanted && looked === opened;
      const pause = wanted || page.live ? MINUTE : 5 * MINUTE;
      if (!page.set && !asking && !document.hidden && (first || Date.now() - looked >= pause)) look();
    }

    /* The theme opens every fold for the printer. Paper has those that the reader has opened. */
    for (const fold of root.querySelectorAll("details")) {
      fold.toggleAttribute("data-su-open", fold.open);
      fold.querySelector("summary")?.addEventListener("click", () => fold.toggleAttribute("data-su-open", !fold.open));
    }

    showTimes();
    tick();
    if (settled) askPresent();
    offerZone();
    offerChoice();
    offerFilter();
    offerCopies();
    const timer = setInterval(tick, 10_000);
    const seen = () => document.hidden || tick();
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  if (window.document$) window.document$.subscribe(start);
  else start();
})();
