--- :checkhealth pcg
local M = {}

---@param client vim.lsp.Client?
---@return string[]
local function command(client)
  local config = client and client.config or (vim.lsp.config or {}).pcg
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd or require('pcg.config').client().cmd
end

local function check_server(cmd)
  local program = cmd[1]
  if vim.fn.executable(program) == 0 then
    vim.health.error(("'%s' is not an executable program"):format(program), {
      'Install PCG, or name the program: see :help pcg-setup',
    })
    return
  end
  local told = vim.system({ program, '--version' }, { text = true }):wait(20000)
  if told.code == 0 then
    vim.health.ok(('%s (%s)'):format(vim.trim(told.stdout), vim.fn.exepath(program)))
  else
    vim.health.error(("'%s --version' failed: %s"):format(program, vim.trim(told.stderr or '')))
    return
  end
  local doctor = vim.system({ program, 'doctor' }, { text = true }):wait(60000)
  local level = doctor.code == 0 and vim.health.ok or vim.health.warn
  level(("'%s doctor' says:\n%s"):format(program, vim.trim(doctor.stdout or '')))
end

function M.check()
  vim.health.start('pcg')
  if vim.fn.has('nvim-0.10') == 1 then
    vim.health.ok('Neovim is new enough')
  else
    vim.health.error('Neovim 0.10 or newer is needed')
    return
  end
  local clients = vim.lsp.get_clients({ name = 'pcg' })
  if #clients == 0 then
    vim.health.warn('no server runs', {
      "Open a C++ file; if that does not start it: vim.lsp.enable('pcg') or require('pcg').setup()",
    })
  end
  for _, client in ipairs(clients) do
    local count = #vim.tbl_keys(client.attached_buffers)
    vim.health.ok(('a server runs for %s, buffers: %d'):format(client.root_dir or 'no folder', count))
  end
  check_server(command(clients[1]))
end

return M
