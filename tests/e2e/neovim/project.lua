-- Having the user's own project accept a version: the question, the work, the answer.
local driver = require('driver')

local LOOP = 'for (int i = 1; i < rows - 1; ++i)'
local SECONDS = 420

driver.choices = { 'Run these commands' }
driver.run(function(seen)
  driver.attached('pcg')
  driver.go_to(LOOP)
  seen.states = {}
  vim.cmd.PcgProject()
  driver.wait('the project to accept it', function()
    local shown = driver.virtual_text()
    if shown ~= seen.states[#seen.states] then
      table.insert(seen.states, shown)
    end
    for _, ended in ipairs({ 'not accepted', 'could not', 'cannot be', 'not faster', 'not seen' }) do
      if shown:find(ended, 1, true) then
        error('it ended otherwise: ' .. shown)
      end
    end
    return shown:find('accepted by your project', 1, true)
  end, SECONDS)
  seen.hover_after = driver.hover('Amdahl')
  seen.actions_after = driver.code_actions()
  vim.cmd.PcgWhy()
  seen.why = driver.wait('the page', function()
    return vim.b.pcg_page and driver.text()
  end)
end)
