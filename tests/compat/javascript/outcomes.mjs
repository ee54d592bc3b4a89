// A reporter for node's test runner: one JSON line for each test, failure being null where it passed.

export default async function* outcomes(events) {
  for await (const { type, data } of events) {
    if (type === "test:pass" || type === "test:fail") {
      const error = data.details.error;
      const failure = type === "test:fail" ? String((error?.cause ?? error)?.stack ?? error) : null;
      yield `${JSON.stringify({ name: data.name, failure })}\n`;
    }
  }
}
