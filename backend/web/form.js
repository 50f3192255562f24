// The form for a new sound. The backend validates it, and its messages are shown at the fields.

import { SOUNDS, call } from "./api.js";
import { byId, notify } from "./dom.js";
import { quoted } from "./words.js";

const TEXTS = [
  "prompt", "engine", "duration", "seed", "steps", "cfg_scale", "negative_prompt", "format", "name",
];
const FIELDS = new Set([...TEXTS, "loop"]);
const FIELD_OF_REASON = {
  PROMPT_NOT_UNDERSTOOD: "prompt",
  ENGINE_UNKNOWN: "engine",
  ENGINE_LOADING: "engine",
  WEIGHTS_MISSING: "engine",
};

export class Form {
  /** `onAccepted` is called with the id of a queued sound. */
  constructor({ onAccepted }) {
    this.onAccepted = onAccepted;
    this.form = byId("new-form");
    this.lastId = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
  }

  async submit() {
    const generate = this.form.querySelector("button.primary");
    if (generate.disabled) return;
    generate.disabled = true;
    clearProblems();
    try {
      const accepted = await call(`${SOUNDS}/generate`, { method: "POST", body: this.request() });
      this.lastId = accepted.sound_id;
      notify(`${quoted(byId("name").value || byId("prompt").value)}: ${accepted.message}`);
      this.onAccepted(accepted.sound_id);
    } catch (problem) {
      showProblem(problem);
    } finally {
      generate.disabled = false;
    }
  }

  /** Return the request. Numbers stay as they were typed, so that a seed keeps all its digits. */
  request() {
    const given = TEXTS.map((name) => [name, byId(name).value.trim()]);
    const filled = given.filter(([name, value]) => name === "prompt" || value !== "");
    return { ...Object.fromEntries(filled), loop: byId("loop").checked };
  }

  /** Show a failure of the latest sound at its field, for a prompt that only the engine could refuse. */
  showFailure(sound) {
    if (sound.id !== this.lastId || !(sound.error_reason in FIELD_OF_REASON)) return;
    showAt(FIELD_OF_REASON[sound.error_reason], sound.error_message);
  }
}

function clearProblems() {
  byId("form-problem").textContent = "";
  for (const name of TEXTS) showAt(name, "");
}

function showProblem(problem) {
  const known = problem.errors.filter((error) => FIELDS.has(error.field));
  for (const { field, message } of known) showAt(field, message);
  const field = FIELD_OF_REASON[problem.reason];
  if (field) showAt(field, problem.message);
  if (!field && known.length === 0) byId("form-problem").textContent = problem.message;
  byId(field ?? known[0]?.field)?.focus();
}

function showAt(field, message) {
  const place = byId(`${field}-problem`) ?? byId("form-problem");
  place.textContent = message;
  byId(field).setAttribute("aria-invalid", message !== "");
}
