--- Pages that the server wrote, in a window of their own.
local M = {}

---@class pcg.Page
---@field title string
---@field text string Markdown

--- Follows the first link to a line of a file at or after the cursor, else does what <CR> does.
local function follow()
  local column = vim.api.nvim_win_get_cursor(0)[2]
  local line = vim.api.nvim_get_current_line()
  local from = line:sub(1, column + 1):match('.*()%[') or column + 1
  local uri, target = line:match('%((file://[^)#]+)#L(%d+)%)', from)
  if not uri then
    local key = vim.api.nvim_replace_termcodes('<CR>', true, false, true)
    vim.api.nvim_feedkeys(key, 'n', false)
    return
  end
  vim.cmd.wincmd('p')
  vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(uri)))
  vim.api.nvim_win_set_cursor(0, { tonumber(target), 0 })
end

--- The window that shows a page in this tab, if there is one.
---@return integer?
local function window()
  for _, win in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.b[vim.api.nvim_win_get_buf(win)].pcg_page then
      return win
    end
  end
end

---@param page pcg.Page
function M.show(page)
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split(page.text, '\n'))
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].modifiable = false
  vim.b[bufnr].pcg_page = page.title
  local win = window()
  if win then
    vim.api.nvim_win_set_buf(win, bufnr)
    vim.api.nvim_set_current_win(win)
  else
    vim.api.nvim_open_win(bufnr, true, { split = 'below', win = 0 })
  end
  -- After it is shown: ftplugins set options of the current window.
  vim.bo[bufnr].filetype = 'markdown'
  vim.wo[0][0].wrap = true
  vim.wo[0][0].winbar = page.title:gsub('%%', '%%%%') .. '  (q closes, <CR> follows a link)'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = bufnr, desc = 'Close this page' })
  vim.keymap.set('n', '<CR>', follow, { buffer = bufnr, desc = 'Follow the link' })
end

return M
