// What `cargo xtask browser` made ready: the program, Chromium, the packages of Node.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** How long a file of tests may take before it is given up. */
const MOST_MS = 300_000;

/** A path that the task handed over. */
export function fromEnvironment(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run cargo xtask browser`);
  return value;
}

// The packages are in the target folder, so that nothing is written between the sources.
const installed = createRequire(join(fromEnvironment("ADMIT_PACKAGES"), "package.json"));

export const puppeteer = installed("puppeteer-core");
export const axeSource = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");

setTimeout(() => {
  console.error(`Not done within ${MOST_MS / 1000} seconds.`);
  process.exit(1);
}, MOST_MS).unref();
