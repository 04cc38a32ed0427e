// The editor that a page shows, as a user sees it, with the cursor at one loop.

import { readFile } from "node:fs/promises";
import { launch } from "./browser.mjs";

const START = 90_000;

export class Editor {
  /** Opens the page at PCG_E2E_ADDRESS; `loop` is the loop's text, with any white space. */
  static async open(loop) {
    const { browser, page } = await launch();
    page.setDefaultTimeout(START);
    await page.goto(process.env.PCG_E2E_ADDRESS);
    return new Editor(browser, page, loop);
  }

  constructor(browser, page, loop) {
    this.browser = browser;
    this.page = page;
    this.loop = loop;
    /** The menus of code actions that were seen. */
    this.menus = [];
    /** The lenses that were seen one after the other. */
    this.lenses = [];
  }

  line() {
    return this.page.locator(".view-line").filter({ hasText: this.loop }).first();
  }

  lens(text) {
    return this.page.locator(".codelens-decoration a").filter({ hasText: text }).first();
  }

  async lensTexts() {
    const texts = await this.page.locator(".codelens-decoration a").allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, " "));
  }

  /** The notifications with this text. */
  notification(text) {
    return this.page.locator(".notifications-toasts .notification-list-item").filter({ hasText: text });
  }

  /** Puts the cursor into the loop. */
  async clickLoop() {
    await this.page.keyboard.press("Escape"); // a hover may cover it
    // The cursor that it draws may stand there already, and would be in the way.
    await this.line().click({ position: { x: 30, y: 8 }, force: true });
  }

  /** Opens the menu of code actions at the loop and takes the action with this title. */
  async take(title) {
    await this.clickLoop();
    await this.page.keyboard.press("Control+.");
    const menu = this.page.locator(".action-widget:not(.action-list-submenu-panel)");
    await menu.waitFor();
    const entry = menu.locator(".monaco-list-row").filter({ hasText: title }).first();
    await entry.waitFor();
    this.menus.push(await menu.innerText());
    await entry.click();
  }

  /** Removes what covers the editor's corner. */
  async clearNotifications() {
    const toast = this.page.locator(".notifications-toasts .notification-list-item");
    for (let left = await toast.count(); left > 0; left -= 1) {
      await toast.first().hover();
      await toast.first().locator(".codicon-notifications-clear").click();
    }
  }

  /** Waits for lenses for which `holds`; a machine that was busy is asked `again`. */
  async untilLens(holds, again, limit) {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      const texts = await this.lensTexts();
      const now = texts.join(" | ");
      if (now !== this.lenses.at(-1)) this.lenses.push(now);
      if (texts.some(holds)) return now;
      if (/could not be verified/.test(now)) {
        await this.take(again);
        await this.page.waitForTimeout(2000);
      } else if (/cannot be parallelised|not faster|not accepted|could not be/.test(now)) {
        throw new Error(`it ended otherwise: ${now}`);
      }
      await this.page.waitForTimeout(300);
    }
    throw new Error(`not in time: ${this.lenses.at(-1)}`);
  }

  /** The file on disk, when `holds` is true of its text. */
  async onDisk(holds) {
    const end = Date.now() + 20_000;
    let text = "";
    while (Date.now() < end) {
      text = await readFile(process.env.PCG_E2E_FILE, "utf8");
      if (holds(text)) return text;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`the file was not saved:\n${text}`);
  }

  async text() {
    return (await this.page.locator(".view-line").allInnerTexts()).join("\n").replace(/\u00a0/g, " ");
  }
}
