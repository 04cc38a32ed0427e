import { beforeEach, describe, expect, it } from "vitest";
import { CapturePrompt } from "../src/capture";
import { freshWorld, type World } from "./fakes/vscode";

const PROJECT = { root: "/w", origin: "/w/.pcg.toml", build: "make", test: "", bench: "./app 3" };
const AT = { uri: "file:///w/heat2d.cpp", position: { line: 3, character: 2 } };

let world: World;
let stored: Map<string, unknown>;
let executed: unknown[];
beforeEach(() => {
  world = freshWorld();
  stored = new Map();
  executed = [];
});

function prompt(answer: { project: unknown } = { project: PROJECT }): CapturePrompt {
  const server = {
    execute: (command: string, argument: object) => {
      executed.push([command, argument]);
      return Promise.resolve({ capture: "capture-1" });
    },
    request: () => Promise.resolve(answer.project),
  };
  const memory = {
    get: (name: string) => stored.get(name),
    update: (name: string, value: unknown) => {
      stored.set(name, value);
      return Promise.resolve();
    },
    keys: () => [...stored.keys()],
  };
  return new CapturePrompt(server, memory as never);
}

const shown = (): (string | undefined)[] => world.asked.map(({ value }) => value);

describe("capturing what a function is given", () => {
  it("asks how the program is built and run, which is by default as the project does", async () => {
    world.inputs = ["make app", "./app 9 "];
    await prompt().run(AT);
    expect(shown()).toEqual(["make", "./app 3"]);
    expect(executed).toEqual([["pcg.capture", { ...AT, build: "make app", run: "./app 9" }]]);
  });

  it("remembers what was used last, for each project of the workspace", async () => {
    world.inputs = ["make app", "./app 9", "", "1 2"];
    const none = { project: null };
    await prompt().run(AT);
    await prompt(none).run(AT);
    world.asked = [];
    await prompt().run(AT);
    await prompt(none).run(AT);
    expect(shown()).toEqual(["make app", ""]);
    world.inputs = ["make", "./app", "x", "y"];
    world.asked = [];
    await prompt().run(AT);
    await prompt(none).run(AT);
    expect(shown()).toEqual(["make app", "./app 9", "", "1 2"]);
  });

  it("does nothing when the user goes away, or there is no answer from the server", async () => {
    world.inputs = ["make"];
    await prompt().run(AT);
    await prompt({ project: undefined }).run(AT);
    expect(executed).toEqual([]);
    expect(stored.size).toBe(0);
    expect(world.asked.length).toBe(2);
  });

  it("takes over the code action, and nothing that says what is run", async () => {
    world.inputs = ["make", "./app"];
    const { uri } = AT;
    expect(prompt().takes("pcg.explain", [{ uri }])).toBeUndefined();
    expect(prompt().takes("pcg.capture", [{ uri, run: "./app" }])).toBeUndefined();
    expect(prompt().takes("pcg.capture", [])).toBeUndefined();
    await prompt().takes("pcg.capture", [{ uri, loop: "step#0@01" }]);
    expect(executed).toEqual([
      ["pcg.capture", { uri, loop: "step#0@01", build: "make", run: "./app" }],
    ]);
  });

  it("does not trust what is stored", async () => {
    stored.set("pcg.captureRuns", { "/w": { build: 3, run: "./app" } });
    world.inputs = ["make", "./app"];
    await prompt().run(AT);
    expect(shown()).toEqual(["make", "./app 3"]);
  });
});
