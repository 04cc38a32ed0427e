// Finding the server's program for a window, asking before anything is installed.

import * as vscode from "vscode";
import { abortSignal } from "../cancellation";
import { serverPath } from "../settings";
import { createEnvironment } from "./create";
import { locate, type Location, type Source } from "./locate";
import { run } from "./processes";
import { EnvironmentStore, findBundle } from "./store";

const CREATE = "Create Environment";
const CHOOSE = "Use an Installed PCG";
const LATER = "Not Now";
const DECLINED = "pcg.environmentDeclined";

export type Unfound = Exclude<Location, { kind: "found" }>;

export class ServerProvider {
  private readonly store: EnvironmentStore;
  private readonly bundleFolder: string;
  private readonly version: string;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.store = new EnvironmentStore(
      vscode.Uri.joinPath(context.globalStorageUri, "environments").fsPath,
    );
    this.bundleFolder = vscode.Uri.joinPath(context.extensionUri, "server").fsPath;
    this.version = (context.extension.packageJSON as { version: string }).version;
  }

  /** Where the server is; without asking anybody. */
  async locate(): Promise<Location> {
    const location = await locate({
      setting: serverPath(),
      bundleFolder: this.bundleFolder,
      store: this.store,
      searchPath: process.env["PATH"] ?? "",
      version: this.version,
      run,
      signal: new AbortController().signal,
    });
    switch (location.kind) {
      case "found":
        this.output.info(`server: ${location.program} (${described(location.source)})`);
        break;
      case "wrong-setting":
        this.output.error(location.message);
        break;
      case "missing":
        this.output.warn("no server: neither an environment for it nor a pcg on PATH");
        break;
    }
    return location;
  }

  /**
   * Asks the user what to do about a server that was not found, and does it; true: look again.
   * Whether to make an environment is asked once for each version, or always if `insist`.
   */
  async resolve(location: Unfound, insist: boolean): Promise<boolean> {
    switch (location.kind) {
      case "wrong-setting":
        await this.correctSetting(location.message);
        return false;
      case "missing":
        return this.offer(location.canCreate, insist);
    }
  }

  private async offer(canCreate: boolean, insist: boolean): Promise<boolean> {
    if (!insist && this.context.globalState.get(DECLINED) === this.version) return false;
    const text = canCreate
      ? "PCG needs a Python environment for its server. Shall it create one in its own storage? " +
        "Its requirements come from the package index that pip uses, each checked against a hash."
      : "PCG's server was not found. Install PCG, and put it on PATH or name it in pcg.server.path.";
    const choices = canCreate ? [CREATE, CHOOSE, LATER] : [CHOOSE, LATER];
    const choice = await vscode.window.showInformationMessage(text, ...choices);
    switch (choice) {
      case CREATE:
        return this.create();
      case CHOOSE:
        await openSetting();
        return false;
      case LATER:
        await this.context.globalState.update(DECLINED, this.version);
        return false;
      default:
        return false;
    }
  }

  private async create(): Promise<boolean> {
    const bundle = await findBundle(this.bundleFolder);
    if (bundle === undefined) return false;
    await this.context.globalState.update(DECLINED, undefined);
    const creation = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: "PCG: setting up the server",
        cancellable: true,
      },
      (progress, token) =>
        createEnvironment({
          bundle,
          store: this.store,
          run,
          signal: abortSignal(token),
          onStep: (message) => {
            progress.report({ message });
          },
          onLine: (line) => {
            this.output.info(line);
          },
        }),
    );
    switch (creation.kind) {
      case "created":
        this.output.info(`created the environment of ${creation.program}`);
        return true;
      case "cancelled":
        this.output.info("setting up the server was cancelled");
        return false;
      case "failed":
        this.output.error(creation.message);
        void this.reportFailure(creation.message);
        return false;
    }
  }

  private async correctSetting(message: string): Promise<void> {
    const open = "Open Setting";
    if ((await vscode.window.showErrorMessage(`PCG: ${message}`, open)) === open) {
      await openSetting();
    }
  }

  private async reportFailure(message: string): Promise<void> {
    const again = "Try Again";
    const log = "Show Log";
    const choice = await vscode.window.showErrorMessage(`PCG: ${message}`, again, log);
    if (choice === again) await vscode.commands.executeCommand("pcg.setUpServer");
    if (choice === log) this.output.show();
  }
}

async function openSetting(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", "pcg.server.path");
}

function described(source: Source): string {
  switch (source) {
    case "setting":
      return "named by pcg.server.path";
    case "environment":
      return "the extension's own environment";
    case "path":
      return "on PATH";
  }
}
