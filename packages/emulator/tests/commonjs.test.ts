import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'

const dist = join(import.meta.dirname, '../dist')

/** Loads files as Jest does: in its own context, wrapped as CommonJS, without `import()`. */
function sandboxedRequire(file: string) {
  const context = createContext()
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!(name in context)) context[name] = Reflect.get(globalThis, name)
  }
  const loaded = new Map<string, { exports: unknown }>()
  const load = (path: string): unknown => {
    const known = loaded.get(path)
    if (known !== undefined) return known.exports
    const module = { exports: {} as unknown }
    loaded.set(path, module)
    const native = createRequire(path)
    const require = (name: string) => (name.startsWith('./') ? load(join(dirname(path), name)) : native(name))
    const wrapper = `(function (module, exports, require, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`
    const run = runInContext(wrapper, context, { filename: path })
    run(module, module.exports, require, path, dirname(path))
    return module.exports
  }
  return load(file) as typeof import('../src/index.ts')
}

it.skipIf(!existsSync(join(dist, 'index.cjs')))(
  'BUG-13: the build for Jest, which has no import(), can sign a user in',
  async () => {
    const { createEmulator } = sandboxedRequire(join(dist, 'index.cjs'))
    await using emulator = await createEmulator({
      seed: {
        users: [{ email: 'nadia@orchard.example', password: 'correct horse battery', email_verified: true }],
      },
    })
    const { apiKey, clientId } = emulator.default
    const response = await emulator.fetch(`${emulator.url}/user_management/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'password',
        client_id: clientId,
        client_secret: apiKey,
        email: 'nadia@orchard.example',
        password: 'correct horse battery',
      }),
    })
    expect(response.status).toBe(200)
    expect((await emulator.fetch(`${emulator.url}/openapi.json`)).status).toBe(200)
  },
)
