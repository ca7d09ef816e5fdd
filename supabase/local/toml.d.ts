// The package ships no types.
declare module "deno-std/toml/parse.js" {
  export function parse(text: string): unknown;
}
declare module "deno-std/toml/stringify.js" {
  export function stringify(value: object): string;
}
