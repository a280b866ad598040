// The preview from the keyboard. It sends the forms of the page and puts in place what came back different.
"use strict";
{
const preview = document.querySelector(".preview"), panel = document.getElementById("panel");
const $ = (id, from = document) => from.getElementById(id);
const words = JSON.parse(preview.dataset.words);
const status = $("status");
let chosen = {first: 0, last: 0};
let queue = Promise.resolve();

// -- what stands there, and what came back ---------------------------------------------------------

const plain = html => html.replace(/name="version" value="\d+"/g, "").replace(/ on"/g, '"').replace(/ aria-current="true"/g, "");
const given = new WeakMap();  // element → its HTML as the server gave it, before this script touched it
const parts = from => [...from.querySelectorAll("[data-part]")];
const remember = from => { for (const part of parts(from)) for (const one of part.children) given.set(one, plain(one.outerHTML)); };

function keepTyped(old, fresh) {
  for (const open of old.querySelectorAll("details[open][id]")) { const same = fresh.querySelector("#" + open.id); if (same) same.open = true; }
  for (const input of old.querySelectorAll("input[name]:not([type=hidden])")) {
    if (input.value === input.defaultValue) continue;
    const same = fresh.querySelector(`input[name="${input.name}"]:not([type=hidden])`);
    if (same) same.value = input.value;
  }
}

function morph(part, fresh) {
  const old = new Map([...part.children].filter(one => one.id).map(one => [one.id, one]));
  const wanted = [...fresh.children].map(one => {
    const kept = one.id && old.get(one.id);
    const html = plain(one.outerHTML);
    if (kept && given.get(kept) === html) return kept;
    if (kept) keepTyped(kept, one);
    given.set(one, html);
    return one;
  });
  let at = part.firstElementChild;
  for (const one of wanted) {
    if (one === at) { at = at.nextElementSibling; continue; }
    if (at && !wanted.includes(at) && old.get(one.id) === at) { const next = at.nextElementSibling; at.replaceWith(one); at = next; continue; }
    part.insertBefore(one, at);
  }
  for (const one of [...part.children]) if (!wanted.includes(one)) one.remove();
}

function replaceWhole(fresh) {
  for (const name of ["source", "read", "leafing"]) preview.querySelector("." + name).replaceWith(fresh.querySelector("." + name));
  preview.dataset.leaf = fresh.dataset.leaf; preview.dataset.view = fresh.dataset.view;
  preview.querySelector(".source").scrollTop = 0;
  $("zoom")?.setAttribute("aria-pressed", preview.classList.contains("zoomed"));
  remember(preview.querySelector(".source").parentNode);
}

function put(html, url, follow) {
  const came = new DOMParser().parseFromString(html, "text/html"), fresh = came.querySelector(".preview");
  if ($("clash", came)) { $("main").replaceChildren(...$("main", came).childNodes); document.title = came.title; scrollTo(0, 0); $("main").focus(); return false; }
  if (!fresh) { say(came.querySelector("main p")?.textContent || words.failed, true); return false; }
  const held = document.activeElement, form = held?.form, back = form && held.name && form !== panel ? [form.closest("details")?.id, held.name, held.selectionStart] : null;
  const again = held?.closest("#undo, #redo")?.id;
  const turned = fresh.dataset.leaf !== preview.dataset.leaf || fresh.dataset.view !== preview.dataset.view;
  if (turned) { morph($("head"), $("head", came)); replaceWhole(fresh); }
  else for (const part of parts(preview)) { const same = $(part.id, came); if (same) morph(part, same); }
  for (const one of preview.querySelectorAll("[name=of]")) one.value = fresh.querySelector("[name=of]")?.value ?? one.value;
  const version = fresh.querySelector('[name="version"]')?.value;
  if (version) for (const one of preview.querySelectorAll('[name="version"]')) one.value = version;
  const asked = new URL(url).searchParams, line = +asked.get("line") || 0;
  const there = id => $("L" + id);
  const next = (follow || turned) && there(line) ? [line, +asked.get("last") || line] : there(chosen.first) ? [chosen.first, chosen.last] : [numbers()[0] || 0, numbers()[0] || 0];
  select(...next, {scroll: follow || turned, focus: !back && !again && (turned || !document.activeElement || document.activeElement === document.body)});
  if (back) { const again = $(back[0])?.querySelector(`[name="${back[1]}"]`); if (again && again !== document.activeElement) { again.focus(); try { again.setSelectionRange(back[2], back[2]); } catch {} } }
  if (again) { const button = $(again)?.querySelector("button"); if (button && !button.disabled) button.focus(); else select(...next, {focus: true}); }
  return true;
}

let saying;
function say(text, wrong = false) {
  status.textContent = wrong ? "" : text;
  clearTimeout(saying);
  saying = setTimeout(() => { status.textContent = ""; }, 6000);
  $("said").innerHTML = "";
  if (wrong) { const told = document.createElement("p"); told.className = "refusal"; told.setAttribute("role", "alert"); told.textContent = text; $("said").append(told); }
}

async function ask(url, options, follow) {
  preview.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, options);
    const well = put(await answer.text(), answer.url || url, follow);
    if (well && answer.ok && options) { const done = [...document.querySelectorAll("#done li:not(.undone)")].pop(); say(words.saved + (done ? " " + done.firstChild.textContent.trim() : "")); }
    return well && answer.ok;
  } catch { say(words.offline, true); return false; } finally { preview.removeAttribute("aria-busy"); }
}
// One after the other: each is made upon the version that the one before it gave.
const inTurn = deed => (queue = queue.then(deed, deed));
const load = (url, follow = true) => inTurn(async () => { if (await ask(url, undefined, follow)) history.replaceState(null, "", url); });

