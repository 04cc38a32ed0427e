// A Chromium that shows this machine's own pages and fetches nothing else.
//
// Told by the environment: PCG_E2E_CHROMIUM, PCG_E2E_PLAYWRIGHT (where playwright-core is installed).
import { createRequire } from "node:module";
import path from "node:path";

const { chromium } = createRequire(path.join(process.env.PCG_E2E_PLAYWRIGHT, "x.js"))("playwright-core");

const OPTIONS = [
  "--no-sandbox", // root has no other choice
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with one empty page. */
export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.PCG_E2E_CHROMIUM,
    args: OPTIONS,
  });
  const page = await browser.newPage({
    viewport: { width: 1240, height: 620 },
    deviceScaleFactor: 1.5,
  });
  return { browser, page };
}
