import { describe, expect, it } from "vitest";
import { argument, CHOICES } from "../src/askModel";
import { WORKFLOWS } from "../src/protocol";

const at = { uri: "file:///w/heat2d.cpp", position: { line: 3, character: 2 } };

describe("asking a language model", () => {
  it("is for what the settings name, or for each workflow by itself", () => {
    expect(CHOICES.map(({ workflow }) => workflow)).toEqual([undefined, ...WORKFLOWS]);
  });

  it("lets its versions compete with those of the rules", () => {
    expect(argument(at, undefined)).toEqual({ ...at, generators: "all" });
    expect(argument(at, "serial")).toEqual({ ...at, generators: "all", workflows: ["serial"] });
  });
});
