// Bundles the extension into out/extension.js, and the licences of what went into it beside that.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const result = await build({
  entryPoints: ["src/extension.ts"],
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  legalComments: "none",
  mainFields: ["module", "main"],
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  outfile: "out/extension.js",
  platform: "node",
  target: "node20",
});

const folders = new Set(
  Object.keys(result.metafile.inputs)
    .map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
    .filter((folder) => folder !== undefined),
);
const notices = [];
for (const folder of [...folders].sort()) {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(folder, "package.json"), "utf8"),
  );
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : await readFile(path.join(folder, file), "utf8");
  notices.push(`${name} ${version}\n${"=".repeat(70)}\n\n${text.trim()}\n`);
}
await mkdir("out", { recursive: true });
await writeFile(
  "out/ThirdPartyNotices.txt",
  `This extension contains the following software of others.\n\n${notices.join("\n\n")}`,
);
