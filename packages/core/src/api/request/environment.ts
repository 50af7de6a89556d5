interface Environment {
  process?: { env?: Record<string, string | undefined> }
}

/**
 * Reads an environment variable on any runtime. Returns `undefined` if the runtime has no environment variables, if reading is
 * forbidden, or if the value is blank, because `.env` files, compose files and CI often contain variables without a value.
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
