/* Tables edited by keyboard: up and down change rows within a column; Alt with them moves the row, Alt+Enter adds one
   below, Alt+Delete takes it away. Without this script the buttons at the end of each row do the same. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-rows] td");
    if (!cell) return;
    const row = cell.parentElement;
    const press = (what) => {
      const button = row.querySelector(`[data-op="${what}"]`);
      if (button) { event.preventDefault(); button.click(); }
    };
    if (event.altKey) {
      const what = { ArrowUp: "up", ArrowDown: "down", Enter: "add", Delete: "remove" }[event.key];
      if (what) press(what);
      return;
    }
    if (event.target.matches("select, textarea")) return;
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    const next = step && row[step];
    const field = next && next.children[cell.cellIndex] && next.children[cell.cellIndex].querySelector("input, select, textarea");
    if (field) { event.preventDefault(); field.focus(); if (field.select) field.select(); }
  });
})();
