// A private link holds its code behind the #, which no browser sends: here it comes into the form, and out of the address.
"use strict";

(() => {
  const field = document.querySelector("[data-code-from-link]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !/^[\w-]{20,60}$/.test(code)) return;
  field.value = code;
  for (const other of document.querySelectorAll(".portal-language a")) other.hash = code; // the same page in another language
  history.replaceState(null, "", location.pathname + location.search);
})();
