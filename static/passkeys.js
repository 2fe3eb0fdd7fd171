// Passkeys: a form with data-passkey asks the browser for one before it is sent. "create" makes a passkey, "get" shows one.
// data-options holds what the server asks for, in WebAuthn's JSON form (binary values as base64url).
"use strict";

(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const options = (asked) => {
    const key = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    if (key.excludeCredentials) key.excludeCredentials = known(key.excludeCredentials);
    if (key.allowCredentials) key.allowCredentials = known(key.allowCredentials);
    return { publicKey: key };
  };

  const answer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const arm = (form) => {
    const trouble = form.querySelector("[data-passkey-trouble]");
    const say = (words) => {
      trouble.textContent = words;
      trouble.hidden = !words;
    };
    if (!window.PublicKeyCredential) {
      say(trouble.dataset.unable);
      form.querySelector("button[type=submit]").disabled = true;
      return;
    }
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // portal.js would take this for the one time a form is sent
      say("");
      try {
        const asked = options(JSON.parse(form.dataset.options));
        form.elements.credential.value = answer(await navigator.credentials[form.dataset.passkey](asked));
        form.requestSubmit();
      } catch {
        say(trouble.dataset.refused);
      }
    });
    window.addEventListener("pageshow", () => { form.elements.credential.value = ""; });
  };

  document.querySelectorAll("form[data-passkey]").forEach(arm);
})();
