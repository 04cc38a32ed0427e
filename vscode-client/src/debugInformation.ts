// What a bug report needs to know of the editor's side. No paths of the user, no source text.

import * as vscode from "vscode";
import { serverPath } from "./settings";
import type { SessionState } from "./session";

export function debugInformation(
  context: vscode.ExtensionContext,
  session: SessionState,
  fromServer: string | undefined,
): string {
  const { version } = context.extension.packageJSON as { version: string };
  const facts = [
    ["extension", version],
    ["editor", `${vscode.env.appName} ${vscode.version}`],
    ["platform", `${process.platform} ${process.arch}`],
    ["remote", vscode.env.remoteName ?? "none"],
    ["trusted workspace", String(vscode.workspace.isTrusted)],
    ["server", session],
    ["pcg.server.path", serverPath() === "" ? "not set" : "set"],
  ];
  return [
    "## PCG in the editor",
    "",
    ...facts.map(([name, value]) => `- ${name ?? ""}: ${value ?? ""}`),
    "",
    fromServer ?? "The server did not answer: its part is missing.",
    "",
  ].join("\n");
}
