// The sounds in a prompt, shown while it is typed; only for engines with a vocabulary.

import { SOUNDS, call } from "./api.js";
import { byId } from "./dom.js";
import { hintLine, readingLines } from "./reading-lines.js";

const TYPING_MS = 150;
const EMPTY = "The sounds in your prompt are shown here while you type.";
const CHINESE = /\p{Script=Han}/u;

export class Reading {
  /** `chosenEngine` returns the engine of the form, or undefined. */
  constructor({ chosenEngine }) {
    this.chosenEngine = chosenEngine;
    this.asking = null;
    this.asked = "";
    this.timer = 0;
    for (const name of ["prompt", "negative_prompt", "duration"]) {
      // The text that an input method is composing is not a word yet.
      byId(name).addEventListener("input", (event) => event.isComposing || this.askSoon());
      byId(name).addEventListener("compositionend", () => this.askSoon());
    }
    byId("engine").addEventListener("change", () => this.refresh());
  }

  askSoon() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.refresh(), TYPING_MS);
  }

  /** Show the reading of the form's current values; skip a request that was answered last. */
  async refresh() {
    const engine = this.chosenEngine();
    byId("reading").hidden = !engine?.known_sounds.length;
    const request = this.request();
    const asked = JSON.stringify(request);
    if (byId("reading").hidden || (asked === this.asked && !this.asking?.signal.aborted)) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.asked = asked;
    await this.ask(request, engine, this.asking.signal);
  }

  async ask(request, engine, signal) {
    if (request.prompt === "") return show([hintLine(EMPTY)]);
    try {
      const reading = await call(`${SOUNDS}/read-prompt`, { method: "POST", body: request, signal });
      const seconds = Number(request.duration) || engine.duration_seconds.default;
      show(readingLines(reading, seconds, (sound) => this.use(sound, reading)));
    } catch (problem) {
      if (signal.aborted) return;
      this.asked = "";
      show([hintLine(problem.message)]);
    }
  }

  request() {
    const fields = ["prompt", "engine", "negative_prompt", "duration"];
    const given = fields.map((name) => [name, byId(name).value.trim()]);
    const filled = given.filter(([name, value]) => name === "prompt" || value !== "");
    return { ...Object.fromEntries(filled), vocabulary_only: true };
  }

  /** Append a suggested sound's example to the prompt, or replace a prompt without any known sound. */
  use(sound, reading) {
    const prompt = byId("prompt");
    const isChinese = CHINESE.test(prompt.value);
    const example = (isChinese ? sound.examples.zh : sound.examples.en) || sound.name;
    const before = reading.layers.length ? prompt.value.trimEnd() : "";
    prompt.value = before ? `${before}${isChinese ? "，" : ", "}${example}` : example;
    prompt.focus();
    this.refresh();
  }
}

function show(lines) {
  byId("reading").replaceChildren(...lines);
}
