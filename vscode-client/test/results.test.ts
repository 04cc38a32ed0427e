import { beforeEach, describe, expect, it, vi } from "vitest";
import { Jobs } from "../src/jobs";
import type { JobState } from "../src/protocol";
import { Results } from "../src/results";
import type { ServerCommands } from "../src/serverCommands";
import { freshWorld, type World } from "./fakes/vscode";
import { job } from "./samples";

describe("the result of a loop", () => {
  let world: World;
  let jobs: Jobs;
  let results: Results;
  const execute = vi.fn();
  const pass = (...states: JobState[]): void => {
    for (const state of states) jobs.take(job({ state, text: state, improving: false }));
  };

  beforeEach(() => {
    world = freshWorld();
    execute.mockReset();
    jobs = new Jobs();
    results = new Results({ execute } as unknown as ServerCommands, jobs);
  });

  it("is told once, when the work on it ends", () => {
    pass("queued", "verifying", "verifying");
    expect(world.messages).toEqual([]);
    pass("verified", "stale", "verified", "applied");
    expect(world.messages).toEqual(["PCG: step: verified"]);
  });

  it("is told at the first verified version, not at each faster one", () => {
    pass("verifying");
    jobs.take(job({ improving: true, text: "verified 1.5×" }));
    jobs.take(job({ improving: true, text: "verified 1.9×" }));
    pass("verified");
    expect(world.messages).toEqual(["PCG: step: verified 1.5×"]);
  });

  it("is told with its reason when nothing is offered", () => {
    pass("verifying");
    jobs.take(job({ state: "refuted", text: "refuted", detail: "not faster" }));
    expect(world.messages).toEqual(["PCG: step: refuted (not faster)"]);
  });

  it("is not told of what the user cancelled, of what was there before, or of a server that died", () => {
    pass("verified", "stale");
    pass("queued", "cancelled");
    pass("queued");
    results.stopped();
    pass("unavailable");
    expect(world.messages).toEqual([]);
  });

  it("leads to the diff", async () => {
    world.answer = "Show Diff";
    pass("verifying", "verified");
    await Promise.resolve();
    await Promise.resolve();
    expect(execute.mock.calls).toEqual([["pcg.showDiff", { job: "7" }]]);
  });
});
