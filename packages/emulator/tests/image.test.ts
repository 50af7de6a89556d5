import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('packages/emulator/package.json'))
const data = mkdtempSync(join(tmpdir(), 'latchkey-image-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** The instructions of the Dockerfile, each with the rest of its line. */
const instructions = read('packages/emulator/Dockerfile')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, name = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
    return { name, rest }
  })
const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest)
const only = (name: string): string => {
  const [found, ...others] = all(name)
  expect(others, name).toEqual([])
  return found ?? ''
}
const env = Object.fromEntries(
  only('ENV')
    .split(' ')
    .map((pair) => pair.split('=', 2)),
)
const healthCheck: string[] = JSON.parse(/ CMD (\[.*\])$/.exec(only('HEALTHCHECK'))?.[1] ?? '[]')

/** The job in the documentation that has the image as a service container. */
const [, workflow = ''] = /```yaml\n(jobs:[\s\S]*?)```/.exec(read('docs/local/testing.md')) ?? []
const { services, env: variables } = parse(workflow).jobs.test

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

describe('the image', () => {
  it('has every package that the server imports, in the version that it is tested with', () => {
    const [install = ''] = all('RUN').filter((command) => command.startsWith('npm install'))
    const installed = [...install.matchAll(/ (@?[\w./-]+)@(\d+)/g)].map(([, name, major]) => [name, major])
    const catalog = parse(read('pnpm-workspace.yaml')).catalog as Record<string, string>
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    expect(installed.sort()).toEqual(needed.map((name) => [name, catalog[name]?.split('.', 1)[0]]).sort())
  })

  it('contains only files that are in the package, and does not run as root', () => {
    const copied = all('COPY').flatMap((rest) => rest.split(' ').slice(0, -1))
    expect(copied.filter((file) => file !== 'package.json' && !manifest.files.includes(file))).toEqual([])
    expect(only('USER')).toBe('node')
    expect(all('RUN').join()).toContain(`chown node ${env.LATCHKEY_EMULATOR_DATA}`)
    expect(only('VOLUME')).toBe(env.LATCHKEY_EMULATOR_DATA)
    expect(JSON.parse(only('ENTRYPOINT'))).toEqual(['node', manifest.bin['latchkey-emulator'].slice(2)])
  })

  it('serves the workflow in the documentation, which waits until it is healthy', async () => {
    const { latchkey } = services
    const port = only('EXPOSE')
    expect(env.LATCHKEY_EMULATOR_PORT).toBe(port)
    expect(latchkey.ports).toEqual([`${port}:${port}`])
    expect(variables.WORKOS_BASE_URL).toBe(`http://localhost:${port}`)

    const free = String(await freePort())
    const container = {
      PATH: process.env.PATH,
      ...env,
      LATCHKEY_EMULATOR_DATA: data,
      LATCHKEY_EMULATOR_PORT: free,
      ...latchkey.env,
    }
    const isHealthy = () => {
      const [command = '', ...args] = healthCheck
      return spawnSync(command, args, { env: container }).status === 0
    }
    // Node runs the sources directly, so this test needs no build.
    const server = spawn(process.execPath, [join(import.meta.dirname, '../src/cli.ts')], { env: container })
    try {
      await once(server.stdout, 'data')
      expect(isHealthy()).toBe(true)
      const users = await fetch(`http://localhost:${free}/user_management/users`, {
        headers: { authorization: `Bearer ${variables.WORKOS_API_KEY}` },
      })
      expect(users.status).toBe(200)
      const keys = await fetch(`http://localhost:${free}/sso/jwks/${variables.WORKOS_CLIENT_ID}`)
      expect(keys.status).toBe(200)
    } finally {
      server.kill()
      await once(server, 'exit')
    }
    expect(isHealthy()).toBe(false)
  })

  it('starts with the command in the README', () => {
    const [, command = ''] = /```sh\n(docker run [\s\S]*?)```/.exec(read('packages/emulator/README.md')) ?? []
    const given = [...command.matchAll(/-e (\w+)=/g)].map(([, name]) => name)
    expect(given).toEqual(Object.keys(services.latchkey.env))
    expect(command).toContain(`-p ${only('EXPOSE')}:${only('EXPOSE')} -v latchkey:${only('VOLUME')}`)
  })

  it('is built by the release from the published package, under the documented name', () => {
    const { image } = parse(read('.github/workflows/release.yml')).jobs
    const script = image.steps.map(({ run = '' }) => run).join('\n')
    const [, name = ''] = /image="ghcr\.io\/[^/]+\/([\w-]+)"/.exec(script) ?? []
    expect(services.latchkey.image).toBe(`ghcr.io/OWNER/${name}:latest`)
    expect(script).toContain(`release/${manifest.name.slice(1).replace('/', '-')}-*.tgz`)
    expect(script).toContain('cp packages/emulator/Dockerfile image/')
    expect(script).toContain('--tag "$image:latest"')
    expect(image.permissions.packages).toBe('write')
  })
})