function send(form, press, follow = false) {
  return inTurn(() => {
    if (!form.isConnected) form = $(form.closest("details").id)?.querySelector("form") || form;  // it was drawn again meanwhile
    const data = new FormData(form);
    if (press) data.set("do", press);
    for (const input of form.querySelectorAll("input:not([type=hidden])")) if (form !== panel) input.defaultValue = input.value;
    return ask(form.action, {method: "POST", body: data}, follow);
  });
}

// -- lines and articles ------------------------------------------------------------------------------

const lines = () => [...preview.querySelectorAll(".source [data-line]")].sort((a, b) => a.dataset.line - b.dataset.line);
const numbers = () => lines().map(one => +one.dataset.line);
const keyOf = line => +($("L" + line)?.dataset.key || 0);
const besideOf = line => $("a" + keyOf(line)) || [...preview.querySelectorAll(".read .apart")].find(one => one.querySelector(`a[href$="#L${line}"]`));

function within(pane, one) {
  const frame = pane.getBoundingClientRect(), place = one.getBoundingClientRect();
  if (getComputedStyle(pane).overflowY === "visible") return;
  if (place.left < frame.left || place.right > frame.right) pane.scrollLeft += place.left - frame.left - 16;
  if (place.top < frame.top + 8 || place.bottom > frame.bottom - 8) pane.scrollTop += place.top - frame.top - Math.min(60, frame.height / 4);
}

let writing;
function select(first, last = first, {focus = false, scroll = false} = {}) {
  chosen = {first, last};
  const [from, to] = [Math.min(first, last), Math.max(first, last)], key = keyOf(last);
  for (const one of lines()) {
    const line = +one.dataset.line, on = line >= from && line <= to, link = one.firstElementChild;
    one.classList.toggle("on", on);
    one.classList.toggle("same", key > 0 && +one.dataset.key === key);
    on ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    link.tabIndex = line === last ? 0 : -1;
  }
  for (const card of preview.querySelectorAll(".card")) card.classList.toggle("on", key > 0 && +card.dataset.key === key);
  if (panel) { panel.elements.line.value = from; panel.elements.last.value = to; $("toarticle").href = key ? "#a" + key : "#x" + last; }
  for (const form of [$("undo"), $("redo")]) if (form?.elements.line) form.elements.line.value = from;
  const element = $("L" + last);
  if (element && scroll) { within(preview.querySelector(".source"), element); const beside = besideOf(last); if (beside) within(preview.querySelector(".read"), beside); }
  if (element && focus) element.firstElementChild.focus({preventScroll: true});
  clearTimeout(writing);
  writing = setTimeout(() => { const url = new URL(location); if (first) { url.searchParams.set("line", from); to > from ? url.searchParams.set("last", to) : url.searchParams.delete("last"); url.searchParams.delete("leaf"); url.hash = ""; history.replaceState(null, "", url); } }, 250);
}

