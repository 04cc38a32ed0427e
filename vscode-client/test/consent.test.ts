import { beforeEach, describe, expect, it, vi } from "vitest";
import { ServerProvider } from "../src/environment/consent";
import { createEnvironment } from "../src/environment/create";
import { findBundle } from "../src/environment/store";
import { freshWorld, Uri, type World } from "./fakes/vscode";

vi.mock("../src/environment/create", () => ({ createEnvironment: vi.fn() }));
vi.mock("../src/environment/store", () => ({ EnvironmentStore: vi.fn(), findBundle: vi.fn() }));

let world: World;
let remembered: Map<string, unknown>;
const output = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), show: vi.fn() };
const missing = { kind: "missing", canCreate: true } as const;

function provider(version = "0.1.0"): ServerProvider {
  const context = {
    globalStorageUri: Uri.file("/storage"),
    extensionUri: Uri.file("/extension"),
    extension: { packageJSON: { version } },
    globalState: {
      get: (key: string) => remembered.get(key),
      update: (key: string, value: unknown) => {
        remembered.set(key, value);
        return Promise.resolve();
      },
    },
  };
  return new ServerProvider(context as never, output as never);
}

beforeEach(() => {
  world = freshWorld();
  remembered = new Map();
  vi.mocked(findBundle).mockResolvedValue({ wheel: "/w", requirements: "/r" });
  vi.mocked(createEnvironment).mockReset().mockResolvedValue({ kind: "created", program: "/p" });
});

describe("an environment", () => {
  it("is made only after the user agreed, in sight", async () => {
    expect(await provider().resolve(missing, false)).toBe(false);
    expect(createEnvironment).not.toHaveBeenCalled();
    world.answer = "Create Environment";
    expect(await provider().resolve(missing, false)).toBe(true);
    expect(world.progress.map(({ title }) => title)).toEqual(["PCG: setting up the server"]);
  });

  it("is asked for once in each version, and whenever the user wants it", async () => {
    world.answer = "Not Now";
    await provider().resolve(missing, false);
    await provider().resolve(missing, false);
    expect(world.messages).toHaveLength(1);
    await provider().resolve(missing, true);
    expect(world.messages).toHaveLength(2);
    await provider("0.2.0").resolve(missing, false);
    expect(world.messages).toHaveLength(3);
  });

  it("that the user does not want leads to the setting of an own one", async () => {
    world.answer = "Use an Installed PCG";
    expect(await provider().resolve(missing, false)).toBe(false);
    expect(world.executed.map(({ args }) => args)).toEqual([["pcg.server.path"]]);
  });

  it("that could not be made says why, and nothing is started", async () => {
    vi.mocked(createEnvironment).mockResolvedValue({ kind: "failed", message: "no Python" });
    world.answer = "Create Environment";
    expect(await provider().resolve(missing, false)).toBe(false);
    expect(world.messages.at(-1)).toBe("PCG: no Python");
  });

  it("is not offered by an extension that carries no server", async () => {
    world.answer = "Create Environment";
    expect(await provider().resolve({ kind: "missing", canCreate: false }, false)).toBe(false);
    expect(world.messages[0]).toContain("Install PCG");
    expect(createEnvironment).not.toHaveBeenCalled();
  });
});

it("a wrong setting is told, and leads to where it can be corrected", async () => {
  world.answer = "Open Setting";
  const location = { kind: "wrong-setting", message: "“x” is not an absolute path." } as const;
  expect(await provider().resolve(location, false)).toBe(false);
  expect(world.messages).toEqual(["PCG: “x” is not an absolute path."]);
  expect(world.executed.map(({ args }) => args)).toEqual([["pcg.server.path"]]);
});
