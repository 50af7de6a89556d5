// Checks every published package as npm receives it: the manifest with publint, the types with attw, and the files that
// a release uploads.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll, publishedPackages } from './installed/pack.mjs'
import { packRelease } from './release/pack.mjs'

let failed = false

function fail(name, text) {
  failed = true
  process.stdout.write(`${name}: ${text}\n`)
}

function run(name, command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' })
  if (result.status === 0) return
  fail(name, `${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`)
}

const REPOSITORY = 'example/latchkey'
const web = `https://github.com/${REPOSITORY}`
const folder = mkdtempSync(join(tmpdir(), 'latchkey-release-check-'))
try {
  const packages = publishedPackages()
  const tarballs = packAll(packages, folder)
  for (const { name, manifest } of packages) {
    const { attwProfile = 'node16', attwFlags = [] } = manifest.latchkey ?? {}
    run(name, 'publint', ['--strict', tarballs.get(name)])
    run(name, 'attw', [tarballs.get(name), '--profile', attwProfile, ...attwFlags])
  }
  for (const file of packRelease(folder, { GITHUB_REPOSITORY: REPOSITORY })) checkRelease(file)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Checks what npm needs to accept and show a package: a repository for its provenance, and links that work. */
function checkRelease(file) {
  const inside = (path) =>
    execFileSync('tar', ['-xOzf', file, `package/${path}`], { encoding: 'utf8', maxBuffer: 1e8 })
  const manifest = JSON.parse(inside('package.json'))
  const { name, repository, homepage, bugs, keywords, description } = manifest
  if (repository?.url !== `git+${web}.git`) fail(name, 'has no repository, so npm refuses its provenance')
  if (!existsSync(repository?.directory ?? '')) fail(name, 'names a folder that does not exist')
  for (const [key, value] of Object.entries({ homepage, bugs: bugs?.url, description, keywords }))
    if (!value?.length) fail(name, `has no ${key}`)
  if (/"(workspace|catalog):/.test(JSON.stringify(manifest)))
    fail(name, 'has a dependency that npm cannot find')
  inside('CHANGELOG.md')
  for (const [, target] of inside('README.md').matchAll(/\]\(([^)\s#]+)/g)) {
    if (!/^https?:/.test(target)) fail(name, `README links to ${target}, which npm cannot follow`)
    const path = target.startsWith(`${web}/`) ? target.slice(web.length).split('/').slice(3).join('/') : '.'
    if (!existsSync(path)) fail(name, `README links to ${target}, which does not exist`)
  }
  const dry = spawnSync('npm', ['publish', '--dry-run', '--access', 'public', file], { encoding: 'utf8' })
  const warnings = dry.stderr.split('\n').filter((line) => /^npm (warn|error)/.test(line))
  // Ignore the warning that there is no login, because this script runs without one.
  const others = warnings.filter((line) => !line.includes('requires you to be logged in'))
  if (dry.status !== 0 || others.length > 0) fail(name, `npm publish --dry-run\n${others.join('\n')}`)
}

process.exitCode = failed ? 1 : 0
