// Tests of a finished page in a browser: REPORT=/path/report.html node --test tests/browser/
// PAGE=simulation for the page of `minyi simulate`, which has neither units nor filters.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const file = resolve(process.env.REPORT ?? "report.html");
const address = pathToFileURL(file).href;
const isReport = (process.env.PAGE ?? "report") === "report";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [375, 768, 1440];
const PAPER = { width: 680, height: 960 }; // A4 within the page's margins, in CSS pixels.

let browser;
before(async () => {
  // A sandbox cannot be had as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
});
after(() => browser?.close());

/** Opens the page and hands it to `use`; afterwards nothing must have gone wrong and nothing been fetched. */
async function open(use, { hash = "", width = 1440, height = 900, colorScheme = "light", ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, ...more });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && wrong.push(`console: ${m.text()}`));
  page.on("request", (r) => r.url().split("#")[0] !== address && !r.url().startsWith("data:") && wrong.push(`request: ${r.url()}`));
  page.on("dialog", (d) => wrong.push(`dialog: ${d.message()}`));
  try {
    await page.goto(address + hash);
    await page.evaluate(() => document.fonts.ready);
    await use(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

const languages = async (page) => page.$$eval("main[lang]", (mains) => mains.map((m) => m.lang));
const settle = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))));
const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));

/** Runs `use` once for each language of the page. */
async function each(use, options = {}) {
  let all = [];
  await open(async (page) => { all = await languages(page); });
  for (const lang of all) await open((page) => use(page, lang), { ...options, hash: `#${lang}` });
}

/** Whether a TrueType font has a character, by the formats 4 and 12 of its table of characters. */
function characters(font) {
  let at = 0;
  for (let i = 0; i < font.readUInt16BE(4); i += 1) if (font.toString("latin1", 12 + 16 * i, 16 + 16 * i) === "cmap") at = font.readUInt32BE(20 + 16 * i);
  const ranges = [];
  for (let i = 0; i < font.readUInt16BE(at + 2); i += 1) {
    const sub = at + font.readUInt32BE(at + 8 + 8 * i), format = font.readUInt16BE(sub);
    if (format === 12) for (let g = 0; g < font.readUInt32BE(sub + 12); g += 1) ranges.push([font.readUInt32BE(sub + 16 + 12 * g), font.readUInt32BE(sub + 20 + 12 * g)]);
    if (format === 4) for (let s = 0, n = font.readUInt16BE(sub + 6); s < n; s += 2) ranges.push([font.readUInt16BE(sub + 16 + n + s), font.readUInt16BE(sub + 14 + s)]);
  }
  return (c) => ranges.some(([low, high]) => low <= c && c <= high);
}

/** The texts by which a column of the first visible table with enough rows is sorted. */
const column = (table, at) => table.evaluate((t, i) => [...t.tBodies[0].rows].map((r) => {
  const cell = r.cells[i];
  return (cell.querySelector("[data-v]") ?? cell).dataset.v ?? cell.textContent.trim();
}), at);
const numbers = (texts) => texts.map((t) => Number.parseFloat(t.replace(/^[=<]/, "").replace(/^−/, "-"))).filter((n) => !Number.isNaN(n));
const rising = (list, order = (a, b) => a - b) => list.every((x, i) => i === 0 || order(list[i - 1], x) <= 0);

