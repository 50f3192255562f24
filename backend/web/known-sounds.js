// The sounds that an engine knows by name, in both languages, with a search.

import { element } from "./dom.js";
import { inChinese } from "./reading-lines.js";

export function knownSounds(sounds) {
  const items = sounds.map((sound) => [textOf(sound), item(sound)]);
  const search = element("input", {
    type: "search",
    autocomplete: "off",
    placeholder: "Search",
    "aria-label": "Search the sounds that it knows",
    oninput: () => {
      const wanted = search.value.trim().toLowerCase();
      for (const [text, node] of items) node.hidden = !text.includes(wanted);
    },
    // Enter would send the form around it.
    onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
  });
  const list = element("ul", { className: "known-sounds" }, ...items.map(([, node]) => node));
  const summary = element("summary", { textContent: `The ${sounds.length} sounds that it knows` });
  return element("details", {}, summary, search, list);
}

function item({ name, chinese_name: chineseName, examples }) {
  const title = [examples.en, examples.zh].filter(Boolean).join(" · ");
  return element("li", { title }, name, " ", inChinese(chineseName));
}

function textOf({ name, chinese_name: chineseName, examples }) {
  return [name, chineseName, examples.en, examples.zh].join(" ").toLowerCase();
}
