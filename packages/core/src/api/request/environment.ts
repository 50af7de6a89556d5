interface Environment {
  process?: { env?: Record<string, string | undefined> }
}

/**
 * Reads an environment variable on any runtime. It counts as absent if the runtime has none, if reading is forbidden, or if it
 * is blank, as `.env` files, compose files and CI leave variables that were not filled in.
 */
export function readEnvironment(name: string): string | undefined {
  try {
    const value = (globalThis as Environment).process?.env?.[name]
    return value?.trim() === '' ? undefined : value
  } catch {
    // Deno throws unless `--allow-env` permits the variable.
    return undefined
  }
}
