interface Environment {
  process?: { env?: Record<string, string | undefined> }
}

/** Reads an environment variable on any runtime; where there is none, or reading is forbidden, it is absent. */
export function readEnvironment(name: string): string | undefined {
  try {
    return (globalThis as Environment).process?.env?.[name]
  } catch {
    // Deno throws unless the variable was permitted with --allow-env.
    return undefined
  }
}
