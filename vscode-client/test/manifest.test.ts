import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SERVER_COMMANDS } from "../src/protocol";

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly main: string;
  readonly extensionKind: string[];
  readonly activationEvents: string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
  };
  readonly contributes: {
    readonly commands: { command: string; category: string; title: string }[];
    readonly menus: Record<string, { command: string; when: string }[]>;
    readonly configuration: { properties: Record<string, Setting> };
  };
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(`src/${name}`, "utf8"))
  .join("\n");
const commands = manifest.contributes.commands.map(({ command }) => command);
const settings = manifest.contributes.configuration.properties;

describe("commands", () => {
  it("have names that the language client does not register for the server", () => {
    const server = new Set<string>(Object.values(SERVER_COMMANDS));
    expect(commands.filter((name) => server.has(name))).toEqual([]);
  });

  it("are all carried out, and none besides", () => {
    const handled = [...sources.matchAll(/^ {4}"(pcg\.[\w.]+)": \(/gm)].map((match) => match[1]);
    expect(handled.sort()).toEqual([...commands].sort());
  });

  it("are found under PCG", () => {
    expect(new Set(manifest.contributes.commands.map(({ category }) => category))).toEqual(
      new Set(["PCG"]),
    );
  });

  it("of menus exist", () => {
    const inMenus = Object.values(manifest.contributes.menus).flat();
    expect(inMenus.filter(({ command }) => !commands.includes(command))).toEqual([]);
  });
});

describe("settings", () => {
  it("that name programs cannot be set by a workspace, nor used before it is trusted", () => {
    for (const name of ["pcg.server.path", "pcg.compiler"]) {
      expect(settings[name]?.scope).toBe("machine");
      expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(name);
    }
  });

  it("that say who is asked, and what that may cost, cannot be set by a workspace", () => {
    for (const name of ["generators", "model.profile", "model.mostTokens", "model.mostMoney"]) {
      expect(settings[`pcg.${name}`]?.scope).toBe("machine");
    }
  });

  it("that reach a compiler wait for trust", () => {
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
      supported: "limited",
      restrictedConfigurations: expect.arrayContaining([
        "pcg.compileFlags",
        "pcg.compilationDatabase",
        "pcg.also",
      ]) as string[],
    });
  });

  it("each have a scope, a default and a description", () => {
    const incomplete = Object.entries(settings).filter(
      ([, setting]) =>
        setting.scope === undefined ||
        setting.default === undefined ||
        (setting.description ?? setting.markdownDescription ?? "") === "",
    );
    expect(incomplete).toEqual([]);
  });
});

it("runs where the files are, and starts with C and C++ only", () => {
  expect(manifest.extensionKind).toEqual(["workspace"]);
  expect(manifest.activationEvents).toEqual(["onLanguage:cpp", "onLanguage:c"]);
});

it("pins what it is built from", () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
