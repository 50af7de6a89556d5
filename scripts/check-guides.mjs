// Follows each guide word for word in an empty folder, with the latest scaffold, and signs up in a browser.
//   node scripts/check-guides.mjs [--keep] [next | sveltekit …]
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followGuide } from './guides/follow-guide.mjs'
import { pastedText, readGuide } from './guides/read-guide.mjs'
import { serveRegistry } from './guides/registry.mjs'
import { packAll, publishedPackages } from './installed/pack.mjs'
import { createReport } from './installed/report.mjs'

const GUIDES = ['react', 'next', 'react-router', 'tanstack-start', 'astro', 'sveltekit', 'server']
const given = process.argv.slice(2)
const named = given.filter((argument) => !argument.startsWith('--'))
const unknown = named.filter((name) => !GUIDES.includes(name))
if (unknown.length > 0)
  throw new Error(`There is no guide ${unknown.join(', ')}. The guides are ${GUIDES.join(', ')}.`)

const manifestOf = (tarball) =>
  JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }))

const folder = mkdtempSync(join(tmpdir(), 'latchkey-guides-'))
const registry = await serveRegistry(packAll(publishedPackages(), folder), manifestOf)
const report = createReport()
try {
  for (const name of GUIDES) {
    if (named.length > 0 && !named.includes(name)) continue
    const steps = readGuide(readFileSync(`docs/guides/${name}.md`, 'utf8'))
    const directory = join(folder, name)
    mkdirSync(directory)
    await report.check(`${name}: ${pastedText(steps)}`, () => followGuide(steps, directory, registry.url))
  }
} finally {
  registry.close()
  if (given.includes('--keep')) process.stdout.write(`kept in ${folder}\n`)
  else rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
report.close()
