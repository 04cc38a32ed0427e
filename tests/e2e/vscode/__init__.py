"""VS Code (code-server) in a headless Chromium."""
