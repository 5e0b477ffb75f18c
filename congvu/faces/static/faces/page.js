/* Comforts of every page, bound by data- attributes: keys, menus, toasts, theme, tabs, copy, print, way back.
   Everything here has a plainer way without it. */
(() => {
  "use strict";
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) =>
    target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type));

  /* keys: data-focus-key="/" puts the cursor there, data-key="F8" presses the button or link */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") return closeMenus();
    const functionKey = /^F\d+$/.test(event.key);
    if (document.querySelector("dialog[open]") || (typing(event.target) && !functionKey)) return;
    const fields = $$("[data-focus-key]").filter((one) => one.dataset.focusKey === event.key && one.offsetParent);
    const field = fields.find((one) => one.closest("main")) || fields[0];  /* the page's own before the header's */
    const button = $$("[data-key]").find((one) => one.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (!field && !button) return;
    event.preventDefault();
    if (field) field.select();
    else button.click();
  });

  /* menus: <details class="menu"> closes on Escape, on a click elsewhere, when the focus leaves it */
  const closeMenus = (except) => {
    for (const menu of $$("details.menu[open]")) {
      if (menu === except) continue;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside && !except) menu.querySelector("summary").focus();
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu") || document.body));
  document.addEventListener("focusin", (event) => {
    const open = document.querySelector("details.menu[open]");
    if (open && !open.contains(event.target)) open.open = false;
  });

  /* toasts: good news leaves by itself, the rest stays until closed */
  const box = document.getElementById("toasts");
  const arm = (toast) => {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-b";
    close.textContent = "×";
    close.setAttribute("aria-label", box.dataset.close);
    close.addEventListener("click", () => toast.remove());
    toast.append(close);
    if (!/toast-(no|wait)/.test(toast.className)) {
      let timer = setTimeout(() => toast.remove(), 7000);
      toast.addEventListener("pointerenter", () => clearTimeout(timer));
      toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), 3000); });
    }
  };
  const toast = (text, tone = "") => {
    if (!box) return;
    const note = document.createElement("p");
    note.className = "toast" + (tone ? ` toast-${tone}` : "");
    const words = document.createElement("span");
    words.className = "grow";
    words.textContent = text;
    note.append(words);
    box.append(note);
    arm(note);
  };
  if (box) $$("[data-toast]", box).forEach(arm);
  document.addEventListener("cv:toast", (event) => {
    for (const one of event.detail.toasts || []) toast(one.text, one.tone);
  });
  document.addEventListener("htmx:sendError", () => toast(box.dataset.offline, "no"));
  document.addEventListener("htmx:responseError", (event) => {
    const told = (event.detail.xhr.getResponseHeader("HX-Trigger") || "").includes("cv:toast");
    if (!told) toast(box.dataset.fault, "no");
  });

  /* theme: at once, and kept by the form's own address */
  for (const form of $$("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = event.submitter.value;
      if (chosen === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = chosen;
      for (const button of $$("[data-theme-form] button")) button.setAttribute("aria-pressed", String(button.value === chosen));
      const body = new FormData(form, event.submitter);
      fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" }).catch(() => {});
    });
  }

  /* tabs: role=tablist with data-tabs; panels by aria-controls */
  for (const list of $$("[data-tabs]")) {
    const tabs = $$("[role=tab]", list);
    const show = (tab) => {
      for (const one of tabs) {
        const on = one === tab;
        one.setAttribute("aria-selected", String(on));
        one.tabIndex = on ? 0 : -1;
        document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
      }
    };
    list.addEventListener("click", (event) => { const tab = event.target.closest("[role=tab]"); if (tab) show(tab); });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      next.focus();
      show(next);
    });
    show(tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs[0]);
  }

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => toast(box.dataset.copied, "ok"), () => {});
    if (event.target.closest("[data-print]")) window.print();
    const back = event.target.closest("[data-back]");
    if (back && document.referrer === back.href && history.length > 1) {
      event.preventDefault();
      history.back(); /* the browser still holds what was typed there */
    }
  });
})();
