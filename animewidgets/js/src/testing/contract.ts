import { readFileSync } from "node:fs";

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

/** A file of cases that the Python tests read as well. */
export function contract<T>(name: string): T {
  const path = new URL(`../../../../tests/contract/${name}`, HERE).pathname;
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
