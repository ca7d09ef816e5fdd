const MASK = "[secret]";

/** Header and member names whose value is nobody's business, wherever they stand. */
const SECRET_NAME = String.raw`[\w-]*(?:authorization|cookie|api[_-]?key|secret|passw(?:or)?d|passphrase|token|credential)[\w-]*`;

/** Names with their values as they stand in texts: `apikey: x`, `"token":"x"`, `password=x`. */
const NAMED_VALUE = new RegExp(
  String.raw`((?:^|[^\w-])${SECRET_NAME}["'\\]*\s*[:=]\s*)((?:Bearer|Basic|Digest)\s+)?(\\*["'])?([^\s"'\\,;&)}\]]+)`,
  "gi",
);
const SECRET_FIELD = new RegExp(`^${SECRET_NAME}$`, "i");

/** Forms by which secrets give themselves away. */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Connection strings, and any URL that carries a user's password.
  /\b(?:postgres(?:ql)?|rediss?|mysql|mongodb(?:\+srv)?|amqps?):\/\/[^\s"'<>]+/gi,
  /\b[a-z][a-z\d+.-]*:\/\/[^\s/@"'<>]+@[^\s"'<>]*/gi,
  /\bsb_(?:secret|publishable)_[\w-]+/g,
  /\bew_(?:live|test)_\w+/g,
  /\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g,
  /\b(?:Bearer|Basic|Digest)\s+[\w.~+/=-]{6,}/gi,
];

/**
 * A text without its secrets: whatever has the form of one, follows the name of one, or is one of `known` (the values of
 * this project's own keys, which need no form).
 */
export function redactText(text: string, known: readonly string[] = []): string {
  let redacted = text;
  for (const secret of known) redacted = redacted.replaceAll(secret, MASK);
  for (const form of FORMS) redacted = redacted.replace(form, MASK);
  return redacted.replace(
    NAMED_VALUE,
    (_, name, scheme = "", quote = "") => `${name}${scheme}${quote}${MASK}`,
  );
}

/** A value for a log line: texts redacted at any depth, and members with a secret's name blotted out whole. */
export function redactValue(value: unknown, known: readonly string[] = []): unknown {
  const seen = new WeakSet<object>();
  function redact(part: unknown, name: string): unknown {
    if (SECRET_FIELD.test(name) && part !== undefined && part !== null) return MASK;
    if (typeof part === "string") return redactText(part, known);
    if (typeof part === "bigint") return String(part);
    if (typeof part !== "object" || part === null) return part;
    if (seen.has(part)) return "[again]";
    seen.add(part);
    if (part instanceof Date) return part;
    if (Array.isArray(part)) return part.map((item) => redact(item, ""));
    const members = Object.entries(part).map(([key, item]) => [redactText(key, known), redact(item, key)]);
    return Object.fromEntries(members);
  }
  return redact(value, "");
}
