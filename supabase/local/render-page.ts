/** A document of headings, paragraphs and code spans as a page; each heading of the second rank is named by its text. */
export function renderPage(markdown: string): string {
  const blocks = markdown.trim().split(/\n{2,}/);
  const title = blocks[0]!.replace(/^# /, "");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
h2:target { background: #ffe58a; color: #000 }
</style>
${blocks.map(renderBlock).join("\n")}
</html>
`;
}

function renderBlock(block: string): string {
  const [, marks, text] = /^(##?) (.+)$/.exec(block) ?? [];
  if (marks === "#") return `<h1>${inline(text!)}</h1>`;
  if (marks === "##") return `<h2 id="${escapeHtml(text!)}">${inline(text!)}</h2>`;
  return `<p>${inline(block)}</p>`;
}

function inline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
