import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SECRETS = {
  WORKOS_API_KEY: 'sk_of_this_build',
  WORKOS_CLIENT_ID: 'client_of_this_build',
  LATCHKEY_COOKIE_SECRET: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
  LATCHKEY_APP_ORIGIN: 'https://app.example.com',
}
execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
  env: { ...process.env, ...SECRETS },
  stdio: 'inherit',
})

const files = readdirSync('build', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).replaceAll('\\', '/').slice('build/'.length))
assert.ok(files.includes('about.html') && files.includes('200.html'), 'a prerendered page and the fallback')
assert.deepEqual(
  files.filter((file) => /^auth(\/|\.|$)/.test(file)),
  [],
  "files at the handler's paths",
)
assert.match(readFileSync('build/about.html', 'utf8'), /Built ahead/)

const FORBIDDEN = [...Object.values(SECRETS), 'lk-session', 'user_management', 'grant_type']
for (const file of files) {
  const text = readFileSync(join('build', file), 'latin1')
  assert.deepEqual(
    // Scripts contain the word for comparisons, but a prerendered page must not say that the visitor is signed in.
    [...FORBIDDEN, ...(file.endsWith('.js') ? [] : ['signed-in"'])].filter((word) => text.includes(word)),
    [],
    file,
  )
}
