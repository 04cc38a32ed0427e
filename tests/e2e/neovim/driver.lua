--- What the scenarios share: waiting for what a user would wait for, and looking at the screen.
local M = {}

local SECONDS = 60
local VERIFICATION_SECONDS = 420

---@type table<string, any> what was seen; the test in Python asserts on it
M.seen = { messages = {}, progress = {}, questions = {} }

local notify = vim.notify
vim.notify = function(text, level, options)
  table.insert(M.seen.messages, text)
  notify(text, level, options)
end

--- What is chosen where there is such a choice.
M.choices = { 'Not now' }

-- Nobody is there to answer: the question whether to edit the build is noted and put off.
vim.ui.select = function(items, options, on_choice)
  table.insert(M.seen.questions, options.prompt)
  for _, item in ipairs(items) do
    if vim.list_contains(M.choices, options.format_item(item)) then
      on_choice(item)
      return
    end
  end
  on_choice(nil)
end

vim.api.nvim_create_autocmd('LspProgress', {
  callback = function(event)
    local value = event.data.params.value
    table.insert(M.seen.progress, { kind = value.kind, title = value.title or vim.NIL })
  end,
})

--- Waits until `holds` returns something, and returns that.
---@generic T
---@param what string
---@param holds fun(): T?
---@param seconds? integer
---@return T
function M.wait(what, holds, seconds)
  io.stderr:write(os.date('%T'), ' waiting for ', what, '\n')
  local found
  local in_time = vim.wait(1000 * (seconds or SECONDS), function()
    found = holds()
    return found and true or false
  end, 50)
  if not in_time then
    local line = vim.api.nvim_get_current_line()
    error(('waited in vain for %s, at: %s %s'):format(what, line, M.virtual_text()))
  end
  return found
end

---@param name string
function M.attached(name)
  return M.wait(name .. ' to attach', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = name })[1]
    return client and client.initialized and client
  end)
end

---@param bufnr? integer
---@return string
function M.text(bufnr)
  return table.concat(vim.api.nvim_buf_get_lines(bufnr or 0, 0, -1, false), '\n') .. '\n'
end

--- Puts the cursor on the first non-blank of the first line that holds `fragment`.
---@param fragment string
function M.go_to(fragment)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(fragment, 1, true) then
      vim.api.nvim_win_set_cursor(0, { number, #line:match('^%s*') })
      return
    end
  end
  error('no line holds ' .. fragment)
end

--- What follows is undone on its own; a script has no pauses in typing that would separate edits.
function M.begin_edit()
  vim.bo.undolevels = vim.bo.undolevels
end

--- The virtual text of the line at the cursor, as PCG shows it.
---@return string
function M.virtual_text()
  local namespace = vim.api.nvim_get_namespaces()['pcg.jobs']
  if not namespace then
    return ''
  end
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local marks =
    vim.api.nvim_buf_get_extmarks(0, namespace, { row, 0 }, { row, -1 }, { details = true })
  local shown = {}
  for _, mark in ipairs(marks) do
    for _, chunk in ipairs(mark[4].virt_text or {}) do
      table.insert(shown, chunk[1])
    end
  end
  return table.concat(shown)
end

--- Asks for a hover until the float says `fragment`; what it says.
---@param fragment string
---@return string
function M.hover(fragment)
  return M.wait('a hover that says ' .. fragment, function()
    vim.lsp.buf.hover()
    local found
    vim.wait(3000, function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          found = M.text(vim.api.nvim_win_get_buf(window))
          vim.api.nvim_win_close(window, true)
        end
      end
      return found ~= nil
    end, 20)
    return found and found:find(fragment, 1, true) and found
  end)
end

--- Opens the menu of code actions, and takes the one whose title holds `choice`, if one is named.
---@param choice? string
---@return string[] titles
function M.code_actions(choice)
  local titles
  local select = vim.ui.select
  vim.ui.select = function(items, options, on_choice)
    if options.kind ~= 'codeaction' then
      select(items, options, on_choice)
      return
    end
    titles = {}
    local chosen
    for _, item in ipairs(items) do
      local title = options.format_item(item)
      table.insert(titles, title)
      if choice and not chosen and title:find(choice, 1, true) then
        chosen = item
      end
    end
    on_choice(chosen)
    if choice and not chosen then
      error('no code action holds ' .. choice .. ': ' .. table.concat(titles, '; '))
    end
  end
  vim.lsp.buf.code_action()
  M.wait('the menu of code actions', function()
    return titles
  end)
  vim.ui.select = select
  return titles
end

--- Waits for a verdict on the loop at the cursor that looks for nothing better any more. A machine
--- that was busy while it was measured is asked again.
---@param ask fun() how to ask for the loop
---@return string[] states the virtual texts that were seen
function M.verified(ask)
  local states = {}
  ask()
  M.wait('the loop to be verified', function()
    local shown = M.virtual_text()
    if shown ~= states[#states] then
      table.insert(states, shown)
    end
    if shown:find('busy', 1, true) then
      ask()
      vim.wait(2000)
      return nil
    end
    for _, ended in ipairs({ 'cannot be', 'could not be', 'not faster', 'cancelled' }) do
      if shown:find(ended, 1, true) then
        error('it ended otherwise: ' .. shown)
      end
    end
    return shown:find('verified %d') and not shown:find('looking for better', 1, true)
  end, VERIFICATION_SECONDS)
  return states
end

--- Runs a scenario; writes what was seen, and how it failed, for the test to judge.
---@param scenario fun(seen: table)
function M.run(scenario)
  local worked, failure = xpcall(scenario, debug.traceback, M.seen)
  M.seen.failure = not worked and failure or vim.NIL
  M.seen.last_messages = vim.split(vim.fn.execute('messages'), '\n')
  vim.fn.writefile({ vim.json.encode(M.seen) }, vim.env.PCG_E2E_SEEN)
  vim.cmd(worked and 'qall!' or 'cquit!')
end

return M
