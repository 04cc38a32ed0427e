// Where verification works, said once.

import * as vscode from "vscode";

const SAID = "pcg.platformSaid";

/** Tells, once on each machine, that elsewhere than on Linux loops are found but not verified. */
export async function sayWhereVerificationWorks(
  memory: vscode.Memento,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  if (platform === "linux" || memory.get<boolean>(SAID) === true) return;
  await memory.update(SAID, true);
  const here = platform === "darwin" ? "macOS" : platform === "win32" ? "Windows" : platform;
  const way = platform === "win32" ? "WSL, a container or a remote host" : "a container or a remote host";
  await vscode.window.showInformationMessage(
    `PCG: verification runs on Linux. On ${here} loops are found and explained; to verify and apply ` +
      `parallel versions, open the folder in ${way}.`,
  );
}