describe(`the page ${file}`, () => {
  test("loads in under 3 s without errors, warnings or requests", () =>
    open(async (page) => {
      const ms = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
      assert.ok(ms > 0 && ms < 3000, `${ms} ms`);
    }));

  test("does not ask for anything that is not in the file", () => {
    const text = readFileSync(file, "utf8").replace(/url\(data:[^)]*\)/g, "");
    assert.doesNotMatch(text, /<(?:link|img|iframe|object|embed|script)[^>]+(?:src|href)=/i);
    assert.doesNotMatch(text, /@import|url\((?!#)/i);
  });

  test("is set in its own font", () =>
    each(async (page) => {
      assert.ok(await page.evaluate(() => [...document.fonts].some((f) => f.family.includes("Minyi Sans") && f.status === "loaded")));
      assert.match(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).fontFamily), /Minyi Sans/);
    }));

  test("its font has every character of the page and of what its script may write", () => {
    const html = readFileSync(file, "utf8");
    const known = characters(Buffer.from(/url\(data:font\/ttf;base64,([^)]+)\)/.exec(html)[1], "base64"));
    const text = html.replace(/<style>[\s\S]*?<\/style>/g, "");
    assert.deepEqual([...new Set(text)].filter((c) => c > " " && !known(c.codePointAt(0))), []);
  });

  test("sorts numbers by mouse, in both directions, and says so", () =>
    open(async (page) => {
      const table = page.locator("main:visible table:visible").filter({ has: page.locator("tbody tr:nth-child(4)") }).filter({ has: page.locator("th.n") }).first();
      const head = table.locator("thead th.n").nth(1);
      const at = await head.evaluate((th) => th.cellIndex);
      await head.locator("button").click();
      assert.equal(await head.getAttribute("aria-sort"), "ascending");
      assert.ok(rising(numbers(await column(table, at))));
      await head.locator("button").click();
      assert.equal(await head.getAttribute("aria-sort"), "descending");
      assert.ok(rising(numbers(await column(table, at)).reverse()));
      assert.equal(await table.locator("th[aria-sort]").count(), 1);
      assert.match(await page.locator(".tools [role=status]").textContent(), /降序|descending/);
    }));

  test("sorts text by keyboard, in both directions, with the focus kept and seen", () =>
    open(async (page) => {
      const lang = await page.evaluate(() => document.documentElement.lang);
      const table = page.locator("main:visible table:visible").filter({ has: page.locator("tbody tr:nth-child(4)") }).filter({ has: page.locator("th:not(.n)") }).first();
      const head = table.locator("thead th:not(.n)").first();
      const at = await head.evaluate((th) => th.cellIndex);
      const order = new Intl.Collator(lang === "zh" ? "zh-CN" : "en", { numeric: true }).compare;
      await head.locator("button").focus();
      await page.keyboard.press("Enter");
      assert.equal(await head.getAttribute("aria-sort"), "ascending");
      assert.ok(rising(await column(table, at), order));
      await page.keyboard.press("Space");
      assert.equal(await head.getAttribute("aria-sort"), "descending");
      assert.ok(rising((await column(table, at)).reverse(), order));
      assert.ok(await head.locator("button").evaluate((b) => b === document.activeElement && getComputedStyle(b).outlineStyle !== "none"));
    }));

  test("keeps cells without a number last in both directions", () =>
    open(async (page) => {
      const table = page.locator("main:visible table:visible").filter({ has: page.locator("tbody tr:nth-child(3)") }).filter({ has: page.locator("th.n") }).first();
      const head = table.locator("thead th.n").first();
      const at = await head.evaluate((th) => th.cellIndex);
      await table.evaluate((t, i) => { t.tBodies[0].rows[0].cells[i].textContent = "—"; t.tBodies[0].rows[0].cells[i].removeAttribute("data-v"); }, at);
      for (const direction of ["ascending", "descending"]) {
        await head.locator("button").click();
        assert.equal(await head.getAttribute("aria-sort"), direction);
        assert.equal((await column(table, at)).at(-1), "—");
      }
    }));

  test("filters rows and announces how many are shown", { skip: !isReport }, () =>
    each(async (page, lang) => {
      const field = page.locator(`main[lang=${lang}] input[type=search]:visible`).first();
      if ((await field.count()) === 0) return;
      const table = page.locator(`#${await field.getAttribute("data-table")}`);
      const all = await table.locator("tbody tr").count();
      const name = (await table.locator("tbody tr").nth(2).locator("td, th").first().textContent()).trim();
      const said = page.locator(`main[lang=${lang}] .shown[role=status]:visible`).first();
      await field.fill(name);
      const shown = await table.locator("tbody tr:visible").count();
      assert.ok(shown >= 1 && shown < all, `${shown} of ${all}`);
      assert.match(await said.textContent(), new RegExp(`\\b${shown}\\b.*\\b${all}\\b`));
      await field.fill("no unit has this name");
      assert.equal(await table.locator("tbody tr:visible").count(), 0);
      await field.fill("");
      assert.equal(await table.locator("tbody tr:visible").count(), all);
      assert.ok(await field.evaluate((f) => f.labels.length === 1 && f.labels[0].textContent.trim().length > 0));
    }));

  test("switches texts, title and lang, and back", async (t) => {
    await open(async (page) => {
      if ((await languages(page)).length < 2) return t.skip("one language");
      const state = () => page.evaluate(() => ({ lang: document.documentElement.lang, title: document.title, h1: [...document.querySelectorAll("h1")].find((h) => h.getClientRects().length).textContent, shown: document.querySelectorAll("main").length - [...document.querySelectorAll("main")].filter((m) => !m.getClientRects().length).length }));
      const first = await state();
      await page.locator(".switch").click();
      const second = await state();
      assert.notEqual(first.lang, second.lang);
      assert.notEqual(first.title, second.title);
      assert.notEqual(first.h1, second.h1);
      assert.equal(second.shown, 1);
      await page.locator(".switch").press("Enter");
      assert.deepEqual(await state(), first);
    });
  });

  test("keeps the reader's place and what is unfolded when the language is switched", async (t) => {
    await open(async (page) => {
      if ((await languages(page)).length < 2) return t.skip("one language");
      const heads = page.locator("main:visible h2");
      for (const i of [1, 3, await heads.count() - 2]) {
        const head = page.locator("main:visible h2").nth(i);
        const name = (await head.getAttribute("id")).replace(/^\w+-/, "");
        await head.evaluate((h) => h.scrollIntoView());
        await page.evaluate(() => scrollBy(0, 5));
        const before = await head.evaluate((h) => h.getBoundingClientRect().top);
        await page.locator(".switch").evaluate((b) => b.click()); // Without scrolling to it first.
        await settle(page);
        const other = page.locator(`main:visible h2[id$="-${name}"]`);
        const now = await other.evaluate((h) => h.getBoundingClientRect().top);
        assert.ok(Math.abs(now - before) < 12, `${name}: ${before} → ${now}`);
      }
      const folded = page.locator("main:visible details").first();
      if ((await folded.count()) === 0) return;
      await folded.locator("summary").first().click();
      await page.locator(".switch").evaluate((b) => b.click());
      assert.ok(await page.locator("main:visible details").first().evaluate((d) => d.open));
    });
  });

  test("opens in the language that the address names", () => each(async (page, lang) => {
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    assert.deepEqual(await page.$$eval("main", (all) => all.filter((m) => m.getClientRects().length).map((m) => m.lang)), [lang]);
    await page.evaluate((l) => { location.hash = l === "zh" ? "en" : "zh"; }, lang);
    await settle(page);
    if ((await languages(page)).length > 1) assert.notEqual(await page.evaluate(() => document.documentElement.lang), lang);
  }));

  test("opens a unit by its address, in its language, below the line at the top", { skip: !isReport }, async () => {
    let ids = [];
    await open(async (page) => { ids = await page.$$eval("details[id*=unit-]", (all) => { const of = (l) => all.filter((d) => d.id.startsWith(l)).map((d) => d.id); const zh = of("zh"), en = of("en"); return [zh[0], zh.at(-1), en[Math.floor(en.length / 2)]].filter(Boolean); }); });
    assert.ok(ids.length > 0);
    const seen = async (page, id) => {
      await settle(page);
      const at = await page.locator(`[id="${id}"]`).evaluate((d) => ({ open: d.open, top: d.getBoundingClientRect().top, nav: d.closest("main").querySelector("nav").getBoundingClientRect().bottom, end: scrollY + innerHeight > document.documentElement.scrollHeight - 4, h: innerHeight }));
      assert.ok(at.open, id);
      assert.ok(at.top >= at.nav - 1 && (at.end ? at.top < at.h : at.top < at.nav + 60), `${id}: ${JSON.stringify(at)}`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), id.slice(0, 2));
    };
    for (const id of ids) await open((page) => seen(page, id), { hash: `#${id}` });
    await open(async (page) => {
      const link = page.locator("main:visible table a[href*=unit-]").nth(1);
      const id = (await link.getAttribute("href")).slice(1);
      await link.press("Enter");
      await seen(page, id);
    });
  });

  test("survives an address that names nothing, or badly", async () => {
    for (const hash of ["#nothing", "#%E0%A4%A", "#fr", "#zh-unit-"]) await open(async (page) => assert.ok(await page.locator("h1:visible").count()), { hash });
  });

  test("shows a tip by pointer and by focus, and hides it by Escape", () =>
    open(async (page) => {
      // A cell that stands for those which the report marks, so that the page's part is tested on every page.
      await page.locator("main:visible table:visible td.n").first().evaluate((td) => { td.dataset.tip = "n = 1378\n95%: 80.7–82.0"; td.tabIndex = 0; td.id = "tipped"; });
      const cell = page.locator("#tipped"), tip = page.locator("[role=tooltip]");
      await cell.scrollIntoViewIfNeeded();
      assert.ok(await tip.isHidden());
      await cell.hover();
      assert.ok(await tip.isVisible());
      assert.equal(await tip.textContent(), "n = 1378\n95%: 80.7–82.0");
      assert.equal(await cell.getAttribute("aria-describedby"), await tip.getAttribute("id"));
      await tip.hover();
      await page.waitForTimeout(300);
      assert.ok(await tip.isVisible(), "can be hovered itself");
      await page.keyboard.press("Escape");
      assert.ok(await tip.isHidden());
      await page.mouse.move(1, 1);
      await cell.focus();
      assert.ok(await tip.isVisible());
      const inside = await tip.evaluate((e) => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight; });
      assert.ok(inside);
      await page.keyboard.press("Escape");
      assert.ok(await tip.isHidden());
      assert.equal(await cell.getAttribute("aria-describedby"), null);
      assert.ok(await cell.evaluate((e) => e === document.activeElement), "the focus stays");
    }));

  test("scores have tips that say n and an interval", { skip: !isReport }, (t) =>
    each(async (page, lang) => {
      const tips = await page.$$eval(`main[lang=${lang}] [data-tip]`, (all) => all.map((e) => ({ tip: e.dataset.tip, stop: e.tabIndex })));
      if (tips.length === 0) return t.skip("no [data-tip] in this report");
      assert.deepEqual(tips.filter((x) => x.stop !== 0).slice(0, 3), []);
      assert.deepEqual(tips.filter((x) => !/\d/.test(x.tip)).slice(0, 3), []);
      assert.ok(tips.some((x) => /\d\s*[–-]\s*\d/.test(x.tip) && /\bn\b|有效|valid/.test(x.tip)), JSON.stringify(tips[0]));
      const one = page.locator(`main[lang=${lang}] [data-tip]:visible`).first();
      await one.focus();
      assert.equal(await page.locator("[role=tooltip]").textContent(), await one.getAttribute("data-tip"));
    }));

  test("cycles the theme auto, light, dark, and remembers it", () =>
    open(async (page) => {
      const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const button = page.locator("button.theme");
      const dark = await back();
      const names = [await button.getAttribute("aria-label")];
      await button.click();
      const light = await back();
      names.push(await button.getAttribute("aria-label"));
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
      await button.press("Enter");
      names.push(await button.getAttribute("aria-label"));
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      assert.equal(await back(), dark);
      assert.notEqual(light, dark);
      assert.equal(new Set(names).size, 3);
      await page.reload();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      await button.click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme ?? "auto"), "auto");
    }, { colorScheme: "dark" }));

  test("works where nothing may be stored", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const wrong = [];
    page.on("pageerror", (e) => wrong.push(e.message));
    await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } }));
    await page.goto(address);
    await page.locator("button.theme").click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
    assert.deepEqual(wrong, []);
    await context.close();
  });

  for (const width of WIDTHS) {
    test(`neither overflows nor clips text at ${width} px, in either language, everything unfolded`, () =>
      each(async (page) => {
        await unfold(page);
        await settle(page);
        const found = await page.evaluate(() => {
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          const boxes = ".scroll, nav, figure, .aside", clipped = [];
          for (const e of document.body.querySelectorAll("*")) {
            if (e.closest("svg, script, style, .aside") || !e.getClientRects().length) continue;
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            if (style.display !== "inline" && !e.matches(boxes) && e.scrollWidth > e.clientWidth + 1) clipped.push(`${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth} ${e.textContent.slice(0, 30)}`);
            if (!e.closest(boxes) && (box.left < -1 || box.right > innerWidth + 1)) clipped.push(`${e.tagName}.${e.className}: ${Math.round(box.left)}–${Math.round(box.right)}`);
          }
          return { wide, clipped: clipped.slice(0, 8) };
        });
        assert.deepEqual(found, { wide: 0, clipped: [] });
      }, { width }));
  }

  test("every chart has a size and a title, and its texts stay inside it", () =>
    each(async (page, lang) => {
      const charts = await page.$$eval(`main[lang=${lang}] svg`, (all) => all.map((svg) => {
        const box = svg.getBoundingClientRect(), out = [...svg.querySelectorAll("text")].filter((x) => { const r = x.getBoundingClientRect(); return r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1; });
        return { title: svg.querySelector(":scope > title")?.textContent.trim() ?? "", role: svg.getAttribute("role"), ok: box.width > 100 && box.height > 50, out: out.map((x) => x.textContent) };
      }));
      assert.ok(charts.length > 0);
      for (const c of charts) {
        assert.ok(c.title.length > 3 && c.role === "img" && c.ok, JSON.stringify(c));
        assert.deepEqual(c.out, [], c.title);
      }
    }));

  test("identifiers are unique and every link inside the page leads somewhere", () =>
    open(async (page) => {
      const bad = await page.evaluate(() => {
        const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
        return { twice: ids.filter((id, i) => ids.indexOf(id) !== i), lost: [...document.querySelectorAll("a[href^='#']")].filter((a) => !document.getElementById(a.getAttribute("href").slice(1))).map((a) => a.getAttribute("href")) };
      });
      assert.deepEqual(bad, { twice: [], lost: [] });
    }));

  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the ${colorScheme} theme, in either language (WCAG 2 A, AA, best practice)`, () =>
      each(async (page, lang) => {
        // What axe would spend minutes on and find nothing new in: marks inside charts, the hidden language, units beyond the third.
        await page.evaluate((l) => {
          document.querySelectorAll(`main:not([lang=${l}]), svg > :not(title), details[id] ~ details[id] ~ details[id] ~ details[id]`).forEach((e) => e.remove());
          document.querySelectorAll("details").forEach((d) => { d.open = true; });
        }, lang);
        await settle(page);
        await page.addScriptTag({ content: axe });
        const found = await page.evaluate(async () => (await window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
        })).violations.map((v) => ({ id: v.id, n: v.nodes.length, first: v.nodes.slice(0, 3).map((x) => `${x.target}: ${x.failureSummary}`) })));
        assert.deepEqual(found, []);
      }, { colorScheme }));
  }

  test("can be used by keyboard alone: what has the focus is in view, not under the line at the top", () =>
    open(async (page) => {
      const hidden = [];
      for (let i = 0; i < 40; i += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
          const nav = [...document.querySelectorAll("nav")].find((n) => n.getClientRects().length);
          return { what: `${e.tagName} ${e.textContent.slice(0, 20)}`, body: e === document.body, outline: style.outlineStyle !== "none", covered: Boolean(nav && !e.closest("nav, .tools") && nav.getBoundingClientRect().top <= 0 && box.top < nav.getBoundingClientRect().bottom - 1 && box.bottom > 0 && box.height < 100), out: box.bottom < 0 || box.top > innerHeight };
        });
        if (at.body) break;
        if (!at.outline || at.covered || at.out) hidden.push(at);
      }
      assert.deepEqual(hidden, []);
    }));

  test("prints to A4: unfolded, light, headings repeated, no chart cut, nothing wider than the paper", () =>
    each(async (page) => {
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const pages = pdf.toString("latin1").match(/\/Type\s*\/Page(?![a-z])/g).length;
      assert.ok(pages > 5, `${pages} pages`);
      assert.ok(await page.evaluate(() => document.querySelectorAll("main:not([hidden]) details[open]").length === 0), "folded again after printing");
      await page.setViewportSize(PAPER);
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await settle(page);
      const found = await page.evaluate((paper) => {
        const main = [...document.querySelectorAll("main")].find((m) => m.getClientRects().length);
        const style = (e) => getComputedStyle(e);
        return {
          folded: [...main.querySelectorAll("details")].filter((d) => !d.open).length,
          back: style(document.body).backgroundColor,
          ink: style(main).color,
          controls: [...document.querySelectorAll(".tools, nav, input")].filter((e) => e.getClientRects().length).length,
          cut: [...main.querySelectorAll("figure")].filter((f) => style(f).breakInside !== "avoid" || f.getBoundingClientRect().height > paper.height).map((f) => f.getBoundingClientRect().height),
          heads: [...main.querySelectorAll("thead")].filter((h) => style(h).display !== "table-header-group").length,
          // Chromium repeats no headings that are boxes of buttons.
          boxes: [...main.querySelectorAll("thead button")].filter((b) => style(b).display !== "contents").length,
          wide: [...main.querySelectorAll("table, svg, p")].filter((e) => e.getBoundingClientRect().right > paper.width + 1).map((e) => `${e.tagName} ${e.id} ${e.getBoundingClientRect().right}`),
          pale: [...main.querySelectorAll("td")].filter((e) => style(e).color !== "rgb(0, 0, 0)").length,
        };
      }, PAPER);
      assert.deepEqual(found, { folded: 0, back: "rgb(255, 255, 255)", ink: "rgb(0, 0, 0)", controls: 0, cut: [], heads: 0, boxes: 0, wide: [], pale: 0 });
    }));

  test("can be read without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(address);
    assert.equal(await page.locator("main:visible").count(), 1);
    assert.ok((await page.locator("table:visible").count()) > 0);
    await context.close();
  });
});
