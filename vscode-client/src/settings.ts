// What the server gets to see of the section `pcg`: everything but what concerns only this client.

import * as vscode from "vscode";
import type { ConfigurationRequest, Middleware } from "vscode-languageclient/node";

const CLIENT_ONLY: ReadonlySet<string> = new Set(["server", "trace"]);

/** The settings without those of the client itself. */
export function forServer(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !CLIENT_ONLY.has(name)));
}

export const configurationMiddleware: NonNullable<Middleware["workspace"]> = {
  configuration: async (params, token, next: ConfigurationRequest.HandlerSignature) => {
    const result = await next(params, token);
    return Array.isArray(result)
      ? result.map((value: unknown, i) =>
          params.items[i]?.section === "pcg" ? forServer(value) : value,
        )
      : result;
  },
};

/** Whether PCG is switched on in this window. */
export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration("pcg").get("enable", true);
}

/** The program that the user wants as server; empty: none in particular. */
export function serverPath(): string {
  return vscode.workspace.getConfiguration("pcg").get("server.path", "").trim();
}

/** Switches the server on and off, and uses another one, as the settings say. */
export class SettingsFollower implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(session: { start(): Promise<void>; stop(): Promise<void>; restart(): Promise<void> }) {
    let enabled = isEnabled();
    let path = serverPath();
    this.listener = vscode.workspace.onDidChangeConfiguration(() => {
      // Events also come for settings that keep their value: when a workspace becomes trusted.
      const before = { enabled, path };
      enabled = isEnabled();
      path = serverPath();
      if (enabled !== before.enabled) void (enabled ? session.start() : session.stop());
      else if (path !== before.path && enabled) void session.restart();
    });
  }

  dispose(): void {
    this.listener.dispose();
  }
}
