-- Asking a language model on another machine: which actions there are, and what is asked first.
local driver = require('driver')

local LOOP = 'for (std::size_t i = 0; i < spots.size()'

driver.run(function(seen)
  driver.attached('pcg')
  driver.go_to(LOOP)
  seen.actions = driver.code_actions()
  vim.cmd('PcgAsk serial')
  seen.question = driver.wait('the question', function()
    return seen.questions[1]
  end)
  seen.told = driver.wait('the rules to work alone', function()
    local said = vim.fn.execute('messages') .. table.concat(seen.messages, '\n')
    return said:find('the rules work alone', 1, true) and said
  end)
  driver.wait('the work to begin', function()
    return driver.virtual_text():find('…', 1, true)
  end)
  vim.cmd('PcgCancel!')
  driver.wait('the work to end', function()
    return not driver.virtual_text():find('…', 1, true)
  end)
end)
