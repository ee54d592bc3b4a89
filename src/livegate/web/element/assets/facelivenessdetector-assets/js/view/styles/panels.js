/** The instructions, what went wrong, and what is left of a check that failed. */
export const PANELS = `
.panel {
  display: flex;
  flex-direction: column;
  justify-content: center;
  gap: 1rem;
}

.panel-text {
  display: grid;
  gap: 0.75rem;
}

.instructions .title {
  font-size: 1.25em;
}

.intro,
.tip,
.more-time,
.advice {
  font-size: 0.75em;
  line-height: 1.4;
}

.intro,
.advice {
  color: var(--muted);
  text-wrap: pretty;
}

.advice {
  text-wrap: balance;
}

.tips {
  display: grid;
  gap: 0.75rem;
  list-style: none;
}

.tip {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr);
  align-items: center;
  gap: 0.875rem;
}

.tip .picture {
  inline-size: 3.5rem;
  block-size: 3.5rem;
}

.tip-title {
  font-weight: 650;
}

.more-time {
  display: flex;
  align-items: center;
  gap: 0.625rem;
  min-block-size: 2.75rem;
  cursor: pointer;
}

.more-time input {
  flex: none;
  inline-size: 1.25rem;
  block-size: 1.25rem;
  margin: 0 0.125rem;
  accent-color: var(--accent);
}

.failure {
  align-items: center;
  text-align: center;
}

.failure .panel-text {
  justify-items: center;
  max-inline-size: 28rem;
}

.failure .title {
  font-size: 1.15em;
}

.sign {
  display: grid;
  place-items: center;
  inline-size: 3.25em;
  block-size: 3.25em;
  border-radius: 50%;
  background: var(--bad-ground);
  color: var(--bad);
}

.reference {
  color: var(--muted);
  font-size: 0.542em;
  overflow-wrap: anywhere;
  user-select: all;
}

.choices {
  display: flex;
  flex-direction: column;
  gap: 0.625rem;
  inline-size: 100%;
  max-inline-size: 24rem;
}

.outcome {
  display: flex;
  align-items: flex-start;
  gap: 0.625rem;
  padding: 0.875rem 1rem;
  border-radius: var(--livegate-radius, 1.25rem);
}

.outcome p {
  font-size: 0.667em;
  line-height: 1.4;
}

.outcome .outcome-title {
  font-weight: 650;
}

.outcome .icon {
  color: var(--bad);
}

@container check (max-height: 34rem) {
  .tip-light {
    display: none;
  }

  .panel,
  .panel-text,
  .tips {
    gap: 0.5rem;
  }

  .instructions .title {
    font-size: 1em;
  }

  .tip .picture {
    inline-size: 2.5rem;
    block-size: 2.5rem;
  }

  .sign {
    inline-size: 2.25em;
    block-size: 2.25em;
  }
}

@container check (min-aspect-ratio: 5 / 4) and (max-height: 28rem) {
  .choices {
    flex-flow: row wrap;
    justify-content: center;
    max-inline-size: none;
  }
}

@container check ((max-height: 34rem) and (max-width: 26rem)) or (max-height: 26rem) {
  .instructions .tip,
  .instructions .intro,
  .instructions .more-time {
    font-size: 0.625em;
    line-height: 1.3;
  }

  .instructions .title {
    min-block-size: 2.75rem;
    padding-inline-end: 2.5em;
    align-content: center;
  }

  .instructions.panel,
  .instructions .panel-text,
  .tips {
    gap: 0.25rem;
  }

  .tip {
    gap: 0.625rem;
  }

  .more-time {
    min-block-size: 2.25rem;
  }

  .tip .picture {
    inline-size: 2rem;
    block-size: 2rem;
  }
}
`;
