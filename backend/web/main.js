// Builds the page and keeps it up to date.

import { keepKey, onKeyRequired } from "./api.js";
import { byId } from "./dom.js";
import { Engines } from "./engines.js";
import { Form } from "./form.js";
import { Library } from "./library.js";
import { Making } from "./making.js";
import { Reading } from "./reading.js";

const MAKING_MS = 2000;
const LIBRARY_MS = 10_000;
const ENGINES_MS = 5000;

const engines = new Engines({ onChanged: () => reading.refresh() });
const reading = new Reading({ chosenEngine: () => engines.chosen });
const library = new Library({
  onChanged: () => library.refresh(),
  onAccepted: (soundId) => making.add(soundId),
});
const form = new Form({ onAccepted: (soundId) => making.add(soundId) });
const making = new Making({
  onFinished: () => library.refresh(),
  onFailed: (sound) => form.showFailure(sound),
});

onKeyRequired((sentence) => {
  byId("key-problem").textContent = sentence;
  if (!byId("key-form").hidden) return;
  byId("key-form").hidden = false;
  byId("key").focus();
});

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepKey(byId("key").value.trim());
  byId("key").value = "";
  byId("key-form").hidden = true;
  refreshAll();
});

function refreshAll() {
  engines.refresh();
  making.refresh();
  library.refresh();
}

/** Repeat `work`, except while the page is hidden, a key is required or the last run is not over. */
function every(milliseconds, work) {
  let isBusy = false;
  setInterval(async () => {
    if (isBusy || document.hidden || !byId("key-form").hidden) return;
    isBusy = true;
    await work();
    isBusy = false;
  }, milliseconds);
}

document.addEventListener("visibilitychange", () => document.hidden || refreshAll());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => library.refresh());
every(MAKING_MS, () => making.refresh());
every(LIBRARY_MS, () => library.refresh());
every(ENGINES_MS, () => engines.refresh());
refreshAll();
