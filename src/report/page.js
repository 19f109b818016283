"use strict";
(() => {
  const root = document.documentElement, body = document.body;
  const one = (query, within = document) => within.querySelector(query);
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const words = {
    zh: {
      other: "English", auto: "自动", light: "浅色", dark: "深色", theme: (now) => `显示主题：${now}`, tools: "页面设置",
      shown: (n, of) => (n === of ? `共 ${of} 行` : `显示 ${n} 行，共 ${of} 行`), sorted: (name, up) => `已按“${name}”${up ? "升序" : "降序"}排列`, table: "表格",
    },
    en: {
      other: "中文", auto: "Auto", light: "Light", dark: "Dark", theme: (now) => `Theme: ${now}`, tools: "Page settings",
      shown: (n, of) => (n === of ? `${of} rows` : `${n} of ${of} rows shown`), sorted: (name, up) => `Sorted by ${name}, ${up ? "ascending" : "descending"}`, table: "Table",
    },
  };
  const language = () => (body.classList.contains("en") ? "en" : "zh");
  const say = (name) => words[language()][name];
  const part = (lang = language()) => one(`main[lang=${lang}]`);

  // The line of switches, and one place where changes are announced.
  const button = one(".switch");
  const theme = make("button", { type: "button", className: "theme" });
  theme.append(make("i", { ariaHidden: "true" }), make("span"));
  const announce = make("p", { className: "aside" });
  announce.setAttribute("role", "status");
  const tools = make("header", { className: "tools" });
  body.prepend(tools);
  tools.append(button, theme, announce);

  // Theme: as the system has it, light, dark. A page from a file may not be allowed to remember.
  const themes = ["auto", "light", "dark"], key = "minyi-theme";
  const remember = (name) => { try { localStorage.setItem(key, name); } catch { /* not kept */ } };
  const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
  let chosen = themes.includes(remembered()) ? remembered() : "auto";
  const paint = () => {
    if (chosen === "auto") delete root.dataset.theme; else root.dataset.theme = chosen;
    theme.lastChild.textContent = say(chosen);
    theme.setAttribute("aria-label", say("theme")(say(chosen)));
  };
  theme.addEventListener("click", () => {
    chosen = themes[(themes.indexOf(chosen) + 1) % themes.length];
    remember(chosen);
    paint();
  });

  // Tables: a name for each box that scrolls, a stop for the keyboard only where there is something to scroll.
  const heading = (box) => {
    const inside = box.closest("details");
    if (inside) return one("summary", inside);
    for (let at = box; at && at.tagName !== "MAIN"; at = at.previousElementSibling || at.parentNode) if (/^H[1-6]$/.test(at.tagName)) return at;
    return null;
  };
  const fit = (box) => {
    const wide = box.firstElementChild.scrollWidth > box.getBoundingClientRect().width;
    box.classList.toggle("fits", !wide && box.tagName !== "FIGURE");
    if (wide) box.tabIndex = 0; else box.removeAttribute("tabindex");
  };
  const sizes = "ResizeObserver" in window ? new ResizeObserver((list) => list.forEach(({ target }) => fit(target))) : null;
  for (const box of all(".scroll, figure")) {
    const named = box.tagName === "FIGURE" ? one("svg > title", box) : heading(box);
    if (!box.hasAttribute("aria-label") && !box.hasAttribute("aria-labelledby")) box.setAttribute("aria-label", named ? named.textContent.trim() : words[box.closest("main").lang].table);
    if (box.tagName !== "FIGURE" && !box.hasAttribute("role")) box.setAttribute("role", "group");
    if (sizes) sizes.observe(box);
  }

  // Long headings get a wider column, lest they stand ten lines high.
  const length = (words) => [...words].reduce((n, c) => n + (c > "\u2e80" ? 2 : 1), 0);
  all("thead th.n").forEach((th) => th.classList.toggle("long", length(th.textContent) > 30));

  // Sorting. Cells without a value stay at the end, in either direction.
  const collators = {};
  const text = (cell) => (one("[data-v]", cell) ?? cell).dataset.v ?? cell.textContent.trim();
  const number = (t) => Number.parseFloat(t.replace(/^[=<>\u2264\u2265]\s*/, "").replace(/^[\u2212\u2013]/, "-").replace(/(\d),(?=\d{3})/g, "$1"));
  const sort = (head) => {
    const table = head.closest("table"), list = table.tBodies[0], at = head.cellIndex, lang = language();
    const up = head.getAttribute("aria-sort") !== "ascending";
    all("th[aria-sort]", table.tHead).forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = [...list.rows].map((row) => { const t = row.cells[at] ? text(row.cells[at]) : ""; return { row, t, n: number(t) }; });
    const numeric = head.classList.contains("n") && rows.some((r) => !Number.isNaN(r.n));
    const collator = (collators[lang] ??= new Intl.Collator(lang === "zh" ? "zh-CN" : "en", { numeric: true }));
    const none = (r) => (numeric ? Number.isNaN(r.n) : r.t === "" || r.t === "\u2014");
    rows.sort((a, b) => {
      if (none(a) || none(b)) return none(a) - none(b);
      const order = numeric ? a.n - b.n : collator.compare(a.t, b.t);
      return up ? order : -order;
    });
    list.append(...rows.map((r) => r.row));
    announce.textContent = say("sorted")(head.textContent.trim(), up);
  };

  // Filters: every word must be somewhere in the row.
  for (const field of all("input[type=search][data-table]")) {
    const shown = make("p", { className: "shown" });
    shown.setAttribute("role", "status");
    (field.closest("label") ?? field).after(shown);
    const rows = [...document.getElementById(field.dataset.table).tBodies[0].rows], tell = words[field.closest("main").lang].shown;
    const filter = () => {
      const wanted = field.value.trim().toLowerCase().split(/\s+/);
      let n = 0;
      for (const row of rows) {
        const t = row.textContent.toLowerCase();
        row.hidden = !wanted.every((w) => t.includes(w));
        if (!row.hidden) n += 1;
      }
      shown.textContent = tell(n, rows.length);
    };
    field.addEventListener("input", filter);
    filter();
  }

  // Languages. The reader stays at the same place: both parts are built alike, so the nth thing of one is the nth of the other.
  const show = (lang) => {
    if (!part(lang)) return;
    body.classList.remove("zh", "en");
    body.classList.add(lang);
    root.lang = lang;
    document.title = button.dataset[`${lang}Title`];
    button.textContent = words[lang].other;
    button.lang = lang === "zh" ? "en" : "zh";
    tools.setAttribute("aria-label", words[lang].tools);
    announce.textContent = "";
    paint();
  };
  const line = () => { const nav = one("nav", part()); return nav ? nav.offsetHeight : 0; };
  const places = (lang) => all("h2, h3, figure, details, .scroll", part(lang));
  const here = (list) => {
    let found = -1;
    for (const [i, e] of list.entries()) {
      if (!e.getClientRects().length) continue;
      if (e.getBoundingClientRect().top > Math.max(line(), 44) + 24) break;
      found = i;
    }
    return found;
  };
  const place = (target, top) => {
    const move = () => scrollBy(0, target.getBoundingClientRect().top - top);
    move();
    requestAnimationFrame(move); // What was skipped above may have its true height now.
  };
  const change = () => {
    const lang = language() === "zh" ? "en" : "zh", from = places(), to = places(lang), same = from.length === to.length;
    let at = here(from);
    const top = at < 0 ? 0 : from[at].getBoundingClientRect().top;
    if (same) from.forEach((e, i) => { if (e.tagName === "DETAILS") to[i].open = e.open; });
    else {
      while (at >= 0 && !from[at].id) at -= 1;
      at = at < 0 ? at : to.findIndex((e) => e.id === from[at].id.replace(/^(zh|en)-/, `${lang}-`));
    }
    show(lang);
    if (at >= 0) place(to[at], Math.max(top, line() + 12 - to[at].offsetHeight));
    try { if (/^#(zh|en)\b/.test(location.hash)) history.replaceState(null, "", location.hash.replace(/^#(zh|en)/, `#${lang}`)); } catch { /* the address stays */ }
  };
  button.addEventListener("click", change);

  // Addresses: #en, #zh, or anything with a name, in whatever language and however folded.
  const go = () => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (/^(zh|en)$/.test(name)) show(name);
    const target = name && document.getElementById(name);
    if (!target) return;
    const lang = target.closest("main")?.lang;
    if (lang && lang !== language()) show(lang);
    for (let at = target.closest("details"); at; at = at.parentNode.closest("details")) at.open = true;
    target.scrollIntoView();
    requestAnimationFrame(() => target.scrollIntoView());
  };
  addEventListener("hashchange", go);

  // Tips: one element for all of them.
  const tip = make("div", { className: "tip", id: "tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  body.append(tip);
  let owner = null, wait = 0;
  const close = () => {
    clearTimeout(wait);
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const tell = (element) => {
    clearTimeout(wait);
    if (element === owner) return;
    close();
    owner = element;
    tip.textContent = element.dataset.tip;
    tip.lang = element.closest("[lang]").lang;
    tip.hidden = false;
    element.setAttribute("aria-describedby", "tip");
    const at = element.getBoundingClientRect(), w = tip.offsetWidth, h = tip.offsetHeight;
    const left = Math.max(8, Math.min(at.left + at.width / 2 - w / 2, root.clientWidth - w - 8));
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(at.top - h - 6 > line() ? at.top - h - 6 : at.bottom + 6)}px)`;
  };
  const tipped = (event) => (event.target.closest ? event.target.closest("[data-tip]") : null);
  document.addEventListener("pointerover", (event) => {
    const element = tipped(event);
    if (element) tell(element);
    else if (event.target === tip) clearTimeout(wait);
    else if (owner && owner !== document.activeElement) { clearTimeout(wait); wait = setTimeout(close, 150); }
  });
  document.addEventListener("focusin", (event) => { const element = tipped(event); if (element) tell(element); else close(); });
  document.addEventListener("focusout", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("scroll", (event) => { if (owner && owner !== document.activeElement && event.target !== tip) close(); }, { capture: true, passive: true });
  for (const element of all("[data-tip]:not([tabindex], a, button)")) element.tabIndex = 0;

  document.addEventListener("click", (event) => { const head = event.target.closest("thead th"); if (head && event.target.closest("button")) sort(head); });

  // On paper everything is unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])", part());
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach((d) => { d.open = false; });
    folded = [];
  });

  // Where the reader is, in the line at the top.
  if ("IntersectionObserver" in window) {
    const seen = new IntersectionObserver((list) => list.forEach(({ target, isIntersecting }) => {
      const link = one(`nav a[href="#${target.getAttribute("aria-labelledby")}"]`);
      if (!link) return;
      if (!isIntersecting) return link.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      link.parentNode.scrollLeft = link.offsetLeft - 16;
    }), { rootMargin: "-20% 0px -79% 0px" });
    all("section[aria-labelledby]").forEach((s) => seen.observe(s));
  }

  show(language());
  go();
})();
