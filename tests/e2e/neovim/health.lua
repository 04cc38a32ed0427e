-- :checkhealth pcg in a session that works.
local driver = require('driver')

driver.run(function(seen)
  driver.attached('pcg')
  vim.cmd.checkhealth('pcg')
  seen.health = driver.text()
end)
