const field = document.querySelector('[data-passkey]');
const trouble = document.querySelector('[data-passkey-trouble]');
const { publicKey } = JSON.parse(field.dataset.passkey);

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

publicKey.challenge = bytes(publicKey.challenge);
publicKey.excludeCredentials = named(publicKey.excludeCredentials);
publicKey.allowCredentials = named(publicKey.allowCredentials);
if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);

const ask = async () => {
  const made = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = made.response;
  const response = attestationObject
    ? { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) }
    : { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: text(userHandle) ?? null };
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, extensions: {} });
};

field.form.addEventListener('submit', async (event) => {
  if (field.value) return;
  event.preventDefault();
  trouble.hidden = true;
  try {
    field.value = await ask();
    field.form.submit();
  } catch {
    trouble.hidden = false;
  }
});
