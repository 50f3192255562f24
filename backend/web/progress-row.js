// One sound in progress.

import { button, element } from "./dom.js";
import { ahead, timeLeft } from "./words.js";

const STAGES = {
  queued: "waiting",
  preparing: "preparing",
  generating: "generating",
  decoding: "decoding",
  finishing: "writing the file",
};

export class ProgressRow {
  /** `onCancel` and `onDismiss` are called with the row. */
  constructor(sound, { onCancel, onDismiss }) {
    this.id = sound.id;
    this.stream = null;
    this.isOver = false;
    this.ahead = null;
    this.title = element("h3");
    this.bar = element("progress", { max: 100 });
    this.state = element("span", { className: "hint" });
    this.problem = element("p", { className: "problem" });
    this.cancel = button("Cancel", () => onCancel(this));
    this.dismiss = button("Dismiss", () => onDismiss(this), { hidden: true });
    const line = element("div", { className: "row" }, this.state, this.cancel, this.dismiss);
    this.node = element("li", {}, this.title, this.bar, line, this.problem);
    this.show(sound);
  }

  get isProcessing() {
    return this.sound.generation_status === "processing";
  }

  show(sound) {
    this.sound = sound;
    this.title.textContent = sound.name;
    this.bar.setAttribute("aria-label", `Progress of ${sound.name}`);
    this.cancel.setAttribute("aria-label", `Cancel ${sound.name}`);
    this.bar.value = sound.generation_progress;
    this.state.textContent = this.stateWords().join(" · ");
  }

  showAhead(count) {
    this.ahead = count;
    this.show(this.sound);
  }

  showFailure(sound) {
    this.isOver = true;
    this.show(sound);
    this.bar.hidden = this.cancel.hidden = true;
    this.dismiss.hidden = false;
    this.state.textContent = "failed";
    this.problem.textContent = sound.error_message;
  }

  stateWords() {
    const { progress, generation_progress: percent } = this.sound;
    const stage = this.isProcessing && progress ? progress.stage : "queued";
    if (stage === "queued") {
      const count = progress?.queue_position ?? this.ahead;
      return [STAGES.queued, ...(count === null ? [] : [ahead(count)])];
    }
    const { step, step_count: count, estimated_remaining_seconds: left } = progress;
    return [
      STAGES[stage],
      ...(count > 1 ? [`step ${step} of ${count}`] : []),
      `${Math.floor(percent)} %`,
      ...(left === null ? [] : [timeLeft(left)]),
    ];
  }
}