function step(by, extend) {
  const all = numbers(), at = all.indexOf(chosen.last), next = all[at + by];
  if (next) select(extend ? chosen.first : next, next, {focus: true, scroll: true});
  else if (!extend) turn(by);
}
function turn(by) { const link = preview.querySelector(`.leafing [rel=${by > 0 ? "next" : "prev"}]`); if (link) load(link.href); }

function stepCard(by) {
  const cards = [...preview.querySelectorAll(".read > div > *")], at = cards.findIndex(one => one.contains(document.activeElement));
  const next = cards[at + by];
  if (!next) return turn(by);
  const line = +next.dataset.key;
  if (line) select(line, line, {scroll: true});
  toCard(next);
}
function toCard(card) { card.tabIndex = -1; card.focus({preventScroll: true}); within(preview.querySelector(".read"), card); }

function nextDoubt(by) {
  const doubtful = [...document.querySelectorAll("#list li")].filter(one => one.querySelector(".doubtful")).map(one => one.querySelector("a"));
  const lineOf = link => +new URL(link.href).searchParams.get("line"), here = keyOf(chosen.last) || chosen.last;
  const next = by > 0 ? doubtful.find(one => lineOf(one) > here) || doubtful[0] : doubtful.filter(one => lineOf(one) < here).pop() || doubtful.pop();
  if (next) go(next.href); else say(words.nodoubt);
}
function go(url) { const line = +new URL(url, location).searchParams.get("line"); if ($("L" + line)) select(line, line, {focus: true, scroll: true}); else load(url); }

function edit(field) {
  const fix = field === "issue" ? $("fi") : $("f" + keyOf(chosen.last));
  if (!fix) return say(words.noarticle, true);
  fix.open = true;
  const input = fix.querySelector(field === "issue" ? "input[type=text]" : `input[name="${field}"]`);
  input.focus(); input.select();
  if (field !== "issue") within(preview.querySelector(".read"), fix);
}

// -- keys --------------------------------------------------------------------------------------------

const MARKS = {1: "title", 2: "subtitle", 3: "byline", 4: "body", 5: "section", 6: "furniture"};
const FIELDS = {t: "title", b: "authors", d: "date", o: "organizations", p: "people", r: "section", i: "issue"};
const press = what => { if (panel && chosen.first) send(panel, what); };
const DEEDS = {
  ArrowDown: event => inRead(event) ? stepCard(1) : step(1, event.shiftKey), ArrowUp: event => inRead(event) ? stepCard(-1) : step(-1, event.shiftKey),
  j: () => step(1), k: () => step(-1), J: () => step(1, true), K: () => step(-1, true), "]": () => stepArticle(1), "[": () => stepArticle(-1), ".": () => turn(1), ",": () => turn(-1),
  n: () => nextDoubt(1), N: () => nextDoubt(-1), s: () => press("split"), m: () => press("join"), "?": () => $("keys").showModal(),
  u: () => $("undo") && send($("undo"), "", true), y: () => $("redo") && send($("redo"), "", true),
  g: event => { if (inRead(event)) select(chosen.first, chosen.last, {focus: true, scroll: true}); else { const beside = besideOf(chosen.last); if (beside) toCard(beside); } },
  Escape: () => select(chosen.last, chosen.last, {focus: true}),
};
for (const [sign, key] of [["？", "?"], ["，", ","], ["。", "."], ["【", "["], ["】", "]"]]) DEEDS[sign] = DEEDS[key];  // as a Chinese keyboard gives them
function zoom() { const on = preview.classList.toggle("zoomed"); $("zoom")?.setAttribute("aria-pressed", on); if (on) $("sheet").src = $("sheet").src.replace(/width=\d+/, "width=2000"); select(chosen.first, chosen.last, {scroll: true}); }
DEEDS.z = () => { if (preview.dataset.view === "page") zoom(); };
const inRead = event => !!event.target.closest?.(".read");
function stepArticle(by) {
  const firsts = [...new Set(lines().map(one => +one.dataset.key).filter(Boolean))].filter(line => $("L" + line)), here = keyOf(chosen.last) || chosen.last;
  const next = by > 0 ? firsts.find(line => line > here) : firsts.filter(line => line < here).pop();
  if (next) select(next, next, {focus: true, scroll: true}); else turn(by);
}

