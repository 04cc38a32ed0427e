-- PCG and clangd on one buffer: each keeps what is its own.
local driver = require('driver')

local LOOP = 'for (std::size_t i = 0; i < spots.size()'

---@param method string
---@param params table
---@return table<string, any> by the name of the client; those that answered something
local function ask_all(method, params)
  local answers = {}
  for id, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000) or {}) do
    local client = vim.lsp.get_client_by_id(id)
    if answer.result and client then
      answers[client.name] = answer.result
    end
  end
  return answers
end

driver.run(function(seen)
  local pcg = driver.attached('pcg')
  local clangd = driver.attached('clangd')
  seen.encodings = { pcg = pcg.offset_encoding, clangd = clangd.offset_encoding }
  seen.keys_of_pcg = {}
  for _, mode in ipairs({ 'n', 'v', 'i' }) do
    for _, key in ipairs(vim.api.nvim_buf_get_keymap(0, mode)) do
      if (key.desc or ''):find('PCG', 1, true) then
        table.insert(seen.keys_of_pcg, key.lhs)
      end
    end
  end

  -- A definition is clangd's alone.
  driver.go_to('normal_distribution(d1)')
  vim.fn.search('normal_distribution(d1)', 'c')
  local params = vim.lsp.util.make_position_params(0, clangd.offset_encoding)
  seen.definitions = vim.tbl_keys(driver.wait('a definition', function()
    local answers = ask_all('textDocument/definition', params)
    return answers.clangd and #answers.clangd > 0 and answers
  end))

  driver.go_to(LOOP)
  params = vim.lsp.util.make_position_params(0, pcg.offset_encoding)
  seen.hover = driver.wait('a hover of PCG', function()
    local answer = ask_all('textDocument/hover', params).pcg
    return answer and answer.contents.value
  end)

  driver.verified(function()
    vim.cmd.PcgParallelize()
  end)
  vim.cmd.PcgApply()
  driver.wait('the edit', function()
    return driver.text():find('#pragma omp', 1, true)
  end)
  seen.applied = driver.text()
  vim.cmd.write()

  -- An error is clangd's to tell, and clangd has seen the edit that PCG made.
  driver.begin_edit()
  driver.go_to('prices[i] = spots[i]')
  vim.cmd('normal! Onot_declared();')
  seen.diagnostics = driver.wait('a diagnostic', function()
    local found = vim.diagnostic.get(0)
    return #found > 0 and vim.tbl_map(function(one)
      return { source = one.source, line = one.lnum + 1, message = one.message }
    end, found)
  end)
  seen.error_line = vim.api.nvim_win_get_cursor(0)[1]
end)
