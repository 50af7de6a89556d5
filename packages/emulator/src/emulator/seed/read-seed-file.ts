import { readFile } from 'node:fs/promises'
import { SeedError } from './apply-seed.ts'
import type { Seed } from './seed.ts'

/** Reads a seed from a `.json`, `.yaml` or `.yml` file. The content is validated when the seed is applied. */
export async function readSeedFile(file: string): Promise<Seed> {
  const text = await readFile(file, 'utf8')
  try {
    if (file.endsWith('.json')) return JSON.parse(text) as Seed
    const { parse } = await import('yaml')
    return parse(text) as Seed
  } catch (error) {
    throw new SeedError(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`, {
      cause: error,
    })
  }
}
