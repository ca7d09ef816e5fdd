import { Marked, type Tokens } from "marked";

/** Headings are named by their text, which is how the `type` of a problem leads to its paragraph. */
const markdown = new Marked({
  renderer: {
    heading({ tokens, depth, text }: Tokens.Heading): string {
      return `<h${depth} id="${escapeHtml(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
  },
});

/** A document of ours as a page. Its HTML, if it has any, is kept: whoever wrote it is trusted. */
export function renderPage(document: string): string {
  const [, title = ""] = /^# (.+)$/m.exec(document) ?? [];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
h2:target { background: #ffe58a; color: #000 }
</style>
${markdown.parse(document, { async: false })}
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
