// Opens a page of VS Code and stays until the extension host has written PCG_E2E_HOST_SEEN.
//
// Told by the environment: PCG_E2E_ADDRESS, PCG_E2E_HOST_SEEN, PCG_E2E_CHROMIUM, PCG_E2E_PLAYWRIGHT.
import { existsSync } from "node:fs";
import { launch } from "./browser.mjs";

const { browser, page } = await launch();
const told = [];
page.on("console", (message) => told.push(message.text()));
await page.goto(process.env.PCG_E2E_ADDRESS);
const end = Date.now() + 400_000;
while (!existsSync(process.env.PCG_E2E_HOST_SEEN) && Date.now() < end) {
  await page.waitForTimeout(500);
}
await browser.close();
// Without it nothing is known of a session that ended early.
if (!existsSync(process.env.PCG_E2E_HOST_SEEN)) console.log(told.slice(-50).join("\n"));
