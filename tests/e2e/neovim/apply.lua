-- From an opened file to an applied and saved edit, and back.
local driver = require('driver')

local LOOP = 'for (std::size_t i = 0; i < spots.size()'

driver.run(function(seen)
  driver.attached('pcg')
  seen.version = tostring(vim.version())
  seen.original = driver.text()
  driver.go_to(LOOP)
  seen.hover = driver.hover('ndependent')
  seen.actions_before = driver.code_actions()

  seen.states = driver.verified(function()
    vim.cmd.PcgParallelize()
  end)
  seen.actions_after = driver.code_actions()
  seen.hover_after = driver.hover('erified')

  vim.cmd.PcgWhy()
  seen.why = driver.wait('the page', function()
    return vim.b.pcg_page and driver.text()
  end)
  vim.cmd.normal('q')

  driver.go_to(LOOP)
  vim.cmd.PcgDiff()
  driver.wait('the diff', function()
    return vim.b.pcg and vim.wo.diff
  end)
  seen.diff_windows = #vim.api.nvim_tabpage_list_wins(0)
  seen.diff_clients = #vim.lsp.get_clients({ bufnr = 0 })
  seen.modified = driver.text()
  seen.tabs_in_diff = #vim.api.nvim_list_tabpages()

  vim.cmd.PcgApply()
  driver.wait('the diff to close', function()
    return #vim.api.nvim_list_tabpages() == 1
  end)
  seen.applied = driver.text()
  vim.cmd.undo()
  seen.undone = driver.text()
  vim.cmd.redo()
  vim.cmd.write()
end)
