/** Reads a JSON column written by {@link toJson}. */
export function fromJson<T>(column: string): T {
  return JSON.parse(column) as T
}

export function toJson(value: unknown): string {
  return JSON.stringify(value)
}

export function toFlag(value: boolean): number {
  return value ? 1 : 0
}
