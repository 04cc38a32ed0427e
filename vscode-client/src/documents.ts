// Which documents PCG works on: real files, since it compiles them.

import type * as vscode from "vscode";

export const DOCUMENTS: readonly { readonly scheme: string; readonly language: string }[] = [
  { scheme: "file", language: "cpp" },
  { scheme: "file", language: "c" },
];

export function isSupported(document: vscode.TextDocument): boolean {
  return DOCUMENTS.some(
    ({ scheme, language }) => document.uri.scheme === scheme && document.languageId === language,
  );
}
