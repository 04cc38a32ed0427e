import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { locate, speaksAs, type Location, type Surroundings } from "../src/environment/locate";
import { programIn, pythonIn } from "../src/environment/layout";
import { EnvironmentStore, findBundle } from "../src/environment/store";

let folder: string;
let store: EnvironmentStore;
const run = vi.fn();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pcg-locate-"));
  store = new EnvironmentStore(path.join(folder, "environments"));
  run.mockReset().mockResolvedValue({ code: 0, tail: ["pcg 0.1.0"] });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function program(...parts: string[]): Promise<string> {
  const file = path.join(folder, ...parts);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "");
  await chmod(file, 0o755);
  return file;
}

async function bundle(): Promise<string> {
  const server = path.join(folder, "server");
  await mkdir(server);
  await writeFile(path.join(server, "pcg_engine-0.1.0-py3-none-any.whl"), "wheel");
  await writeFile(path.join(server, "requirements.lock"), "lock");
  return server;
}

async function environmentOf(server: string): Promise<string> {
  const found = await findBundle(server);
  if (found === undefined) throw new Error("no bundle");
  return store.folder(found);
}

function look(changes: Partial<Surroundings> = {}): Promise<Location> {
  return locate({
    setting: "",
    bundleFolder: path.join(folder, "server"),
    store,
    searchPath: "",
    version: "0.1.0",
    run,
    signal: new AbortController().signal,
    ...changes,
  });
}

describe("the user's own choice", () => {
  it("comes first", async () => {
    const setting = await program("own", "pcg");
    const searchPath = path.dirname(await program("bin", "pcg"));
    expect(await look({ setting, searchPath })).toEqual({
      kind: "found",
      program: setting,
      source: "setting",
    });
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ["is not there", "/nowhere/pcg", "is not an executable file"],
    ["is relative", "bin/pcg", "is not an absolute path"],
    ["is a folder", tmpdir(), "is not an executable file"],
  ])("is not overruled when it %s", async (_, setting, reason) => {
    const searchPath = path.dirname(await program("bin", "pcg"));
    const location = await look({ setting, searchPath });
    expect(location.kind).toBe("wrong-setting");
    expect(location).toMatchObject({ message: expect.stringContaining(reason) as string });
  });
});

describe("the extension's own environment", () => {
  it("is used when it is complete", async () => {
    const server = await bundle();
    const environment = await environmentOf(server);
    const own = programIn(environment);
    await program(path.relative(folder, own));
    await program(path.relative(folder, pythonIn(environment)));
    const searchPath = path.dirname(await program("bin", "pcg"));
    expect(await look({ searchPath })).toMatchObject({ source: "path" });
    await store.markComplete(environment);
    expect(await look({ searchPath })).toEqual({ kind: "found", program: own, source: "environment" });
  });

  it("is not used when its Python is gone", async () => {
    const environment = await environmentOf(await bundle());
    await program(path.relative(folder, programIn(environment)));
    await store.markComplete(environment);
    expect(await look()).toEqual({ kind: "missing", canCreate: true });
  });

  it("is another one for another wheel", async () => {
    const server = await bundle();
    const before = await environmentOf(server);
    await writeFile(path.join(server, "pcg_engine-0.1.0-py3-none-any.whl"), "newer");
    expect(await environmentOf(server)).not.toBe(before);
  });

  it("outlives others that were used lately, not those unused for a month", async () => {
    const stamps: Record<string, string> = {};
    for (const name of ["current", "recent", "old"]) {
      const environment = path.join(folder, "environments", name);
      await mkdir(environment, { recursive: true });
      await store.markComplete(environment);
      stamps[name] = path.join(environment, ".pcg-complete");
    }
    const now = Date.now();
    const days = (count: number): Date => new Date(now - count * 24 * 3600 * 1000);
    for (const [name, age] of [["current", 40], ["recent", 29], ["old", 31]] as const) {
      await utimes(stamps[name] ?? "", days(age), days(age));
    }
    await store.removeUnused(path.join(folder, "environments", "current"), now);
    const { readdir } = await import("node:fs/promises");
    expect((await readdir(path.join(folder, "environments"))).sort()).toEqual(["current", "recent"]);
  });
});

describe("a pcg on PATH", () => {
  it("is used when it is of this version", async () => {
    const found = await program("bin", "pcg");
    expect(await look({ searchPath: `/nowhere:${path.dirname(found)}` })).toEqual({
      kind: "found",
      program: found,
      source: "path",
    });
    expect(run).toHaveBeenCalledWith(found, ["--version"], expect.anything());
  });

  it("is passed over when it is of another version, or something else of that name", async () => {
    const first = await program("one", "pcg");
    const second = await program("two", "pcg");
    const searchPath = [first, second].map((file) => path.dirname(file)).join(path.delimiter);
    run
      .mockResolvedValueOnce({ code: 0, tail: ["pcg 0.2.0"] })
      .mockResolvedValueOnce({ code: 0, tail: ["PCG random number generator"] });
    expect(await look({ searchPath })).toEqual({ kind: "missing", canCreate: false });
  });

  it("is not looked for in relative folders", async () => {
    expect(await look({ searchPath: `.${path.delimiter}bin` })).toMatchObject({ kind: "missing" });
    expect(run).not.toHaveBeenCalled();
  });
});

it("tells versions whose interface is the same", () => {
  expect(speaksAs("pcg 0.1.0", "0.1.7")).toBe(true);
  expect(speaksAs("pcg 0.1.0", "0.10.0")).toBe(false);
  expect(speaksAs("a pcg 0.1.0", "0.1.0")).toBe(false);
});
