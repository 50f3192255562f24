// The lines that show how a prompt is understood: sounds as chips, suggestions as buttons.

import { button, element } from "./dom.js";
import { number } from "./words.js";

const MOTIONS = {
  approaching: "approaching",
  receding: "receding",
  passing: "passing by",
  left_to_right: "from left to right",
  right_to_left: "from right to left",
};
const SWELLS = { rising: "growing louder", falling: "fading away" };

/** Return the lines. `seconds` is the duration; `onChosen` is called with the chosen suggestion. */
export function readingLines(reading, seconds, onChosen) {
  const lines = [
    line("Sounds", reading.layers.map((layer) => layerChip(layer, seconds))),
    line("Left out", reading.left_out.map((name) => chip("left-out", name))),
    line("Not understood", reading.not_understood.map((word) => chip("unknown", word))),
    line("Did you mean", reading.suggestions.map((sound) => suggestion(sound, onChosen))),
    ...reading.notes.map(hintLine),
  ];
  return lines.filter(Boolean);
}

export function hintLine(text) {
  return element("p", { className: "hint", textContent: text });
}

export function inChinese(name) {
  return element("span", { lang: "zh-Hans", className: "quiet", textContent: name });
}

function line(label, nodes) {
  if (nodes.length === 0) return null;
  const items = nodes.map((node) => element("li", {}, node));
  const list = element("ul", { className: "chips", "aria-label": label }, ...items);
  return element("div", {}, element("strong", { textContent: label }), " ", list);
}

function chip(kind, ...content) {
  return element("span", { className: `chip ${kind}` }, ...content);
}

function layerChip(layer, seconds) {
  const details = [...manner(layer), time(layer, seconds)].filter(Boolean).join(", ");
  return chip("layer", layer.kind, " ", inChinese(layer.chinese_name), details && `: ${details}`);
}

function manner(layer) {
  return [
    layer.intensity,
    layer.distance,
    layer.pace,
    layer.place,
    MOTIONS[layer.motion],
    layer.count === 1 ? "once" : layer.count && `${layer.count} times`,
    layer.every_seconds && `every ${number(layer.every_seconds)} s`,
    layer.sudden && "suddenly",
    SWELLS[layer.swell],
  ];
}

/** Return the time of a layer; empty for a layer of the whole duration. */
function time({ start, end }, seconds) {
  const endsEarly = end < seconds;
  if (start > 0 && endsEarly) return `${number(start)} to ${number(end)} s`;
  if (start > 0) return `from ${number(start)} s`;
  return endsEarly ? `until ${number(end)} s` : "";
}

function suggestion(sound, onChosen) {
  const title = [sound.examples.en, sound.examples.zh].filter(Boolean).join(" · ");
  const node = button(`${sound.name} `, () => onChosen(sound), { title });
  node.append(inChinese(sound.chinese_name));
  return node;
}
