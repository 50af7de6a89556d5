const shared = globalThis as { notes?: string[] }

/** Kept by the process: Next bundles actions and routes apart. */
export function notes(): string[] {
  shared.notes ??= []
  return shared.notes
}
