// How statements are printed: as a person would have written them, and the same from Postgres 15 and 17.

const LINE_LENGTH = 110;

/** Types that the catalogue prints in front, by the short name that people use. */
const SHORT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\btimestamp with time zone\b/g, "timestamptz"],
  [/\btimestamp without time zone\b/g, "timestamp"],
  [/\bcharacter varying\b/g, "varchar"],
];

/** The catalogue's way to print, and a person's way to write the same. */
const REWORDINGS: readonly (readonly [RegExp, string])[] = [
  [/('(?:[^']|'')*')::text(?!\[)/g, "$1"],
  [/\b(\d+)::(?:double precision|numeric)/g, "$1"],
  [/('-?Infinity')::(?:double precision|numeric)/g, "$1"],
  [/= any \(array\[([^[\]]*)\]\)/g, "in ($1)"],
  [/<> all \(array\[([^[\]]*)\]\)/g, "not in ($1)"],
  [/([\w.]+(?:\(\w+\))?) >= (-?\w+) and \1 <= (-?\w+)(?= |\)|$)/g, "$1 between $2 and $3"],
  [/\( select (\w+\.(\w+)\([^()]*\)) as \2\)/g, "(select $1)"],
  [/\( select /g, "(select "],
  [/\((\(select [\w.]+\(\)\))\)/g, "$1"],
  [/(?<=references [\w.]+)\(/g, " ("],
];

/**
 * An expression or definition of the catalogue in the house's style: small letters outside of quotes, no cast of a text
 * to text, `in (...)` for `= ANY (ARRAY[...])`, no alias of a lone call.
 */
export function tidy(text: string): string {
  const small = outsideQuotes(text.replaceAll(/\s+/g, " "), (code) =>
    SHORT_TYPES.reduce((line, [long, short]) => line.replaceAll(long, short), code.toLowerCase()),
  );
  return REWORDINGS.reduce((line, [printed, written]) => line.replaceAll(printed, written), small);
}

/** A literal as a default needs no cast to the type of what it is the default of. */
export function withoutCast(initial: string, type: string): string {
  const isLiteral = /^(?:'(?:[^']|'')*'|null)::/.test(initial);
  return isLiteral && initial.endsWith(`::${type}`) ? initial.slice(0, -`::${type}`.length) : initial;
}

/** A comma-separated list within parentheses: on one line where it fits, else an item a line. */
export function list(items: readonly string[], before = ""): string {
  const inline = `(${items.join(", ")})`;
  if (before.length + inline.length <= LINE_LENGTH) return inline;
  return `(\n${items.map((item) => `  ${item}`).join(",\n")}\n)`;
}

/** Text as a literal; a long one in several, which SQL joins when each has a line of its own. */
export function literal(text: string, indent = ""): string {
  const lines: string[] = [""];
  for (const word of text.match(/[^ ]+ *| +/g) ?? []) {
    if (lines.at(-1)!.length + word.length > LINE_LENGTH - indent.length - 2) lines.push("");
    lines[lines.length - 1] += word;
  }
  return lines.map((line) => `${indent}${quote(line)}`).join("\n");
}

/** `comment on <object> is '...';`, or null without one. */
export function comment(object: string, text: string | null): string | null {
  if (text === null) return null;
  const oneLine = `comment on ${object} is ${quote(text)};`;
  if (oneLine.length <= LINE_LENGTH) return oneLine;
  return `comment on ${object} is\n${literal(text, "  ")};`;
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Breaks a line that is too long after commas of its lists, or before the clauses of its queries. */
export function wrap(line: string): string {
  const indent = `${/^ */.exec(line)![0]}  `;
  const lines: string[] = [""];
  for (const item of line.split(/(?<=, )|(?= (?:references|where|when|and|or) )/)) {
    const isFull = lines.at(-1)!.length + item.trimEnd().length > LINE_LENGTH;
    if (isFull && lines.at(-1)!.trim() !== "") lines.push(indent);
    lines[lines.length - 1] += lines.at(-1) === indent ? item.trimStart() : item;
  }
  return lines.map((part) => part.trimEnd()).join("\n");
}

/** A condition, broken before each `and` and `or` of its outermost level where it does not fit into its line. */
export function condition(text: string, indent: string): string {
  const bare = text.replace(/^\((exists \(.*\))\)$/, "$1");
  if (bare.length + indent.length <= LINE_LENGTH - 10) return bare;
  let depth = 0;
  let broken = "";
  for (const part of bare.split(/('(?:[^']|'')*'|[()]| (?=and |or ))/)) {
    if (part === "(") depth++;
    if (part === ")") depth--;
    const isBreak = part === " " && depth === 0 && !/ between \S+$/.test(broken);
    broken += isBreak ? `\n${indent}` : part;
  }
  return broken.split("\n").map(wrap).join("\n");
}

/** Blocks of statements with an empty line between them; what is null or empty is left out. */
export function blocks(...parts: readonly (string | null | readonly (string | null)[])[]): string {
  return parts
    .map((part) =>
      typeof part === "string" || part === null ? part : part.filter((line) => line).join("\n"),
    )
    .filter((part) => part)
    .join("\n\n");
}

function outsideQuotes(text: string, change: (code: string) => string): string {
  return text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"]+/g, (part) =>
    part.startsWith("'") || part.startsWith('"') ? part : change(part),
  );
}
