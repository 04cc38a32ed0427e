-- Commands exist at once; everything else is loaded when one is used or the server starts.
if vim.g.loaded_pcg or vim.fn.has('nvim-0.10') == 0 then
  return
end
vim.g.loaded_pcg = true

require('pcg.commands').create()

vim.api.nvim_create_autocmd('LspDetach', {
  group = vim.api.nvim_create_augroup('pcg.detach', {}),
  desc = 'PCG: what a server said of its jobs ends with it',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'pcg' then
      require('pcg.jobs').forget(client.id, event.buf)
    end
  end,
})
