/* The counter: arrows choose a paper, Space T K D mark it, F8 leads to what is still open; the receipt shows what is typed. */
(() => {
  "use strict";
  const form = document.getElementById("intake");
  if (!form) return;
  const lines = () => [...form.querySelectorAll("#chk [data-paper]")];
  const markOf = (line) => (line.querySelector("input:checked") || {}).value || "";
  const CSS = { handed_in: "ok", missing: "miss", not_needed: "na", from_data: "db" };
  const KEY = { " ": "handed_in", t: "missing", k: "not_needed", d: "from_data" };

  const choose = (line) => {
    for (const one of lines()) {
      one.classList.toggle("cur", one === line);
      one.tabIndex = one === line ? 0 : -1;
    }
    line.focus();
  };
  const show = () => {
    let left = 0, handed = 0;
    for (const line of lines()) {
      const mark = markOf(line);
      if (!mark) left += 1;
      if (mark === "handed_in") handed += 1;
      const current = line.classList.contains("cur");
      line.className = (CSS[mark] || "") + (current ? " cur" : "");
      const sign = mark && line.querySelector("input:checked + span .i");
      line.querySelector(".box").replaceChildren(...(sign ? [sign.cloneNode(true)] : []));
    }
    for (const one of form.querySelectorAll("[data-left]")) one.textContent = left;
    const hint = form.querySelector("[data-left-hint]");
    if (hint) {
      hint.dataset.full ||= hint.textContent.trim();
      hint.hidden = !left;
      if (left) hint.textContent = hint.dataset.full.replace(/\d+/, left);
    }
    const count = document.querySelector("[data-handed]");
    if (count) count.textContent = handed;
    for (const one of document.querySelectorAll("[data-shows]")) {
      const field = form.elements[one.dataset.shows];
      if (field) one.textContent = field.value || "…";
    }
  };

  form.addEventListener("keydown", (event) => {
    const line = event.target.closest && event.target.closest("[data-paper]");
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = lines(), at = all.indexOf(line);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[Math.max(0, Math.min(all.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]);
      return;
    }
    const mark = KEY[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    line.querySelector(`input[value="${mark}"]`).checked = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const next = all.slice(at + 1).find((one) => !markOf(one)) || all.find((one) => !markOf(one));
    if (next) choose(next);
  });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("cv:restored", () => {
    const search = form.elements.q;
    search.value = search.defaultValue; /* the procedure stands in the address, not in the draft */
    show();
  });
  document.addEventListener("htmx:afterSettle", show);

  /* asking for more and refusing need a reason: the field opens first */
  form.addEventListener("submit", (event) => {
    const why = document.getElementById("d-why"), field = form.elements.reason;
    if (!event.submitter || event.submitter.value === "accept" || !why || why.open || field.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    why.open = true;
    field.focus();
    why.scrollIntoView({ block: "center" });
  }, true);

  form.addEventListener("submit", (event) => {
    if (!event.submitter || event.submitter.value !== "accept") return;
    const open = lines().find((line) => !markOf(line));
    if (!open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    delete form.dataset.sending; /* nothing was sent: the next press must work */
    form.removeAttribute("aria-busy");
    choose(open);
    open.scrollIntoView({ block: "center" });
  }, true);

  /* search: arrow down goes into what was found, Enter takes the first */
  form.addEventListener("keydown", (event) => {
    if (event.target.id !== "tt") return;
    const first = document.querySelector("#found a");
    if (event.key === "Enter") {
      event.preventDefault();
      if (first) first.click();
    } else if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest && event.target.closest("#found a");
    if (!link || !/^Arrow(Up|Down)$/.test(event.key)) return;
    event.preventDefault();
    const all = [...document.querySelectorAll("#found a")];
    const next = all[all.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
    (next || document.getElementById("tt")).focus();
  });

  const refused = form.dataset.refused && document.querySelector(`[data-paper="${form.dataset.refused}"]`);
  if (refused) choose(refused);
  show();
})();
