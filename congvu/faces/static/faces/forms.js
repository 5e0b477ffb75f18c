/* Forms: one question before an act (data-confirm), no double sending (data-once), drafts (data-draft), dialogs (data-opens).
   After a bfcache return or a failed request every button works again. */
(() => {
  "use strict";
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const dialog = document.getElementById("ask");

  /* the question: asked once; "yes" sends the form again with confirmed=1, which the view demands */
  const ask = (source, fallback, then) => {
    const text = (name, other = "") => source.dataset[name] || other;
    dialog.querySelector("#ask-t").textContent = text("confirmTitle", fallback);
    dialog.querySelector("#ask-q").textContent = text("confirm");
    const yes = dialog.querySelector("#ask-y");
    yes.textContent = text("confirmYes", fallback);
    yes.className = "confirmDanger" in source.dataset ? "btn btn-x" : "btn btn-1";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") then(); }, { once: true });
    dialog.showModal();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, pressed = event.submitter;
    if (form.method === "dialog") return;
    const source = pressed && pressed.dataset.confirm ? pressed : form.dataset.confirm ? form : null;
    if (source && form.dataset.answered !== "yes") {
      if (typeof HTMLDialogElement === "undefined") return; /* the view asks on a page of its own */
      event.preventDefault();
      event.stopImmediatePropagation();
      return ask(source, (pressed || source).textContent.trim(), () => {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "confirmed", value: "1" });
        form.append(field);
        form.dataset.answered = "yes";
        form.requestSubmit(pressed || undefined);
        delete form.dataset.answered;
        field.remove();
      });
    }
    if ("once" in form.dataset) {
      if (form.dataset.sending === "yes") return event.preventDefault();
      form.dataset.sending = "yes";
      form.setAttribute("aria-busy", "true");
      setTimeout(() => free(form), 15000); /* a lost answer must not lock the work */
    }
  }, true);
  const free = (form) => { delete form.dataset.sending; form.removeAttribute("aria-busy"); };
  window.addEventListener("pageshow", () => $$("form[data-sending]").forEach(free));
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest && event.target.closest("form"); if (form) free(form); });

  /* data-opens="id": a dialog, or a hidden part of the page */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const part = document.getElementById(opener.dataset.opens);
      if (part.showModal) part.showModal();
      else {
        part.hidden = !part.hidden;
        opener.setAttribute("aria-expanded", String(!part.hidden));
        if (!part.hidden) (part.querySelector("textarea, input:not([type=hidden]), select") || part).focus();
      }
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      const part = closer.closest("dialog") || document.getElementById(closer.dataset.closes);
      if (part.close) part.close();
      else part.hidden = true;
    }
  });

  /* drafts: what was typed stays in this browser until the form was accepted (the next page carries no such form, or an empty one) */
  const PREFIX = "cv-draft:";
  const keeps = (field) => field.name && !/^(hidden|password|file|submit|button)$/.test(field.type) && field.name !== "csrfmiddlewaretoken";
  const read = (form) => {
    const kept = {};
    for (const field of form.elements) {
      if (!keeps(field)) continue;
      const value = /^(checkbox|radio)$/.test(field.type) ? (field.checked ? field.value : null) : field.value;
      if (value !== null) (kept[field.name] ||= []).push(value);
    }
    return kept;
  };
  const write = (form, kept) => {
    for (const field of form.elements) {
      if (!keeps(field)) continue;
      const values = kept[field.name] || [];
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift();
    }
    form.dispatchEvent(new CustomEvent("cv:restored", { bubbles: true }));
  };
  const sent = sessionStorage.getItem(PREFIX + "sent");
  sessionStorage.removeItem(PREFIX + "sent");
  const drafts = $$("form[data-draft]");
  const refusedPage = document.querySelector(".said, input[type=password]"); /* a refusal, or signed out meanwhile */
  const cameBack = drafts.some((form) => form.dataset.draft === sent && form.querySelector("[aria-invalid=true], .form-e"));
  if (sent && !refusedPage && !cameBack) localStorage.removeItem(PREFIX + sent);
  for (const form of drafts) {
    const key = PREFIX + form.dataset.draft;
    const refused = form.querySelector("[aria-invalid=true], .form-e");
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      if (kept && !refused) write(form, kept);
    } catch { localStorage.removeItem(key); }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => localStorage.setItem(key, JSON.stringify(read(form))), 300);
    });
    form.addEventListener("submit", () => sessionStorage.setItem(PREFIX + "sent", form.dataset.draft));
    form.addEventListener("reset", () => localStorage.removeItem(key));
  }
  for (const form of $$("form[data-forget]")) { /* signing out leaves nothing of a citizen behind on a shared desk */
    form.addEventListener("submit", () => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    });
  }
})();
