// Numbers, times and names in readable form.

const MINUTES_FROM = 90;

export const number = (value) => Number(value.toFixed(2)).toString();

export function length(seconds) {
  if (seconds < MINUTES_FROM) return `${number(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function timeLeft(seconds) {
  if (seconds < MINUTES_FROM) return `about ${Math.max(1, Math.round(seconds))} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

export function ahead(count) {
  if (count === 0) return "next in the queue";
  return count === 1 ? "1 sound ahead" : `${count} sounds ahead`;
}

export function moment(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

const FORMATS = {
  wav_16: "WAV, 16 bits",
  wav_24: "WAV, 24 bits",
  wav_float: "WAV, 32 bits float",
  flac: "FLAC",
  mp3: "MP3",
  ogg_vorbis: "Ogg Vorbis",
  opus: "Opus",
};

export const formatName = (format) => FORMATS[format] ?? format;

/** Return whether these terms allow commercial use; empty where it is not known. */
export function permission(terms) {
  if (terms?.commercial_use === "yes") return "commercial use allowed";
  if (terms?.commercial_use === "no") return "no commercial use";
  if (terms?.commercial_use !== "up_to_revenue") return "";
  const limit = terms.revenue_limit_usd;
  const below = limit === null ? "a yearly revenue that its terms name" : `US$ ${limit.toLocaleString("en")} a year`;
  return `commercial use below ${below}`;
}

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

export const languages = (tags) => tags.map((tag) => LANGUAGES.of(tag)).join(", ");

export const quoted = (name) => `“${name}”`;
