-- What `vim.lsp.enable('pcg')` starts (Neovim 0.11 and newer).
return require('pcg.config').client()
