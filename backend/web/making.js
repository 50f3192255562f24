// The sounds in progress. A list is read every few seconds, and a few sounds are streamed live: a
// browser opens six connections to a server, and players need some of them.

import { SOUNDS, call, events } from "./api.js";
import { arrange, byId, notify } from "./dom.js";
import { ProgressRow } from "./progress-row.js";
import { quoted } from "./words.js";

const WATCHED_COUNT = 3;
const LISTED_COUNT = 20;

export class Making {
  /** `onFinished` and `onFailed` are called with the sound. */
  constructor({ onFinished, onFailed }) {
    this.onFinished = onFinished;
    this.onFailed = onFailed;
    this.rows = new Map();
    this.overAt = new Map();
    document.addEventListener("visibilitychange", () => document.hidden && this.rest());
  }

  /** Show a sound that was queued just now; it may end before it appears in a list. */
  async add(id) {
    const sound = await call(`${SOUNDS}/${id}`).catch(() => null);
    if (sound) this.receive(this.rowOf(sound), sound.generation_status, sound);
    await this.refresh();
  }

  /** Update all rows, and open interrupted streams again. */
  async refresh() {
    const startedAt = performance.now();
    try {
      const [processing, pending] = await Promise.all([listed("processing"), listed("pending")]);
      this.place(processing.sounds, pending.sounds, startedAt);
      const count = pending.total - pending.sounds.length;
      byId("making-more").textContent = count > 0 ? `${count} more waiting.` : "";
      const now = new Set([...processing.sounds, ...pending.sounds].map((sound) => sound.id));
      await Promise.all([...this.rows.values()].filter((row) => !now.has(row.id)).map((row) => this.settle(row)));
    } catch (problem) {
      byId("making-more").textContent = problem.message;
    }
    this.draw();
    this.watch();
  }

  place(processing, pending, startedAt) {
    [...processing, ...pending].forEach((sound, index) => {
      // An event that a stream sent meanwhile is newer than this list.
      if (this.overAt.get(sound.id) > startedAt) return;
      const row = this.rowOf(sound);
      if (!row.stream) row.show(sound);
      row.showAhead(index < processing.length ? null : index);
    });
  }

  rowOf(sound) {
    const known = this.rows.get(sound.id);
    if (known && !known.isOver) return known;
    const row = new ProgressRow(sound, {
      onCancel: (row) => this.cancel(row),
      onDismiss: (row) => this.remove(row),
    });
    this.rows.set(sound.id, row);
    return row;
  }

  /** Read the end of a sound that is not in the lists any more. */
  async settle(row) {
    if (row.isOver || row.stream) return;
    const sound = await call(`${SOUNDS}/${row.id}`).catch((problem) => {
      if (problem.reason === "SOUND_NOT_FOUND") return null;
      throw problem;
    });
    this.receive(row, sound?.generation_status ?? "deleted", sound);
  }

  watch() {
    if (document.hidden) return;
    const running = [...this.rows.values()].filter((row) => !row.isOver);
    const free = WATCHED_COUNT - running.filter((row) => row.stream).length;
    const unwatched = running.filter((row) => !row.stream);
    unwatched.sort((one, other) => other.isProcessing - one.isProcessing);
    for (const row of unwatched.slice(0, Math.max(0, free))) this.follow(row);
  }

  async follow(row) {
    const stream = new AbortController();
    row.stream = stream;
    try {
      for await (const { name, data } of events(row.id, stream.signal)) {
        this.receive(row, name, data);
      }
    } catch {
      // The next refresh shows the problem, and opens the stream again.
    } finally {
      if (row.stream === stream) row.stream = null;
    }
  }

  receive(row, status, sound) {
    if (row.isOver) return;
    if (status === "completed") this.end(row, "is finished", () => this.onFinished(sound));
    else if (status === "failed") this.fail(row, sound);
    else if (status === "cancelled" || status === "deleted") this.end(row, `is ${status}`);
    else row.show(sound);
  }

  end(row, what, then = () => {}) {
    row.isOver = true;
    this.overAt.set(row.id, performance.now());
    this.remove(row);
    notify(`${quoted(row.sound.name)} ${what}.`);
    then();
  }

  fail(row, sound) {
    this.overAt.set(row.id, performance.now());
    row.showFailure(sound);
    notify(`${quoted(sound.name)} failed: ${sound.error_message}`);
    this.onFailed(sound);
  }

  async cancel(row) {
    row.cancel.disabled = true;
    try {
      await call(`${SOUNDS}/${row.id}/cancel`, { method: "POST" });
    } catch (problem) {
      notify(problem.message);
    }
    row.cancel.disabled = false;
  }

  remove(row) {
    if (this.rows.get(row.id) === row) this.rows.delete(row.id);
    this.draw();
  }

  draw() {
    const hasProblem = byId("making-more").textContent !== "";
    byId("making").hidden = this.rows.size === 0 && !hasProblem;
    arrange(byId("making-list"), [...this.rows.values()].map((row) => row.node));
  }

  /** Close all streams of a hidden page. */
  rest() {
    for (const row of this.rows.values()) row.stream?.abort();
  }
}

async function listed(status) {
  const query = `status=${status}&sort_by=created_at&sort_order=asc&page_size=${LISTED_COUNT}`;
  return (await call(`${SOUNDS}/?${query}`)).data;
}
