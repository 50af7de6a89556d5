// Runs the suite of @latchkey/react on the oldest React of its peer range; the workspace has the newest.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(process.cwd(), '.toolchain/ranges/react-18')
const { devDependencies } = JSON.parse(readFileSync('packages/react/package.json', 'utf8'))
const catalog = readFileSync('pnpm-workspace.yaml', 'utf8')
const pinned = (name) => new RegExp(`"?${name}"?: (\\S+)`).exec(catalog)?.[1]

/** Testing Library comes along, so that it finds the same React. */
const testing = Object.keys(devDependencies).filter((name) => name.startsWith('@testing-library/'))
const packages = ['react@18.2.0', 'react-dom@18.2.0', ...testing.map((name) => `${name}@${pinned(name)}`)]

function run(command, args, options) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  })
  if (status !== 0) process.exit(status ?? 1)
}

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--silent', ...packages], { cwd: folder })
// How large a bundle is does not depend on React.
run('vitest', ['run', '--root', 'packages/react', '--exclude', 'tests/size.test.ts'], {
  env: { ...process.env, LATCHKEY_REACT: folder },
})
