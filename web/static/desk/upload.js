// Bringing in: dropped files and folders, how far the upload is. The form works without it.
"use strict";
{
const form = document.querySelector("form[data-upload]");
const list = form.querySelector("[data-list]"), bar = form.querySelector("progress");
const dropped = [];
const inputs = [...form.querySelectorAll("input[type=file]")];
const chosen = () => [...dropped, ...inputs.flatMap(input => [...input.files].map(file => [file.webkitRelativePath || file.name, file]))];
const megabytes = files => files.reduce((sum, [, file]) => sum + file.size, 0) / 2 ** 20;
function tell(text, wrong = false) { list.textContent = text; list.className = wrong ? "refusal" : "small"; }
function show() {
  const files = chosen(), size = megabytes(files);
  if (size > +form.dataset.limit) return tell(form.dataset.large, true);
  tell(files.length ? form.dataset.chosen.replace("{count}", files.length).replace("{size}", size.toFixed(1)) : "");
}
async function walk(entry, path = "") {
  if (entry.isFile) return dropped.push([path + entry.name, await new Promise((found, failed) => entry.file(found, failed))]);
  const reader = entry.createReader();
  for (let some; (some = await new Promise((found, failed) => reader.readEntries(found, failed))).length;)
    for (const inner of some) await walk(inner, `${path}${entry.name}/`);
}
addEventListener("dragover", event => { event.preventDefault(); form.classList.add("over"); });
addEventListener("dragleave", () => form.classList.remove("over"));
addEventListener("drop", async event => {
  event.preventDefault();
  form.classList.remove("over");
  const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) for (const entry of entries) await walk(entry);
  else dropped.push(...[...event.dataTransfer.files].map(file => [file.name, file]));
  show();
});
for (const input of inputs) input.addEventListener("change", show);
form.addEventListener("submit", event => {
  const files = chosen();
  if (!files.length) return;
  event.preventDefault();
  if (megabytes(files) > +form.dataset.limit) return tell(form.dataset.large, true);
  const data = new FormData();
  data.append("form", form.querySelector("[name=form]").value);
  for (const [name, file] of files) data.append("files", file, name);
  const sent = new XMLHttpRequest(), button = form.querySelector("button");
  const over = text => { bar.hidden = true; button.disabled = false; tell(text, true); };
  bar.hidden = false; button.disabled = true;
  sent.upload.addEventListener("progress", step => { if (step.lengthComputable) { bar.max = step.total; bar.value = step.loaded; } });
  sent.addEventListener("error", () => over(form.dataset.lost));
  sent.addEventListener("load", () => {
    if (sent.status === 200) return location.assign(sent.responseURL);
    const page = new DOMParser().parseFromString(sent.responseText, "text/html");
    over((page.querySelector("[role=alert]") || page.querySelector("main p"))?.textContent || form.dataset.lost);
  });
  sent.open("POST", form.action);
  sent.send(data);
});
}
