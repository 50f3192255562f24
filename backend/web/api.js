// Calls to the backend. The API key is kept in this tab only and sent in a header, never in a URL.

// Behind a proxy the page may lie below a prefix, which paths of the server do not have.
const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Return the address of a path of the server. */
export const address = (path) => ROOT + path;
export const SOUNDS = address("/api/v1/environment-sounds");

const KEY = "envsound-key";
const UNREACHABLE = "The server cannot be reached. Trying again.";
let keyRequired = () => {};

/** An error reply of the backend (RFC 9457); the message is for people. */
export class Problem extends Error {
  constructor({ detail, title, reason = "", errors = [] }) {
    super(detail ?? title ?? "");
    this.reason = reason;
    this.errors = errors;
  }
}

/** Call `ask(sentence)` whenever the backend requires a key, or another one. */
export function onKeyRequired(ask) {
  keyRequired = ask;
}

const storedKey = () => sessionStorage.getItem(KEY);
export const hasKey = () => storedKey() !== null;
export const keepKey = (key) => sessionStorage.setItem(KEY, key);

/** Return the reply if it is successful. Throws a Problem, or the error of an aborted fetch. */
export async function request(path, { method = "GET", body, signal } = {}) {
  const headers = {};
  const key = storedKey();
  if (key !== null) headers["X-API-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const reply = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body) })
    .catch((error) => {
      throw signal?.aborted ? error : new Problem({ detail: UNREACHABLE });
    });
  if (reply.ok) return reply;
  const problem = await reply.json().catch(() => ({ detail: `The server answered with ${reply.status}.` }));
  if (reply.status !== 401) throw new Problem(problem);
  // A late reply to an earlier key must not ask for the new one.
  if (key === storedKey()) keyRequired(problem.detail);
  // Only the form for the key shows this problem.
  throw new Problem({ ...problem, detail: "" });
}

export async function call(path, options) {
  return parse(await (await request(path, options)).text());
}

/** Parse JSON with exact seeds, which may be larger than a JavaScript number can hold. */
export function parse(text) {
  return JSON.parse(text, (name, value, context) =>
    name === "seed" && value !== null && !Number.isSafeInteger(value)
      ? (context?.source ?? value)
      : value,
  );
}

/** Yield the Server-Sent Events of a sound as `{ name, data }`, until the stream ends. */
export async function* events(soundId, signal) {
  const reply = await request(`${SOUNDS}/${soundId}/events`, { signal });
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    yield* blocks.map(readEvent).filter((event) => event.data !== null);
  }
}

function readEvent(block) {
  const lines = block.split(/\r?\n/);
  const values = (field) =>
    lines.filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).trimStart());
  const data = values("data").join("\n");
  return { name: values("event").at(-1), data: data === "" ? null : parse(data) };
}
