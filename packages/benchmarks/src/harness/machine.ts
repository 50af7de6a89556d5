import { readFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The machine and the versions of a measurement. */
export interface Machine {
  /** ISO 8601 date. */
  date: string
  node: string
  cpu: string
  cores: number
  platform: string
  /** Packages that were compared. */
  versions: Record<string, string>
}

export function describeMachine(): Machine {
  const [first] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    platform: `${platform()} ${arch()}`,
    versions: Object.fromEntries(PEERS.map((name) => [name, installedVersion(name)])),
  }
}

const PEERS = [
  '@latchkey/core',
  '@workos-inc/node',
  '@workos-inc/authkit-js',
  '@workos/authkit-session',
  '@workos/authkit-sveltekit',
  '@auth/core',
  '@clerk/backend',
  'better-auth',
  'iron-session',
  'openapi-fetch',
  'stripe',
  'undici',
]

function installedVersion(name: string): string {
  const manifest = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url))
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
