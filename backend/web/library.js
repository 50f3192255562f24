// The sounds of the library, newest first, in pages.

import { SOUNDS, call } from "./api.js";
import { arrange, byId } from "./dom.js";
import { SoundCard, versionOf } from "./sound-card.js";

const PAGE_SIZE = 10;
const TYPING_MS = 250;

export class Library {
  /** `onChanged` and `onAccepted` are passed to the cards. */
  constructor({ onChanged, onAccepted }) {
    this.onCard = { onChanged, onAccepted };
    this.cards = new Map();
    this.page = 1;
    this.reading = null;
    let timer;
    byId("search").addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.turnTo(1), TYPING_MS);
    });
    byId("show").addEventListener("change", () => this.turnTo(1));
    byId("previous").addEventListener("click", () => this.turnTo(this.page - 1));
    byId("next").addEventListener("click", () => this.turnTo(this.page + 1));
  }

  turnTo(page) {
    this.page = page;
    return this.refresh();
  }

  async refresh() {
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    try {
      const { data } = await call(`${SOUNDS}/?${this.query()}`, { signal: reading.signal });
      byId("library-problem").textContent = "";
      if (data.sounds.length === 0 && this.page > 1) return await this.turnTo(Math.max(1, data.pages));
      this.show(data);
    } catch (problem) {
      if (!reading.signal.aborted) byId("library-problem").textContent = problem.message;
    }
  }

  query() {
    const query = new URLSearchParams(byId("show").value);
    query.set("search", byId("search").value.trim());
    query.set("page", this.page);
    query.set("page_size", PAGE_SIZE);
    return query;
  }

  show({ sounds, total, pages }) {
    const cards = sounds.map((sound) => this.cardOf(sound));
    this.cards = new Map(cards.map((card) => [card.sound.id, card]));
    arrange(byId("library-list"), cards.map((card) => card.node));
    const count = total === 1 ? "1 sound" : `${total} sounds`;
    byId("page-number").textContent =
      total === 0 ? "No sounds." : `Page ${this.page} of ${pages} · ${count}`;
    byId("previous").disabled = this.page <= 1;
    byId("next").disabled = this.page >= pages;
  }

  cardOf(sound) {
    const known = this.cards.get(sound.id);
    if (known?.version !== versionOf(sound)) return new SoundCard(sound, this.onCard);
    known.showFavourite(sound.is_favorited);
    return known;
  }
}
