/** The round picture, its ring, the target of a turn, and the signs on it. */
export const PREVIEW = `
.preview {
  container: stage / size;
  display: grid;
  place-items: center;
  min-block-size: 7.5rem;
  direction: ltr;
}

.disc {
  position: relative;
  inline-size: min(100cqi, 100cqb, 30rem);
  aspect-ratio: 1;
}

.disc > *,
.circle > * {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
}

.disc > .circle {
  inset: 5.5%;
  inline-size: 89%;
  block-size: 89%;
  border-radius: 50%;
  overflow: hidden;
  background: var(--sunken);
}

video {
  object-fit: cover;
  transform: scaleX(-1);
  opacity: 0;
  transition: opacity var(--calm);
}

[data-screen="capture"] video {
  opacity: 1;
}

.someone {
  fill: var(--track);
}

[data-screen="done"] .someone {
  visibility: hidden;
}

.ring {
  inline-size: 100%;
  block-size: 100%;
  fill: none;
  stroke-width: 4;
  transform: rotate(-90deg);
}

.ring-track {
  stroke: var(--track);
}

.ring-bar[data-empty] {
  visibility: hidden;
}

.ring-bar {
  stroke: var(--accent);
  stroke-dasharray: 100 100;
  stroke-linecap: round;
  transform-origin: center;
  transition: stroke-dashoffset 300ms linear, stroke var(--calm);
}

:is([data-screen="loading"], [data-screen="permission"], [data-screen="sending"]) .ring-bar {
  animation: turn 1.6s linear infinite;
}

[data-praised] .ring-bar,
[data-screen="done"] .ring-bar {
  stroke: var(--good);
}

.check-mark {
  fill: none;
  stroke: var(--good);
  stroke-width: 13;
  stroke-linecap: round;
  stroke-linejoin: round;
  stroke-dasharray: 1;
  visibility: hidden;
}

[data-screen="done"] .check-mark {
  visibility: visible;
  animation: write 350ms ease-out;
}

.target {
  overflow: visible;
}

.target-arc {
  fill: none;
  stroke: var(--good);
  stroke-width: 10;
  stroke-linecap: round;
}

.target-sign {
  animation: lead 900ms ease-in-out infinite alternate;
}

.target-disc {
  fill: var(--good);
}

.target-arrow {
  fill: none;
  stroke: var(--on-good);
  stroke-width: 7;
  stroke-linecap: round;
  stroke-linejoin: round;
}

.target[data-nudged] .target-arc {
  stroke-width: 14;
}

.disc > .smile {
  inset: auto auto 0 50%;
  inline-size: max(3.5rem, 22%);
  block-size: auto;
  border-radius: 50%;
  transform: translateX(-50%);
  background: var(--ground);
  padding: 0.25rem;
}

.pause {
  display: grid;
  place-items: center;
  background: rgb(12 18 24 / 70%);
  color: #ffffff;
}

.pause .icon {
  inline-size: 28%;
  block-size: auto;
}

.pause[data-lost] .icon-pause,
.pause:not([data-lost]) .icon-signal {
  display: none;
}

@keyframes turn {
  to {
    transform: rotate(1turn);
  }
}

@keyframes write {
  from {
    stroke-dashoffset: 1;
  }
}

@keyframes lead {
  to {
    transform: translateX(5px);
  }
}

@media (forced-colors: active) {
  .ring-bar,
  .target-arc,
  .check-mark {
    stroke: Highlight;
  }

  .ring-track {
    stroke: transparent;
  }

  .target-disc {
    fill: Highlight;
  }

  .target-arrow {
    stroke: HighlightText;
  }

  .someone {
    fill: GrayText;
  }

  .pause {
    background: Canvas;
    color: CanvasText;
  }
}
`;
