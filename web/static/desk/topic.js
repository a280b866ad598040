// Dragging an article to another place in its topic. Without scripts: 上移, 下移 of every article.
(() => {
  const form = document.getElementById("entries");
  if (!form || form.dataset.order !== "hand") return;
  let dragged = null;
  for (const item of document.querySelectorAll(".entries > li")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.article);
    });
    item.addEventListener("dragend", () => { dragged = null; });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      item.classList.add("drop");
    });
    item.addEventListener("dragleave", () => item.classList.remove("drop"));
    item.addEventListener("drop", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      send(dragged.dataset.article, item.dataset.article);
    });
  }
  function send(article, before) {
    const sent = new FormData();
    for (const name of ["form", "version", "start"]) {
      const field = form.elements.namedItem(name);
      if (field) sent.set(name, field.value);
    }
    sent.set("do", "place");
    sent.set("article", article);
    sent.set("key", before);
    fetch(form.getAttribute("action"), { method: "POST", body: sent }).then((answer) => {
      if (answer.ok) location.reload();
      else answer.text().then((html) => { document.open(); document.write(html); document.close(); });
    });
  }
})();
