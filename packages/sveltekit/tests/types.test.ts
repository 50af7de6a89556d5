import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('locals, page data, guards, routes and remote functions have types in an app without app.d.ts', async () => {
  const manifest = createRequire(import.meta.url).resolve('svelte-check/package.json')
  const command = join(dirname(manifest), 'bin/svelte-check')
  const run = promisify(execFile)(
    process.execPath,
    [command, '--tsconfig', './tsconfig.json', '--output', 'human'],
    {
      cwd: join(import.meta.dirname, 'app'),
    },
  )
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  expect(stdout).toMatch(/found 0 errors and 0 warnings/)
}, 120_000)
