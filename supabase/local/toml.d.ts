// The package ships no types.
declare module "deno-std/toml/parse.js" {
  export function parse(text: string): unknown;
}
