-- A user's configuration with PCG and nothing else.
local here = vim.fs.dirname(vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2)))
package.path = here .. '/?.lua;' .. package.path
vim.opt.runtimepath:append(vim.fs.normalize(here .. '/../../../editors/nvim'))

if vim.env.PCG_E2E_CLANGD then
  vim.api.nvim_create_autocmd('FileType', {
    pattern = 'cpp',
    callback = function(event)
      vim.lsp.start({
        name = 'clangd',
        cmd = { vim.env.PCG_E2E_CLANGD, '--background-index=false' },
        root_dir = vim.fs.root(event.buf, { 'compile_commands.json' }),
      }, { bufnr = event.buf })
    end,
  })
end

-- Whether the work is shown and applied is tested here, not how fast this machine is.
local command = { vim.env.PCG_E2E_SERVER, 'serve', '--stdio' }
local settings = { minimumSpeedup = 0, budgetSeconds = 300 }
if vim.env.PCG_E2E_START == 'enable' then
  vim.lsp.config('pcg', { cmd = command, settings = { pcg = settings } })
  vim.lsp.enable('pcg')
else
  require('pcg').setup({ cmd = command, settings = settings })
end
