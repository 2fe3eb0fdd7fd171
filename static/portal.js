// Small things that make pages kinder. Every page works without this file.
"use strict";

(() => {
  const PAUSE = 1500; // milliseconds without a key before typing is kept

  // ---- typing is never lost: components/typing.html inside a form names the address that keeps it (raci/typing.py)
  const text = (form) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && form.elements[name]?.type !== "password") body.append(name, value);
    }
    return body;
  };

  const LONGEST_WAIT = 3000; // milliseconds that a form waits for what was typed into the others of its page
  const keepers = [];

  const keepTyping = (status) => {
    const form = status.closest("form");
    if (!form) return;
    let timer = null;
    let dirty = false;
    let underWay = null; // one after the other, so that an older text never follows a newer one

    const send = async () => {
      try {
        const answer = await fetch(status.dataset.typing, { method: "POST", body: text(form), credentials: "same-origin" });
        const ours = answer.ok || answer.status === 413;
        status.textContent = ours ? (await answer.text()).trim() : status.dataset.lost;
      } catch {
        status.textContent = status.dataset.lost;
        dirty = true;
      }
    };
    const keep = async () => {
      clearTimeout(timer);
      while (underWay) await underWay;
      if (!dirty) return;
      dirty = false;
      underWay = send();
      await underWay;
      underWay = null;
    };
    const later = () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; }); // saving forgets it
    keepers.push({ form, keep, isDirty: () => dirty, isUnderWay: () => underWay !== null, settled: () => underWay });
    window.addEventListener("pagehide", () => {
      if (dirty) navigator.sendBeacon(status.dataset.typing, text(form));
    });
  };

  // A form is sent when what was typed into the others of its page is kept, and nothing of its own is still on its way.
  const waited = new WeakSet();
  const keepFirst = async (event) => {
    const form = event.target;
    const own = (one) => one.form === form;
    const waiting = keepers.filter((one) => (own(one) ? one.isUnderWay() : one.isDirty() || one.isUnderWay()));
    if (!waiting.length || waited.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waited.add(form);
    const all = Promise.all(waiting.map((one) => (own(one) ? one.settled() : one.keep())));
    await Promise.race([all, new Promise((done) => { setTimeout(done, LONGEST_WAIT); })]);
    form.requestSubmit(event.submitter);
    waited.delete(form);
  };

  // ---- "Send again" after signing in elsewhere: the mark of the new session is in its cookie
  const freshMark = (form) => {
    form.addEventListener("submit", () => {
      const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
      const field = form.elements.csrfmiddlewaretoken;
      if (cookie && field) field.value = cookie.slice("csrftoken=".length);
    });
  };

  // ---- a double click sends once; coming back to the page makes the button work again
  const sendOnce = (form) => {
    if (form.method !== "post") return;
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      else if (!event.defaultPrevented && form.target !== "_blank") form.dataset.sent = "yes";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.addEventListener("submit", keepFirst, true);
    document.querySelectorAll("[data-typing]").forEach(keepTyping);
    document.querySelectorAll("form[data-again]").forEach(freshMark);
    document.querySelectorAll("form:not([data-download])").forEach(sendOnce);
    document.querySelector(".portal-problems[tabindex]")?.focus();
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  });
})();
