// The engines: which there are, what each asks for, and under which terms its sounds may be used.

import { call } from "./api.js";
import { byId, element } from "./dom.js";

const RANGES = { duration: "duration_seconds", steps: "steps", cfg_scale: "cfg_scale" };
const STATES = { ready: "", loading: " (loading)", unavailable: " (cannot be used)" };

export class Engines {
  constructor() {
    this.engines = [];
    this.told = "";
    byId("engine").addEventListener("change", () => this.showChosen());
  }

  async refresh() {
    try {
      const reply = await call("/api/v1/engines");
      this.show(reply.engines, reply.default_engine);
    } catch (problem) {
      this.told = "";
      byId("engine-problem").textContent = problem.message;
    }
  }

  show(engines, defaultName) {
    const told = JSON.stringify(engines);
    if (told === this.told) return;
    const select = byId("engine");
    const chosen = select.value || defaultName;
    this.told = told;
    this.engines = engines;
    select.replaceChildren(...engines.map(option));
    select.value = engines.some((engine) => engine.name === chosen) ? chosen : defaultName;
    this.showChosen();
  }

  showChosen() {
    const engine = this.engines.find((one) => one.name === byId("engine").value);
    byId("engine-problem").textContent = "";
    if (!engine) return;
    byId("engine-facts").replaceChildren(...facts(engine));
    for (const [field, range] of Object.entries(RANGES)) showRange(field, engine[range]);
  }
}

function option(engine) {
  const text = engine.display_name + STATES[engine.state];
  return element("option", { value: engine.name, textContent: text });
}

function facts(engine) {
  const nodes = [element("p", { textContent: engine.description })];
  if (engine.state !== "ready") {
    const why = engine.unavailable_reason || "It is being loaded; sounds wait until it is ready.";
    nodes.unshift(element("p", { className: "problem", textContent: why }));
  }
  nodes.push(element("p", {}, element("strong", { textContent: "Licence: " }), engine.license));
  if (engine.attribution) {
    nodes.push(element("p", { className: "attribution", textContent: engine.attribution }));
  }
  if (engine.known_sounds.length) {
    const sounds = element("p", { textContent: engine.known_sounds.join(", ") });
    const summary = element("summary", { textContent: "The sounds that it knows" });
    nodes.push(element("details", {}, summary, sounds));
  }
  return nodes;
}

/** The field of a setting; one that the engine does not have is hidden and emptied. */
function showRange(field, range) {
  const input = byId(field);
  input.parentElement.hidden = !range;
  if (!range) {
    input.value = "";
    return;
  }
  input.placeholder = range.default;
  byId(`${field}-hint`).textContent = `${range.low} to ${range.high}`;
}
