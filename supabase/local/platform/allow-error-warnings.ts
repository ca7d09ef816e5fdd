type EmitWarning = (warning: string | Error, ...rest: unknown[]) => void;

/**
 * @supabase/lite replaces `process.emitWarning` by one that takes text only: a warning given as an Error, as Node gives
 * a promise that is handled late, would end the whole process. Call it once @supabase/lite is loaded.
 */
export function allowErrorWarnings(
  host: { emitWarning: EmitWarning } = process as { emitWarning: EmitWarning },
) {
  const textOnly = host.emitWarning;
  host.emitWarning = (warning, ...rest) =>
    typeof warning === "string"
      ? textOnly(warning, ...rest)
      : textOnly(warning.message, { type: warning.name, ...(warning.stack && { detail: warning.stack }) });
}
