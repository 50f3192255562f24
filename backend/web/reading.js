// What will be heard of a prompt, shown while it is typed; only for engines that work from known words.

import { SOUNDS, call } from "./api.js";
import { byId } from "./dom.js";
import { hintLine, readingLines } from "./reading-lines.js";

const TYPING_MS = 150;
const EMPTY = "What will be heard is shown here while you type.";
const CHINESE = /\p{Script=Han}/u;

export class Reading {
  /** `chosenEngine` returns the engine of the form, if it is known. */
  constructor({ chosenEngine }) {
    this.chosenEngine = chosenEngine;
    this.asking = null;
    this.asked = "";
    this.timer = 0;
    for (const name of ["prompt", "negative_prompt", "duration"]) {
      // What an input method is still composing is no word yet.
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

  /** Shows the reading of what the form holds now; asks nothing that was answered last. */
  async refresh() {
    const engine = this.chosenEngine();
    byId("reading").hidden = !engine?.known_sounds.length;
    const wanted = this.wanted();
    const asked = JSON.stringify(wanted);
    if (byId("reading").hidden || (asked === this.asked && !this.asking?.signal.aborted)) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.asked = asked;
    await this.ask(wanted, engine, this.asking.signal);
  }

  async ask(wanted, engine, signal) {
    if (wanted.prompt === "") return show([hintLine(EMPTY)]);
    try {
      const reading = await call(`${SOUNDS}/read-prompt`, { method: "POST", body: wanted, signal });
      const seconds = Number(wanted.duration) || engine.duration_seconds.default;
      show(readingLines(reading, seconds, (sound) => this.take(sound, reading)));
    } catch (problem) {
      if (signal.aborted) return;
      this.asked = "";
      show([hintLine(problem.message)]);
    }
  }

  wanted() {
    const fields = ["prompt", "engine", "negative_prompt", "duration"];
    const given = fields.map((name) => [name, byId(name).value.trim()]);
    const filled = given.filter(([name, value]) => name === "prompt" || value !== "");
    return { ...Object.fromEntries(filled), vocabulary_only: true };
  }

  /** Puts a suggested sound's example into the prompt: in place of one of which nothing is heard. */
  take(sound, reading) {
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
