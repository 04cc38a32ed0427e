// What a user does in VS Code, from an opened file to a saved edit, with a mouse and a keyboard.
//
// Told by the environment: PCG_E2E_ADDRESS, PCG_E2E_FILE (on disk), PCG_E2E_SEEN (what was seen, as
// JSON), PCG_E2E_SCREENSHOTS (a folder), PCG_E2E_CHROMIUM, PCG_E2E_PLAYWRIGHT.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Editor } from "./editor.mjs";

const VERIFICATION = 420_000;
const LOOP = /for\s+\(std::size_t\s+i\s+=\s+0;\s+i\s+<\s+spots/; // VS Code writes other spaces

const seen = { steps: [] };
const editor = await Editor.open(LOOP);
const { page } = editor;

const screenshot = (name) =>
  page.screenshot({ path: path.join(process.env.PCG_E2E_SCREENSHOTS, `${name}.png`) });

async function scenario() {
  await editor.line().waitFor();
  await page.keyboard.press("Control+b"); // more room, without the side bar
  seen.steps.push("opened");

  await editor.lens("hot loop").waitFor();
  seen.firstLens = (await editor.lensTexts()).join(" | ");
  await screenshot("lens");
  seen.steps.push("lens");

  await editor.line().hover({ position: { x: 30, y: 8 } });
  const hover = page.locator(".monaco-hover:visible").filter({ hasText: "PCG" }).first();
  await hover.waitFor();
  await page.waitForTimeout(500); // it grows while the answers come
  seen.hover = await hover.innerText();
  await screenshot("hover");
  await page.keyboard.press("Escape");
  await page.mouse.move(5, 5);
  seen.steps.push("hover");

  await editor.take("Parallelize with OpenMP");
  const toast = editor.notification("PCG");
  await toast.first().waitFor();
  seen.progress = await toast.first().innerText();
  seen.cancels = await toast.first().getByRole("button", { name: "Cancel" }).count();
  seen.steps.push("progress");
  await editor.untilLens(
    (text) => /^verified \d[^,]*: Show diff/.test(text),
    "Parallelize with OpenMP again",
    VERIFICATION,
  );
  seen.steps.push("verified");

  await editor.lens("Show diff").click();
  const diff = page.locator(".monaco-diff-editor");
  await diff.locator(".modified .view-line").filter({ hasText: "#pragma" }).first().waitFor();
  await page.waitForTimeout(1000); // colours and the layout of both sides
  await editor.clearNotifications();
  await screenshot("diff");
  seen.steps.push("diff");

  await page.locator(".editor-actions").getByRole("button", { name: /^Apply/ }).first().click();
  await diff.waitFor({ state: "detached" });
  const pragma = page.locator(".view-line").filter({ hasText: /#pragma\s+omp\s+parallel/ });
  await pragma.first().waitFor();
  seen.steps.push("applied");
  await editor.clickLoop();
  await page.keyboard.press("Control+z");
  await pragma.first().waitFor({ state: "detached" });
  seen.undone = await editor.text();
  await page.keyboard.press("Control+y");
  await pragma.first().waitFor();
  await page.keyboard.press("Control+s");
  seen.saved = await editor.onDisk((text) => text.includes("#pragma omp parallel"));
  seen.steps.push("saved");
}

let failure = null;
try {
  await scenario();
} catch (error) {
  failure = `${error.stack ?? error}\nlenses: ${(await editor.lensTexts()).join(" | ")}`;
  await screenshot("failure");
}
const { lenses, menus: actions } = editor;
await writeFile(process.env.PCG_E2E_SEEN, JSON.stringify({ ...seen, lenses, actions, failure }));
await editor.browser.close();
process.exitCode = failure === null ? 0 : 1;
