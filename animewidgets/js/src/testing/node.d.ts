/** The one thing of Node that tests use; the sources run in browsers and know nothing of it. */
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}
