// A form marked data-passkey asks the device for a passkey before it is sent; without passkeys it stays hidden.

const { webauthnJSON } = window;

async function options(form) {
  const data = document.getElementById("passkey-options");
  if (data) return JSON.parse(data.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

async function credential(form) {
  const { creation_options: wanted, request_options: asked } = await options(form);
  if (!wanted) return webauthnJSON.get(asked);
  // The passkey is found without a name and asks for a finger, a face or a PIN: it is a way in of its own.
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return webauthnJSON.create(wanted);
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const problem = form.querySelector("[role=alert][hidden]");
  form.hidden = !webauthnJSON?.supported();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
