--- The language client's configuration, the same for every way of starting it.
local M = {}

local FILETYPES = { 'cpp', 'c' }
local ROOT_MARKERS = { '.pcg.toml', 'compile_commands.json', 'CMakeLists.txt', 'Makefile', '.git' }

--- A handler of a request of the server that answers null.
---@param module string
---@param name string
local function showing(module, name)
  return function(_, params, context)
    require(module)[name](params, context.client_id)
    return vim.NIL
  end
end

--- A command of code actions and lenses whose result the user must see.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
local function telling(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client then
    require('pcg.client').edit(client, context.bufnr, command.command, command.arguments[1])
  end
end

--- The code action that does not say how the user's program is run.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
local function capturing(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client then
    require('pcg.capture').run(client, context.bufnr, command.arguments[1])
  end
end

--- How another server of this buffer counts characters, or will: Neovim wants all to do the same.
---@return string
local function encoding_beside()
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = 0 })) do
    if client.name ~= 'pcg' then
      return client.offset_encoding
    end
  end
  -- clangd may be starting; it goes by an extension of its own, and by UTF-16 without it.
  local clangd = vim.fn.has('nvim-0.11') == 1 and vim.lsp.config.clangd or {}
  local wanted = (clangd.capabilities or {}).offsetEncoding
  return type(wanted) == 'table' and wanted[1] or wanted or 'utf-16'
end

--- Offers the server the one encoding that fits the others.
---@param params lsp.InitializeParams
local function offer_encoding(params)
  local general = params.capabilities.general or {}
  general.positionEncodings = { encoding_beside() }
  params.capabilities.general = general
end

--- The settings of section `pcg`, also where they are given in their section, as other servers want it.
---@param settings? table
---@return table
local function section(settings)
  local own = settings and settings.pcg or settings
  return own and next(own) and own or vim.empty_dict()
end

---@param options? pcg.Options
---@return table config for `vim.lsp.config` and, with name and root_dir, for `vim.lsp.start`
function M.client(options)
  options = options or {}
  return {
    cmd = options.cmd or { 'pcg', 'serve', '--stdio' },
    filetypes = options.filetypes or FILETYPES,
    root_markers = options.root_markers or ROOT_MARKERS,
    settings = { pcg = section(options.settings) },
    init_options = {
      trusted = options.trusted ~= false,
      client = {
        showDiff = true,
        showMarkdown = true,
        jobs = true,
        status = true,
        askProgram = true,
      },
    },
    before_init = offer_encoding,
    handlers = {
      ['pcg/showDiff'] = showing('pcg.diff', 'show'),
      ['pcg/showMarkdown'] = showing('pcg.page', 'show'),
      ['pcg/jobChanged'] = showing('pcg.jobs', 'changed'),
      ['pcg/status'] = showing('pcg.status', 'changed'),
    },
    commands = {
      ['pcg.applyOffer'] = telling,
      ['pcg.capture'] = capturing,
      ['pcg.enableOpenMP'] = telling,
      ['pcg.revertLastApply'] = telling,
    },
  }
end

return M
