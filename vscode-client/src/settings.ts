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

/** Switches the server on and off, and uses another one, as the settings say. */
export class SettingsFollower implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(session: { start(): Promise<void>; stop(): Promise<void>; restart(): Promise<void> }) {
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("pcg.enable")) {
        void (isEnabled() ? session.start() : session.stop());
      } else if (event.affectsConfiguration("pcg.server.path") && isEnabled()) {
        void session.restart();
      }
    });
  }

  dispose(): void {
    this.listener.dispose();
  }
}
