/**
 * Colours, type, and where things stand: in a column; in windows that are wide and low, beside the picture. An app
 * sets the `--livegate-` properties on the element; the light or dark set is chosen by the `color-scheme` that the
 * page gives the element.
 */
export const BASE = `
:host {
  display: block;
}

.check,
.outcome {
  --accent: var(--livegate-accent, #0b6e78);
  --on-accent: var(--livegate-on-accent, #ffffff);
  --ground: var(--livegate-background, #ffffff);
  --sunken: #eef3f4;
  --text: var(--livegate-text, #17212b);
  --muted: #51606e;
  --line: #8693a0;
  --track: #d5dde1;
  --good: var(--livegate-good, #14713d);
  --on-good: #ffffff;
  --bad: #b3261e;
  --bad-ground: #fbeceb;
  --calm: 200ms ease-out;
  box-sizing: border-box;
  background: var(--ground);
  color: var(--text);
  font-family: var(
    --livegate-font-family,
    system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif
  );
  font-size: var(--livegate-font-size, 1.5rem);
  line-height: 1.25;
  text-align: start;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}

@supports (color: light-dark(#000, #fff)) {
  .check,
  .outcome {
    --accent: var(--livegate-accent, light-dark(#0b6e78, #5cccd6));
    --on-accent: var(--livegate-on-accent, light-dark(#ffffff, #06282c));
    --ground: var(--livegate-background, light-dark(#ffffff, #141a22));
    --sunken: light-dark(#eef3f4, #1f2833);
    --text: var(--livegate-text, light-dark(#17212b, #e6ebf1));
    --muted: light-dark(#51606e, #a9b5c2);
    --line: light-dark(#8693a0, #6f7e8e);
    --track: light-dark(#d5dde1, #323e4c);
    --good: var(--livegate-good, light-dark(#14713d, #56d38c));
    --on-good: light-dark(#ffffff, #05230f);
    --bad: light-dark(#b3261e, #ff9a91);
    --bad-ground: light-dark(#fbeceb, #38201f);
  }
}

@media (prefers-contrast: more) {
  .check,
  .outcome {
    --muted: var(--text);
    --line: var(--text);
    --track: var(--line);
  }
}

*,
*::before,
*::after {
  box-sizing: border-box;
}

[hidden] {
  display: none !important;
}

p,
h2,
ol {
  margin: 0;
  padding: 0;
  overflow-wrap: anywhere;
}

.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.icon {
  flex: none;
  inline-size: 1.25em;
  block-size: 1.25em;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}

.title {
  font-size: 1em;
  font-weight: 650;
  letter-spacing: -0.015em;
  text-wrap: balance;
}

.title:focus,
.check:focus,
.failure:focus {
  outline: none;
}

.check {
  container: check / size;
  inline-size: 100%;
  block-size: var(--livegate-height, min(var(--room, 100vh), 44rem));
  border-radius: var(--livegate-radius, 1.25rem);
  overflow: auto;
}

.layout {
  display: grid;
  grid-template:
    "bar" auto "header" auto "stage" minmax(7.5rem, 1fr) "message" auto "actions" auto /
    minmax(0, 1fr);
  row-gap: 0.75rem;
  max-inline-size: 40rem;
  min-block-size: 100%;
  margin-inline: auto;
  padding: 1rem;
}

.bar {
  grid-area: bar;
  display: flex;
  justify-content: space-between;
  align-items: center;
  gap: 0.5rem;
  min-block-size: 2.75rem;
}

.header {
  grid-area: header;
  text-align: center;
}

.header:empty {
  display: none;
}

.preview {
  grid-area: stage;
}

.panel {
  grid-area: header / 1 / message / -1;
}

.message {
  grid-area: message;
  min-block-size: 4.55em;
  text-align: center;
}

.actions {
  grid-area: actions;
  display: flex;
  flex-wrap: wrap;
  justify-content: center;
  gap: 0.625rem;
}

[data-screen="done"] .actions {
  visibility: hidden;
}

[data-screen="failed"] .bar,
[data-screen="failed"] .actions {
  display: none;
}

[data-screen="failed"] .panel {
  grid-area: 1 / 1 / -1 / -1;
}

@container check (max-width: 26rem) and (max-height: 34rem) {
  .layout {
    row-gap: 0.5rem;
    padding: 0.5rem 0.75rem 0.75rem;
  }

  [data-screen="instructions"] .panel {
    grid-area: 1 / 1 / message / -1;
  }

  [data-screen="instructions"] .bar {
    z-index: 1;
    justify-self: end;
  }

  [data-screen="instructions"] .voice-name {
    display: none;
  }
}

@container check (min-aspect-ratio: 5 / 4) and (max-height: 28rem) {
  .layout {
    grid-template: "stage bar" auto "stage header" auto "stage message" 1fr "stage actions" auto /
      minmax(7.5rem, 1fr) minmax(0, 1fr);
    column-gap: 1.25rem;
    max-inline-size: 60rem;
    padding: 0.75rem 1rem;
  }

  .message {
    align-self: center;
  }

  .panel {
    grid-area: 1 / 1 / -2 / -1;
  }

  [data-screen="instructions"] .bar {
    grid-area: actions / 1;
  }
}

@media (prefers-reduced-motion: reduce) {
  *,
  *::before,
  *::after {
    animation: none !important;
    transition: none !important;
  }
}
`;
