// Explanations of the server as Markdown previews beside the code.

import * as vscode from "vscode";
import { ErrorCodes, ResponseError, type LanguageClient } from "vscode-languageclient/node";
import { isShowMarkdown, METHODS, type ShowMarkdown } from "./protocol";
import type { Feature } from "./session";

export const MARKDOWN_SCHEME = "pcg-markdown";

export class MarkdownDocuments implements Feature, vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly arrived = new vscode.EventEmitter<ShowMarkdown>();
  private readonly registration: vscode.Disposable;
  readonly onDidChange = this.changed.event;
  /** Fires before a text is shown. */
  readonly onDidArrive = this.arrived.event;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(MARKDOWN_SCHEME, this);
  }

  attach(client: LanguageClient): void {
    client.onRequest(METHODS.showMarkdown, (params: unknown) => {
      if (!isShowMarkdown(params)) {
        return new ResponseError(ErrorCodes.InvalidParams, "pcg/showMarkdown: title and text");
      }
      this.arrived.fire(params);
      this.show(params).catch((error: unknown) => {
        client.outputChannel.error(`showing “${params.title}”: ${String(error)}`);
      });
      return null;
    });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "This text is no longer available: ask PCG again.";
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
    this.arrived.dispose();
  }

  private async show({ title, text }: ShowMarkdown): Promise<void> {
    const uri = vscode.Uri.from({ scheme: MARKDOWN_SCHEME, path: `/${fileName(title)}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    if (vscode.extensions.getExtension("vscode.markdown-language-features") !== undefined) {
      await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }
}

/** A title as the name of a tab: no characters that would make folders of it. */
export function fileName(title: string): string {
  const name = title.replace(/[\\/?#:]+/g, " ").replace(/\s+/g, " ").trim();
  return `${name === "" ? "PCG" : name}.md`;
}
