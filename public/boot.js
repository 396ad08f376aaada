// Starts the program under a content policy without inline script: shows how much of it has arrived, refuses a file
// that is not the published one, and says in plain words when it cannot be started.
//
// The script element carries what the build knows: data-js and data-wasm (file names), and in release builds
// data-js-integrity, data-wasm-integrity (SHA-384) and data-wasm-size (bytes). data-key-agent, data-strength and data-import name
// the workers; the program reads those itself.

// The chosen theme before the first paint; src/session/prefs.rs writes it.
try {
  const theme = localStorage.getItem("portal.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no preference: the system's theme.
}

const frame = document.getElementById("boot");
const { js, wasm, jsIntegrity, wasmIntegrity, wasmSize } = document.querySelector("script[data-wasm]").dataset;

/** A failure whose `state` names the screen to show. */
class Failure extends Error {
  constructor(state, detail) {
    super(detail);
    this.state = state;
  }
}

function show(state, detail = "") {
  for (const part of frame.querySelectorAll("[data-boot]")) part.hidden = part.dataset.boot !== state;
  for (const place of frame.querySelectorAll("[data-boot-detail]")) place.textContent = detail;
}

async function download(url) {
  const response = await fetch(url).catch((error) => {
    throw new Failure("missing", String(error));
  });
  if (!response.ok) throw new Failure("missing", `${response.status} ${url}`);
  const bar = frame.querySelector("[data-boot-progress]");
  const parts = [];
  let count = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw new Failure("missing", String(error));
    });
    if (done) break;
    parts.push(value);
    count += value.length;
    // Without the size the bar has no value and only shows that something is going on.
    if (wasmSize) bar.value = Math.min(1, count / Number(wasmSize));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** fetch() has an option for this, but its error cannot be told from a lost connection, and it hides the progress. */
async function verify(bytes, integrity, url) {
  if (!integrity) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const found = `sha384-${btoa(String.fromCharCode(...digest))}`;
  if (found !== integrity) throw new Failure("altered", `${url} ${found}`);
}

/** Runs the glue as a script element first: that is where browsers enforce integrity; import() then finds it done. */
async function load(url, integrity) {
  if (integrity) {
    const element = document.createElement("script");
    Object.assign(element, { type: "module", integrity, src: url });
    const loaded = new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = reject;
    });
    document.head.append(element);
    await loaded.catch(async () => {
      // The event does not say why. The bytes do.
      await verify(await download(url), integrity, url);
      throw new Failure("missing", url);
    });
  }
  return import(url).catch((error) => {
    throw new Failure("missing", `${url} ${error}`);
  });
}

async function start() {
  if (typeof WebAssembly !== "object" || typeof BigInt64Array !== "function") throw new Failure("old", "");
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) throw new Failure("insecure", "");
  show("loading");
  const bytes = download(wasm).then((found) => verify(found, wasmIntegrity, wasm).then(() => found));
  // One of the two may fail while the other is awaited; it is awaited too, just later.
  bytes.catch(() => {});
  const glue = await load(js, jsIntegrity);
  await glue.default({ module_or_path: await bytes });
  frame.remove();
}

for (const button of frame.querySelectorAll("[data-boot-reload]")) button.onclick = () => location.reload();
start().catch((error) => show(error.state ?? (error instanceof WebAssembly.CompileError ? "old" : "broken"), String(error.message || error)));
