// What a user does in VS Code, from an opened file to a saved edit, with a mouse and a keyboard.
//
// Told by the environment: PCG_E2E_ADDRESS, PCG_E2E_FILE (on disk), PCG_E2E_SEEN (what was seen, as
// JSON), PCG_E2E_SCREENSHOTS (a folder), PCG_E2E_CHROMIUM, PCG_E2E_PLAYWRIGHT.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { launch } from "./browser.mjs";

const START = 90_000;
const VERIFICATION = 420_000;
const LOOP = /for\s+\(std::size_t\s+i\s+=\s+0;\s+i\s+<\s+spots/; // VS Code writes other spaces

const seen = { lenses: [], actions: [], steps: [] };
const { browser, page } = await launch();
page.setDefaultTimeout(START);

const screenshot = (name) =>
  page.screenshot({ path: path.join(process.env.PCG_E2E_SCREENSHOTS, `${name}.png`) });
const line = () => page.locator(".view-line").filter({ hasText: LOOP }).first();
const lens = (text) => page.locator(".codelens-decoration a").filter({ hasText: text }).first();

async function lensTexts() {
  const texts = await page.locator(".codelens-decoration a").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " "));
}

/** Puts the cursor into the loop. */
async function clickLoop() {
  await page.keyboard.press("Escape"); // a hover may cover it
  // The cursor that it draws may stand there already, and would be in the way.
  await line().click({ position: { x: 30, y: 8 }, force: true });
}

/** Opens the menu of code actions at the loop and takes the action with this title. */
async function take(title) {
  await clickLoop();
  await page.keyboard.press("Control+.");
  const menu = page.locator(".action-widget:not(.action-list-submenu-panel)");
  await menu.waitFor();
  const entry = menu.locator(".monaco-list-row").filter({ hasText: title }).first();
  await entry.waitFor();
  seen.actions.push(await menu.innerText());
  await entry.click();
}

/** Removes what covers the editor's corner. */
async function clearNotifications() {
  const toast = page.locator(".notifications-toasts .notification-list-item");
  for (let left = await toast.count(); left > 0; left -= 1) {
    await toast.first().hover();
    await toast.first().locator(".codicon-notifications-clear").click();
  }
}

/** Waits for the lens of a verified version; a machine that was busy is asked again. */
async function verified() {
  const end = Date.now() + VERIFICATION;
  while (Date.now() < end) {
    const texts = await lensTexts();
    const now = texts.join(" | ");
    if (now !== seen.lenses.at(-1)) seen.lenses.push(now);
    if (texts.some((text) => /^verified \d[^,]*: Show diff/.test(text))) return;
    if (/could not be verified/.test(now)) {
      await take("Parallelize with OpenMP again");
      await page.waitForTimeout(2000);
    } else if (/cannot be parallelised|not faster|could not be/.test(now)) {
      throw new Error(`it ended otherwise: ${now}`);
    }
    await page.waitForTimeout(300);
  }
  throw new Error(`not verified in time: ${seen.lenses.at(-1)}`);
}

async function onDisk(holds) {
  const end = Date.now() + 20_000;
  let text = "";
  while (Date.now() < end) {
    text = await readFile(process.env.PCG_E2E_FILE, "utf8");
    if (holds(text)) return text;
    await page.waitForTimeout(100);
  }
  throw new Error(`the file was not saved:\n${text}`);
}

const editorText = async () =>
  (await page.locator(".view-line").allInnerTexts()).join("\n").replace(/\u00a0/g, " ");

async function scenario() {
  await page.goto(process.env.PCG_E2E_ADDRESS);
  await line().waitFor();
  await page.keyboard.press("Control+b"); // more room, without the side bar
  seen.steps.push("opened");

  await lens("hot loop").waitFor();
  seen.firstLens = (await lensTexts()).join(" | ");
  await screenshot("lens");
  seen.steps.push("lens");

  await line().hover({ position: { x: 30, y: 8 } });
  const hover = page.locator(".monaco-hover:visible").filter({ hasText: "PCG" }).first();
  await hover.waitFor();
  await page.waitForTimeout(500); // it grows while the answers come
  seen.hover = await hover.innerText();
  await screenshot("hover");
  await page.keyboard.press("Escape");
  await page.mouse.move(5, 5);
  seen.steps.push("hover");

  await take("Parallelize with OpenMP");
  const toast = page.locator(".notifications-toasts .notification-list-item").filter({ hasText: "PCG" });
  await toast.first().waitFor();
  seen.progress = await toast.first().innerText();
  seen.cancels = await toast.first().getByRole("button", { name: "Cancel" }).count();
  seen.steps.push("progress");
  await verified();
  seen.steps.push("verified");

  await lens("Show diff").click();
  const diff = page.locator(".monaco-diff-editor");
  await diff.locator(".modified .view-line").filter({ hasText: "#pragma" }).first().waitFor();
  await page.waitForTimeout(1000); // colours and the layout of both sides
  await clearNotifications();
  await screenshot("diff");
  seen.steps.push("diff");

  await page.locator(".editor-actions").getByRole("button", { name: /^Apply/ }).first().click();
  await diff.waitFor({ state: "detached" });
  const pragma = page.locator(".view-line").filter({ hasText: /#pragma\s+omp\s+parallel/ });
  await pragma.first().waitFor();
  seen.steps.push("applied");
  await clickLoop();
  await page.keyboard.press("Control+z");
  await pragma.first().waitFor({ state: "detached" });
  seen.undone = await editorText();
  await page.keyboard.press("Control+y");
  await pragma.first().waitFor();
  await page.keyboard.press("Control+s");
  seen.saved = await onDisk((text) => text.includes("#pragma omp parallel"));
  seen.steps.push("saved");
}

let failure = null;
try {
  await scenario();
} catch (error) {
  failure = `${error.stack ?? error}\nlenses: ${(await lensTexts()).join(" | ")}`;
  await screenshot("failure");
}
await writeFile(process.env.PCG_E2E_SEEN, JSON.stringify({ ...seen, failure }));
await browser.close();
process.exitCode = failure === null ? 0 : 1;
