// Asking a language model about a loop: for everything that the settings name, or for one thing.

import * as vscode from "vscode";
import { SERVER_COMMANDS, type LoopAt, type ParallelizeLoop, type Workflow } from "./protocol";
import type { ServerCommands } from "./serverCommands";

interface Choice extends vscode.QuickPickItem {
  readonly workflow: Workflow | undefined;
}

export const CHOICES: readonly Choice[] = [
  { label: "As the settings say", description: "pcg.model.workflows", workflow: undefined },
  { label: "OpenMP", description: "parallel", workflow: "parallel" },
  { label: "Faster on one core", description: "serial", workflow: "serial" },
  { label: "Whatever is fastest", description: "any", workflow: "any" },
  {
    label: "Faster on one core, then OpenMP",
    description: "multi-stage",
    workflow: "multi-stage",
  },
];

/** The server asks for consent before anything is sent, and says so if no model is configured. */
export async function askModel(server: ServerCommands, at: LoopAt): Promise<void> {
  const choice = await vscode.window.showQuickPick(CHOICES, {
    placeHolder: "Ask the language model for what? Its versions compete with those of PCG's rules.",
  });
  if (choice === undefined) return;
  await server.execute(SERVER_COMMANDS.parallelizeLoop, argument(at, choice.workflow));
}

export function argument(at: LoopAt, workflow: Workflow | undefined): ParallelizeLoop {
  const asked = { ...at, generators: "all" } as const;
  return workflow === undefined ? asked : { ...asked, workflows: [workflow] };
}
