// Restricted mode ends without a restart when the user trusts the workspace.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { METHODS } from "./protocol";

/** Tells the server that is running then; one that starts later is told when it starts. */
export function followTrust(running: () => LanguageClient | undefined): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(() => {
    void running()?.sendNotification(METHODS.trustChanged, { trusted: true });
  });
}
