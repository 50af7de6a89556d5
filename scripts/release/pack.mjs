// Packs the packages of a release: node scripts/release/pack.mjs FOLDER
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { packAll, publishedPackages } from '../installed/pack.mjs'
import { releasedManifest, releasedReadme, repositoryOf } from './manifest.mjs'

/** Packs each published package into `destination`, exactly as npm will receive it. Returns the paths of the files. */
export function packRelease(destination, environment = process.env) {
  const { web } = repositoryOf(environment)
  mkdirSync(destination, { recursive: true })
  const work = mkdtempSync(join(tmpdir(), 'latchkey-release-'))
  try {
    const packages = publishedPackages()
    const tarballs = packAll(packages, work)
    return packages.map(({ name, folder: path }) => {
      const folder = path.replaceAll('\\', '/')
      const unpacked = join(work, folder)
      mkdirSync(unpacked, { recursive: true })
      execFileSync('tar', ['-xzf', tarballs.get(name), '-C', unpacked, '--strip-components=1'])
      const edit = (file, change) => {
        const at = join(unpacked, file)
        writeFileSync(at, change(readFileSync(at, 'utf8')))
      }
      const manifest = (text) => releasedManifest(JSON.parse(text), { folder, web })
      edit('package.json', (text) => `${JSON.stringify(manifest(text), null, 2)}\n`)
      edit('README.md', (text) => releasedReadme(text, { folder, web }))
      const output = execFileSync(
        'npm',
        ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(destination)],
        {
          cwd: unpacked,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
          shell: process.platform === 'win32',
        },
      )
      const [packed] = Object.values(JSON.parse(output))
      return join(destination, packed.filename)
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const [destination] = process.argv.slice(2)
  if (destination === undefined) throw new Error('Name the folder to pack into.')
  for (const file of packRelease(destination)) process.stdout.write(`${file}\n`)
}
