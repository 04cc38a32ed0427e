--- PCG in Neovim: loops of C++ files, turned into OpenMP code that was verified first.
local M = {}

---@class pcg.Options
---@field cmd? string[] the server, by default { 'pcg', 'serve', '--stdio' }
---@field filetypes? string[]
---@field root_markers? string[]
---@field settings? table the settings of section `pcg`, see :help pcg-settings
---@field trusted? boolean false: files are looked at, but nothing is compiled or run

--- Starts PCG for C++ files, now and whenever one is opened. In Neovim 0.11 and newer
--- `vim.lsp.enable('pcg')` does the same.
---@param options? pcg.Options
function M.setup(options)
  local config = require('pcg.config').client(options)
  if vim.fn.has('nvim-0.11') == 1 then
    vim.lsp.config('pcg', config)
    vim.lsp.enable('pcg')
    return
  end
  local function start(bufnr)
    if vim.bo[bufnr].buftype == '' and vim.api.nvim_buf_get_name(bufnr) ~= '' then
      local root = vim.fs.root(bufnr, config.root_markers)
      local found = vim.tbl_extend('error', { name = 'pcg', root_dir = root }, config)
      vim.lsp.start(found, { bufnr = bufnr })
    end
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('pcg.start', {}),
    pattern = config.filetypes,
    desc = 'PCG: start the server for this file',
    callback = function(event)
      start(event.buf)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if
      vim.api.nvim_buf_is_loaded(bufnr)
      and vim.list_contains(config.filetypes, vim.bo[bufnr].filetype)
    then
      start(bufnr)
    end
  end
end

--- What PCG is doing, for a statusline; empty while it is idle or does not run.
---@return string
function M.status()
  return require('pcg.status').text()
end

return M
