-- Capturing what a function is given in a run of the user's program.
local driver = require('driver')

local LOOP = 'for (int i = 1; i < rows - 1; ++i)'
local SECONDS = 420

driver.choices = { 'Run these commands' }
driver.run(function(seen)
  seen.inputs = {}
  -- What is proposed is taken.
  vim.ui.input = function(options, on_done)
    table.insert(seen.inputs, options.default)
    on_done(options.default)
  end
  driver.attached('pcg')
  driver.go_to(LOOP)
  driver.code_actions('Capture inputs')
  seen.told = driver.wait('the capture to end', function()
    local said = vim.fn.execute('messages') .. table.concat(seen.messages, '\n')
    if said:find('nothing was captured', 1, true) then
      error(said)
    end
    return said:find('captured and replayed', 1, true) and said
  end, SECONDS)
end)
