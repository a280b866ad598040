// Small conveniences; every page works without them.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

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
      kind.textContent = item.count ? `${item.label} · ${item.count}` : item.label;
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
  if (event.key === "Escape") for (const menu of $$("details.menu[open]")) { menu.open = false; $("summary", menu).focus(); }
  if (event.key === "[" || event.key === "]") $(`.way a[rel=${event.key === "[" ? "prev" : "next"}]`)?.click();
});

// The selection: without an account a cookie that the server reads and writes as well, else the account's.
const bar = $("#basket");
const kept = () => {
  const held = document.cookie.split("; ").find((one) => one.startsWith("basket="));
  return held ? held.slice(7).split("|").filter(Boolean).map(decodeURIComponent) : [];
};
const showKept = (ids = kept()) => {
  const count = $("[data-picked]", bar);
  for (const box of $$(".pick[form=basket]")) box.checked = ids.includes(box.value);
  count.textContent = filled(count.dataset.picked, { n: ids.length.toLocaleString() });
  $(".whenpicked", bar).hidden = !ids.length;
  bar.hidden = !ids.length && !$(".pick[form=basket], [value=undo]");
  $("[data-pick-all]", bar).hidden = $$(".pick[form=basket]").length < 2;
};
const showFull = (count) => {
  const full = $("[data-full]", bar);
  full.textContent = count ? filled(full.dataset.full, { n: count.toLocaleString() }) : "";
};
const keepInCookie = () => {
  const shown = new Set($$(".pick[form=basket]").map((box) => box.value)), ticked = $$(".pick[form=basket]:checked").map((box) => box.value);
  const before = kept().filter((id) => !shown.has(id) || ticked.includes(id));
  const ids = [...new Set([...before, ...ticked])].map(encodeURIComponent);
  const all = ids.length;
  while (ids.join("|").length > 3800) ids.pop();
  showFull(all - ids.length);
  document.cookie = `basket=${ids.join("|")}; path=/; max-age=${ids.length ? 31536000 : 0}; samesite=lax`;
  showKept();
};
// Changes of an account's selection go one after the other; what the server then has is shown once all are through.
let sending = Promise.resolve(), waiting = 0;
const ofAccount = (body) => {
  waiting++;
  sending = sending.then(async () => {
    const request = body ? { method: "POST", keepalive: true, body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-Form": bar.elements.form.value } } : {};
    try {
      const answer = await fetch(bar.dataset.account, { ...request, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      const held = await answer.json();
      if (waiting === 1) showKept(held.articles);
      if (body) showFull(held.left_out);
    } catch (error) {
      if (body) $("[data-full]", bar).textContent = $("[data-lost]", bar).dataset.lost;
    }
    waiting--;
  });
};
const keepTicks = (changed) => {
  if (!bar.dataset.account) return keepInCookie();
  ofAccount({ add: changed.filter((box) => box.checked).map((box) => box.value), drop: changed.filter((box) => !box.checked).map((box) => box.value) });
};
if (bar) {
  document.addEventListener("change", (event) => { if (event.target.matches(".pick[form=basket]")) keepTicks([event.target]); });
  $("[data-pick-all]", bar).addEventListener("click", () => { const boxes = $$(".pick[form=basket]"); for (const box of boxes) box.checked = true; keepTicks(boxes); });
  $("[data-copy-citations]", bar).addEventListener("click", async (event) => {
    const answer = await fetch(event.target.dataset.copyCitations);
    if (answer.ok) copy(await answer.text(), event.target);
  });
  const again = () => (bar.dataset.account ? ofAccount() : showKept());
  if (bar.dataset.account) $("[data-pick-all]", bar).hidden = $$(".pick[form=basket]").length < 2;
  addEventListener("pageshow", again);
  addEventListener("focus", again);
}
for (const button of $$("[data-print]")) button.addEventListener("click", () => print());
document.addEventListener("click", (event) => { for (const menu of $$("details.menu[open], .masthead .helper[open]")) if (!menu.contains(event.target)) menu.open = false; });
async function copy(text, button) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else { // plain http in an office: browsers keep the clipboard's own interface for https and this machine
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
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

// A long export: its file is fetched here, with a bar and a way to stop. Without scripts the link downloads it.
for (const link of $$("a[data-export]")) link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!$(".exporting:not(.over)")) fetchExport(link);
});
async function fetchExport(link) {
  $(".exporting")?.remove();
  const bar = document.body.appendChild($("#exporting").content.firstElementChild.cloneNode(true));
  const { dataset } = bar, stop = new AbortController(), url = new URL(link.href), button = $("button", bar);
  const ticket = [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-");
  const say = (text) => { $("[data-said]", bar).textContent = filled(text, { name: link.textContent, total: link.dataset.export }); };
  const show = (done, total) => {
    const percent = Math.min(99, Math.floor((100 * done) / total)); // the last hundredth is the way here
    $("progress", bar).value = percent;
    $("[data-percent]", bar).textContent = `${percent}%`;
    $("[data-counted]", bar).textContent = filled(dataset.count, { done: done.toLocaleString(), total: total.toLocaleString() });
  };
  url.searchParams.set("ticket", ticket);
  say(dataset.doing);
  show(0, Number(link.dataset.export));
  button.addEventListener("click", () => { stop.abort(); if (bar.classList.contains("over")) { bar.remove(); link.focus(); } });
  const asking = setInterval(async () => {
    try {
      const answer = await fetch(`${dataset.progress}?ticket=${ticket}`, { signal: stop.signal });
      if (answer.status === 200) {
        const { done, total } = await answer.json();
        show(done, total);
        if (done >= total) say(dataset.closing);
      }
    } catch { /* the next question may be answered, and the file does not depend on it */ }
  }, 250);
  try {
    const answer = await fetch(url, { signal: stop.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const named = answer.headers.get("Content-Disposition"), coded = /filename\*=UTF-8''([^;]+)/.exec(named);
    save(await answer.blob(), coded ? decodeURIComponent(coded[1]) : /filename="?([^";]+)/.exec(named)[1]);
    say(dataset.done);
  } catch { say(stop.signal.aborted ? dataset.cancelled : dataset.failed); }
  clearInterval(asking);
  bar.classList.add("over");
  button.textContent = dataset.close;
}
function save(file, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(file);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}
