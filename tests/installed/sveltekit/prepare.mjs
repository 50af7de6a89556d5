// Makes the prerendered page public. Without a rule for it, the build of the guide's app fails, which is tested elsewhere.
import { readFileSync, writeFileSync } from 'node:fs'

const hooks = 'src/hooks.server.ts'
const guard = "default: 'signed-in'"
writeFileSync(
  hooks,
  readFileSync(hooks, 'utf8').replace(
    guard,
    `${guard}, routes: { '/pricing': 'public' }, remote: 'per-function'`,
  ),
)
