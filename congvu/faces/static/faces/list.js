/* Lists by keyboard (j k x Enter) and the bar for many rows. The list works without: links, checkboxes and buttons. */
(() => {
  "use strict";
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const part = (root) => {
    const table = root.querySelector("table.list");
    if (!table || table.dataset.bound) return;
    table.dataset.bound = "yes";
    const rows = () => $$("tr.r", table);
    const box = (row) => row.querySelector(".cb input");
    const bar = root.querySelector(".bulk"), count = bar && bar.querySelector("[data-bulk-count]");
    const all = table.querySelector("[data-all]"), none = bar && bar.querySelector("[data-bulk-none]");

    const tell = () => {
      if (!bar) return;
      const boxes = rows().map(box).filter(Boolean), on = boxes.filter((one) => one.checked);
      rows().forEach((row) => row.classList.toggle("sel", Boolean(box(row) && box(row).checked)));
      bar.hidden = !on.length;
      count.textContent = count.dataset.bulkText.replace("%n", on.length);
      if (all) { all.checked = on.length === boxes.length && on.length > 0; all.indeterminate = on.length > 0 && on.length < boxes.length; }
    };
    table.addEventListener("change", (event) => {
      if (event.target === all) rows().map(box).forEach((one) => { if (one) one.checked = all.checked; });
      tell();
    });
    if (none) {
      none.hidden = false;
      none.addEventListener("click", () => { rows().map(box).forEach((one) => { if (one) one.checked = false; }); tell(); });
    }
    tell();

    if (!("list" in table.dataset)) return;
    const move = (step) => {
      const list = rows(), now = list.findIndex((row) => row.classList.contains("cur"));
      const next = list[Math.max(0, Math.min(list.length - 1, now + step))];
      if (!next) return;
      list.forEach((row) => row.classList.remove("cur"));
      next.classList.add("cur");
      next.scrollIntoView({ block: "nearest" });
      const link = next.querySelector(".c-link a, a");
      if (link) link.focus({ preventScroll: true });
    };
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox")) return;
      const row = table.querySelector("tr.cur");
      if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
      else if (event.key === "x" && row && box(row)) { box(row).checked = !box(row).checked; tell(); }
      else if (event.key === "Enter" && row && (target === document.body || target.type === "checkbox")) {
        const link = row.querySelector(".c-link a, a");
        if (link) link.click();
      }
      else return;
      event.preventDefault();
    });
    table.addEventListener("focusin", (event) => {
      const row = event.target.closest("tr.r");
      if (!row) return;
      rows().forEach((one) => one.classList.toggle("cur", one === row));
    });
  };
  const bind = (root) => $$("[data-list-part]", root).forEach(part);
  bind(document);
  document.addEventListener("htmx:afterSwap", (event) => bind(event.target.parentElement || document));
})();
