// The engines: their state, their parameters and the terms of use of their sounds.

import { address, call } from "./api.js";
import { byId, element } from "./dom.js";
import { soundKinds } from "./sound-kinds.js";
import { formatName, languages, permission } from "./words.js";

const RANGES = {
  duration: { name: "duration_seconds", unit: " seconds" },
  steps: { name: "steps", unit: "" },
  cfg_scale: { name: "cfg_scale", unit: "" },
};
const STATES = { ready: "ready", loading: "loading", unavailable: "unavailable" };

export class Engines {
  /** `onChanged` is called when the list of engines, or an engine, has changed. */
  constructor({ onChanged }) {
    this.onChanged = onChanged;
    this.engines = [];
    this.shown = "";
    byId("engine").addEventListener("change", () => this.showChosen());
  }

  async refresh() {
    try {
      const reply = await call(address("/api/v1/engines"));
      showFormats(reply.formats);
      this.show(reply.engines, reply.default_engine);
    } catch (problem) {
      this.shown = "";
      byId("engine-problem").textContent = problem.message;
    }
  }

  show(engines, defaultName) {
    const text = JSON.stringify(engines);
    if (text === this.shown) return;
    const select = byId("engine");
    const chosen = select.value || defaultName;
    this.shown = text;
    this.engines = engines;
    select.replaceChildren(...engines.map(option));
    select.value = engines.some((engine) => engine.name === chosen) ? chosen : defaultName;
    this.showChosen();
    this.onChanged();
  }

  /** Return the engine that is selected in the form; undefined until the engines are loaded. */
  get chosen() {
    return this.find(byId("engine").value);
  }

  find(name) {
    return this.engines.find((engine) => engine.name === name);
  }

  showChosen() {
    const engine = this.chosen;
    byId("engine-problem").textContent = "";
    if (!engine) return;
    byId("engine-facts").replaceChildren(...facts(engine));
    for (const [field, { name, unit }] of Object.entries(RANGES)) {
      showRange(field, engine[name], unit);
    }
    showField("negative_prompt", engine.supports_negative_prompt);
  }
}

function option(engine) {
  const facts = [STATES[engine.state], permission(engine.terms)].filter(Boolean);
  const text = `${engine.display_name}: ${facts.join(", ")}`;
  return element("option", { value: engine.name, textContent: text });
}

function showFormats(formats) {
  const select = byId("format");
  if (select.options.length === formats.length) return;
  select.replaceChildren(
    ...formats.map((format) => element("option", { value: format, textContent: formatName(format) })),
  );
}

function facts(engine) {
  const nodes = [element("p", { textContent: engine.description })];
  if (engine.state !== "ready") {
    const why = engine.unavailable_reason || "The engine is loading. Sounds wait until it is ready.";
    nodes.unshift(element("p", { className: "problem", textContent: why }));
  }
  const terms = [engine.license, permission(engine.terms)].filter(Boolean);
  nodes.push(labelled("Licence", terms.join(" · ")));
  if (engine.attribution) {
    nodes.push(element("p", { className: "attribution", textContent: engine.attribution }));
  }
  nodes.push(labelled("Prompt languages", languages(engine.languages)));
  if (engine.known_sounds.length) nodes.push(soundKinds(engine.known_sounds));
  return nodes;
}

function labelled(label, text) {
  return element("p", {}, element("strong", { textContent: `${label}: ` }), text);
}

/** Hide and empty a field that the engine does not support. */
function showField(field, has) {
  const input = byId(field);
  input.parentElement.hidden = !has;
  if (!has) input.value = "";
}

function showRange(field, range, unit) {
  showField(field, range !== null);
  if (range === null) return;
  byId(field).placeholder = range.default;
  byId(`${field}-hint`).textContent = `${range.low} to ${range.high}${unit}`;
}
