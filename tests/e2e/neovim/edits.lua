-- Edits while a loop is being verified, and after.
local driver = require('driver')

local LOOP = 'for (std::size_t i = 0; i < scores.size()'

driver.run(function(seen)
  driver.attached('pcg')
  driver.go_to(LOOP)

  local states = driver.verified(function()
    vim.cmd.PcgParallelize()
    driver.wait('the work to begin', function()
      return driver.virtual_text():find('…', 1, true)
    end)
    if not seen.before then
      -- Elsewhere: two lines above the loop.
      vim.api.nvim_buf_set_lines(0, 0, 0, false, { '// A remark,', '// of two lines.' })
      seen.before = driver.text()
      seen.text_while_working = driver.virtual_text()
    end
  end)
  seen.states = states

  driver.begin_edit()
  -- In the function: the offer is stale, and nothing is written.
  driver.go_to('expected += normal_distribution(scores[i])')
  vim.cmd('normal! S' .. 'expected += 0.5 * normal_distribution(scores[i]);')
  seen.edited = driver.text()
  driver.go_to(LOOP)
  driver.wait('the offer to become stale', function()
    return driver.virtual_text():find('edited since', 1, true)
  end)
  local told = #seen.messages
  vim.cmd.PcgApply()
  seen.refusal = driver.wait('the refusal', function()
    return seen.messages[told + 1]
  end)
  seen.after_refusal = driver.text()

  -- Taking the edit back brings the offer back.
  vim.cmd.undo()
  driver.go_to(LOOP)
  driver.wait('the offer to come back', function()
    return driver.virtual_text():find('verified %d')
  end)
  driver.begin_edit()
  driver.code_actions('Apply verified')
  driver.wait('the edit', function()
    return driver.text() ~= seen.before
  end)
  seen.applied = driver.text()
  driver.wait('the server to have seen it', function()
    return not driver.virtual_text():find('PcgApply', 1, true)
  end)
  driver.wait('the question about the build', function()
    return seen.questions[1]
  end)
  vim.cmd.PcgRevert()
  driver.wait('the edit to be taken back', function()
    return driver.text() ~= seen.applied
  end)
  seen.reverted = driver.text()
end)
