import { beforeEach, describe, expect, it, vi } from "vitest";
import { WorkDoneProgressCancelNotification, type LanguageClient } from "vscode-languageclient/node";
import { Meter, ProgressNotifications } from "../src/progress";
import { freshWorld, ProgressLocation, type World } from "./fakes/vscode";

describe("percentages", () => {
  it("become increments that add up, and never go back", () => {
    const meter = new Meter();
    const steps = [10, 35, 20, 120].map((percentage) => meter.advance({ percentage }));
    expect(steps).toEqual([{ increment: 10 }, { increment: 25 }, { increment: 0 }, { increment: 65 }]);
  });

  it("may be missing", () => {
    expect(new Meter().advance({ message: "races" })).toEqual({ message: "races" });
  });
});

describe("notifications", () => {
  let world: World;
  const send = vi.fn();
  const next = vi.fn();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  let progress: ProgressNotifications;

  beforeEach(() => {
    world = freshWorld();
    send.mockReset();
    next.mockReset();
    progress = new ProgressNotifications();
    progress.attach({ sendNotification: send } as unknown as LanguageClient);
  });

  it("show work that can be cancelled, step by step, until its end", async () => {
    const begin = { kind: "begin", title: "step", cancellable: true, percentage: 0 } as const;
    progress.handle("t", begin, next);
    progress.handle("t", { kind: "report", message: "legality", percentage: 30 }, next);
    expect(next).not.toHaveBeenCalled();
    expect(world.progress[0]).toMatchObject({
      title: "PCG: step",
      location: ProgressLocation.Notification,
      steps: [{ increment: 0 }, { message: "legality", increment: 30 }],
      ended: false,
    });
    const end = { kind: "end" } as const;
    progress.handle("t", end, next);
    await settle();
    expect(world.progress[0]?.ended).toBe(true);
    expect(next).toHaveBeenCalledWith("t", end);
  });

  it("leave other work to the status bar", () => {
    const begin = { kind: "begin", title: "indexing" } as const;
    const report = { kind: "report", message: "a.cpp" } as const;
    progress.handle("t", begin, next);
    progress.handle("t", report, next);
    expect(next.mock.calls).toEqual([
      ["t", begin],
      ["t", report],
    ]);
    expect(world.progress).toEqual([]);
  });

  it("cancel the work that they show", () => {
    progress.handle("a", { kind: "begin", title: "one", cancellable: true }, next);
    progress.handle("b", { kind: "begin", title: "two", cancellable: true }, next);
    world.progress[1]?.cancel();
    expect(send.mock.calls).toEqual([[WorkDoneProgressCancelNotification.type, { token: "b" }]]);
  });

  it("end with the server", async () => {
    progress.handle("a", { kind: "begin", title: "one", cancellable: true }, next);
    progress.stopped();
    await settle();
    expect(world.progress.map(({ ended }) => ended)).toEqual([true]);
  });
});
