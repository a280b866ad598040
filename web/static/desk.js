// The desk: a job's page follows its job; what cannot be taken back asks first. Every form works without it.
"use strict";
for (const place of document.querySelectorAll("[data-job]")) {
  const bar = place.querySelector("progress");
  let wait = 100;  // an issue is often read in a second, and a folder in minutes
  const look = async () => {
    let answer;
    try { answer = await (await fetch(place.dataset.job, {headers: {Accept: "application/json"}})).json(); } catch { return setTimeout(look, 3000); }
    place.querySelector("[data-named]").textContent = answer.named;
    place.querySelector("[data-line]").textContent = answer.line;
    if (bar && answer.total) { bar.max = answer.total; bar.value = answer.done; }
    if (answer.state === "queued" || answer.state === "running") setTimeout(look, wait = Math.min(wait * 1.2, 1000)); else location.reload();
  };
  setTimeout(look, wait);
}
document.addEventListener("submit", event => {  // of forms that come later, too
  const {ask} = event.target.dataset;
  if (ask && !confirm(ask)) event.preventDefault();
});
