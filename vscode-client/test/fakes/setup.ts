// Gives the language client, which Node loads by itself, the same editor that the tests see.

import Module from "node:module";
import * as vscode from "./vscode";

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;

// Classes that the language client extends while it is loaded, and that no test comes near.
function Unused(): void {
  throw new Error("the tests do not use this part of the editor");
}
const editor: unknown = new Proxy(vscode, {
  get: (target, name) => (Reflect.get(target, name) as unknown) ?? Unused,
});

loader._load = (request, ...rest) =>
  request === "vscode" ? editor : Reflect.apply(load, Module, [request, ...rest]);
