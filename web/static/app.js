// Small conveniences; every page works without them.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Suggestions under a search box (ARIA combobox, list autocomplete).
for (const box of $$("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = box.id + "-suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  box.form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }))
    box.setAttribute(name, value);
  let at = -1, typed = "", timer = 0, asking;
  const close = () => { list.hidden = true; at = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const choose = (item) => { box.value = item.dataset.value; close(); box.form.requestSubmit(); };
  const show = (items) => {
    list.replaceChildren(...items.map((item, i) => {
      const row = document.createElement("li"), kind = document.createElement("small");
      row.id = `${list.id}-${i}`;
      row.setAttribute("role", "option");
      row.dataset.value = item.text;
      row.append(item.text, kind);
      kind.textContent = item.label;
      row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(row); });
      return row;
    }));
    list.hidden = !items.length;
    at = -1;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };
  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(timer);
    if (!typed.trim()) return close();
    timer = setTimeout(async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
        if (answer.ok && document.activeElement === box) show((await answer.json()).suggestions);
      } catch (error) { if (error.name !== "AbortError") close(); }
    }, 90);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const rows = list.children;
    if (event.key === "Escape") { close(); box.value = typed; event.preventDefault(); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(rows[at]); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    rows[at]?.setAttribute("aria-selected", "false");
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length + 1) % (rows.length + 1);
    if (at === rows.length) { at = -1; box.value = typed; box.removeAttribute("aria-activedescendant"); return; }
    rows[at].setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", rows[at].id);
    box.value = rows[at].dataset.value;
  });
  box.addEventListener("blur", () => setTimeout(close, 120));
}

// Keyboard: / asks, j and k move through hits, o opens, n and p step through marks.
let current = -1;
const stepper = $("[data-stepper]");
const marks = stepper ? $$(".text mark, .article h1 mark") : [];
let mark = -1;
const step = (by) => {
  if (!marks.length) return;
  marks[mark]?.classList.remove("here");
  mark = (mark + by + marks.length) % marks.length;
  marks[mark].classList.add("here");
  marks[mark].scrollIntoView({ block: "center" });
  $("[data-where]").textContent = `${mark + 1} / ${marks.length}`;
};
for (const button of $$("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const hits = $$(".hits > li:not(.tail)");
  if (event.key === "/") { event.preventDefault(); const box = $("input[data-suggest]"); box.focus(); box.select(); }
  if ((event.key === "j" || event.key === "k") && hits.length) {
    hits[current]?.classList.remove("now");
    current = Math.max(0, Math.min(hits.length - 1, current + (event.key === "j" ? 1 : -1)));
    hits[current].classList.add("now");
    hits[current].scrollIntoView({ block: "nearest" });
    $("h2 a", hits[current]).focus({ preventScroll: true });
  }
  if (event.key === "o" && hits[current]) $("h2 a", hits[current]).click();
  if (event.key === "x" && hits[current]) $(".pick", hits[current]).click();
  if (event.key === "n") step(1);
  if (event.key === "p") step(-1);
});

// The selection bar.
const form = $("#selection");
if (form) {
  const bar = $(".bar", form), count = $("[data-picked]", form);
  const tally = () => { const n = $$(".pick:checked", form).length; bar.hidden = !n; count.textContent = document.documentElement.lang.startsWith("zh") ? `已选 ${n} 篇` : `${n} selected`; };
  form.addEventListener("change", tally);
  tally();
  $("[data-copy-citations]", form).addEventListener("click", async (event) => {
    const ids = $$(".pick:checked", form).map((box) => `id=${encodeURIComponent(box.value)}`).join("&");
    const answer = await fetch(`${form.getAttribute("action")}?format=gbt7714&${ids}`);
    if (answer.ok) copy(await answer.text(), event.target);
  });
}
async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = "✓";
  setTimeout(() => { button.textContent = label; }, 1200);
}
for (const button of $$("[data-copy]")) button.addEventListener("click", () => copy(button.dataset.copy, button));

// An example of the syntax helper fills the box.
for (const example of $$("[data-fill]")) example.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = $("input[type=search]", example.closest("form"));
  box.value = example.dataset.fill;
  example.closest("details").open = false;
  box.focus();
});

// Filter a list while typing.
for (const box of $$("[data-filters]")) box.addEventListener("input", () => {
  const wanted = box.value.trim().toLowerCase();
  for (const row of $$(box.dataset.filters)) row.hidden = wanted && !row.textContent.toLowerCase().includes(wanted);
});

// Brush the histogram: drag over bars to keep that span of time.
for (const chart of $$("[data-brush]")) {
  let from = null, to = null, shade = null;
  const bed = (event) => document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.classList?.contains("bed"));
  chart.addEventListener("pointerdown", (event) => { from = to = bed(event) ?? null; });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    to = bed(event) ?? to;
    if (to === from) return;
    shade ??= chart.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    const [a, b] = [from, to].map((rect) => Number(rect.getAttribute("x"))).sort((x, y) => x - y);
    for (const [name, value] of Object.entries({ class: "brush", x: a, y: 0, width: b - a + Number(from.getAttribute("width")), height: 68 })) shade.setAttribute(name, value);
  });
  chart.addEventListener("click", (event) => {
    if (!from || !to || from === to) return;
    event.preventDefault();
    const [first, last] = [from, to].sort((a, b) => a.getAttribute("x") - b.getAttribute("x"));
    const url = new URL(chart.dataset.brush, location.href);
    url.searchParams.set("from", first.dataset.from);
    url.searchParams.set("to", last.dataset.to);
    location.assign(url);
  }, true);
}
