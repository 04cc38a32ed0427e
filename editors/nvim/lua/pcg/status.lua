--- What the server is doing, for a statusline.
local M = {}

---@class pcg.Status
---@field state 'idle'|'analyzing'|'verifying'|'restricted'|'unavailable'
---@field text string
---@field detail string

---@type table<integer, pcg.Status> by client
local last = {}

---@param status pcg.Status
---@param client_id integer
function M.changed(status, client_id)
  local before = last[client_id]
  last[client_id] = status
  if status.state == 'unavailable' and (not before or before.detail ~= status.detail) then
    local told = status.detail ~= '' and status.detail or status.text
    require('pcg.client').say(told)
  end
  vim.cmd.redrawstatus()
end

---@return string
function M.text()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'pcg' })) do
    local status = last[client.id]
    if status and status.state ~= 'idle' then
      return 'PCG: ' .. status.text
    end
  end
  return ''
end

return M
