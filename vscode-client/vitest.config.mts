import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // The editor's own module exists only inside the editor.
    alias: { vscode: fileURLToPath(new URL("test/fakes/vscode.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    setupFiles: ["test/fakes/setup.ts"],
  },
});
