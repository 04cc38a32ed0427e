// Asking the server to do something, with its refusals shown as it words them.

import * as vscode from "vscode";
import {
  ErrorCodes,
  ExecuteCommandRequest,
  LSPErrorCodes,
  ResponseError,
  type LanguageClient,
  type Middleware,
} from "vscode-languageclient/node";
import { isEnabled } from "./settings";
import { isApplyResult, SERVER_COMMANDS, type ServerCommand } from "./protocol";

export interface Running {
  readonly running: LanguageClient | undefined;
}

export class ServerCommands {
  constructor(
    private readonly session: Running,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Carries out a command. Undefined: it failed, and the user has seen why. */
  execute(command: ServerCommand, argument: object): Promise<unknown> {
    return this.attempt((client) =>
      client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }),
    );
  }

  /** Sends a request. Undefined: it failed, and the user has seen why. */
  request(method: string, params: object): Promise<unknown> {
    return this.attempt((client) => client.sendRequest(method, params));
  }

  /** Applies a job's offer; whether that was done. */
  async apply(job: string): Promise<boolean> {
    const result = await this.execute(SERVER_COMMANDS.applyOffer, { job });
    return isApplyResult(result) && result.applied;
  }

  /** For commands of lenses, hovers and code actions, which the language client carries out. */
  readonly middleware: NonNullable<Middleware["executeCommand"]> = (command, args) =>
    this.attempt((client) =>
      client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }),
    );

  private async attempt(ask: (client: LanguageClient) => Promise<unknown>): Promise<unknown> {
    const client = this.session.running;
    if (client === undefined) {
      void reportMissing();
      return undefined;
    }
    try {
      // `null` means “done” in LSP; undefined is kept for failures.
      const result = (await ask(client)) ?? null;
      if (isApplyResult(result) && result.reason !== undefined) void this.report(result.reason);
      return result;
    } catch (error) {
      if (isCancellation(error)) return undefined;
      const message = wordsOf(error);
      this.output.warn(message);
      void this.report(message);
      return undefined;
    }
  }

  private async report(message: string): Promise<void> {
    const trust = "Manage Trust";
    const log = "Show Log";
    const choices = vscode.workspace.isTrusted ? [log] : [trust, log];
    const choice = await vscode.window.showWarningMessage(`PCG: ${message}`, ...choices);
    if (choice === trust) await vscode.commands.executeCommand("workbench.trust.manage");
    if (choice === log) this.output.show();
  }
}

async function reportMissing(): Promise<void> {
  if (!isEnabled()) {
    const open = "Open Setting";
    const text = "PCG is switched off by the setting pcg.enable.";
    if ((await vscode.window.showWarningMessage(text, open)) === open) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "pcg.enable");
    }
    return;
  }
  const setUp = "Set Up Server";
  const choice = await vscode.window.showWarningMessage("PCG: the server is not running.", setUp);
  if (choice === setUp) await vscode.commands.executeCommand("pcg.setUpServer");
}

function wordsOf(error: unknown): string {
  const died =
    error instanceof ResponseError &&
    (error.code === ErrorCodes.PendingResponseRejected ||
      error.code === ErrorCodes.ConnectionInactive);
  if (died) return "the server ended before it answered. Try again once it is back.";
  return error instanceof Error ? error.message : String(error);
}

function isCancellation(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof ResponseError &&
      (error.code === LSPErrorCodes.RequestCancelled || error.code === LSPErrorCodes.ServerCancelled))
  );
}
