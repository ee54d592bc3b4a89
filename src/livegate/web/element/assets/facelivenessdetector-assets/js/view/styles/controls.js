/** The line under the picture, buttons, and the choice of the camera. */
export const CONTROLS = `
.feedback {
  font-weight: 600;
  letter-spacing: -0.01em;
  text-wrap: balance;
}

.feedback[data-long] {
  font-size: 0.8em;
}

.message:has(.hint:not([hidden])) .feedback {
  font-size: 0.8em;
}

.hint {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 0.5rem;
  margin-block-start: 0.25rem;
  color: var(--muted);
  font-size: 0.625em;
  text-wrap: balance;
}

.hint span {
  min-inline-size: 0;
  hyphens: auto;
}

.hint .picture {
  flex: none;
  inline-size: 2.5em;
  block-size: 2.5em;
}

button,
select {
  min-block-size: 2.75rem;
  border: 1.5px solid var(--line);
  border-radius: var(--livegate-button-radius, 999px);
  background: transparent;
  color: inherit;
  font: inherit;
  font-size: 0.708em;
  font-weight: 600;
  cursor: pointer;
  touch-action: manipulation;
}

button {
  padding: 0.5em 1.5em;
  transition: background-color var(--calm);
}

button:hover {
  background: var(--sunken);
}

button.main {
  border-color: transparent;
  background: var(--accent);
  color: var(--on-accent);
}

button.main:hover {
  background: color-mix(in srgb, var(--accent), var(--text) 15%);
}

:is(button, select, input):focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}

.actions button {
  min-inline-size: 7.5em;
  padding-inline: 1em;
}

.camera {
  position: relative;
  display: flex;
  flex: 0 1 auto;
  align-items: center;
  min-inline-size: 0;
  font-size: 0.708em;
}

.camera .icon {
  position: absolute;
  pointer-events: none;
}

.camera .icon-camera {
  inset-inline-start: 0.75em;
}

.camera .icon-chevron {
  inset-inline-end: 0.75em;
}

select {
  appearance: none;
  inline-size: 100%;
  max-inline-size: 18em;
  padding-inline: 2.375em;
  font-size: 1em;
  font-weight: 500;
  text-overflow: ellipsis;
}

option {
  background: var(--ground);
  color: var(--text);
}

.voice {
  display: inline-flex;
  align-items: center;
  gap: 0.5em;
  min-inline-size: 0;
  margin-inline-start: auto;
  padding-inline: 0.875em;
  font-weight: 500;
}

.voice-name {
  min-inline-size: 0;
  overflow-wrap: anywhere;
  hyphens: auto;
}

.voice[aria-pressed="true"] {
  border-color: var(--accent);
  background: var(--accent);
  color: var(--on-accent);
}

.voice[aria-pressed="true"] .icon-speakerOff,
.voice[aria-pressed="false"] .icon-speaker {
  display: none;
}

@container check (max-width: 34rem) or (max-height: 28rem) {
  .camera:not([hidden]) + .voice .voice-name {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
}

@media (forced-colors: active) {
  .voice[aria-pressed="true"],
  button.main {
    forced-color-adjust: none;
    border-color: Highlight;
    background: Highlight;
    color: HighlightText;
  }
}
`;
