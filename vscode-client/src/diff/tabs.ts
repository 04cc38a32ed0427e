// The tabs in which diffs are shown.

import * as vscode from "vscode";
import { jobOf } from "./documents";

/** The job of the diff in the active tab. */
export function activeJob(): string | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab === undefined ? undefined : jobOfTab(tab);
}

export function jobOfTab(tab: vscode.Tab): string | undefined {
  return tab.input instanceof vscode.TabInputTextDiff ? jobOf(tab.input.modified) : undefined;
}

/** Closes the tabs of the jobs that `which` selects. */
export async function closeTabs(which: (job: string) => boolean): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => {
      const job = jobOfTab(tab);
      return job !== undefined && which(job);
    });
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}
