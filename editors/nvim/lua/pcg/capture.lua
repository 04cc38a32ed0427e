--- Asks how the user's program is built and run, before what a function is given there is captured.
local M = {}

---@class pcg.CaptureRun
---@field build string empty: the file alone makes the program, and `run` are its arguments
---@field run string

---@type table<string, pcg.CaptureRun> what was used last, by the project's root
local last = {}

--- Has the server capture; it shows the commands once more before it runs them.
---@param client vim.lsp.Client
---@param bufnr integer
---@param place table what names the function, as docs/lsp-extensions.md has it
---@param run? string how the program is run; without it the user is asked
function M.run(client, bufnr, place, run)
  local requests = require('pcg.client')
  local function execute(wish)
    local argument = vim.tbl_extend('error', place, wish)
    requests.execute(client, bufnr, 'pcg.capture', argument)
  end
  if run then
    execute({ run = run })
    return
  end
  requests.request(client, bufnr, 'pcg/project', { uri = place.uri }, function(answer)
    local project = type(answer) == 'table' and answer or { root = '', build = '', bench = '' }
    local used = last[project.root] or { build = project.build, run = project.bench }
    vim.ui.input({
      prompt = 'PCG: how is your program built? (empty: this file alone) ',
      default = used.build,
    }, function(build)
      if not build then
        return
      end
      vim.ui.input({
        prompt = vim.trim(build) == '' and 'PCG: its arguments: ' or 'PCG: how is it run? ',
        default = used.run,
      }, function(line)
        if not line then
          return
        end
        last[project.root] = { build = vim.trim(build), run = vim.trim(line) }
        execute(last[project.root])
      end)
    end)
  end)
end

return M
