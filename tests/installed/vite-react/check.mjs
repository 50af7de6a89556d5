import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { page } from './dist-server/entry-server.js'

const html = page()
assert.match(html, /<form[^>]+method="post"/)
assert.match(html, /<input[^>]+name="email"/)
assert.notEqual(page(true), html, 'a locale changes the words')

const [script] = globSync('dist/assets/*.js')
const [styles] = globSync('dist/assets/*.css')
assert.ok(script && styles, 'a script and a style sheet')
assert.match(readFileSync(styles, 'utf8'), /@layer latchkey/)
assert.doesNotMatch(readFileSync(script, 'utf8'), /user_management|grant_type|must not be bundled/)
