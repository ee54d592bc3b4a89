/** Where things stand: in a column; in windows that are wide and low, beside the picture. */
export const LAYOUT = `
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
`;
