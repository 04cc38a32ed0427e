--- Requests to the server; what goes wrong is said, never swallowed.
local M = {}

---@param text string
---@param level? integer
function M.say(text, level)
  vim.notify('PCG: ' .. text, level or vim.log.levels.WARN)
end

--- The client of PCG at `bufnr`, also where that is one of its own diff buffers.
---@param bufnr integer
---@return vim.lsp.Client?
function M.of(bufnr)
  local shown = vim.b[bufnr].pcg
  local client = shown and vim.lsp.get_client_by_id(shown.client)
    or vim.lsp.get_clients({ bufnr = bufnr, name = 'pcg' })[1]
  if not client then
    M.say('it does not run for this buffer; :checkhealth pcg tells why')
  end
  return client
end

--- Sends a request; `on_result` is called only with a success.
---@param client vim.lsp.Client
---@param bufnr integer
---@param method string
---@param params table
---@param on_result? fun(result: any)
function M.request(client, bufnr, method, params, on_result)
  local function answer(err, result)
    if err then
      M.say(err.message)
    elseif on_result then
      on_result(result)
    end
  end
  local sent
  if vim.fn.has('nvim-0.11') == 1 then
    sent = client:request(method, params, answer, bufnr)
  else
    sent = client.request(method, params, answer, bufnr)
  end
  if not sent then
    M.say('the server has stopped; :edit starts it again')
  end
end

--- Executes a command of the server.
---@param client vim.lsp.Client
---@param bufnr integer
---@param command string
---@param argument table
---@param on_result? fun(result: any)
function M.execute(client, bufnr, command, argument, on_result)
  -- An empty table would be sent as a list.
  local arguments = { next(argument) and argument or vim.empty_dict() }
  local params = { command = command, arguments = arguments }
  M.request(client, bufnr, 'workspace/executeCommand', params, on_result)
end

--- Executes a command that edits, and says why if it did not.
---@param client vim.lsp.Client
---@param bufnr integer
---@param command string
---@param argument table
---@param on_applied? fun()
function M.edit(client, bufnr, command, argument, on_applied)
  M.execute(client, bufnr, command, argument, function(result)
    if not result.applied then
      M.say('nothing was changed: ' .. result.reason)
    elseif command == 'pcg.applyOffer' then
      require('pcg.diff').close(argument.job)
    end
    if result.applied and on_applied then
      on_applied()
    end
  end)
end

return M
