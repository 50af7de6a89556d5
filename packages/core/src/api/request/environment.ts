interface Environment {
  process?: { env?: Record<string, string | undefined> }
}

/**
 * Reads an environment variable on any runtime; where there is none, or reading is forbidden, it is absent. So is one
 * that is set and blank, as `.env` files, compose files and CI leave those that nobody filled in.
 */
export function readEnvironment(name: string): string | undefined {
  try {
    const value = (globalThis as Environment).process?.env?.[name]
    return value?.trim() === '' ? undefined : value
  } catch {
    // Deno throws unless the variable was permitted with --allow-env.
    return undefined
  }
}