document.addEventListener("keydown", event => {
  if (event.isComposing || document.querySelector("dialog[open]") || !document.contains(preview)) return;
  const typing = event.target.matches?.("input, textarea, select");
  if (event.ctrlKey || event.metaKey) {
    const key = event.key.toLowerCase();
    if (typing || event.altKey || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    return key === "y" || event.shiftKey ? DEEDS.y() : DEEDS.u();
  }
  if (event.altKey) return;
  if (typing) { if (event.key === "Escape") { event.preventDefault(); select(chosen.first, chosen.last, {focus: true}); } return; }
  if (!preview.contains(event.target)) return;  // letters mean something only where the preview has the focus
  if (event.target.matches("summary, button") && (event.key === "Enter" || event.key === " ")) return;
  const deed = DEEDS[event.key] || (MARKS[event.key] && (() => press("mark:" + MARKS[event.key]))) || (FIELDS[event.key] && (() => edit(FIELDS[event.key])));
  if (deed) { event.preventDefault(); deed(event); }
});

// -- the mouse and the forms -------------------------------------------------------------------------

preview.addEventListener("click", event => {
  if (event.target.id === "zoom") return zoom();
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.button) return;
  const line = link.closest("[data-line]");
  if (line) { event.preventDefault(); const at = +line.dataset.line; return event.shiftKey && chosen.first ? select(chosen.first, at, {focus: true}) : select(at, at, {focus: true, scroll: true}); }
  if (link.id === "toarticle") { event.preventDefault(); const beside = besideOf(chosen.last); return beside && toCard(beside); }
  if (link.closest(".read, #list")) { event.preventDefault(); return go(link.href); }
  if (link.closest(".leafing")) { event.preventDefault(); load(link.href); }
});
preview.addEventListener("submit", event => {
  const form = event.target;
  if (form.method === "get") { event.preventDefault(); return load(form.action + "?" + new URLSearchParams(new FormData(form))); }
  if (form !== panel && form.id !== "undo" && form.id !== "redo" && !form.closest(".fix")) return;
  event.preventDefault();
  clearTimeout(saving);
  const fields = form.closest(".fix");
  const sent = send(form, event.submitter?.value || "", form.id === "undo" || form.id === "redo");
  if (!fields) return;
  select(chosen.first, chosen.last, {focus: true});
  sent.then(well => { const drawn = $(fields.id); if (drawn) drawn.open = !well; });
});
let saving;
preview.addEventListener("change", event => {
  const form = event.target.form;
  if (form === panel) return select(+panel.elements.line.value, +panel.elements.last.value || +panel.elements.line.value);
  if (form?.closest(".fix")) { clearTimeout(saving); saving = setTimeout(() => send(form, form.querySelector("[name=do]").value), 200); }
  else if (event.target.name === "leaf") form.requestSubmit();
});
$("showkeys")?.addEventListener("click", () => $("keys").showModal());
addEventListener("beforeunload", event => { if ([...preview.querySelectorAll(".fix input")].some(one => one.value !== one.defaultValue)) event.preventDefault(); });

remember(preview);
const asked = new URL(location).searchParams;
const begin = $("L" + asked.get("line")) ? [+asked.get("line"), +asked.get("last") || +asked.get("line")] : +preview.dataset.begin && $("L" + preview.dataset.begin) ? [+preview.dataset.begin, +preview.dataset.begin] : [numbers()[0] || 0, numbers()[0] || 0];
select(...begin, {focus: true, scroll: true});
}
