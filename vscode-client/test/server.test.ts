import { beforeEach, describe, expect, it, vi } from "vitest";
import { CloseAction, ErrorAction, ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import { initializationOptions, logLevel } from "../src/client";
import { cleanEnvironment } from "../src/environment/processes";
import { fileName, relativeLinks } from "../src/markdown";
import { levelOf } from "../src/output";
import { sayWhereVerificationWorks } from "../src/platform";
import { RestartLimit } from "../src/restarts";
import { ServerCommands } from "../src/serverCommands";
import { Trust } from "../src/trust";
import { forServer, SettingsFollower } from "../src/settings";
import { freshWorld, LogLevel, workspace, type World } from "./fakes/vscode";

let world: World;
beforeEach(() => {
  world = freshWorld();
});

describe("a server that dies", () => {
  it("is started again three times in three minutes, then stays off until told", () => {
    let now = 0;
    const givenUp = vi.fn();
    const limit = new RestartLimit(givenUp, () => now);
    const die = (minute: number): CloseAction => {
      now = minute * 60_000;
      return limit.closed().action;
    };
    expect([0, 1, 2].map(die)).toEqual(Array(3).fill(CloseAction.Restart));
    expect(givenUp).not.toHaveBeenCalled();
    expect(die(2.5)).toBe(CloseAction.DoNotRestart);
    expect(givenUp).toHaveBeenCalledOnce();
  });

  it("now and then is started again each time", () => {
    let now = 0;
    const limit = new RestartLimit(vi.fn(), () => (now += 61_000));
    expect(Array.from({ length: 20 }, () => limit.closed().action)).toEqual(
      Array(20).fill(CloseAction.Restart),
    );
  });

  it("because it was stopped is not started again", () => {
    const limit = new RestartLimit(vi.fn());
    limit.abandon();
    expect(limit.closed()).toEqual({ action: CloseAction.DoNotRestart, handled: true });
  });

  it("is given up after many errors of the connection", () => {
    const limit = new RestartLimit(vi.fn());
    const after = (count: number): ErrorAction => {
      const result = limit.error(new Error("broken pipe"), undefined, count);
      return result.action;
    };
    expect([after(3), after(4)]).toEqual([ErrorAction.Continue, ErrorAction.Shutdown]);
  });
});

describe("commands for the server", () => {
  const output = { warn: vi.fn(), show: vi.fn() };
  const commands = (sendRequest?: () => Promise<unknown>): ServerCommands =>
    new ServerCommands(
      { running: sendRequest === undefined ? undefined : ({ sendRequest } as never) },
      output as never,
    );

  it("show the server's own words when they are refused", async () => {
    const refusal = new ResponseError(LSPErrorCodes.RequestFailed, "Save the file first.");
    expect(await commands(() => Promise.reject(refusal)).execute("pcg.explain", {})).toBeUndefined();
    expect(world.messages).toEqual(["PCG: Save the file first."]);
  });

  it("that a dying server left unanswered can be tried again", async () => {
    const lost = new ResponseError(ErrorCodes.PendingResponseRejected, "connection got disposed");
    expect(await commands(() => Promise.reject(lost)).execute("pcg.explain", {})).toBeUndefined();
    expect(world.messages).toEqual([
      "PCG: the server ended before it answered. Try again once it is back.",
    ]);
  });

  it("say nothing when the user cancelled them", async () => {
    const cancelled = new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    expect(await commands(() => Promise.reject(cancelled)).execute("pcg.explain", {})).toBeUndefined();
    expect(world.messages).toEqual([]);
  });

  it("tell what to do while there is no server", async () => {
    world.answer = "Set Up Server";
    expect(await commands().execute("pcg.explain", {})).toBeUndefined();
    await Promise.resolve();
    expect(world.messages).toEqual(["PCG: the server is not running."]);
    expect(world.executed.map(({ command }) => command)).toEqual(["pcg.setUpServer"]);
  });

  it("tell of the setting while PCG is switched off", async () => {
    world.settings.set("enable", false);
    expect(await commands().execute("pcg.explain", {})).toBeUndefined();
    expect(world.messages).toEqual(["PCG is switched off by the setting pcg.enable."]);
  });

  it("answer null when they are done, and apply tells whether it did", async () => {
    expect(await commands(() => Promise.resolve(undefined)).execute("pcg.explain", {})).toBeNull();
    expect(await commands(() => Promise.resolve({ applied: true })).apply("7")).toBe(true);
    const refused = { applied: false, reason: "edited" };
    expect(await commands(() => Promise.resolve(refused)).apply("7")).toBe(false);
    expect(world.messages).toEqual(["PCG: edited"]);
    expect(await commands(() => Promise.resolve(null)).apply("7")).toBe(false);
  });
});

describe("what the server is given", () => {
  it("is every setting but those of the client", () => {
    const settings = { enable: true, server: { path: "/x" }, trace: { server: "off" }, threads: 2 };
    expect(forServer(settings)).toEqual({ enable: true, threads: 2 });
    expect(forServer(null)).toBeNull();
  });

  it("is whether the workspace is trusted, and what this editor can do", () => {
    const client = {
      showDiff: true,
      showMarkdown: true,
      jobs: true,
      status: true,
      askProgram: true,
    };
    expect(initializationOptions()).toEqual({ trusted: true, client });
    vi.spyOn(workspace, "isTrusted", "get").mockReturnValue(false);
    expect(initializationOptions()).toEqual({ trusted: false, client });
  });

  it("is how much its log shall tell", () => {
    const levels = [LogLevel.Trace, LogLevel.Debug, LogLevel.Info, LogLevel.Error, LogLevel.Off];
    expect(levels.map((level) => logLevel(level as never))).toEqual([
      "debug",
      "info",
      "warning",
      "warning",
      "warning",
    ]);
  });

  it("is an environment without another Python's settings", () => {
    const env = { PATH: "/bin", PYTHONPATH: "/w", PYTHONHOME: "/p", PIP_TARGET: "/t", VIRTUAL_ENV: "/v" };
    expect(cleanEnvironment(env)).toEqual({
      PATH: "/bin",
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIP_NO_INPUT: "1",
    });
  });
});

describe("trust", () => {
  const sendNotification = vi.fn(() => Promise.resolve());
  const client = { sendNotification } as never;

  it("is told to the server that runs when it is granted", async () => {
    const trust = new Trust();
    await trust.started(client);
    expect(sendNotification).not.toHaveBeenCalled();
    world.trustGranted.fire();
    expect(sendNotification.mock.calls).toEqual([["pcg/trustChanged", { trusted: true }]]);
  });

  it("that was granted while a server was starting is told once it answers", async () => {
    const trust = new Trust();
    world.trustGranted.fire();
    sendNotification.mockClear();
    await trust.started(client);
    expect(sendNotification).toHaveBeenCalledOnce();
  });
});

it("starts, stops and restarts the server when its settings change, and only then", () => {
  const session = { start: vi.fn(), stop: vi.fn(), restart: vi.fn() };
  const change = (name: string, value: unknown): void => {
    world.settings.set(name, value);
    world.settingsChanged.fire();
  };
  const follower = new SettingsFollower(session);
  const calls = (): number[] =>
    [session.start, session.stop, session.restart].map((mock) => mock.mock.calls.length);
  change("server.path", "");
  change("threads", 2);
  expect(calls()).toEqual([0, 0, 0]);
  change("server.path", "/own/pcg");
  expect(calls()).toEqual([0, 0, 1]);
  change("enable", false);
  change("server.path", "/other/pcg");
  expect(calls()).toEqual([0, 1, 1]);
  change("enable", true);
  expect(calls()).toEqual([1, 1, 1]);
  follower.dispose();
  change("enable", false);
  expect(calls()).toEqual([1, 1, 1]);
});

it("logs what continues a line at that line's level", () => {
  expect(levelOf('  File "server.py", line 3', "error")).toBe("error");
  expect(levelOf("    ERROR = 3", "debug")).toBe("debug");
});

it("logs the server's lines at their level", () => {
  expect(
    [
      "ERROR pcg_server: worker died",
      "2026-01-01 10:00:00 WARNING slow",
      "DEBUG x",
      "INFO x",
      "a line that tells at length of what was done, and near whose end stands the word ERROR",
      "Traceback (most recent call last):",
      "package.module.ValueError: x",
    ].map((line) => levelOf(line, "debug")),
  ).toEqual(["error", "warn", "debug", "info", "info", "error", "error"]);
});

it("names tabs by titles, without folders", () => {
  expect(fileName("Why: step (a/b.cpp)")).toBe("Why step (a b.cpp).md");
  expect(fileName(" / ")).toBe("PCG.md");
});

it("makes links to files relative, which is what a preview follows", () => {
  const text = "[line 40](file:///w/a%20b/x.cpp#L40), [site](https://example.org/#a), [b](file:///s/p/y.cpp)";
  expect(relativeLinks(text, "/s/pages")).toBe(
    "[line 40](../../w/a%20b/x.cpp#L40), [site](https://example.org/#a), [b](../p/y.cpp)",
  );
  expect(relativeLinks("](file:///w/%28a%29%23/x.cpp#L1)", "/s")).toBe("](../w/%28a%29%23/x.cpp#L1)");
});

describe("where verification works", () => {
  const memory = (): { get: (key: string) => unknown; update: () => Promise<void>; said: boolean } => {
    const state = {
      said: false,
      get: () => state.said,
      update: () => {
        state.said = true;
        return Promise.resolve();
      },
    };
    return state;
  };

  it("is not said on Linux, and once elsewhere", async () => {
    const linux = memory();
    await sayWhereVerificationWorks(linux as never, "linux");
    expect([world.messages, linux.said]).toEqual([[], false]);
    const mac = memory();
    await sayWhereVerificationWorks(mac as never, "darwin");
    await sayWhereVerificationWorks(mac as never, "darwin");
    expect(world.messages).toHaveLength(1);
    expect(world.messages[0]).toContain("On macOS loops are found");
  });
});
