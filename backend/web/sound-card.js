// One sound of the library.

import { address, SOUNDS, call, hasKey, request } from "./api.js";
import { button, confirmed, element, notify } from "./dom.js";
import { formatName, length, moment, number, permission, quoted } from "./words.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Return a version of the shown data; while it is unchanged, the card stays and keeps playing. */
export function versionOf(sound) {
  const { play_count, download_count, favorite_count, is_favorited, updated_at, ...shown } = sound;
  return JSON.stringify([shown, DARK.matches, hasKey()]);
}

export class SoundCard {
  /**
   * `onChanged` is called when the library has changed, and `onAccepted` with the sound's id when
   * it is queued again.
   */
  constructor(sound, { onChanged, onAccepted }) {
    this.sound = sound;
    this.version = versionOf(sound);
    this.onChanged = onChanged;
    this.onAccepted = onAccepted;
    this.favourite = this.action("Favourite", () => this.toggleFavourite());
    this.node = element(
      "li",
      { className: "sound" },
      element("div", {}, this.picture()),
      element("div", {}, ...this.texts(), ...this.player(), this.actions()),
    );
    this.showFavourite(sound.is_favorited);
  }

  get hasFile() {
    return this.sound.file_url !== null && this.sound.file_missing_since === null;
  }

  showFavourite(isFavourite) {
    this.favourite.setAttribute("aria-pressed", isFavourite);
    this.favourite.textContent = isFavourite ? "★ Favourite" : "☆ Favourite";
  }

  texts() {
    const { sound } = this;
    const nodes = [element("h3", { textContent: sound.name })];
    if (sound.prompt && sound.prompt !== sound.name) nodes.push(element("p", { textContent: sound.prompt }));
    if (sound.engine_prompt) nodes.push(hint([`Translated for the engine: ${sound.engine_prompt}`]));
    nodes.push(hint(fileFacts(sound)), hint(recipe(sound)), hint(terms(sound.license)));
    nodes.push(...sound.notes.map((note) => element("p", { className: "notes", textContent: note })));
    if (sound.error_message) nodes.push(element("p", { className: "problem", textContent: sound.error_message }));
    if (sound.file_missing_since) nodes.push(element("p", { className: "problem", textContent: "The file is missing." }));
    return nodes;
  }

  picture() {
    const frame = element("span", { className: "picture" });
    if (this.hasFile) this.fetchPicture(frame);
    return frame;
  }

  async fetchPicture(frame) {
    const theme = DARK.matches ? "dark" : "light";
    try {
      const reply = await request(`${SOUNDS}/${this.sound.id}/thumbnail?format=svg&theme=${theme}`);
      const url = URL.createObjectURL(await reply.blob());
      const alt = `Waveform of ${this.sound.name}`;
      frame.replaceChildren(element("img", { src: url, alt, onload: () => URL.revokeObjectURL(url) }));
    } catch {
      // A sound without its picture can still be played.
    }
  }

  /** Whether the file needs a key, which neither players nor links send. */
  get needsKey() {
    return hasKey() && !this.sound.is_public;
  }

  player() {
    if (!this.hasFile) return [];
    if (!this.needsKey) return [this.audio(address(this.sound.file_url))];
    const play = this.action("Play", async () => {
      const audio = this.audio(await this.fetchFile());
      play.replaceWith(audio);
      await audio.play();
    });
    return [play];
  }

  audio(src) {
    const audio = element("audio", {
      controls: true,
      // Many players would use all connections that a browser opens to a server.
      preload: "none",
      src,
      loop: this.sound.loop,
      "aria-label": `Play ${this.sound.name}`,
    });
    audio.addEventListener("play", () => pauseOthers(audio));
    audio.addEventListener("play", () => this.post("play").catch(() => {}), { once: true });
    return audio;
  }

  /** Return a URL of the whole file, in this page's memory. */
  async fetchFile() {
    const reply = await request(`${SOUNDS}/${this.sound.id}/download`);
    return URL.createObjectURL(await reply.blob());
  }

  actions() {
    const actions = [this.favourite];
    if (this.hasFile) actions.unshift(this.download());
    if (this.sound.origin === "generated") actions.push(this.action("Regenerate", () => this.regenerate()));
    actions.push(this.action("Delete", () => this.remove()));
    return element("div", { className: "row" }, ...actions);
  }

  action(text, work) {
    const run = () => work().catch((problem) => notify(problem.message));
    return button(text, run, { "aria-label": `${text} ${this.sound.name}` });
  }

  download() {
    if (this.needsKey) {
      return this.action("Download", async () => this.link(await this.fetchFile()).click());
    }
    // A link sends no key, and the file itself requires none.
    const url = hasKey() ? address(this.sound.file_url) : `${SOUNDS}/${this.sound.id}/download`;
    return this.link(url);
  }

  link(href) {
    const { name, file_url: url } = this.sound;
    return element("a", {
      className: "button",
      textContent: "Download",
      href,
      download: `${name}${url.slice(url.lastIndexOf("."))}`,
      "aria-label": `Download ${name}`,
    });
  }

  async toggleFavourite() {
    this.showFavourite((await this.post("favorite")).is_favorited);
  }

  async regenerate() {
    const question = `Regenerate ${quoted(this.sound.name)} with a new seed? The new sound replaces this one.`;
    if (!this.hasFile || (await confirmed(question, "Replace it"))) {
      notify((await this.post("regenerate")).message);
      this.onChanged();
      this.onAccepted(this.sound.id);
    }
  }

  async remove() {
    if (!(await confirmed(`Delete ${quoted(this.sound.name)}?`, "Delete it"))) return;
    await call(`${SOUNDS}/${this.sound.id}`, { method: "DELETE" });
    notify(`${quoted(this.sound.name)} is deleted.`);
    this.onChanged();
  }

  post(what) {
    return call(`${SOUNDS}/${this.sound.id}/${what}`, { method: "POST" });
  }
}

function pauseOthers(playing) {
  for (const audio of document.querySelectorAll("audio")) if (audio !== playing) audio.pause();
}

function hint(facts) {
  return element("p", { className: "hint", textContent: facts.filter(Boolean).join(" · ") });
}

function fileFacts(sound) {
  return [
    sound.duration === null ? null : length(sound.duration),
    sound.loop ? "loop" : null,
    formatName(sound.format),
    sound.loudness_lufs === null ? null : `${sound.loudness_lufs.toFixed(1)} LUFS`,
    sound.true_peak_dbtp === null ? null : `${sound.true_peak_dbtp.toFixed(1)} dBTP`,
    moment(sound.created_at),
  ];
}

/** Return the terms of use of the sound; empty without a licence. */
function terms(license) {
  return license ? [`Licence: ${license.name}`, permission(license), license.attribution] : [];
}

/** Return the origin of the sound and its recipe. */
function recipe(sound) {
  const revision = sound.model_revision ? ` (${sound.model_revision})` : "";
  return [
    sound.origin === "generated" ? null : sound.origin,
    sound.engine && `Engine ${sound.engine}${revision}`,
    sound.seed === null ? null : `seed ${sound.seed}`,
    sound.steps && `${sound.steps} steps`,
    sound.cfg_scale && `CFG ${number(sound.cfg_scale)}`,
    sound.negative_prompt && `without ${quoted(sound.negative_prompt)}`,
    sound.generation_time && `generated in ${length(Math.max(0.01, sound.generation_time))}`,
  ];
}
