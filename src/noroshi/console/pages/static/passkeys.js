// Passkeys: asks the hub for a question, lets the browser answer it, and takes the answer back.
"use strict";

const Passkeys = (() => {
  const toOctets = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body || {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };

  const known = (list) => (list || []).map((each) => ({ ...each, id: toOctets(each.id) }));

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response };
  };

  const register = async (label) => {
    const asked = await post("/account/passkeys/options");
    asked.challenge = toOctets(asked.challenge);
    asked.user.id = toOctets(asked.user.id);
    asked.excludeCredentials = known(asked.excludeCredentials);
    const credential = await navigator.credentials.create({ publicKey: asked });
    return post("/account/passkeys", { credential: told(credential), label });
  };

  const logIn = async (next) => {
    const asked = await post("/log-in/passkey/options");
    asked.challenge = toOctets(asked.challenge);
    asked.allowCredentials = known(asked.allowCredentials);
    const credential = await navigator.credentials.get({ publicKey: asked });
    return post("/log-in/passkey", { credential: told(credential), next });
  };

  return { register, logIn };
})();

const offer = (box, act) => {
  if (!box || !window.PublicKeyCredential) return;
  const button = box.querySelector("button");
  const wrong = box.querySelector(".wrong");
  box.hidden = false;
  button.addEventListener("click", async () => {
    wrong.hidden = true;
    button.disabled = true;
    try {
      window.location.assign((await act()).goal);
    } catch {
      wrong.hidden = false;
      button.disabled = false;
    }
  });
};

const logInBox = document.getElementById("passkey-log-in");
offer(logInBox, () => Passkeys.logIn(logInBox.dataset.next));
const addBox = document.getElementById("passkey-add");
offer(addBox, () => Passkeys.register(addBox.querySelector("input").value));
