// Restricted mode ends without a restart when the user trusts the workspace.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { METHODS } from "./protocol";
import type { Feature } from "./session";

export class Trust implements Feature, vscode.Disposable {
  private client: LanguageClient | undefined;
  private granted = false;
  private readonly listener = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    this.granted = true;
    void this.tell();
  });

  /** A server that was being started when trust was granted may have been told otherwise. */
  async started(client: LanguageClient): Promise<void> {
    this.client = client;
    if (this.granted) await this.tell();
  }

  stopped(): void {
    this.client = undefined;
  }

  dispose(): void {
    this.listener.dispose();
  }

  private async tell(): Promise<void> {
    await this.client?.sendNotification(METHODS.trustChanged, { trusted: true });
  }
}
