"use strict";
(() => {
  const body = document.body, button = document.querySelector(".switch");
  const show = (lang) => {
    body.className = lang;
    document.documentElement.lang = lang;
    document.title = button.dataset[lang + "Title"];
    button.textContent = lang === "zh" ? "English" : "中文";
  };
  button.addEventListener("click", () => show(body.className === "zh" ? "en" : "zh"));
  const value = (cell) => {
    const text = cell ? cell.dataset.v ?? cell.textContent.trim() : "";
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? text : number;
  };
  document.addEventListener("click", (event) => {
    const head = event.target.closest("th");
    if (!head || !event.target.closest("button")) return;
    const up = head.getAttribute("aria-sort") !== "ascending";
    head.parentNode.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const list = head.closest("table").tBodies[0], at = head.cellIndex;
    const compare = (a, b) => {
      const x = value(a.cells[at]), y = value(b.cells[at]);
      if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1;
      const order = typeof x === "number" ? x - y : String(x).localeCompare(String(y), document.documentElement.lang);
      return up ? order : -order;
    };
    [...list.rows].sort(compare).forEach((row) => list.append(row));
  });
  document.addEventListener("input", (event) => {
    const field = event.target.closest("input[type=search]");
    if (!field) return;
    const words = field.value.trim().toLowerCase();
    const list = document.getElementById(field.dataset.table).tBodies[0];
    for (const row of list.rows) row.hidden = !row.textContent.toLowerCase().includes(words);
  });
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
