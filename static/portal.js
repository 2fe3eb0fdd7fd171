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

  const keepTyping = (status) => {
    const form = status.closest("form");
    if (!form) return;
    let timer = null;
    let dirty = false;
    let underWay = new AbortController();

    const keep = async () => {
      dirty = false;
      underWay = new AbortController();
      const signal = underWay.signal;
      try {
        const answer = await fetch(status.dataset.typing, { method: "POST", body: text(form), credentials: "same-origin", signal });
        const ours = answer.ok || answer.status === 413;
        status.textContent = ours ? (await answer.text()).trim() : status.dataset.lost;
      } catch {
        if (signal.aborted) return;
        status.textContent = status.dataset.lost;
        dirty = true;
      }
    };
    const later = () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; underWay.abort(); }); // saving forgets it
    window.addEventListener("pagehide", () => {
      if (dirty) navigator.sendBeacon(status.dataset.typing, text(form));
    });
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
