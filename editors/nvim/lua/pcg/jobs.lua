--- The state of each job as virtual text at its loop.
local M = {}

---@class pcg.Job as in docs/lsp-extensions.md
---@field id string
---@field uri string
---@field loop string
---@field ["function"] string
---@field range lsp.Range|vim.NIL|nil of the loop now; null if it is gone
---@field state 'queued'|'generating'|'verifying'|'verified'|'refuted'|'inconclusive'|'unavailable'|'cancelled'|'stale'|'applied'|'replaced'
---@field text string
---@field detail string
---@field fraction number
---@field speedup? number
---@field improving boolean
---@field author? string the language model that wrote the offer

---@class pcg.ShownJob
---@field bufnr integer
---@field mark integer

local namespace = vim.api.nvim_create_namespace('pcg.jobs')

---@type table<integer, table<string, pcg.ShownJob>> by client and job
local shown = {}

local GROUPS = {
  PcgWorking = 'DiagnosticInfo',
  PcgVerified = 'DiagnosticOk',
  PcgRefused = 'DiagnosticHint',
  PcgStale = 'DiagnosticWarn',
}

local GROUP_OF = {
  queued = 'PcgWorking',
  generating = 'PcgWorking',
  verifying = 'PcgWorking',
  verified = 'PcgVerified',
  applied = 'PcgVerified',
  refuted = 'PcgRefused',
  inconclusive = 'PcgRefused',
  unavailable = 'PcgStale',
  stale = 'PcgStale',
}

local DETAIL_WIDTH = 80

---@param job pcg.Job
---@return string
local function words(job)
  if job.state == 'verified' then
    return job.text .. ' · :PcgDiff :PcgApply :PcgWhy'
  end
  if job.detail ~= '' and GROUP_OF[job.state] ~= 'PcgWorking' then
    local told = job.text .. ': ' .. job.detail:gsub('%s+', ' ')
    return vim.fn.strcharpart(told, 0, DETAIL_WIDTH) .. (#told > DETAIL_WIDTH and '…' or '')
  end
  return job.text
end

--- The loaded buffer of a file that the client knows; never makes one.
---@param client_id integer
---@param uri string
---@return integer?
local function buffer_of(client_id, uri)
  local client = vim.lsp.get_client_by_id(client_id)
  for bufnr in pairs(client and client.attached_buffers or {}) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.uri_from_bufnr(bufnr) == uri then
      return bufnr
    end
  end
end

--- Where a job is shown: its mark, which moved with the text.
---@param one pcg.ShownJob?
---@return { first: integer, last: integer }? lines, 0-based
local function place_of(one)
  if not one or not vim.api.nvim_buf_is_loaded(one.bufnr) then
    return nil
  end
  local found = vim.api.nvim_buf_get_extmark_by_id(one.bufnr, namespace, one.mark, { details = true })
  if found[1] then
    return { first = found[1], last = math.max(found[1], found[3].end_row or 0) }
  end
end

---@param client_id integer
---@param id string
local function hide(client_id, id)
  local old = (shown[client_id] or {})[id]
  if old then
    if vim.api.nvim_buf_is_valid(old.bufnr) then
      vim.api.nvim_buf_del_extmark(old.bufnr, namespace, old.mark)
    end
    shown[client_id][id] = nil
  end
end

--- Shows what became of a job; its text follows the loop when lines are edited above it. A loop
--- that was edited itself is another one for the server: its text stays where it was.
---@param job pcg.Job
---@param client_id integer
function M.changed(job, client_id)
  local place = place_of((shown[client_id] or {})[job.id])
  hide(client_id, job.id)
  require('pcg.diff').changed(job)
  if type(job.range) == 'table' then
    place = { first = job.range.start.line, last = job.range['end'].line }
  end
  local group = GROUP_OF[job.state]
  local bufnr = group and place and buffer_of(client_id, job.uri)
  if not bufnr then
    return
  end
  for name, link in pairs(GROUPS) do
    vim.api.nvim_set_hl(0, name, { link = link, default = true })
  end
  -- The notification may be older than the buffer's last edit.
  local last = vim.api.nvim_buf_line_count(bufnr) - 1
  local first = math.min(place.first, last)
  local mark = vim.api.nvim_buf_set_extmark(bufnr, namespace, first, 0, {
    end_row = math.max(first, math.min(place.last, last)),
    virt_text = { { '● ' .. words(job), group } },
    virt_text_pos = 'eol',
    hl_mode = 'combine',
  })
  shown[client_id] = shown[client_id] or {}
  shown[client_id][job.id] = { bufnr = bufnr, mark = mark }
end

--- Removes what a client showed in a buffer.
---@param client_id integer
---@param bufnr integer
function M.forget(client_id, bufnr)
  for id, one in pairs(shown[client_id] or {}) do
    if one.bufnr == bufnr then
      hide(client_id, id)
    end
  end
end

--- The job whose loop holds the 0-based `line`: one with an offer if there is one, else the latest.
---@param jobs pcg.Job[]
---@param client_id integer
---@param line integer
---@return pcg.Job?
function M.at_line(jobs, client_id, line)
  local best
  for _, job in ipairs(jobs) do
    local place = place_of((shown[client_id] or {})[job.id])
    if type(job.range) == 'table' then
      place = { first = job.range.start.line, last = job.range['end'].line }
    end
    if place and place.first <= line and line <= place.last then
      if not best or job.state == 'verified' or best.state ~= 'verified' then
        best = job
      end
    end
  end
  return best
end

return M
