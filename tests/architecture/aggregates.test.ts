import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readAggregates } from '../../packages/core/operations.ts'
import { root } from './sources.ts'

const FOLDER = join(root, 'packages/emulator/src/engine/web/api')

/** The method and path of an endpoint, without the names of its path parameters. */
const shapeOf = (method: string, path: string) => `${method} ${path.replaceAll(/\{[^}]+\}|:\w+/g, '{}')}`

interface Operation {
  method: string
  path: string
}
const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value

/** The file of each endpoint of the local server. */
async function servedEndpoints(): Promise<Map<string, string>> {
  const served = new Map<string, string>()
  for (const file of globSync('*.ts', { cwd: FOLDER })) {
    if (file === 'operations.ts') continue
    const module: Record<string, unknown> = await import(pathToFileURL(join(FOLDER, file)).href)
    for (const { method, path } of Object.values(module).flat().filter(isOperation))
      served.set(shapeOf(method, path), basename(file, '.ts'))
  }
  return served
}

describe('LAY-4: an aggregate', () => {
  it('has the same name in the client and in the local server', async () => {
    const served = await servedEndpoints()
    expect(served.size).toBeGreaterThan(60)
    const differing = readAggregates().flatMap(({ name, operations }) =>
      operations.flatMap(({ endpoint = '' }) => {
        const [method = '', path = ''] = endpoint.split(' ')
        const there = served.get(shapeOf(method, path)) ?? name
        return there === name ? [] : [`${endpoint}: ${name} in the client, ${there} in the local server`]
      }),
    )
    expect(differing).toEqual([])
  })
})
