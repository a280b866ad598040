// The review queue from the keyboard: each key presses a button that is there without scripts, too.
"use strict";
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const place = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!place) return;
  event.preventDefault();
  if (place.matches("details")) { place.open = true; const box = place.querySelector("input[type=text]"); box.focus(); box.select(); } else place.click();
});
