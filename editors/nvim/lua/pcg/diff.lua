--- An offer beside the text that it would change, as a diff split in a tab of its own.
local M = {}

---@class pcg.Diff as in docs/lsp-extensions.md
---@field job string
---@field uri string
---@field title string
---@field original string the whole text of the file
---@field modified string
---@field range lsp.Range of what is replaced in the original

---@type table<string, integer> the tab of each job that is shown
local tabs = {}

---@param diff pcg.Diff
---@param client_id integer
---@param side 'original'|'modified'
---@return integer bufnr
local function buffer(diff, client_id, side)
  local bufnr = vim.api.nvim_create_buf(false, true)
  local text = diff[side]:gsub('\r\n', '\n'):gsub('\n$', '')
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split(text, '\n'))
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].modifiable = false
  -- The syntax alone: with the filetype, other plugins and servers would take it for a file.
  local file = vim.uri_to_fname(diff.uri)
  vim.bo[bufnr].syntax = vim.filetype.match({ filename = file }) or 'cpp'
  vim.b[bufnr].pcg = { job = diff.job, client = client_id, side = side }
  vim.keymap.set('n', 'q', function()
    M.close(diff.job)
  end, { buffer = bufnr, desc = 'Close this diff' })
  return bufnr
end

---@param win integer
---@param text string
local function headline(win, text)
  vim.wo[win][0].winbar = text:gsub('%%', '%%%%')
end

---@param diff pcg.Diff
---@param client_id integer
function M.show(diff, client_id)
  M.close(diff.job)
  vim.cmd.tabnew()
  local empty = vim.api.nvim_get_current_buf()
  local left = vim.api.nvim_get_current_win()
  vim.api.nvim_win_set_buf(left, buffer(diff, client_id, 'original'))
  if vim.api.nvim_buf_is_valid(empty) then
    vim.api.nvim_buf_delete(empty, {})
  end
  local modified = buffer(diff, client_id, 'modified')
  local right = vim.api.nvim_open_win(modified, true, { split = 'right', win = left })
  headline(left, vim.fn.fnamemodify(vim.uri_to_fname(diff.uri), ':t') .. ' as it is')
  headline(right, diff.title .. '  (:PcgApply applies, :PcgWhy explains, q closes)')
  for _, win in ipairs({ left, right }) do
    vim.api.nvim_win_call(win, vim.cmd.diffthis)
  end
  local line = math.min(diff.range.start.line + 1, vim.api.nvim_buf_line_count(modified))
  vim.api.nvim_win_set_cursor(right, { line, 0 })
  tabs[diff.job] = vim.api.nvim_get_current_tabpage()
end

--- Closes the diff of a job, if it is shown.
---@param job string
function M.close(job)
  local tab = tabs[job]
  tabs[job] = nil
  if not tab or not vim.api.nvim_tabpage_is_valid(tab) then
    return
  end
  for _, win in ipairs(vim.api.nvim_tabpage_list_wins(tab)) do
    if vim.b[vim.api.nvim_win_get_buf(win)].pcg then
      vim.api.nvim_win_close(win, true)
    end
  end
end

--- Says above a shown diff that it cannot be applied any more.
---@param job pcg.Job
function M.changed(job)
  local tab = tabs[job.id]
  if job.state ~= 'stale' or not tab or not vim.api.nvim_tabpage_is_valid(tab) then
    return
  end
  for _, win in ipairs(vim.api.nvim_tabpage_list_wins(tab)) do
    local shown = vim.b[vim.api.nvim_win_get_buf(win)].pcg
    if shown and shown.side == 'modified' then
      headline(win, job.text .. '  (q closes)')
    end
  end
end

return M
