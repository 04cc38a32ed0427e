// A version is accepted by the user's own project, after a question that shows its commands.
//
// Told by the environment: PCG_E2E_ADDRESS, PCG_E2E_SEEN (what was seen, as JSON), PCG_E2E_CHROMIUM,
// PCG_E2E_PLAYWRIGHT.
import { writeFile } from "node:fs/promises";
import { Editor } from "./editor.mjs";

const ACCEPTANCE = 420_000;
const LOOP = /for\s+\(int\s+i\s+=\s+1;\s+i\s+<\s+rows\s+-\s+1/; // VS Code writes other spaces
const ACTION = "Parallelize with OpenMP (accepted by the project)";

const seen = {};
const editor = await Editor.open(LOOP);
const { page } = editor;

async function scenario() {
  // The question is long, and VS Code shows no notification for which there is no room.
  await page.setViewportSize({ width: 1240, height: 1200 });
  await editor.line().waitFor();
  await page.keyboard.press("Control+b"); // more room, without the side bar
  await editor.lens("hot loop").waitFor();
  await editor.take(ACTION);

  const question = editor.notification("Run these commands").first();
  await question.waitFor();
  seen.question = (await question.innerText()).replace(/\s+/g, " ");
  await question.getByRole("button", { name: "Run these commands" }).click();

  seen.accepted = await editor.untilLens(
    (text) => /^verified .*accepted by your project/.test(text),
    ACTION,
    ACCEPTANCE,
  );
  await editor.clearNotifications();
  // By force: the cursor stands in this line, before its text.
  await editor.line().hover({ position: { x: 30, y: 8 }, force: true });
  const hover = page.locator(".monaco-hover:visible").filter({ hasText: "Amdahl" }).first();
  await hover.waitFor();
  seen.hover = (await hover.innerText()).replace(/\s+/g, " ");
}

let failure = null;
try {
  await scenario();
} catch (error) {
  failure = `${error.stack ?? error}\nlenses: ${(await editor.lensTexts()).join(" | ")}`;
}
const { lenses, menus: actions } = editor;
await writeFile(process.env.PCG_E2E_SEEN, JSON.stringify({ ...seen, lenses, actions, failure }));
await editor.browser.close();
process.exitCode = failure === null ? 0 : 1;
