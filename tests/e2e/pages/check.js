// An app's page: it puts the element where it wants it, and keeps what came of each start for whoever asks.
import "/js/azure-ai-vision-face-ui/FaceLivenessDetector.js";

const container = document.getElementById("container");
const outcomes = [];

window.app = {
  /** Put an element with these properties into the page and return its number. */
  add(properties = {}) {
    const element = document.createElement("azure-ai-vision-face-ui");
    Object.assign(element, properties);
    container.append(element);
    return container.children.length - 1;
  },

  /** Start an element; returns the number of the outcome to wait for. */
  start(token, number = 0) {
    const settled = container.children[number].start(token).then(
      (success) => ({ success: { ...success } }),
      (failure) => ({
        failure: {
          livenessError: failure.livenessError,
          recognitionError: failure.recognitionError,
          message: failure.message,
          reason: failure.reason,
          code: failure.code,
          attemptsLeft: failure.attemptsLeft,
        },
      }),
    );
    return outcomes.push(settled) - 1;
  },

  /** What came of a start, once something has. */
  outcome: (number = 0) => outcomes[number],

  remove: (number = 0) => container.children[number].remove(),
};
