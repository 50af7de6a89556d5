const shared = globalThis as { notes?: string[] }

/** Stored globally in the process, because Next bundles actions and routes separately. */
export function notes(): string[] {
  shared.notes ??= []
  return shared.notes
}
