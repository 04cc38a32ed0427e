--- The user's commands, see :help pcg-commands.
local M = {}

---@param bufnr integer
---@return string
local function uri_of(bufnr)
  return vim.uri_from_bufnr(bufnr)
end

---@param client vim.lsp.Client
---@param bufnr integer
---@return table argument that names the loop at the cursor
local function place(client, bufnr)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  return { uri = uri_of(bufnr), position = params.position }
end

--- Calls `on_job` with the job of the loop at the cursor, or of the diff that is shown here.
---@param client vim.lsp.Client
---@param bufnr integer
---@param on_job fun(id: string)
---@param on_none fun()
local function with_job(client, bufnr, on_job, on_none)
  local shown = vim.b[bufnr].pcg
  if shown then
    on_job(shown.job)
    return
  end
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  require('pcg.client').request(client, bufnr, 'pcg/jobs', { uri = uri_of(bufnr) }, function(jobs)
    local job = require('pcg.jobs').at_line(jobs, client.id, line)
    if job then
      on_job(job.id)
    else
      on_none()
    end
  end)
end

local function say_no_job()
  require('pcg.client').say('no version of this loop was asked for; :PcgParallelize does')
end

---@class pcg.Call
---@field client vim.lsp.Client
---@field bufnr integer
---@field bang boolean
---@field args string

--- What a language model can be asked for, as in docs/lsp-extensions.md.
local WORKFLOWS = { 'parallel', 'serial', 'any', 'multi-stage' }

---@param lead string
---@return string[]
local function complete_workflow(lead)
  return vim.tbl_filter(function(one)
    return vim.startswith(one, lead)
  end, WORKFLOWS)
end

---@class pcg.Command
---@field bang boolean
---@field desc string
---@field nargs? string
---@field complete? fun(lead: string): string[]
---@field run fun(call: pcg.Call)

---@type table<string, pcg.Command>
local COMMANDS = {
  PcgParallelize = {
    bang = true,
    desc = 'Verify OpenMP versions of the loop at the cursor; with ! of all hot loops of the file',
    run = function(call)
      local client = require('pcg.client')
      if call.bang then
        local argument = { uri = uri_of(call.bufnr) }
        client.execute(call.client, call.bufnr, 'pcg.parallelizeFile', argument)
      else
        local argument = place(call.client, call.bufnr)
        client.execute(call.client, call.bufnr, 'pcg.parallelizeLoop', argument)
      end
    end,
  },
  PcgAsk = {
    bang = true,
    nargs = '?',
    complete = complete_workflow,
    desc = 'Ask the configured language model about the loop at the cursor; with ! all hot loops',
    run = function(call)
      local argument = call.bang and { uri = uri_of(call.bufnr) } or place(call.client, call.bufnr)
      argument.generators = 'all'
      if call.args ~= '' then
        argument.workflows = { call.args }
      end
      local command = call.bang and 'pcg.parallelizeFile' or 'pcg.parallelizeLoop'
      require('pcg.client').execute(call.client, call.bufnr, command, argument)
    end,
  },
  PcgProject = {
    bang = false,
    desc = 'Verify OpenMP versions of the loop at the cursor that your project accepts as well',
    run = function(call)
      local argument = place(call.client, call.bufnr)
      argument.project = true
      require('pcg.client').execute(call.client, call.bufnr, 'pcg.parallelizeLoop', argument)
    end,
  },
  PcgCapture = {
    bang = false,
    nargs = '*',
    desc = 'Capture what the function at the cursor is given in a run of your program',
    run = function(call)
      local argument = place(call.client, call.bufnr)
      local run = call.args ~= '' and call.args or nil
      require('pcg.capture').run(call.client, call.bufnr, argument, run)
    end,
  },
  PcgDiff = {
    bang = false,
    desc = 'Show the verified version of the loop at the cursor beside the text',
    run = function(call)
      with_job(call.client, call.bufnr, function(job)
        local function show(diff)
          require('pcg.diff').show(diff, call.client.id)
        end
        require('pcg.client').request(call.client, call.bufnr, 'pcg/offer', { job = job }, show)
      end, say_no_job)
    end,
  },
  PcgApply = {
    bang = false,
    desc = 'Apply the verified version of the loop at the cursor, or of the diff shown here',
    run = function(call)
      with_job(call.client, call.bufnr, function(job)
        require('pcg.client').edit(call.client, call.bufnr, 'pcg.applyOffer', { job = job })
      end, say_no_job)
    end,
  },
  PcgWhy = {
    bang = false,
    desc = 'Explain what is known of the loop at the cursor',
    run = function(call)
      local argument = not vim.b[call.bufnr].pcg and place(call.client, call.bufnr) or nil
      local function explain(about)
        require('pcg.client').execute(call.client, call.bufnr, 'pcg.explain', about)
      end
      with_job(call.client, call.bufnr, function(job)
        explain({ job = job })
      end, function()
        explain(argument)
      end)
    end,
  },
  PcgCancel = {
    bang = true,
    desc = 'Cancel the verification at the cursor; with ! all of them',
    run = function(call)
      local function cancel(about)
        require('pcg.client').execute(call.client, call.bufnr, 'pcg.cancelJob', about)
      end
      if call.bang then
        cancel({})
        return
      end
      with_job(call.client, call.bufnr, function(job)
        cancel({ job = job })
      end, say_no_job)
    end,
  },
  PcgRevert = {
    bang = false,
    desc = 'Take the last applied version back',
    run = function(call)
      require('pcg.client').edit(call.client, call.bufnr, 'pcg.revertLastApply', {})
    end,
  },
  PcgEnableOpenMP = {
    bang = false,
    desc = 'Offer the edit of the build file that turns OpenMP on for this file',
    run = function(call)
      local argument = { uri = uri_of(call.bufnr) }
      require('pcg.client').edit(call.client, call.bufnr, 'pcg.enableOpenMP', argument)
    end,
  },
}

--- Commands that are the server's own, with no argument.
local PLAIN = {
  PcgDoctor = { 'pcg.runDoctor', 'Show which tools PCG found, and what a missing one costs' },
  PcgRestart = { 'pcg.restartWorker', "Start the server's worker processes afresh" },
  PcgLog = { 'pcg.showLog', "Open the server's log file" },
  PcgClearCache = { 'pcg.clearCache', 'Remove what was kept of earlier verifications' },
  PcgDebugInformation = { 'pcg.debugInformation', 'Show what to send with a bug report' },
}
for name, told in pairs(PLAIN) do
  COMMANDS[name] = {
    bang = false,
    desc = told[2],
    run = function(call)
      require('pcg.client').execute(call.client, call.bufnr, told[1], {})
    end,
  }
end

--- Creates the commands; without a running server each says so.
function M.create()
  for name, command in pairs(COMMANDS) do
    vim.api.nvim_create_user_command(name, function(call)
      local bufnr = vim.api.nvim_get_current_buf()
      local client = require('pcg.client').of(bufnr)
      if client then
        command.run({ client = client, bufnr = bufnr, bang = call.bang, args = call.args })
      end
    end, {
      bang = command.bang,
      nargs = command.nargs or 0,
      complete = command.complete,
      desc = 'PCG: ' .. command.desc,
    })
  end
end

return M
