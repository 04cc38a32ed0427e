// The language client: how the server is started, and what it is told of this editor.

import * as fs from "node:fs/promises";
import * as vscode from "vscode";
import {
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type Executable,
  type Middleware,
} from "vscode-languageclient/node";
import { cleanEnvironment } from "./environment/processes";
import { pipeServerOutput } from "./output";
import type { InitializationOptions } from "./protocol";
import type { RestartLimit } from "./restarts";
import { DOCUMENTS } from "./documents";

export interface ClientParts {
  readonly output: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly middleware: Middleware;
  /** The server's working directory: never the workspace, from which Python might import. */
  readonly workingDirectory: vscode.Uri;
}

/** A client that is not started yet; `isolated` keeps the user's Python settings from its server. */
export async function createClient(
  program: string,
  isolated: boolean,
  limit: RestartLimit,
  parts: ClientParts,
): Promise<LanguageClient> {
  const cwd = parts.workingDirectory.fsPath;
  await fs.mkdir(cwd, { recursive: true });
  const env = isolated ? cleanEnvironment(process.env) : process.env;
  const server: Executable = {
    command: program,
    args: ["serve", "--log-level", logLevel(parts.output.logLevel)],
    // This appends --stdio.
    transport: TransportKind.stdio,
    options: { cwd, env: { ...env, PYTHONSAFEPATH: "1" } },
  };
  return new LanguageClient("pcg", "PCG", server, {
    documentSelector: [...DOCUMENTS],
    outputChannel: parts.output,
    traceOutputChannel: parts.trace,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    stdioOptions: { stdout: pipeServerOutput, stderr: pipeServerOutput },
    errorHandler: limit,
    initializationOptions,
    middleware: parts.middleware,
  });
}

/** The level of the server's log. Information there includes every message, so it is a level lower. */
export function logLevel(level: vscode.LogLevel): "debug" | "info" | "warning" {
  switch (level) {
    case vscode.LogLevel.Trace:
      return "debug";
    case vscode.LogLevel.Debug:
      return "info";
    default:
      return "warning";
  }
}

export function initializationOptions(): InitializationOptions {
  return {
    trusted: vscode.workspace.isTrusted,
    client: { showDiff: true, showMarkdown: true, jobs: true, status: true, askProgram: true },
  };
}
