// The sound kinds of an engine, in both languages, with a search.

import { element } from "./dom.js";
import { inChinese } from "./reading-lines.js";

export function soundKinds(kinds) {
  const items = kinds.map((kind) => [textOf(kind), item(kind)]);
  const search = element("input", {
    type: "search",
    autocomplete: "off",
    placeholder: "Search",
    "aria-label": "Search the sound kinds",
    oninput: () => {
      const wanted = search.value.trim().toLowerCase();
      for (const [text, node] of items) node.hidden = !text.includes(wanted);
    },
    // Enter would submit the surrounding form.
    onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
  });
  const list = element("ul", { className: "sound-kinds" }, ...items.map(([, node]) => node));
  const summary = element("summary", { textContent: `${kinds.length} sound kinds` });
  return element("details", {}, summary, search, list);
}

function item({ name, chinese_name: chineseName, examples }) {
  const title = [examples.en, examples.zh].filter(Boolean).join(" · ");
  return element("li", { title }, name, " ", inChinese(chineseName));
}

function textOf({ name, chinese_name: chineseName, examples }) {
  return [name, chineseName, examples.en, examples.zh].join(" ").toLowerCase();
}
