// Explanations of the server as Markdown previews beside the code.
//
// They are files in the extension's storage and no virtual documents: the preview follows links to
// source lines only between files, and only relative ones.

import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { ErrorCodes, ResponseError, type LanguageClient } from "vscode-languageclient/node";
import { isShowMarkdown, METHODS, type ShowMarkdown } from "./protocol";
import type { Feature } from "./session";

export class MarkdownPages implements Feature, vscode.Disposable {
  private readonly arrived = new vscode.EventEmitter<ShowMarkdown>();
  /** Fires before a text is shown. */
  readonly onDidArrive = this.arrived.event;

  constructor(private readonly folder: string) {}

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

  dispose(): void {
    this.arrived.dispose();
  }

  private async show({ title, text }: ShowMarkdown): Promise<void> {
    await fs.mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, fileName(title));
    await fs.writeFile(file, relativeLinks(text, this.folder));
    const uri = vscode.Uri.file(file);
    if (vscode.extensions.getExtension("vscode.markdown-language-features") !== undefined) {
      await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
      // The preview may be open already, with an earlier text.
      await vscode.commands.executeCommand("markdown.preview.refresh");
      return;
    }
    await vscode.window.showTextDocument(uri, {
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }
}

/** A title as the name of a tab: no characters that would make folders of it. */
export function fileName(title: string): string {
  const name = title.replace(/[\\/?#:<>|*"]+/g, " ").replace(/\s+/g, " ").trim();
  return `${name === "" ? "PCG" : name.slice(0, 80)}.md`;
}

/** Links to files, as relative to `folder`; the part that names a line stays. */
export function relativeLinks(text: string, folder: string): string {
  return text.replace(/\]\((file:[^)\s#]+)(#[^)\s]*)?\)/g, (_, address: string, line = "") => {
    const target = path.relative(folder, vscode.Uri.parse(address).fsPath);
    const encoded = encodeURI(target.split(path.sep).join("/")).replace(/[()#?]/g, encodeMark);
    return `](${encoded}${String(line)})`;
  });
}

function encodeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16)}`;
}
