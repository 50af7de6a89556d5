import type { Result } from '@latchkey/core'

/** Reads a list again once something in it has changed. */
export async function changed<T>(
  action: Promise<Result<T>>,
  list: { reload(): Promise<void> },
): Promise<Result<T>> {
  const result = await action
  if (result.ok) await list.reload()
  return result
}
