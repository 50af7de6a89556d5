import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  isRecent,
  NODE_PACKAGES,
  nodePackageFor,
  requireRecent,
  toolchainFor,
} from '../../scripts/machine.mjs'
import { root } from './sources.ts'

const read = (name: string) => JSON.parse(readFileSync(join(root, 'scripts/toolchain', name), 'utf8'))
const manifest = read('package.json')
const lock = read('package-lock.json')
const machines = Object.entries(NODE_PACKAGES).map(([target, name]) => {
  const [platform, arch] = target.split('-') as [string, string]
  return { platform, arch, name: name as string }
})

describe('the version of Node for a machine', () => {
  it.each([
    ['18.20.8', false],
    ['22.23.2', false],
    ['24.14.0', false],
    ['24.15.0', true],
    ['25.9.0', false],
    ['26.0.0', true],
    ['30.1.0', true],
  ])('can be the running Node %s: %s', (version, expected) => {
    expect(isRecent(version)).toBe(expected)
  })

  it('is named in an error if the tests run with an older version', () => {
    expect(() => requireRecent('24.15.0')).not.toThrow()
    expect(() => requireRecent('20.20.2')).toThrow(/Node 20\.20\.2 .*\.toolchain\/node_modules\/\.bin/)
  })

  it('is the running version if that is recent enough', () => {
    expect(nodePackageFor({ platform: 'sunos', arch: 'sparc', version: '26.1.0' })).toBeUndefined()
  })

  it.each(machines)(
    'is installed from npm as $name on $platform-$arch if the running version is older',
    (machine) => {
      const { platform, arch, name } = machine
      expect(nodePackageFor({ platform, arch, version: '18.20.8' })).toBe(name)
      const entry = lock.packages[`node_modules/${name}`]
      expect(entry).toMatchObject({ os: platform, cpu: arch, version: manifest.optionalDependencies[name] })
      expect(entry.integrity).toMatch(/^sha512-/)
      expect(isRecent(entry.version)).toBe(true)
    },
  )

  it.each(machines)(
    'is installed with pnpm, and without packages for other machines, on $platform-$arch',
    (machine) => {
      const { platform, arch, name } = machine
      const { node, manifest: wanted, lock: locked } = toolchainFor({ platform, arch, version: '20.0.0' })
      expect(node).toBe(name)
      expect(Object.keys(wanted.dependencies).sort()).toEqual([name, 'pnpm'].sort())
      if (locked === undefined) return
      expect(locked.packages['']?.dependencies).toEqual(wanted.dependencies)
      const nodes = Object.keys(locked.packages).filter((path) => path.startsWith('node_modules/node-'))
      expect(nodes).toEqual([`node_modules/${name}`])
    },
  )

  it('must be installed by the developer if npm has no build, which the error explains', () => {
    expect(() => nodePackageFor({ platform: 'freebsd', arch: 'x64', version: '22.1.0' })).toThrow(
      /Node 22\.1\.0 is too old.*freebsd-x64\. Install Node 24\.15 or newer/,
    )
  })

  it('is pinned by its integrity, names no registry, and runs no install script', () => {
    for (const [path, entry] of Object.entries(lock.packages) as [string, Record<string, unknown>][]) {
      if (path === '') continue
      expect(entry.integrity, path).toMatch(/^sha512-/)
      expect(entry.resolved, path).toBeUndefined()
    }
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(packageManager).toBe(`pnpm@${manifest.dependencies.pnpm}`)
    expect(existsSync(join(root, 'scripts/toolchain/node_modules'))).toBe(false)
  })
})
