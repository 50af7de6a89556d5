import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { holdNothingOfTheServer, signUpInBrowser, withRunningApp } from './running-app.mjs'

const [script] = globSync('dist/assets/index-*.js')
const [styles] = globSync('dist/assets/*.css')
assert.ok(script && styles, 'a script and a style sheet')
assert.match(readFileSync(styles, 'utf8'), /data-lk-part=card/)
holdNothingOfTheServer('dist/assets/*.js')

const { page } = await import('./dist-server/entry-server.js')
const html = page()
assert.match(html, /<form[^>]+method="post"/)
assert.match(html, /<input[^>]+name="email"/)
assert.notEqual(page(true), html, 'a locale changes the texts')

await withRunningApp((port) => ['server.ts', port], signUpInBrowser)
